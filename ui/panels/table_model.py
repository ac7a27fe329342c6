"""The records of one kind as a table: filtered, sorted, numbers to the right with their unit above. Many
records are filtered and sorted in a worker."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PyQt6.QtGui import QColor

from faultgis import names
from faultgis.changes import Changes
from faultgis.progress import Progress
from faultgis.records.kinds import AnyRecord
from faultgis.services.deriving.staleness import DERIVED_KINDS
from faultgis.services.editing import EditingSession
from faultgis.values import Estimate
from ui import theme
from ui.forms import shown
from ui.forms.estimates import basis_colour
from ui.freshness import Freshness
from ui.latest import LARGE, Latest
from ui.panels.columns import Column, columns, forget_lengths
from ui.panels.outline import key_of
from ui.words import tr
from ui.workspace import Workspace

MOST_ROWS = 300
SAMPLE = 300
FEW = 20


class _Down:
    """A sort key that sorts the other way round."""

    __slots__ = ("key",)

    def __init__(self, key: Any) -> None:
        self.key = key

    def __lt__(self, other: "_Down") -> bool:
        return bool(other.key < self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Down) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


class Arrangement:
    """Which records are rows, and in which order: the filter's words, the chosen ones, the sorted column."""

    def __init__(self, kind: str, shown_columns: Sequence[Column]) -> None:
        self.kind, self.columns = kind, shown_columns
        self.query = ""
        self.only: frozenset[UUID] | None = None
        self.order: tuple[int, bool] | None = None
        self._texts: dict[UUID, tuple[AnyRecord, str]] = {}

    def keeps(self, session: EditingSession, record: AnyRecord) -> bool:
        """Whether a record is a row."""
        if self.only is not None and record.id not in self.only:
            return False
        if not self.query:
            return True
        known = self._texts.get(record.id)
        if known is None or known[0] is not record:
            cells = (column.text(session, record) for column in self.columns if not column.number)
            known = self._texts[record.id] = record, "\n".join(cells).casefold()
        if self.query.casefold() in known[1]:
            return True
        return bool(names.matches(self.query, *shown.search_words(record)))

    def key(self, session: EditingSession, record: AnyRecord) -> tuple[Any, ...]:
        """What a row sorts by: the column's value, nothing last either way; else as in the survey's tree."""
        usual = key_of(record, self.kind)
        if self.order is None:
            return usual
        column, down = self.order
        found = self.columns[column].key(session, record)
        return found[0] == 2, _Down(found) if down else found, usual

    def rows(self, session: EditingSession, records: Sequence[AnyRecord], progress: Progress) -> list[UUID]:
        """The ids of all rows in order. Asked to stop it raises ``CancelledError``."""
        kept = []
        for number, record in enumerate(records):
            if number % 256 == 0:
                progress.check()
            if self.keeps(session, record):
                kept.append(record)
        prepare = self.columns[self.order[0]].prepare if self.order is not None else None
        if prepare is not None:
            prepare(kept)
        keyed = []
        for number, record in enumerate(kept):
            if number % 256 == 0:
                progress.check()
            keyed.append((self.key(session, record), record.id))
        keyed.sort(key=lambda pair: pair[0])
        return [key for _, key in keyed]

    def samples(self, session: EditingSession, ids: Sequence[UUID]) -> list[list[str]]:
        """For each column the texts of some rows all over the table."""
        held = session.records[self.kind]
        some = [held[key] for key in ids[:: max(1, len(ids) // SAMPLE)] if key in held]
        for column in self.columns:
            if column.prepare is not None:
                column.prepare(some)
        return [[column.text(session, record) for record in some] for column in self.columns]


class RecordTable(QAbstractTableModel):
    """The rows of one kind that answer the filter, in the order asked for."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._latest = Latest(workspace.jobs, "table")
        self._freshness = Freshness.of(workspace)
        self._freshness.changed.connect(self._told_fresh)
        self._arrangement = Arrangement("fault", columns("fault"))
        self.ids: list[UUID] = []
        self._held: set[UUID] = set()
        self._samples: list[list[str]] | None = None
        self.rebuild()

    @property
    def kind(self) -> str:
        """The kind of record shown."""
        return self._arrangement.kind

    @property
    def columns(self) -> Sequence[Column]:
        """The columns shown."""
        return self._arrangement.columns

    @property
    def pending(self) -> bool:
        """Whether rows are being filtered or sorted."""
        return self._latest.pending

    def reopened(self) -> None:
        """Another survey is open."""
        forget_lengths()
        self.show_kind(self.kind)

    def show_kind(self, kind: str) -> None:
        """Show the records of this kind."""
        query, only = self._arrangement.query, self._arrangement.only
        self._reset([], Arrangement(kind, columns(kind)))
        self._arrangement.query, self._arrangement.only = query, only
        self.rebuild()

    def filter(self, query: str, only: Iterable[UUID] | None = None) -> None:
        """Show only rows that answer the query, and only those of ``only`` if it is given."""
        self._arrangement.query = query
        self._arrangement.only = None if only is None else frozenset(only)
        self.rebuild()

    def rebuild(self) -> None:
        """Read the survey anew."""
        session, arrangement = self._workspace.session, self._arrangement
        records = list(session.records[self.kind].values()) if session is not None else []
        if session is None or len(records) < LARGE:
            self._latest.drop()
            self._reset(arrangement.rows(session, records, Progress()) if session is not None else [])
            return

        def arrange(progress: Progress) -> tuple[list[UUID], list[list[str]]]:
            if arrangement.query or arrangement.order is not None:
                names.warm_up()
            ids = arrangement.rows(session, records, progress)
            return ids, arrangement.samples(session, ids)

        self._latest.ask(arrange, lambda found: self._reset(found[0], samples=found[1]))

    def _reset(
        self,
        ids: list[UUID],
        arrangement: Arrangement | None = None,
        samples: list[list[str]] | None = None,
    ) -> None:
        self.beginResetModel()
        self.ids, self._held, self._samples = ids, set(ids), samples
        self._arrangement = arrangement or self._arrangement
        self.endResetModel()

    def rows_of(self, keys: Collection[UUID]) -> list[int]:
        """The rows of those of these records that are shown."""
        if len(keys) <= FEW:
            return [row for key in keys if (row := self._row_of(key)) is not None]
        return [row for row, key in enumerate(self.ids) if key in keys]

    def _row_of(self, key: UUID) -> int | None:
        """The row of one record, found by its place in the order; one edited since stands where it stood."""
        session, record = self._workspace.session, self._workspace.record((self.kind, key))
        if session is not None and record is not None and key in self._held:
            row = self._place(session, record)
            if row < len(self.ids) and self.ids[row] == key:
                return row
        return self.ids.index(key) if key in self._held else None

    def heard(self, changes: Changes) -> None:
        """Records changed: rows come and go, the others are shown anew."""
        if not changes.touches(self.kind, "fault", "segment", "fault_zone"):
            return
        touched, session = changes.ids.get(self.kind, frozenset()), self._workspace.session
        if session is None or self._latest.pending or len(touched) > MOST_ROWS:
            self.rebuild()
            return
        for key in touched:
            record = session.get(self.kind, key)
            if record is None and key in self._held:
                self._drop(key)
            elif record is not None and key not in self._held and self._arrangement.keeps(session, record):
                self._put(session, record)
        if self.ids:
            last = self.index(len(self.ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _told_fresh(self) -> None:
        """Other results are out of date than before: their marks come and go."""
        if self.ids and self.kind in DERIVED_KINDS:
            last = self.index(len(self.ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _drop(self, key: UUID) -> None:
        row = self.ids.index(key)
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.ids[row]
        self._held.discard(key)
        self.endRemoveRows()

    def _place(self, session: EditingSession, record: AnyRecord) -> int:
        def key(other: UUID) -> tuple[Any, ...]:
            found = session.get(self.kind, other)
            return self._arrangement.key(session, found) if found is not None else wanted

        wanted = self._arrangement.key(session, record)
        return bisect_left(self.ids, wanted, key=key)

    def _put(self, session: EditingSession, record: AnyRecord) -> None:
        row = self._place(session, record)
        self.beginInsertRows(QModelIndex(), row, row)
        self.ids.insert(row, record.id)
        self._held.add(record.id)
        self.endInsertRows()

    def longest(self, column: int) -> Iterable[str]:
        """The texts of some rows all over the table, to make the column wide enough for."""
        session = self._workspace.session
        if self._samples is None and session is not None:
            self._samples = self._arrangement.samples(session, self.ids)
        return self._samples[column] if self._samples is not None else ()

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
        stale = self._freshness.is_stale(record.id)
        if stale and role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join([tr("Out of date"), *self._freshness.why(record.id)])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = column.text(session, record)
            return f"⚠ {text}" if stale and index.column() == 0 else text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(column.number)
        if role == Qt.ItemDataRole.ForegroundRole and stale:
            return QColor(theme.colours().warning)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(session, record, column)
        return None

    @staticmethod
    def _colour(session: EditingSession, record: AnyRecord, column: Column) -> Any:
        if column.field is None:
            return None
        value = getattr(record, column.field.name)
        if isinstance(value, Estimate):
            return QColor(basis_colour(value.basis))
        return QColor(theme.colours().quiet) if column.field.inherits and value == "" else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; nothing given comes last. No column: as in the survey's tree."""
        down = order == Qt.SortOrder.DescendingOrder
        self._arrangement.order = (column, down) if 0 <= column < len(self.columns) else None
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
