"""How a point cloud is drawn: the settings under the layers, with the legend of its classes or heights."""

from html import escape

import numpy as np
from PyQt6.QtCore import QEvent, pyqtSignal
from PyQt6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui import words
from ui.forms.widgets import Label
from ui.layers import splat
from ui.layers.cloud import CLASS, COLOUR, HEIGHT, CloudLayer
from ui.words import tr

COLOURS = ((HEIGHT, "By height"), (CLASS, "By class"), (COLOUR, "By colour"))
SIZES = ((0, "automatic"), (1, "1 px"), (2, "2 px"), (3, "3 px"), (5, "5 px"), (7, "7 px"), (9, "9 px"))
_STEPS = 8


class CloudLookForm(QWidget):
    """``changed`` tells the name of a setting and its value."""

    changed = pyqtSignal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._layer: CloudLayer | None = None
        self.colour, self.point_size = QComboBox(), QComboBox()
        self.ground = QCheckBox()
        self.legend, self.told = QLabel(), Label("", "quiet", wrap=True)
        self.legend.setProperty("rich", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for key, text in COLOURS:
            self.colour.addItem(tr(text), key)
        for pixels, text in SIZES:
            self.point_size.addItem(tr(text), pixels)
        for text, box in (("Colour", self.colour), ("Point size", self.point_size)):
            line, name = QHBoxLayout(), Label(text, "quiet")
            name.setFixedWidth(88)
            box.setAccessibleName(tr(text))
            line.addWidget(name)
            line.addWidget(box, 1)
            layout.addLayout(line)
        for widget in (self.ground, self.legend, self.told):
            layout.addWidget(widget)
        self.colour.activated.connect(lambda _row: self._say("colour", self.colour.currentData()))
        self.point_size.activated.connect(lambda _row: self._say("size", self.point_size.currentData()))
        self.ground.clicked.connect(lambda on: self._say("ground", on))
        self._speak()

    def _say(self, name: str, value: object) -> None:
        self.changed.emit(name, value)
        self.show_layer(self._layer)

    def show_layer(self, layer: CloudLayer | None) -> None:
        """Show the settings of this cloud, or nothing."""
        self._layer = layer
        self.setVisible(layer is not None)
        if layer is None:
            return
        look, about = layer.light, layer.about
        self.colour.setCurrentIndex(self.colour.findData(look.colour))
        self.point_size.setCurrentIndex(max(0, self.point_size.findData(int(look.size))))
        self.ground.setChecked(look.ground)
        self.ground.setEnabled(about is None or 2 in about.classes or look.ground)
        self.legend.setText(_legend(layer))
        self.told.setText(_told(layer))

    def _speak(self) -> None:
        self.ground.setText(tr("Ground points only"))
        for box, items in ((self.colour, COLOURS), (self.point_size, SIZES)):
            for row, (_, text) in enumerate(items):
                box.setItemText(row, tr(text))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._speak()
            self.show_layer(self._layer)


def _legend(layer: CloudLayer) -> str:
    """Rich text: the classes that are there with their colours, or the ramp with its ends in metres."""
    about = layer.about
    if about is None:
        return ""
    if layer.light.colour == CLASS:
        table = splat.class_table()
        lines = (
            f"{_chip(int(table[code]))} {escape(class_name(code))} <span>{number:,}</span>"
            for code, number in sorted(about.classes.items())
        )
        return "<br/>".join(lines)
    if layer.light.colour == COLOUR and about.shades:
        return ""
    low, high = (float(z) for z in layer.sight.heights(np.array(about.heights)))
    table = splat.height_table()
    chips = "".join(_chip(int(table[round(255 * n / (_STEPS - 1))])) for n in range(_STEPS))
    return f"{low:.0f} m {chips} {high:.0f} m"


def _chip(colour: int) -> str:
    return f"<span style='color: #{colour & 0xFFFFFF:06x}'>■</span>"


def class_name(code: int) -> str:
    """A class of points in the user's language, with its number."""
    known = words.known(f"cloud.class_{code}")
    return f"{code} {words.sentence(f'cloud.class_{code}')}" if known else str(code)


def _told(layer: CloudLayer) -> str:
    """How many points, what was lost, and the height datum."""
    about, declared = layer.about, layer.sight.declared
    if about is None:
        return tr("The points are being read.")
    told = []
    if layer.windows.finished:
        told.append(tr("{count} points.", count=f"{about.count:,}"))
    if about.lost:
        told.append(tr("{count} points are damaged and missing.", count=f"{about.lost:,}"))
    if layer.light.colour == COLOUR and not about.shades:
        told.append(tr("The file has neither colours nor intensities: drawn by height."))
    told.append(tr("Heights: {datum}.", datum=declared.vertical or tr("datum not stated")))
    return " ".join(told)
