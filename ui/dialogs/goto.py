"""Go to a coordinate (degrees, minutes and seconds, Gauss–Krüger) or to a map sheet."""

from PyQt6.QtWidgets import QLineEdit, QWidget

from faultgis.crs import (
    Place,
    central_meridian,
    format_dms,
    gk_zone,
    in_china,
    read_place,
    to_gk,
    zone_width,
)
from faultgis.errors import FaultGISError
from faultgis.sheets.index import sheet
from ui.dialogs.dialog import Dialog, quiet
from ui.forms.widgets import Label
from ui.words import tr

Bounds = tuple[float, float, float, float]
AROUND = 0.02
EXAMPLES = (
    "102°15′32″E 27°53′41″N\n102.2589, 27.8947\nE 18328765  N 3087654\n34 E 525400 N 3087654\nG48E001002"
)


def place_of(text: str) -> tuple[Bounds, str]:
    """The bounds to show and what they are, in words. Raises ``InputError`` when it is no place."""
    plain = text.strip()
    if plain[:1].isalpha() and plain[:1].upper() not in "EN" and any(c.isdigit() for c in plain):
        return _sheet(plain)
    try:
        place = read_place(plain)
    except FaultGISError:
        if plain[:1].isalpha():
            return _sheet(plain)
        raise
    lon, lat = place.longitude, place.latitude
    said = " · ".join(filter(None, (format_dms(lon, lat), _in_zone(place))))
    return (lon - AROUND, lat - AROUND, lon + AROUND, lat + AROUND), said


def _in_zone(place: Place) -> str:
    """The place in the zone it was written in, else in China's 6° zone; empty elsewhere."""
    lon, lat = place.longitude, place.latitude
    if place.zone is None and not in_china(lon, lat):
        return ""
    zone = place.zone or gk_zone(lon)
    width = zone_width(zone)
    easting, northing, _ = to_gk(lon, lat, width, zone)
    meridian = f"{central_meridian(zone, width):g}"
    where = tr("GK {width}° zone {zone}, central meridian {cm}°E", width=width, zone=zone, cm=meridian)
    return f"{where} · E {easting:.0f} N {northing:.0f} m"


def _sheet(text: str) -> tuple[Bounds, str]:
    found = sheet(text)
    scale = f"1:{found.scale:,}".replace(",", "\u2009")
    bounds = (found.west, found.south, found.east, found.north)
    return bounds, tr("Sheet {number}, {scale}", number=found.number, scale=scale)


class GoTo(Dialog):
    """One line for any way of writing a place; ``bounds`` is where to go."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "Go to coordinate or sheet", "Go", 480)
        self.bounds: Bounds | None = None
        self.line = QLineEdit()
        self.line.textChanged.connect(lambda _text: self._read())
        self.said = Label("", wrap=True)
        self.body.addWidget(Label("Coordinate or sheet number", "quiet"))
        self.body.addWidget(self.line)
        self.body.addWidget(self.said)
        self.body.addWidget(
            Label(
                "Gauss–Krüger: the zone stands before the easting or is its first two digits; 13–23 are 6°"
                " zones, 25–45 are 3° zones.",
                "quiet",
                wrap=True,
            )
        )
        self.body.addWidget(quiet("For example:"))
        self.body.addWidget(quiet(EXAMPLES))
        self._read()

    def _read(self) -> None:
        self.bounds = None
        self.say_problem("")
        self.said.setText("")
        text = self.line.text().strip()
        if text:
            try:
                self.bounds, said = place_of(text)
                self.said.setText(f"→ {said}")
            except FaultGISError as error:
                self.say_error(error)
        if self.main is not None:
            self.main.setEnabled(self.bounds is not None)

    def accept(self) -> None:
        if self.bounds is not None:
            super().accept()
