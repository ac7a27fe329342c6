"""What magnitude a fault or segment may have by a relation of choice, and how often its slip rate can pay for
it."""

from typing import Any
from uuid import UUID

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtWidgets import QComboBox, QDoubleSpinBox, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from faultgis.errors import FaultGISError
from faultgis.records.fault import Fault, Segment
from faultgis.recurrence import scaling
from faultgis.services.calculating import compute
from faultgis.services.deriving.parameters import parameters
from faultgis.services.editing import EditingSession
from ui import theme, words
from ui.forms import shown
from ui.forms.widgets import Label
from ui.panels.lateral_form import Calm
from ui.words import tr

GIVES = ("mw", "m")
STYLES = {
    "all": "all kinds of faulting",
    "strike_slip": "strike-slip",
    "reverse": "reverse",
    "normal": "normal",
    "dip_slip": "dip-slip",
    "interplate": "plate boundary",
    "stable": "stable continent",
}
RATES = ("representative_rate", "net_slip_rate", "strike_slip_rate", "vertical_slip_rate")


class MagnitudePane(QWidget):
    """Length, depth and dip are filled in from the parameters; every number can be changed to try."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[UUID, dict[str, float]] | None = None
        self.relation, self.style_ = QComboBox(), QComboBox()
        self.known = _spin(0.001, 1e6, 3)
        self.length, self.down_dip = _spin(0, 5000, 2, " km"), _spin(0, 200, 2, " km")
        self.rate, self.magnitude = _spin(0, 200, 3, " mm/a"), _spin(3, 9.9, 2)
        self.rigidity, self.coupling = _spin(5, 100, 1, " GPa"), _spin(0.01, 1, 2)
        self.rigidity.setValue(30)
        self.coupling.setValue(1)
        self.found, self.interval = QLabel(), QLabel()
        self.known_label = QLabel()
        for label in (self.found, self.interval):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._arrange()
        self._fill_relations()
        calm = Calm(self)
        spins = (
            self.known,
            self.length,
            self.down_dip,
            self.rate,
            self.magnitude,
            self.rigidity,
            self.coupling,
        )
        for spin in (self.length, self.down_dip, self.rate):
            spin.setSpecialValueText(tr("not known"))
        for part in (*spins, self.relation, self.style_):
            part.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            part.installEventFilter(calm)
        self.relation.activated.connect(lambda _row: self._chose())
        self.style_.activated.connect(lambda _row: self._calculate())
        self.known.valueChanged.connect(lambda _value: self._calculate())
        for spin in spins[1:]:
            spin.valueChanged.connect(lambda _value: self._balance())

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[QWidget, QWidget], ...] = (
            (Label("Relation", "quiet"), self.relation),
            (Label("Kind of faulting", "quiet"), self.style_),
            (self.known_label, self.known),
        )
        for number, (label, part) in enumerate(rows):
            grid.addWidget(label, number, 0)
            grid.addWidget(part, number, 1)
        grid.addWidget(self.found, 3, 0, 1, 2)
        grid.addWidget(Label("Balance of moment"), 4, 0, 1, 2)
        balance = (
            ("Length", self.length),
            ("Width down dip", self.down_dip),
            ("Net slip rate", self.rate),
            ("Magnitude Mw", self.magnitude),
            ("Rigidity", self.rigidity),
            ("Seismic share of the slip", self.coupling),
        )
        for number, (text, spin) in enumerate(balance, 5):
            grid.addWidget(Label(text, "quiet"), number, 0)
            grid.addWidget(spin, number, 1)
        grid.addWidget(self.interval, 11, 0, 1, 2)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(4, 4, 8, 4)
        column.addLayout(grid)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _fill_relations(self) -> None:
        rows = [row for row in scaling.rows() if row.gives in GIVES and row.given != "displacement_m"]
        for name, given in dict.fromkeys((row.relation, row.given) for row in rows):
            known = any(r.a is not None for r in rows if (r.relation, r.given) == (name, given))
            self.relation.addItem(name if known else f"{name} – {tr('no coefficients')}", (name, given))
        self.relation.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._chose()

    def _chose(self) -> None:
        name, given = self.relation.currentData()
        kept = self.style_.currentData()
        self.style_.clear()
        for row in (r for r in scaling.rows() if (r.relation, r.given) == (name, given)):
            self.style_.addItem(tr(STYLES[row.style]) if row.style in STYLES else row.style, row.style)
        self.style_.setCurrentIndex(max(0, self.style_.findData(kept)))
        area = given == "area_km2"
        self.known_label.setText(tr("Area") if area else tr("Length"))
        self.known.setSuffix(" km²" if area else " km")
        value = self.length.value() * self.down_dip.value() if area else self.length.value()
        self.known.blockSignals(True)
        self.known.setValue(value)
        self.known.blockSignals(False)
        self._calculate()

    def show_place(self, of: Fault | Segment | None, session: EditingSession | None) -> None:
        """Fill in what is known of this fault or segment."""
        if of is None or session is None:
            return
        known = {p.name: p.value.middle for p in reversed(parameters(session.records, of)) if p.value}
        if (of.id, known) == self._shown:
            return  # What was typed to try stays until the records say something else.
        self._shown = of.id, known
        self.length.setValue(known.get("length", 0.0))
        upper, lower, dip = (known.get(n) for n in ("upper_depth", "lower_depth", "dip"))
        self.down_dip.setValue(_width(upper or 0.0, lower, dip) if lower is not None and dip else 0.0)
        self.rate.setValue(abs(next((known[name] for name in RATES if name in known), 0.0)))
        self._chose()

    def _calculate(self) -> None:
        name, given = self.relation.currentData()
        style = self.style_.currentData()
        try:
            told = compute("scaling", {"relation": name, given: self.known.value(), "styles": [style]})
        except FaultGISError as error:
            self._say(" ".join(filter(None, (words.error_sentence(error), words.error_help(error)))), True)
            return
        gives = next(key for key in GIVES if key in told)
        value, sigma = told[gives][0], told[f"sigma_{gives}"][0]
        spread = f" ± {sigma:g}" if sigma is not None else ""
        lines = [f"{'Mw' if gives == 'mw' else 'M'} {value:.2f}{spread} · {told['citation']}"]
        lines += [_outside(warning) for warning in told["warnings"]]
        self._say("\n".join(lines), bool(told["warnings"]))
        if gives == "mw":
            self.magnitude.setValue(value)
        self._balance()

    def _say(self, text: str, amber: bool) -> None:
        colour = theme.colours().warning if amber else theme.colours().text
        self.found.setStyleSheet(f"color: {colour};")
        self.found.setText(text)

    def _balance(self) -> None:
        missing = [
            tr(text)
            for text, spin in (
                ("Length", self.length),
                ("Width down dip", self.down_dip),
                ("Net slip rate", self.rate),
            )
            if spin.value() == 0
        ]
        if missing:
            self.interval.setText(
                tr("The balance of moment still needs: {names}", names=tr(", ").join(missing))
            )
            return
        asked: dict[str, Any] = {
            "length_km": self.length.value(),
            "width_km": self.down_dip.value(),
            "slip_rate_mm_yr": self.rate.value(),
            "magnitude_mw": self.magnitude.value(),
            "rigidity_gpa": self.rigidity.value(),
            "coupling": self.coupling.value(),
        }
        try:
            told = compute("moment_balance", asked)
        except FaultGISError as error:
            self.interval.setText(words.error_sentence(error))
            return
        years, moment = shown.number(float(f"{told['recurrence_yr']:.3g}")), f"{told['m0_nm']:.3g}"
        self.interval.setText(
            tr(
                "Interval by balance of moment: {years} a (M0 {moment} N m, lg M0 = 1.5 Mw + {constant})",
                years=years,
                moment=moment,
                constant=told["constant"],
            )
        )

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._chose()


def _outside(warning: dict[str, Any]) -> str:
    low, high = warning["low"], warning["high"]
    return tr("⚠ outside the relation's data ({low}–{high})", low=f"{low:g}", high=f"{high:g}")


def _width(upper: float, lower: float, dip: float) -> float:
    import math

    return (lower - upper) / math.sin(math.radians(dip))


def _spin(low: float, high: float, decimals: int, suffix: str = "") -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setRange(low, high)
    made.setDecimals(decimals)
    made.setSuffix(suffix)
    made.setKeyboardTracking(False)
    made.setMinimumWidth(96)
    return made
