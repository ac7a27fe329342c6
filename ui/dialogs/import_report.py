"""What would become, or became, of every row of a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from ui.dialogs.dialog import quiet
from ui.dialogs.import_alike import AlikeTab
from ui.dialogs.import_words import sentence_only, values, way_out
from ui.dialogs.tables import table
from ui.forms.widgets import EmptyState, Label
from ui.words import tr

MOST_ROWS = 500
ALIKE = (
    ("", "Import all of them"),
    ("skip_same", "Leave out the same"),
    ("skip_similar", "Leave out the same and the similar"),
)
COUNTS = ("Rows read", "New", "Changed", "Unchanged", "Rejected")
OUTCOMES = ("typed", "kept", "flagged", "rejected", "ignored", "empty")
OUTCOME_WORDS = ("Understood", "Kept as text", "Flagged", "Rejected", "Ignored", "Empty")
CLASS_HEADS = (
    "Class", "Name", "Read", "Created", "Updated", "Unchanged", "Kept as rows", "Remarks", "Kept as text"
)  # fmt: skip
REJECTED_HEADS = ("Row", "Reason", "What to do", "Values")
WARNING_HEADS = ("Row", "Notice")
Rows = list[Sequence[Any]]


class ReportPage(QWidget):
    """What would become, or became, of every row in numbers; then samples, columns and rejected rows."""

    def __init__(
        self,
        report: Any,
        samples: Sequence[Sequence[str]] = (),
        headers: Sequence[str] = (),
        more: Sequence[tuple[str, QWidget]] = (),
    ) -> None:
        super().__init__()
        self.report = report
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        head = Label("", "title", wrap=True)
        head.setText(" · ".join(f"{tr(name)} {count:,}" for name, count in counts(report)))
        layout.addWidget(head)
        self.state = quiet("")
        self.state.setText(state_words(report))
        layout.addWidget(self.state)
        layout.addWidget(quiet(system_words(report)))
        self.alike = QComboBox()
        for key, label in ALIKE:
            self.alike.addItem(tr(label), key)
        if report.alike and report.dry_run:
            layout.addLayout(self._alike_line(report.alike))
        self.tabs = QTabWidget()
        if samples and headers:
            self.tabs.addTab(table(headers, samples), tr("First rows"))
        for title, widget in more:
            self.tabs.addTab(widget, title)
        self._add_tables(report)
        layout.addWidget(self.tabs, 1)

    def _add_tables(self, report: Any) -> None:
        tabs = self.tabs
        if report.pairs and report.dry_run:
            tabs.addTab(AlikeTab(report.pairs), tr("Already there {count}", count=sum(report.alike.values())))
        if report.classes:
            heads = [tr(head) for head in CLASS_HEADS]
            tabs.addTab(table(heads, class_rows(report.classes), range(2, 8)), tr("Classes"))
        if report.cells:
            heads = [tr(head) for head in ("Column", *OUTCOME_WORDS)]
            tabs.addTab(table(heads, column_rows(report.cells), range(1, 7)), tr("Columns"))
        refused = _long(REJECTED_HEADS, rejected_rows(report.rejected), "No row was rejected.")
        at = tabs.addTab(refused, f"{tr('Rejected')} {len(report.rejected):,}")
        notices = _long(WARNING_HEADS, warning_rows(report.warnings), "There is nothing to note.")
        tabs.addTab(notices, f"{tr('Warnings')} {len(report.warnings):,}")
        if report.rejected and not report.dry_run:
            tabs.setCurrentIndex(at)  # what did not come in is what one must know at the end

    def _alike_line(self, alike: Mapping[str, int]) -> QHBoxLayout:
        """What the survey seems to hold already, and what shall become of it."""
        said = tr(
            "⚠ The survey seems to hold already: {same} the same, {similar} similar",
            same=alike.get("same", 0),
            similar=alike.get("similar", 0),
        )
        line = QHBoxLayout()
        label = QLabel(said)
        label.setWordWrap(True)
        line.addWidget(label, 1)
        line.addWidget(self.alike)
        return line


def counts(report: Any) -> list[tuple[str, int]]:
    """What became of the rows in numbers, with the msgid of each."""
    numbers = (report.read, report.created, report.updated, report.unchanged, len(report.rejected))
    return list(zip(COUNTS, numbers, strict=True))


def state_words(report: Any) -> str:
    """Whether it is saved, and how it is taken back."""
    if report.dry_run:
        return tr("A trial: nothing is saved yet.")
    if report.batch is None:
        return tr("Nothing new: nothing was saved.")
    return tr("Saved as one import. It can be taken back here, and later under Survey > Imports….")


def system_words(report: Any) -> str:
    """Coordinate system, accuracy of the change of datum, encoding."""
    named = {"crs": report.crs or "—", "encoding": report.encoding or "—"}
    said = tr("Coordinate system {crs}, encoding {encoding}", **named)
    if report.crs_accuracy_m:
        said += tr("; change of datum good to {metres} m", metres=f"{report.crs_accuracy_m:g}")
    return said


def class_rows(classes: Sequence[Any]) -> Rows:
    """How the rows of each national class fared, and which fields hold what none of ours does."""
    return [
        (c.name, c.title, c.read, c.created, c.updated, c.unchanged, c.kept, c.notes, _as_text(c.as_text))
        for c in classes
    ]


def _as_text(fields: Mapping[str, int]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in fields.items())


def column_rows(cells: Mapping[str, Mapping[str, int]]) -> Rows:
    """What became of the cells of each column."""
    return [(name, *(counts.get(outcome, 0) for outcome in OUTCOMES)) for name, counts in cells.items()]


def rejected_rows(rejected: Sequence[Any]) -> Rows:
    """Each rejected row with its reason, a way out and its cells."""
    return [(r.row, sentence_only(r), way_out(r), values(r.values)) for r in rejected]


def warning_rows(warnings: Sequence[Any]) -> Rows:
    """Each notice with its row."""
    return [(getattr(w, "row", None) or "", sentence_only(w)) for w in warnings]


def _long(heads: Sequence[str], rows: Rows, none: str) -> QWidget:
    """A table of the first rows; how many more there are, and where to find them. ``none``: without rows."""
    if not rows:
        return EmptyState(none)
    made = table([tr(head) for head in heads], rows[:MOST_ROWS], (0,))
    if len(rows) <= MOST_ROWS:
        return made
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(made, 1)
    said = tr("The first {most} of {count} are listed; the saved report has all of them.")
    label = quiet("")
    label.setText(said.format(most=MOST_ROWS, count=f"{len(rows):,}"))
    layout.addWidget(label)
    return page
