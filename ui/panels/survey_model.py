"""The survey as a tree: fault zone, fault, segment, trace; narrowed by a search."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from faultgis import names
from faultgis.changes import Changes
from faultgis.records.fault import Fault, Segment
from faultgis.records.kinds import AnyRecord
from faultgis.records.trace import Trace
from ui import theme
from ui.forms import shown
from ui.words import tr
from ui.workspace import Ref, Workspace

ICONS = {"fault_zone": "zone", "fault": "fault", "segment": "segment", "trace": "trace"}
LOOSE: Ref = ("loose", UUID(int=0))
TREE_KINDS = ("fault_zone", "fault", "segment", "trace")


@dataclass(eq=False)
class Node:
    """One line of the tree; its children are made when first asked for."""

    ref: Ref
    parent: "Node | None" = None
    row: int = 0
    children: "list[Node] | None" = None
    label: str = field(default="")


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts ``HT-2`` before ``HT-11``."""
    parts = re.split(r"(\d+)", text.casefold())
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in parts)


def parent_of(record: AnyRecord) -> Ref | None:
    """Under which record a record stands in the tree."""
    if isinstance(record, Trace):
        if record.segment_id is not None:
            return "segment", record.segment_id
        return ("fault", record.fault_id) if record.fault_id is not None else LOOSE
    if isinstance(record, Segment):
        return "fault", record.fault_id
    if isinstance(record, Fault) and record.zone_id is not None:
        return "fault_zone", record.zone_id
    return None


