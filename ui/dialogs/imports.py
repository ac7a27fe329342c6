"""The imports of the survey: what each brought, what it could not use, and the way to take one back."""

from collections.abc import Sequence
from uuid import UUID

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QSplitter, QTableWidget, QTableWidgetItem, QWidget

from faultgis.errors import FaultGISError
from faultgis.progress import Progress
from faultgis.records.survey import Batch
from faultgis.services.editing import EditingSession
from faultgis.store import Rejected, Saved
from ui.dialogs.dialog import Dialog, quiet
from ui.dialogs.import_words import sentence_only
from ui.forms.widgets import Button
from ui.jobs import Jobs
from ui.program import Program
from ui.words import tr

HEADS = ("File", "Imported at", "By", "Read", "Created", "Updated", "Unchanged", "Rejected", "")
NUMBERS = range(3, 8)
ROW = 26


class Imports(Dialog):
    """``undone`` is set once an import was taken back: the survey is to be read anew."""

    def __init__(self, parent: QWidget | None, program: Program, session: EditingSession, jobs: Jobs) -> None:
        super().__init__(parent, "Imports", "", 940, 460)
        self._program, self._session, self._jobs = program, session, jobs
        self._batches: list[Batch] = []
        self.undone = False
        self.state = quiet("Reading the imports…")
        self.table = _table(HEADS)
        self.table.itemSelectionChanged.connect(self._chosen)
        self.refused = _table(("Row", "Reason", "Values"))
        self.refused.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.refused.hide()
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.refused)
        split.setSizes([260, 140])
        self.body.addWidget(self.state)
        self.body.addWidget(split, 1)
        self.undo = Button("Take this import back", self._undo)
        self.foot.insertWidget(0, self.undo)
        self._read()

    def _read(self) -> None:
        program, survey = self._program, self._session.survey.id
        self.undo.setEnabled(False)
        self._jobs.run(
            tr("Reading the imports…"), lambda _p: program.store.batches(survey), self._show, self.say_error
        )

    def _show(self, batches: Sequence[Batch]) -> None:
        self._batches = list(batches)
        self.state.setText(
            tr("What an import created goes with it, what it changed returns to its state before.")
            if batches
            else tr("Nothing was imported yet.")
        )
        _fill(self.table, [_cells(batch) for batch in self._batches], NUMBERS)
        if batches:
            self.table.selectRow(0)

    @property
    def chosen(self) -> Batch | None:
        """The import chosen in the table."""
        row = self.table.currentRow()
        return self._batches[row] if 0 <= row < len(self._batches) else None

    def _chosen(self) -> None:
        batch = self.chosen
        self.undo.setEnabled(batch is not None and batch.undone_at is None)
        self.refused.setVisible(bool(batch is not None and batch.rejected))
        if batch is None or not batch.rejected:
            return
        store, key = self._program.store, batch.id
        self._jobs.run(
            tr("Reading the imports…"),
            lambda _p: store.rejected(key),
            lambda found: self._show_rejected(key, found),
            self.say_error,
        )

    def _show_rejected(self, key: UUID, found: Sequence[Rejected]) -> None:
        if self.chosen is not None and self.chosen.id == key:
            cells = [(str(r.row), sentence_only(r), _values(r)) for r in found]
            _fill(self.refused, cells, range(1))

    def _undo(self) -> None:
        batch, store = self.chosen, self._program.store
        if batch is None:
            return
        if self._session.saved:
            self.say_problem(tr("Save or undo your own edits first."))
            return
        self.say_problem("")
        self.undo.setEnabled(False)
        key = batch.id

        def work(_progress: Progress) -> Saved:
            return store.undo_batch(key)

        self._jobs.run(tr("Taking the import back"), work, self._took_back, self._failed)

    def _took_back(self, _saved: Saved) -> None:
        self.undone = True
        self._read()

    def _failed(self, error: FaultGISError) -> None:
        self.undo.setEnabled(True)
        self.say_error(error)


def _cells(batch: Batch) -> tuple[str, ...]:
    counts = (batch.read, batch.created, batch.updated, batch.unchanged, batch.rejected)
    when = f"{batch.imported_at.astimezone():%Y-%m-%d %H:%M}" if batch.imported_at else ""
    state = tr("taken back") if batch.undone_at else ""
    return batch.file, when, batch.imported_by, *(str(count) for count in counts), state


def _values(rejected: Rejected) -> str:
    return " · ".join(f"{name}={value}" for name, value in rejected.values.items() if value)


def _table(heads: Sequence[str]) -> QTableWidget:
    made = QTableWidget(0, len(heads))
    made.setHorizontalHeaderLabels([tr(head) if head else "" for head in heads])
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setShowGrid(False)
    made.setAlternatingRowColors(True)
    rows, head = made.verticalHeader(), made.horizontalHeader()
    assert rows is not None
    assert head is not None
    rows.hide()
    rows.setDefaultSectionSize(ROW)
    head.setStretchLastSection(True)
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return made


def _fill(table: QTableWidget, rows: Sequence[Sequence[str]], numbers: range) -> None:
    table.setRowCount(len(rows))
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column in numbers:
                item.setTextAlignment(right)
            table.setItem(row, column, item)
