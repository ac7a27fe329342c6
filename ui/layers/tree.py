"""The layer tree as a Qt model: what is shown, how opaque, in which order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, Qt, pyqtSignal

from ui.words import tr

RASTER, VECTORS, NAMES = "raster", "vectors", "names"
RASTERS, LOCAL_RASTERS = "Relief and images", "Relief of the local grid"
ROW_TYPE = "application/x-faultgis-raster-row"


@dataclass(eq=False)
class Node:
    """A group or a layer. ``image`` names the cached image of the map that shows it; ``raster`` is set for
    rasters, whose ``title`` is their file's name; other titles are msgids."""

    key: str
    title: str
    image: str = ""
    visible: bool = True
    opacity: float = 1.0
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    raster: Any = None

    @property
    def label(self) -> str:
        """The title in the user's language."""
        return self.title if self.raster is not None else tr(self.title)

    def add(self, child: "Node", at: int | None = None) -> "Node":
        """Put a child in, last unless told."""
        child.parent = self
        self.children.insert(len(self.children) if at is None else at, child)
        return child

    @property
    def shown(self) -> bool:
        """Whether it and all above it are switched on."""
        return self.visible and (self.parent is None or self.parent.shown)


class LayerTree(QAbstractItemModel):
    """Groups and layers, topmost first. ``redraw(image)`` asks the map to draw one of its images anew."""

    redraw = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.root = Node("root", "")
        self.survey = self.root.add(Node("survey", "Survey"))
        for key, title, image, visible in _SURVEY:
            self.survey.add(Node(key, title, image, visible))
        self.overlays = self.root.add(Node("overlays", "Overlays"))
        for key, title in _OVERLAYS:
            self.overlays.add(Node(key, title, VECTORS, False))
        self.rasters = self.root.add(Node("rasters", RASTERS))
        self.place = ""
        self._waiting: dict[str, list[Node]] = {}

    def node(self, key: str) -> Node:
        """The layer of this key."""
        return next(node for node in self._all(self.root) if node.key == key)

    def shown(self, key: str) -> bool:
        """Whether a layer is to be drawn."""
        return self.node(key).shown

    def _all(self, node: Node) -> Iterator[Node]:
        yield node
        for child in node.children:
            yield from self._all(child)

    def of(self, index: QModelIndex) -> Node:
        """The node behind an index; the root for no index."""
        node = index.internalPointer() if index.isValid() else self.root
        assert isinstance(node, Node)
        return node

    def index_of(self, node: Node) -> QModelIndex:
        """The index of a node."""
        if node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.children.index(node), 0, node)

    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        children = self.of(parent).children
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, index: QModelIndex = QModelIndex()) -> Any:  # noqa: B008
        if not index.isValid():
            return QModelIndex()
        above = self.of(index).parent
        return QModelIndex() if above is None else self.index_of(above)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self.of(parent).children)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 1

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.NoItemFlags
        flags = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsUserCheckable
        node = self.of(index)
        if node.raster is not None:
            return flags | flag.ItemIsDragEnabled
        return flags | flag.ItemIsDropEnabled if node is self.rasters else flags

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [ROW_TYPE]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        data = QMimeData()
        rows = [index.row() for index in indexes if self.of(index).raster is not None]
        data.setData(ROW_TYPE, ",".join(map(str, rows)).encode())
        return data

    def dropMimeData(
        self, data: QMimeData | None, action: Qt.DropAction, row: int, column: int, parent: QModelIndex
    ) -> bool:
        if data is None or self.of(parent) is not self.rasters:
            return False
        rows = bytes(data.data(ROW_TYPE).data()).decode()
        if not rows:
            return False
        self.move(
            self.rasters.children[int(rows.split(",")[0])], row if row >= 0 else len(self.rasters.children)
        )
        return False

    def move(self, node: Node, before: int) -> None:
        """Put a raster before the one in this row; upper rows lie on top."""
        row, index = self.rasters.children.index(node), self.index_of(self.rasters)
        if before in (row, row + 1):
            return
        self.beginMoveRows(index, row, row, index, before)
        self.rasters.children.remove(node)
        self.rasters.children.insert(before - 1 if before > row else before, node)
        self.endMoveRows()
        self.redraw.emit(RASTER)

    def relight(self, node: Node, **settings: float | bool | str) -> None:
        """Change how a relief is drawn; see ``faultgis.terrain.stretching.Light``."""
        node.raster.relit(**settings)
        self._touched(node)

    def retranslate(self) -> None:
        """The language has changed."""
        for node in self._all(self.root):
            if node is not self.root:
                index = self.index_of(node)
                self.dataChanged.emit(index, index)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self.of(index)
        if role == Qt.ItemDataRole.ToolTipRole and node.raster is not None:
            return str(node.raster.raster.path)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return tr(node.title)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if node.visible else Qt.CheckState.Unchecked
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.show(self.of(index), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def show(self, node: Node, visible: bool) -> None:
        """Switch a layer or group on or off."""
        node.visible = visible
        self._touched(node)

    def set_opacity(self, node: Node, opacity: float) -> None:
        """Make a layer more or less opaque (0 to 1)."""
        node.opacity = min(1.0, max(0.0, opacity))
        self._touched(node)

    def _touched(self, node: Node) -> None:
        index = self.index_of(node)
        self.dataChanged.emit(index, index)
        for image in {n.image for n in self._all(node) if n.image}:
            self.redraw.emit(image)

    def add_raster(self, path: Path, placing: Any = None) -> Node:
        """Open a raster and show it on top of the others; ``placing`` says where it lies if the file does not
        (``importers.rasters.placing.Placing``).

        Raises ``InputError`` where the file cannot be read or has no coordinate system.
        """
        from ui.layers.raster import RasterLayer

        layer = RasterLayer(path) if placing is None else RasterLayer(path, placing)
        if self.place and layer.raster.placing.frame is None:  # it comes while a local grid is shown
            waiting = Node(f"raster:{path}", path.stem, RASTER, raster=layer, parent=self.rasters)
            self._waiting.setdefault("", []).insert(0, waiting)
            return waiting
        return self.add_layer(path, layer)

    def add_layer(self, path: Path, layer: Any) -> Node:
        """Show what was opened of a file, a raster or a point cloud, on top of the others."""
        index = self.index_of(self.rasters)
        self.beginInsertRows(index, 0, 0)
        node = self.rasters.add(Node(f"raster:{path}", path.stem, RASTER, raster=layer), 0)
        self.endInsertRows()
        self.redraw.emit(RASTER)
        return node

    def entitle(self, node: Node, title: str) -> None:
        """Call a raster by another name than its file's."""
        node.title = title
        if node in self.rasters.children:
            index = self.index_of(node)
            self.dataChanged.emit(index, index)

    def show_place(self, place: str) -> None:
        """Show the rasters of a local grid, named by its id, or those of the earth (empty) again; the others
        wait as they are."""
        if place == self.place:
            return
        self._waiting[self.place] = self._exchanged(self._waiting.pop(place, []))
        self.place = place
        self.rasters.title = LOCAL_RASTERS if place else RASTERS
        index = self.index_of(self.rasters)
        self.dataChanged.emit(index, index)
        self.redraw.emit(RASTER)

    def _exchanged(self, shown: list[Node]) -> list[Node]:
        """The rasters shown until now; ``shown`` takes their place."""
        index, before = self.index_of(self.rasters), self.rasters.children
        if before:
            self.beginRemoveRows(index, 0, len(before) - 1)
            self.rasters.children = []
            self.endRemoveRows()
        self.rasters.children = []  # never the list that waits, also where it is empty
        if shown:
            self.beginInsertRows(index, 0, len(shown) - 1)
            self.rasters.children = shown
            self.endInsertRows()
        return before

    def forget_places(self) -> None:
        """Another survey: the rasters of its local grids are opened anew when they are shown."""
        self.show_place("")
        for node in (node for nodes in self._waiting.values() for node in nodes):
            if hasattr(node.raster, "close"):
                node.raster.close()
        self._waiting.clear()

    def remove(self, node: Node) -> None:
        """Take a raster out of the map."""
        row = self.rasters.children.index(node)
        self.beginRemoveRows(self.index_of(self.rasters), row, row)
        self.rasters.children.remove(node)
        self.endRemoveRows()
        if hasattr(node.raster, "close"):
            node.raster.close()
        self.redraw.emit(RASTER)


_SURVEY = (
    ("names", "Fault names", NAMES, True),
    ("codes", "Point codes", NAMES, True),
    ("points", "Observation points", VECTORS, True),
    ("markers", "Offset markers", VECTORS, True),
    ("widths", "Deformation widths", VECTORS, True),
    ("buried", "Buried fault points", VECTORS, True),
    ("trenches", "Trenches", VECTORS, True),
    ("media", "Photos", VECTORS, True),
    ("traces", "Fault traces", VECTORS, True),
    ("bands", "Uncertainty bands", VECTORS, False),
    ("footprints", "Point cloud footprints", VECTORS, True),
    ("deformed", "Deformation zones", VECTORS, True),
    ("ruptures", "Surface ruptures", VECTORS, True),
)
_OVERLAYS = (("graticule", "Graticule"), ("sheets", "Map sheet frames"))