class SurveyModel(QAbstractItemModel):
    """The tree of the open survey."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._query = ""
        self._found: set[Ref] | None = None
        self._below: dict[Ref | None, list[Ref]] = {}
        self._above: dict[Ref, Ref | None] = {}
        self._root = Node(("root", UUID(int=0)), children=[])
        self._nodes: dict[Ref, Node] = {}
        self.rebuild()

    def rebuild(self) -> None:
        """Read the survey anew."""
        self.beginResetModel()
        self._below, self._above, self._nodes = defaultdict(list), {}, {}
        session = self._workspace.session
        if session is not None:
            for kind in TREE_KINDS:
                for record in session.records[kind].values():
                    above = self._standing(record)
                    self._above[kind, record.id] = above
                    self._below[above].append((kind, record.id))
            if self._below.get(LOOSE):
                self._below[None].append(LOOSE)
        self._found = self._search()
        self._root = Node(("root", UUID(int=0)))
        self.endResetModel()

    def search(self, query: str) -> None:
        """Show only what answers the query, with what is above and below it."""
        self._query = query
        self.rebuild()

    def _search(self) -> set[Ref] | None:
        session = self._workspace.session
        if not self._query or session is None:
            return None
        found: set[Ref] = set()
        for kind in TREE_KINDS:
            for record in session.records[kind].values():
                if self._answers(record):
                    self._add_with_relatives((kind, record.id), found)
        return found

    def _answers(self, record: AnyRecord) -> bool:
        if isinstance(record, Trace):
            return self._query.casefold() == record.source.key.casefold()
        return bool(names.matches(self._query, *shown.search_words(record)))

    def _add_with_relatives(self, ref: Ref, found: set[Ref]) -> None:
        below = [ref]
        while below:
            one = below.pop()
            found.add(one)
            below += self._below.get(one, [])
        above = self._above.get(ref)
        while above is not None:
            found.add(above)
            above = self._above.get(above)

    def moved(self, changes: Changes) -> bool:
        """Whether the tree's shape changes with these changes; names alone are shown at once."""
        refs = [(kind, key) for kind in TREE_KINDS for key in changes.ids.get(kind, ())]
        for ref in refs:
            record = self._workspace.record(ref)
            if record is None or ref not in self._above or self._above[ref] != self._standing(record):
                return True
        for ref in refs:
            self._rename(ref)
        return False

    def _standing(self, record: AnyRecord) -> Ref | None:
        """Under which line a record stands, where what it names may be gone."""
        above, session = parent_of(record), self._workspace.session
        if above is None or above == LOOSE or session is None or session.get(*above) is not None:
            return above
        return None if isinstance(record, Fault) else LOOSE

    def _rename(self, ref: Ref) -> None:
        for one in (ref, *self._below.get(ref, ())):  # traces below say what they inherit
            node = self._nodes.get(one)
            if node is not None:
                node.label = ""
                index = self.createIndex(node.row, 0, node)
                self.dataChanged.emit(index, index)

    def _children(self, node: Node) -> list[Node]:
        if node.children is None:
            above = None if node.ref[0] == "root" else node.ref
            refs = [r for r in self._below.get(above, ()) if self._found is None or r in self._found]
            made = [Node(ref, node) for ref in refs]
            for child in made:
                if child.ref[0] != "trace":  # the label of a trace measures it: only when it is seen
                    child.label = self._label(child.ref)
            made.sort(key=self._order)
            for row, child in enumerate(made):
                child.row = row
                self._nodes[child.ref] = child
            node.children = made
        return node.children

    def _order(self, node: Node) -> tuple[int, int, tuple[tuple[int, str], ...]]:
        """Zones, then faults, segments, traces; those with a name first, numbers within texts by size."""
        kind = ("fault_zone", "fault", "segment", "trace", "loose").index(node.ref[0])
        record = self._workspace.record(node.ref) if node.ref != LOOSE else None
        if isinstance(record, Trace):
            return kind, record.source.row or 0, ((0, str(record.id)),)
        named = bool(getattr(record, "name_zh", "") or getattr(record, "name_en", ""))
        return kind, 0 if named else 1, natural(node.label)

    def _label(self, ref: Ref) -> str:
        if ref == LOOSE:
            return tr("Traces without a fault")
        record = self._workspace.record(ref)
        if not isinstance(record, Trace):
            return shown.title(record)
        from faultgis.crs import length_m

        session = self._workspace.session
        kinematics = record.kinematics
        if not kinematics and session is not None:
            kinematics = (shown.inherited(session, record, "kinematics") or ("unknown", record))[0]
        length = length_m(record.geometry) / 1000
        digits = 0 if length >= 100 else 1 if length >= 1 else 2
        return (
            f"{shown.title(record)} · {shown.code_label('kinematics', kinematics)} · {length:.{digits}f} km"
        )

    def index_of(self, ref: Ref) -> QModelIndex:
        """Where a record stands, made visible from the root; an invalid index if it is filtered away."""
        path = [ref]
        while (above := self._above.get(path[-1])) is not None:
            path.append(above)
        node = self._root
        for step in reversed(path):
            node_or_none = next((child for child in self._children(node) if child.ref == step), None)
            if node_or_none is None:
                return QModelIndex()
            node = node_or_none
        return self.createIndex(node.row, 0, node)

    @staticmethod
    def ref(index: QModelIndex) -> Ref | None:
        """The record on a line of the tree."""
        node = index.internalPointer()
        return node.ref if isinstance(node, Node) and node.ref != LOOSE else None

    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        children = self._children(self._node(parent))
        return self.createIndex(row, column, children[row]) if 0 <= row < len(children) else QModelIndex()

    def _node(self, index: QModelIndex) -> Node:
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, Node) else self._root

    def parent(self, child: QModelIndex | None = None) -> Any:
        if child is None:
            return super().parent()
        above = self._node(child).parent
        return (
            QModelIndex() if above is None or above is self._root else self.createIndex(above.row, 0, above)
        )

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self._children(self._node(parent)))

    def hasChildren(self, parent: QModelIndex = QModelIndex()) -> bool:  # noqa: B008
        node = self._node(parent)
        return bool(self._children(node)) if node is self._root else bool(self._below.get(node.ref))

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self._node(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            node.label = node.label or self._label(node.ref)
            return node.label
        if role == Qt.ItemDataRole.DecorationRole:
            return theme.icon(ICONS.get(node.ref[0], "trace"))
        return None
