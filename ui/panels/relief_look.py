"""How a relief is drawn: its kind, what belongs to that kind, contour lines, and what its colours mean."""

import numpy as np
from PyQt6.QtCore import QEvent, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PyQt6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QHBoxLayout, QVBoxLayout, QWidget

from faultgis.terrain.colours import colours
from faultgis.terrain.stretching import ALL_ROUND, HILLSHADE, RANGED, RED, TINTED, Stretch
from ui.forms.widgets import Label
from ui.layers.raster import RasterLayer, own_metres
from ui.panels.slides import Slide, times
from ui.words import tr

KINDS = (
    (HILLSHADE, "Hillshade"),
    (ALL_ROUND, "Hillshade from all sides"),
    (TINTED, "Height colours over hillshade"),
    ("slope", "Slope"),
    ("aspect", "Aspect"),
    ("curvature", "Curvature"),
    ("localrelief", "Local relief"),
    ("svf", "Sky view"),
    ("openness", "Positive openness"),
    ("opennessbelow", "Negative openness"),
    (RED, "Red relief"),
)
_LIGHT = {
    HILLSHADE: ("azimuth", "altitude", "exaggeration", "strength", "tint"),
    ALL_ROUND: ("altitude", "exaggeration", "strength", "tint"),
    TINTED: ("azimuth", "altitude", "exaggeration", "strength"),
    "curvature": ("radius",),
    "localrelief": ("radius",),
    "svf": ("radius", "exaggeration"),
    "openness": ("radius", "exaggeration"),
    "opennessbelow": ("radius", "exaggeration"),
    RED: ("radius", "exaggeration"),
}
_UNITS = {"deg": "°"}
INTERVAL_WIDTH = 100
# Up to which cell size (metres) an interval of contour lines (metres) is offered first.
_INTERVALS = ((2.0, 5.0), (15.0, 20.0), (100.0, 100.0), (np.inf, 500.0))


