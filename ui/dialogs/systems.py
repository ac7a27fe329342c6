"""The coordinate systems offered where a file names none."""

import re

from ui.forms.combos import SearchCombo
from ui.words import tr

ZONES_6 = range(13, 24)
ZONES_3 = range(25, 46)


def crs_choices() -> list[tuple[object, str, str]]:
    """Code, label and further words of each: geographic, then the 6° and 3° zones with and without prefix."""
    plain = [
        ("EPSG:4490", tr("CGCS2000 longitude, latitude"), "4490"),
        ("EPSG:4326", tr("WGS 84 longitude, latitude"), "4326"),
    ]
    six = [
        (
            f"EPSG:{4502 + zone - 13}",
            tr("CGCS2000 6° zone, central meridian {cm}°E", cm=zone * 6 - 3),
            f"{zone}",
        )
        for zone in ZONES_6
    ]
    six_prefix = [
        (f"EPSG:{4491 + zone - 13}", tr("CGCS2000 6° zone {zone} with zone prefix", zone=zone), f"{zone}")
        for zone in ZONES_6
    ]
    three = [
        (f"EPSG:{4534 + zone - 25}", tr("CGCS2000 3° zone, central meridian {cm}°E", cm=zone * 3), f"{zone}")
        for zone in ZONES_3
    ]
    three_prefix = [
        (f"EPSG:{4513 + zone - 25}", tr("CGCS2000 3° zone {zone} with zone prefix", zone=zone), f"{zone}")
        for zone in ZONES_3
    ]
    found = (*plain, *six, *six_prefix, *three, *three_prefix)
    return [(code, f"{label} ({code})", f"{code} {more}") for code, label, more in found]


class SystemCombo(SearchCombo):
    """The systems to choose from; one that is not offered may be typed by its code, an old datum with its
    parameters behind it (``EPSG:4214+towgs84=…``)."""

    _TYPED = re.compile(r"\s*(EPSG|ESRI|IGNF|OGC)\s*:\s*\w+", re.IGNORECASE)

    def __init__(self, first: str = "") -> None:
        super().__init__()
        self.fill([*([(None, tr(first), "")] if first else []), *crs_choices()])
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText(tr("Choose one, or type EPSG:n"))
        self.setToolTip(
            tr("Type to search, or type EPSG:n; behind an old datum its parameters, +towgs84=dx,dy,dz;rmse=m")
        )

    @property
    def code(self) -> str | None:
        """The system chosen or typed; ``None``: none, or the first entry."""
        typed = self.currentText().strip()
        if typed != self.itemText(self.currentIndex()) and self._TYPED.match(typed):
            return typed
        chosen = self.currentData()
        return str(chosen) if chosen else None

    @property
    def is_open(self) -> bool:
        """Whether nothing is chosen or typed."""
        return self.currentIndex() < 0 and self.code is None

    def _put_back(self) -> None:
        """A system that is not offered stays as it was typed."""
        typed = self.currentText().strip()
        if self._TYPED.match(typed) and not self._answers(typed):
            self.setCurrentIndex(-1)
            self.setEditText(typed)
            return
        super()._put_back()
