"""The layers panel: what the map shows, how opaque, and the light on relief."""

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QEvent, QModelIndex, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSlider,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ui.forms.widgets import Button, IconButton, Label
from ui.layers.cloud import CloudLayer
from ui.layers.tree import LayerTree, Node
from ui.panels.cloud_look import CloudLookForm
from ui.panels.rows import Rows
from ui.words import tr

REST_MS = 60


class Slide(QWidget):
    """A named slider with its value behind it; ``moved`` follows the hand after a short rest."""

    moved = pyqtSignal(float)

    def __init__(self, label: str, low: int, high: int, said: Callable[[int], str], unit: float = 1) -> None:
        super().__init__()
        self._said, self._unit = said, unit
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(low, high)
        self.slider.setMinimumHeight(24)
        self.slider.setAccessibleName(tr(label))
        self.text = QLabel()
        self.text.setMinimumWidth(44)
        self.text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        name = Label(label, "quiet")
        name.setFixedWidth(88)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(name)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.text)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(lambda: self.moved.emit(self.slider.value() * self._unit))
        self.slider.valueChanged.connect(self._on_value)

    def _on_value(self, value: int) -> None:
        self.text.setText(self._said(value))
        self._rest.start()

    def show_value(self, value: float) -> None:
        """Show a value without telling anybody."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(value / self._unit))
        self.slider.blockSignals(False)
        self.text.setText(self._said(self.slider.value()))


class LayersPanel(QWidget):
    """The layer tree over the settings of the layer chosen in it."""

    raster_wanted = pyqtSignal()
    cloud_wanted = pyqtSignal()
    bounds_wanted = pyqtSignal(object)

    def __init__(self, layers: LayerTree) -> None:
        super().__init__()
        self._layers = layers
        self.tree = QTreeView()
        self.tree.setModel(layers)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(16)
        self.tree.setUniformRowHeights(True)
        self.tree.setItemDelegate(Rows(self.tree))
        self.tree.expandAll()
        layers.rowsInserted.connect(lambda *_: self.tree.expandAll())
        layers.dataChanged.connect(self._look_again)
        selection = self.tree.selectionModel()
        assert selection is not None
        selection.currentChanged.connect(lambda _new, _old: self._show_settings())
        self.tree.doubleClicked.connect(self._go)
        self._settings = self._build_settings()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._settings)
        self._scroll.setMaximumHeight(236)
        more, foot = QHBoxLayout(), QHBoxLayout()
        more.setContentsMargins(8, 4, 8, 0)
        foot.setContentsMargins(8, 0, 8, 4)
        more.addWidget(Button("Add relief or image…", self.raster_wanted.emit, "flat", icon="add"))
        more.addStretch()
        foot.addWidget(Button("Add point cloud…", self.cloud_wanted.emit, "flat", icon="add"))
        foot.addStretch()
        self._remove = IconButton("delete", "Remove from the map", self._remove_layer)
        foot.addWidget(self._remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self._scroll)
        layout.addLayout(more)
        layout.addLayout(foot)
        self._show_settings()

    def sizeHint(self) -> QSize:
        return QSize(264, 240)

    def _build_settings(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(12, 4, 12, 4)
        grid.setVerticalSpacing(0)
        self.opacity = Slide("Opacity", 0, 100, lambda v: f"{v} %", 0.01)
        self.azimuth = Slide("Light from", 0, 360, lambda v: f"{v}°")
        self.altitude = Slide("Light height", 5, 85, lambda v: f"{v}°")
        self.exaggeration = Slide("Exaggeration", 0, 100, _times, 0.1)
        self.strength = Slide("Contrast", 0, 100, lambda v: f"{v} %", 0.01)
        self.tint, self.all_round = QCheckBox(), QCheckBox()
        self.opacity.moved.connect(self._set_opacity)
        for name in ("azimuth", "altitude", "exaggeration", "strength"):
            slide: Slide = getattr(self, name)
            slide.moved.connect(lambda value, name=name: self._relight(name, value))
        self.tint.toggled.connect(lambda on: self._relight("tint", on))
        self.all_round.toggled.connect(lambda on: self._relight("all_round", on))
        self._light: list[QWidget] = [
            self.azimuth,
            self.altitude,
            self.exaggeration,
            self.strength,
            self.tint,
            self.all_round,
        ]
        for row, widget in enumerate([self.opacity, *self._light]):
            grid.addWidget(widget, row, 0)
        self.cloud = CloudLookForm()
        self.cloud.changed.connect(self._relight)
        grid.addWidget(self.cloud, grid.rowCount(), 0)
        self._speak()
        return page

    @property
    def current(self) -> Node | None:
        """The layer chosen, if any."""
        index = self.tree.currentIndex()
        return self._layers.of(index) if index.isValid() else None

    @property
    def _cloud(self) -> CloudLayer | None:
        """The point cloud chosen, if it is one."""
        node = self.current
        return node.raster if node is not None and isinstance(node.raster, CloudLayer) else None

    def _look_again(self) -> None:
        """More is known of a cloud than when it was chosen."""
        self.cloud.show_layer(self._cloud)

    def _show_settings(self) -> None:
        node = self.current
        self._scroll.setVisible(node is not None and bool(node.image))
        self._remove.setVisible(node is not None and node.raster is not None)
        if node is None:
            return
        self.opacity.show_value(node.opacity)
        light: Any = getattr(node.raster, "light", None)
        relief = light is not None and node.raster.raster.kind == "elevation"
        for widget in self._light:
            widget.setVisible(relief)
        self.cloud.show_layer(self._cloud)
        if light is None or self._cloud is not None:
            return
        for name in ("azimuth", "altitude", "exaggeration", "strength"):
            slide: Slide = getattr(self, name)
            slide.show_value(getattr(light, name))
        for box, on in ((self.tint, light.tint), (self.all_round, light.all_round)):
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)

    def _set_opacity(self, value: float) -> None:
        if self.current is not None:
            self._layers.set_opacity(self.current, value)

    def _relight(self, name: str, value: Any) -> None:
        node = self.current
        if node is not None and node.raster is not None:
            node.raster.relit(**{name: value})
            self._layers.redraw.emit(node.image)

    def _remove_layer(self) -> None:
        node = self.current
        if node is not None and node.raster is not None:
            self._layers.remove(node)

    def _go(self, index: QModelIndex) -> None:
        node = self._layers.of(index)
        if node.raster is not None:
            self.bounds_wanted.emit(node.raster.bounds)

    def _speak(self) -> None:
        self.tint.setText(tr("Tint by height"))
        self.all_round.setText(tr("Light from all sides"))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._speak()
            viewport = self.tree.viewport()
            if viewport is not None:
                viewport.update()


def _times(value: int) -> str:
    return f"{value / 10:g}×" if value else tr("automatic")
