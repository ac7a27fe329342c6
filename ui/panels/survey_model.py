"""The survey as a tree: fault zone, fault, segment, trace; narrowed by a search. Edits change single lines;
a large survey is read and searched in a worker."""

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PyQt6.QtGui import QColor, QIcon

from faultgis import names
from faultgis.changes import Changes
from faultgis.progress import Progress
from faultgis.records.derived import Derived
from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.records.site import OffsetMarker
from faultgis.records.trace import Trace
from faultgis.services.deriving.staleness import DERIVED_KINDS
from ui import theme, words
from ui.forms import shown
from ui.freshness import Freshness, record_name
from ui.latest import LARGE, Latest
from ui.panels.outline import FILES, HEADS, LOOSE, TREE_KINDS, Outline, answers
from ui.panels.told import headline
from ui.words import tr
from ui.workspace import Ref, Workspace

ICONS = {
    "fault_zone": "zone",
    "fault": "fault",
    "segment": "segment",
    "trace": "trace",
    "local_grid": "layers",
    "raster": "relief",
    "point_cloud": "cloud",
    "files": "layers",
    "offset_marker": "offset",
    "trench_site": "trench_site",
    "trench": "trench_log",
    "chronology_model": "ages",
    "recurrence": "ages",
    "slip_rate": "ages",
}
TITLES = {LOOSE: "Traces without a fault", FILES: "Point clouds and rasters"}
MOST_LINES = 300
EMPTY: dict[str, dict[UUID, AnyRecord]] = {kind: {} for kind in TREE_KINDS}


@dataclass(eq=False)
class Node:
    """One line of the tree; its children are made when first asked for."""

    ref: Ref
    parent: "Node | None" = None
    row: int = 0
    children: "list[Node] | None" = None
    label: str = field(default="")


