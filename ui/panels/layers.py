"""The layers panel: what the map shows, how opaque, and the light on relief."""

from typing import Any

from PyQt6.QtCore import QEvent, QModelIndex, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QTreeView, QVBoxLayout, QWidget

from ui import cloud_words
from ui.forms.widgets import Button, IconButton
from ui.layers.cloud import CloudLayer
from ui.layers.raster import RasterLayer
from ui.layers.tree import LayerTree, Node
from ui.panels.cloud_look import CloudLookForm
from ui.panels.relief_look import ReliefLook
from ui.panels.rows import Rows
from ui.panels.slides import Slide

MOST_PX, SPARE_PX, MOST_SHARE = 236, 4, 0.6


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
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        layout = QVBoxLayout(page)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(0)
        self.opacity = Slide("Opacity", 0, 100, lambda v: f"{v} %", 0.01)
        self.relief, self.cloud = ReliefLook(), CloudLookForm()
        self.opacity.moved.connect(self._set_opacity)
        for look in (self.relief, self.cloud):
            look.changed.connect(self._relight)
        self.datums = QLabel()
        self.datums.setProperty("quiet", True)
        self.datums.setWordWrap(True)
        for widget in (self.datums, self.opacity, self.relief, self.cloud):
            layout.addWidget(widget)
        layout.addStretch()
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
        self._give_room()

    def _give_room(self) -> None:
        """As high as the settings need, as far as the list above can spare it."""
        layout = self._settings.layout()
        if layout is not None:
            layout.activate()
        needed = self._settings.minimumSizeHint().height()
        if layout is not None and layout.hasHeightForWidth():
            needed = max(needed, layout.totalHeightForWidth(max(160, self.width() - SPARE_PX)))
        most = max(MOST_PX, round(self.height() * MOST_SHARE))
        self._scroll.setFixedHeight(min(needed + 2, most))

    def _show_settings(self) -> None:
        node = self.current
        self._scroll.setVisible(node is not None and bool(node.image))
        self._remove.setVisible(node is not None and node.raster is not None)
        if node is None:
            return
        self.opacity.show_value(node.opacity)
        self.cloud.show_layer(self._cloud)
        layer = node.raster if isinstance(node.raster, RasterLayer) else None
        self.relief.show_layer(layer if layer is not None and layer.raster.kind == "elevation" else None)
        self._say_datums()
        self._give_room()
        QTimer.singleShot(0, self._see_chosen)

    def _see_chosen(self) -> None:
        """The row chosen stays in sight when the settings take their room below it."""
        self.tree.scrollTo(self.tree.currentIndex())

    def _say_datums(self) -> None:
        """Which system the chosen raster is in, and over which datum its heights stand."""
        node = self.current
        layer = node.raster if node is not None and isinstance(node.raster, RasterLayer) else None
        self.datums.setText("" if layer is None else cloud_words.datums_of(layer.raster))
        self.datums.setVisible(layer is not None)

    def show_legend(self) -> None:
        """The map has been drawn: say what the colours of the chosen relief mean in it."""
        self.relief.show_legend()
        self._give_room()

    def _set_opacity(self, value: float) -> None:
        if self.current is not None:
            self._layers.set_opacity(self.current, value)

    def _relight(self, name: str, value: Any) -> None:
        node = self.current
        if node is not None and node.raster is not None:
            node.raster.relit(**{name: value})
            self._layers.redraw.emit(node.image)
            self._look_again()

    def _remove_layer(self) -> None:
        node = self.current
        if node is not None and node.raster is not None:
            self._layers.remove(node)

    def _go(self, index: QModelIndex) -> None:
        node = self._layers.of(index)
        if node.raster is not None:
            self.bounds_wanted.emit(node.raster.bounds)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._say_datums()
            viewport = self.tree.viewport()
            if viewport is not None:
                viewport.update()
