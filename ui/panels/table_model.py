"""The records of one kind as a table: filtered, sorted, numbers to the right with their unit above."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from faultgis import names
from faultgis.changes import Changes
from faultgis.records.kinds import AnyRecord
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from faultgis.values import Estimate
from ui import theme
from ui.forms import shown
from ui.forms.estimates import basis_colour
from ui.forms.fields import Field, fields
from ui.words import tr
from ui.workspace import Workspace

Key = tuple[int, float, str]
UNTITLED = ("trace", "measurement", "deformation_width")


@dataclass(frozen=True)
class Column:
    """One column: how it is headed, and what of a record it shows and sorts by."""

    label: str
    unit: str
    number: bool
    text: Callable[[EditingSession, AnyRecord], str]
    key: Callable[[EditingSession, AnyRecord], Key]
    field: Field | None = None

    @property
    def header(self) -> str:
        """The label with the unit in brackets."""
        unit = shown.unit_word(self.unit)
        return f"{tr(self.label)} ({unit})" if unit else tr(self.label)


def _of_field(field: Field) -> Column:
    number = field.editor in ("number", "integer", "estimate")
    return Column(
        field.label,
        field.unit,
        number,
        lambda session, record: shown.cell(session, record, field),
        lambda session, record: shown.sort_key(session, record, field),
        field,
    )


class _Lengths:
    """Lengths of traces in kilometres, measured once for each geometry and many at a time."""

    def __init__(self) -> None:
        self._known: dict[UUID, tuple[Any, float]] = {}

    def of(self, session: EditingSession, record: AnyRecord) -> float:
        """The length of a trace; the others of the survey are measured with it."""
        if not isinstance(record, Trace):
            return 0.0
        known = self._known.get(record.id)
        if known is None or known[0] is not record.geometry:
            self._measure([t for t in session.records["trace"].values() if isinstance(t, Trace)])
            known = self._known.get(record.id)
        if known is None or known[0] is not record.geometry:
            self._measure([record])
        return self._known[record.id][1]

    def forget(self) -> None:
        """Let go of what another survey held."""
        self._known.clear()

    def _measure(self, traces: Sequence[Trace]) -> None:
        from faultgis.crs import lengths_m

        held = self._known
        fresh = [t for t in traces if t.id not in held or held[t.id][0] is not t.geometry]
        for trace, metres in zip(fresh, lengths_m([t.geometry for t in fresh]), strict=True):
            held[trace.id] = (trace.geometry, float(metres) / 1000)


_LENGTHS = _Lengths()
TITLE = Column(
    "Name",
    "",
    False,
    lambda _session, record: shown.title(record),
    lambda _session, record: (1, 0.0, shown.title(record).casefold()),
)
LENGTH = Column(
    "Length",
    "km",
    True,
    lambda session, record: f"{_LENGTHS.of(session, record):.2f}",
    lambda session, record: (0, _LENGTHS.of(session, record), ""),
)


def columns(kind: str) -> list[Column]:
    """The columns of a kind's table, from the same field table as its form."""
    made = [_of_field(field) for field in fields(kind) if field.column]
    if kind in UNTITLED:
        made.insert(0, TITLE)
    if kind == "trace":
        made.insert(1, LENGTH)
    return made


class RecordTable(QAbstractTableModel):
    """The rows of one kind that answer the filter, in the order asked for."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.kind = "fault"
        self.columns = columns(self.kind)
        self.ids: list[UUID] = []
        self._query = ""
        self._only: frozenset[UUID] | None = None
        self._order: tuple[int, Qt.SortOrder] | None = None
        self._texts: dict[UUID, str] = {}
        self.rebuild()

    def reopened(self) -> None:
        """Another survey is open."""
        _LENGTHS.forget()
        self.show_kind(self.kind)

    def show_kind(self, kind: str) -> None:
        """Show the records of this kind."""
        self.kind, self.columns, self._order = kind, columns(kind), None
        self._texts.clear()
        self.rebuild()

    def filter(self, query: str, only: Iterable[UUID] | None = None) -> None:
        """Show only rows that answer the query, and only those of ``only`` if it is given."""
        self._query = query
        self._only = None if only is None else frozenset(only)
        self.rebuild()

    def rebuild(self) -> None:
        """Read the survey anew."""
        self.beginResetModel()
        session = self._workspace.session
        records = session.records[self.kind].values() if session is not None else ()
        kept = [r for r in records if self._only is None or r.id in self._only]
        if self._query and session is not None:
            kept = [record for record in kept if self._answers(session, record)]
        if self._order is not None and session is not None:
            column, direction = self._order
            key = self.columns[column].key
            kept.sort(key=lambda r: key(session, r), reverse=direction == Qt.SortOrder.DescendingOrder)
        self.ids = [record.id for record in kept]
        self.endResetModel()

    def _answers(self, session: EditingSession, record: AnyRecord) -> bool:
        if record.id not in self._texts:
            cells = (column.text(session, record) for column in self.columns if not column.number)
            self._texts[record.id] = "\n".join(cells).casefold()
        if self._query.casefold() in self._texts[record.id]:
            return True
        return bool(names.matches(self._query, *shown.search_words(record)))

    def heard(self, changes: Changes) -> None:
        """Records changed: rows of ours are shown anew."""
        if not changes.touches(self.kind, "fault", "segment", "fault_zone"):
            return
        touched = changes.ids.get(self.kind, frozenset())
        for key in touched:
            self._texts.pop(key, None)
        session = self._workspace.session
        held = session.records[self.kind].keys() if session is not None else set()
        rows = {key: row for row, key in enumerate(self.ids)} if touched else {}
        if any((key in held) != (key in rows) for key in touched):
            self.rebuild()
        elif self.ids:
            last = self.index(len(self.ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def record(self, row: int) -> AnyRecord | None:
        """The record of a row."""
        return self._workspace.record((self.kind, self.ids[row])) if row < len(self.ids) else None

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].header
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return _aligned(self.columns[section].number)
        return super().headerData(section, orientation, role)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        session, record = self._workspace.session, self.record(index.row())
        if session is None or record is None:
            return None
        column = self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(session, record)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(column.number)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(session, record, column)
        return None

    @staticmethod
    def _colour(session: EditingSession, record: AnyRecord, column: Column) -> Any:
        from PyQt6.QtGui import QColor

        if column.field is None:
            return None
        value = getattr(record, column.field.name)
        if isinstance(value, Estimate):
            return QColor(basis_colour(value.basis))
        return QColor(theme.colours().quiet) if column.field.inherits and value == "" else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; nothing given comes last when ascending."""
        self._order = (column, order) if 0 <= column < len(self.columns) else None
        self.rebuild()

    def as_text(self, rows: Iterable[int]) -> str:
        """Rows as text with tabs, for other programs; headers first."""
        session = self._workspace.session
        lines = ["\t".join(column.header for column in self.columns)]
        for row in rows:
            record = self.record(row)
            if session is not None and record is not None:
                lines.append("\t".join(column.text(session, record) for column in self.columns))
        return "\n".join(lines)


def _aligned(number: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