class SurveyModel(QAbstractItemModel):
    """The tree of the open survey."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.query = ""
        self._found: set[Ref] | None = None
        self._icons: dict[tuple[str, bool], QIcon] = {}
        self._freshness = Freshness.of(workspace)
        self._freshness.changed.connect(self._told_fresh)
        self._outlining = Latest(workspace.jobs, "outline")
        self._searching = Latest(workspace.jobs, "outline")
        self._outline = Outline(EMPTY)
        self._root = Node(("root", UUID(int=0)))
        self._nodes: dict[Ref, Node] = {}

    @property
    def pending(self) -> bool:
        """Whether the survey is being read or searched."""
        return self._outlining.pending or self._searching.pending

    def rebuild(self, empty: bool = False) -> None:
        """Read the survey anew; ``empty``: show nothing until it is read."""
        self._searching.drop()
        session = self._workspace.session
        records = session.records if session is not None else EMPTY
        if sum(len(records[kind]) for kind in TREE_KINDS) < LARGE:
            self._outlining.drop()
            self._take(Outline(records))
            return
        if empty:
            self._reset(Outline(EMPTY), None)

        def read(_progress: Progress) -> Outline:
            names.warm_up()
            return Outline(records)

        self._outlining.ask(read, self._take)

    def _take(self, outline: Outline) -> None:
        self._outline = outline
        self.search(self.query, outline)

    def search(self, query: str, outline: Outline | None = None) -> None:
        """Show only what answers the query, with what is above and below it."""
        self.query = query
        wanted = outline or self._outline
        if not query:
            self._searching.drop()
            self._reset(wanted, None)
        elif len(wanted.above) < LARGE:
            self._searching.drop()
            self._reset(wanted, answers(wanted, query))
        else:
            self._searching.ask(
                lambda progress: answers(wanted, query, progress.check),
                lambda found: self._reset(wanted, found),
            )

    def _reset(self, outline: Outline, found: set[Ref] | None) -> None:
        self.beginResetModel()
        self._outline, self._found = outline, found
        self._root, self._nodes = Node(("root", UUID(int=0))), {}
        self.endResetModel()

    def sort_by_sound(self) -> None:
        """The dictionary has been read in: put Chinese names in the order of their sound."""
        if not self._outline.by_sound:
            self.rebuild()

    # Changes

    def heard(self, changes: Changes) -> None:
        """Records changed: their lines come, go, move or say something else."""
        refs = [(kind, key) for kind in TREE_KINDS for key in changes.ids.get(kind, ())]
        if not refs:
            return
        if self._outlining.pending or len(refs) > MOST_LINES:
            self.rebuild()
            return
        for ref in refs:
            self._update(ref)
        if self._searching.pending:
            self.search(self.query)

    def _update(self, ref: Ref) -> None:
        outline = self._outline
        record = outline.record(ref)
        if record is None:
            if ref in outline.above:
                for child in list(outline.below.get(ref, ())):
                    self._update(child)
                self._remove(ref)
            return
        above = outline.standing(record)
        if ref not in outline.above:
            self._insert(ref, above)
            for stray in outline.strays(ref):
                self._update(stray)
        elif outline.above[ref] != above:
            self._remove(ref)
            self._insert(ref, above)
        elif not outline.sorted_still(ref):
            self._move(ref)
        self._rename(ref)

    def _rename(self, ref: Ref) -> None:
        for one in (ref, *self._outline.below.get(ref, ())):  # traces below say what they inherit
            node = self._nodes.get(one)
            if node is not None:
                node.label = ""
                index = self.createIndex(node.row, 0, node)
                self.dataChanged.emit(index, index)

    def _remove(self, ref: Ref) -> None:
        above, node = self._outline.above.get(ref), self._nodes.get(ref)
        siblings = node.parent.children if node is not None and node.parent is not None else None
        if node is None or siblings is None:
            self._outline.remove(ref)
        else:
            self.beginRemoveRows(self._index(node.parent), node.row, node.row)
            del siblings[node.row]
            _number(siblings, node.row)
            self._forget(node)
            self._outline.remove(ref)
            self.endRemoveRows()
        if above in HEADS and not self._outline.below.get(above) and above in self._outline.above:
            self._remove(above)

    def _forget(self, node: Node) -> None:
        self._nodes.pop(node.ref, None)
        for child in node.children or ():
            self._forget(child)

    def _insert(self, ref: Ref, above: Ref | None) -> None:
        outline = self._outline
        if above in HEADS and above not in outline.above:
            self._insert(above, None)
        over = self._root if above is None else self._nodes.get(above)
        if over is not None and over.children is None and not outline.below.get(above):
            over.children = []
        if over is None or over.children is None:
            outline.insert(ref, above)
            self._keep_found(ref)
            return
        key = outline.fresh_key(ref)
        row = bisect_left(over.children, key, key=lambda child: outline.key(child.ref))
        self.beginInsertRows(self._index(over), row, row)
        outline.insert(ref, above)
        self._keep_found(ref)
        node = self._nodes[ref] = Node(ref, over)
        over.children.insert(row, node)
        _number(over.children, row)
        self.endInsertRows()

    def _keep_found(self, ref: Ref) -> None:
        """What was made while a search narrows the tree stays on view."""
        if self._found is not None:
            self._outline.with_relatives(ref, self._found)

    def _move(self, ref: Ref) -> None:
        outline, node = self._outline, self._nodes.get(ref)
        above = outline.above[ref]
        siblings = node.parent.children if node is not None and node.parent is not None else None
        if node is None or siblings is None:
            outline.remove(ref)
            outline.insert(ref, above)
            return
        key, others = outline.fresh_key(ref), [child for child in siblings if child is not node]
        row, old = bisect_left(others, key, key=lambda child: outline.key(child.ref)), node.row
        index = self._index(node.parent)
        moved = row != old and self.beginMoveRows(index, old, old, index, row if row < old else row + 1)
        outline.remove(ref)
        outline.insert(ref, above)
        others.insert(row, node)
        siblings[:] = others
        _number(siblings, min(row, old))
        if moved:
            self.endMoveRows()

    # Lines

    def _children(self, node: Node) -> list[Node]:
        if node.children is None:
            above = None if node is self._root else node.ref
            refs = [r for r in self._outline.below.get(above, ()) if self._found is None or r in self._found]
            node.children = [Node(ref, node, row) for row, ref in enumerate(refs)]
            self._nodes.update((child.ref, child) for child in node.children)
        return node.children

    def _label(self, ref: Ref) -> str:
        if ref in HEADS:
            return tr(TITLES[ref])
        record = self._workspace.record(ref)
        if isinstance(record, OffsetMarker):
            return offset_line(record)
        if isinstance(record, Derived):
            return self._result_line(record)
        if not isinstance(record, Trace):
            return shown.title(record)
        from faultgis.crs import length_m

        session = self._workspace.session
        kinematics = record.kinematics
        if not kinematics and session is not None:
            kinematics = (shown.inherited(session, record, "kinematics") or ("unknown", record))[0]
        length = shown.kilometres(length_m(record.geometry))
        return f"{shown.title(record)} · {shown.code_label('kinematics', kinematics)} · {length}"

    def _result_line(self, record: Any) -> str:
        """A result in a line: what it is about and its number, marked where out of date."""
        session = self._workspace.session
        name = words.sentence(f"kind.{kind_of(record)}")
        if session is not None and not getattr(record, "representative", False):
            name = f"{name} {record_name(session, record)}"
        mark = "⚠ " if self._freshness.is_stale(record.id) else ""
        return f"{mark}{' · '.join(filter(None, (name, headline(record))))}"

    def _told_fresh(self) -> None:
        """Other results are out of date than before: their lines say so."""
        for ref, node in self._nodes.items():
            if ref[0] in DERIVED_KINDS:
                node.label = ""
                index = self._index(node)
                self.dataChanged.emit(index, index)

    def index_of(self, ref: Ref) -> QModelIndex:
        """Where a record stands, made visible from the root; an invalid index if it is filtered away."""
        if ref not in self._outline.above:
            return QModelIndex()
        path: list[Ref] = [ref]
        while (above := self._outline.above.get(path[-1])) is not None:
            path.append(above)
        node: Node | None = self._root
        for step in reversed(path):
            if node is None:
                return QModelIndex()
            self._children(node)
            node = self._nodes.get(step)
        return self._index(node)

    @staticmethod
    def ref(index: QModelIndex) -> Ref | None:
        """The record on a line of the tree."""
        node = index.internalPointer()
        return node.ref if isinstance(node, Node) and node.ref not in HEADS else None

    def _index(self, node: Node | None) -> QModelIndex:
        return QModelIndex() if node is None or node is self._root else self.createIndex(node.row, 0, node)

    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        children = self._children(self._node(parent))
        return self.createIndex(row, column, children[row]) if 0 <= row < len(children) else QModelIndex()

    def _node(self, index: QModelIndex) -> Node:
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, Node) else self._root

    def parent(self, child: QModelIndex | None = None) -> Any:
        return super().parent() if child is None else self._index(self._node(child).parent)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self._children(self._node(parent)))

    def hasChildren(self, parent: QModelIndex = QModelIndex()) -> bool:  # noqa: B008
        node = self._node(parent)
        return bool(self._children(node)) if node is self._root else bool(self._outline.below.get(node.ref))

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self._node(index)
        record = self._workspace.record(node.ref) if role == Qt.ItemDataRole.ToolTipRole else None
        if isinstance(record, OffsetMarker):
            return offset_words(record)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            node.label = node.label or self._label(node.ref)
            return node.label
        if role == Qt.ItemDataRole.ForegroundRole and self._freshness.is_stale(node.ref[1]):
            return QColor(theme.colours().warning)
        if role == Qt.ItemDataRole.DecorationRole:
            wanted = ICONS.get(node.ref[0], "trace"), theme.is_dark()
            if wanted not in self._icons:
                self._icons[wanted] = theme.icon(wanted[0])
            return self._icons[wanted]
        return None


def offset_line(record: OffsetMarker) -> str:
    """An offset marker in a short line: ``M001 · 128 (110–135) m dextral``."""
    if record.offset is None:
        return shown.title(record)
    return f"{shown.title(record)} · {shown.brief(record.offset)} {shown.sense_of(record)}"


def offset_words(record: OffsetMarker) -> str:
    """The same in full, with what the bounds mean."""
    said = (shown.title(record), shown.estimate(record.offset), shown.sense_of(record))
    return " · ".join(filter(None, said)) if record.offset is not None else shown.title(record)


def _number(nodes: list[Node], start: int) -> None:
    for row in range(start, len(nodes)):
        nodes[row].row = row