class Legend(QWidget):
    """The ramp of a relief's colours with the values at its ends and in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self._stretch: Stretch | None = None
        self.setMinimumHeight(38)

    def sizeHint(self) -> QSize:
        return QSize(180, 38)

    def show_stretch(self, stretch: Stretch | None) -> None:
        """Show this ramp; nothing where a relief has none."""
        self._stretch = stretch
        self.setVisible(stretch is not None and bool(stretch.ramp))
        self.setToolTip(" · ".join(self.values()))
        self.update()

    def values(self) -> tuple[str, ...]:
        """What is written under the ramp, from its low end to its high end."""
        if self._stretch is None or not self._stretch.ramp:
            return ()
        low, high, unit = self._stretch.low, self._stretch.high, self._stretch.unit
        if self._stretch.ramp == "round":
            return tuple(tr(name) for name in ("N", "E", "S", "W", "N"))
        digits = max(0, 2 - int(np.floor(np.log10(max(high - low, 1e-9)))))
        shown = _UNITS.get(unit, f" {unit}" if unit else "")
        return tuple(f"{value:.{digits}f}{shown}" for value in (low, (low + high) / 2, high))

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        if self._stretch is None or not self._stretch.ramp:
            return
        painter = QPainter(self)
        bar = QRectF(0.5, 4.5, self.width() - 1, 12)
        ramp = QLinearGradient(bar.topLeft(), bar.topRight())
        shares = np.linspace(0, 1, 17)
        for share, (red, green, blue) in zip(shares, colours(self._stretch.ramp, shares), strict=True):
            ramp.setColorAt(float(share), QColor(int(red), int(green), int(blue)))
        painter.fillRect(bar, ramp)
        painter.setPen(self.palette().mid().color())
        painter.drawRect(bar)
        painter.setPen(self.palette().text().color())
        texts = self.values()
        room = QRectF(0, bar.bottom(), self.width(), self.height() - bar.bottom())
        for number, text in enumerate(texts):
            wide = painter.fontMetrics().horizontalAdvance(text)
            left = number / (len(texts) - 1) * (self.width() - wide)
            painter.drawText(room.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


class ReliefLook(QWidget):
    """The settings of one relief layer; ``changed`` tells the name of a setting and its value."""

    changed = pyqtSignal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._layer: RasterLayer | None = None
        self.kind = QComboBox()
        for kind, text in KINDS:
            self.kind.addItem(tr(text), kind)
        self.azimuth = Slide("Light from", 0, 360, lambda v: f"{v}°")
        self.altitude = Slide("Light height", 5, 85, lambda v: f"{v}°")
        self.exaggeration = Slide("Exaggeration", 0, 100, times, 0.1)
        self.strength = Slide("Contrast", 0, 100, lambda v: f"{v} %", 0.01)
        self.radius = Slide("Looks around", 0, 200, self._radius_said)
        self.tint, self.lines, self.interval = QCheckBox(), QCheckBox(), QDoubleSpinBox()
        self.legend, self.looks = Legend(), Label("", "quiet")
        self._build()
        self._listen()
        self._speak()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(8)
        self.kind.setMaxVisibleItems(len(KINDS))
        layout.addWidget(self.kind)
        layout.addWidget(self.legend)
        lines = QHBoxLayout()
        self.interval.setRange(0.1, 1000)
        self.interval.setDecimals(1)
        self.interval.setSuffix(" m")
        self.interval.setFixedWidth(INTERVAL_WIDTH)
        lines.addWidget(self.lines, 1)
        lines.addWidget(self.interval)
        layout.addLayout(lines)
        slides = (self.azimuth, self.altitude, self.exaggeration, self.strength, self.radius)
        for widget in (*slides, self.looks, self.tint):
            layout.addWidget(widget)

    def _listen(self) -> None:
        self.kind.activated.connect(lambda _row: self._say("kind", self.kind.currentData()))
        for name in ("azimuth", "altitude", "exaggeration", "strength", "radius"):
            slide: Slide = getattr(self, name)
            slide.moved.connect(lambda value, name=name: self._say(name, value))
        self.tint.clicked.connect(lambda on: self._say("tint", on))
        self.lines.clicked.connect(lambda on: self._say("contours", self.interval.value() if on else 0.0))
        self.interval.editingFinished.connect(self._change_interval)

    def _change_interval(self) -> None:
        interval, layer = self.interval.value(), self._layer
        if self.lines.isChecked() and layer is not None and layer.light.contours != interval:
            self._say("contours", interval)

    def _say(self, name: str, value: object) -> None:
        self.changed.emit(name, value)
        self._show_rows()

    def show_layer(self, layer: RasterLayer | None) -> None:
        """Show the settings of this relief, or nothing."""
        self._layer = layer
        self.setVisible(layer is not None)
        if layer is None:
            return
        light = layer.light
        self.kind.setCurrentIndex(max(0, self.kind.findData(light.kind)))
        for name in ("azimuth", "altitude", "exaggeration", "strength", "radius"):
            slide: Slide = getattr(self, name)
            slide.show_value(getattr(light, name))
        self.tint.setChecked(light.tint)
        self.lines.setChecked(light.contours > 0)
        first = next(interval for cell, interval in _INTERVALS if own_metres(layer.raster) <= cell)
        self.interval.setValue(light.contours or first)
        self._show_rows()

    def _show_rows(self) -> None:
        """Only what the kind knows of."""
        if self._layer is None:
            return
        shown = _LIGHT.get(self._layer.light.kind, ())
        for name in ("azimuth", "altitude", "exaggeration", "strength", "tint", "radius"):
            widget: QWidget = getattr(self, name)
            widget.setVisible(name in shown)
        self.interval.setEnabled(self._layer.light.contours > 0)
        self.show_legend()

    def show_legend(self) -> None:
        """What the colours mean in the picture that was drawn last."""
        stretch = self._layer.stretch if self._layer is not None else None
        self.legend.show_stretch(stretch)
        ranged = stretch is not None and self._layer is not None and self._layer.light.kind in RANGED
        self.looks.setVisible(ranged)
        if ranged and stretch is not None:
            self.looks.setText(tr("Looks {metres} m around each place.", metres=f"{stretch.radius:.0f}"))

    @staticmethod
    def _radius_said(value: int) -> str:
        return f"{value} m" if value else tr("automatic")

    def _speak(self) -> None:
        self.tint.setText(tr("Tint by height"))
        self.lines.setText(tr("Contours every"))
        self.kind.setAccessibleName(tr("Shown as"))
        self.interval.setAccessibleName(tr("Contours every"))
        for row, (_, text) in enumerate(KINDS):
            self.kind.setItemText(row, tr(text))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._speak()
            self.show_layer(self._layer)
