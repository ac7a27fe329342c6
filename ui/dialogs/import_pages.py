"""The pages of the import: what the file holds, what would become of it, what became of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ui import words
from ui.dialogs.dialog import field_grid, quiet, row
from ui.dialogs.systems import crs_choices
from ui.forms.combos import SearchCombo
from ui.forms.widgets import Label
from ui.words import tr

ENCODINGS = ("UTF-8", "GB18030", "Big5", "CP1252")
KINDS = (
    ("traces", "Fault traces"),
    ("observations", "Observation points"),
    ("buried_points", "Buried fault points (boreholes, seismic lines)"),
    ("deformation_zones", "Deformation zones (polygons)"),
    ("national", "National package"),
)
MOST_ROWS = 500


def sentence(problem: Any) -> str:
    """A problem or a rejected row in words, with its place."""
    said = words.sentence(problem.code, dict(problem.params))
    row_number = getattr(problem, "row", None)
    place = [
        tr("layer {name}", name=problem.layer) if getattr(problem, "layer", "") else "",
        tr("row {number}", number=row_number) if row_number is not None else "",
        tr("field {name}", name=problem.field) if getattr(problem, "field", "") else "",
    ]
    where = tr(", ").join(filter(None, place))
    return f"{where}{tr(': ')}{said}" if where else said


def table(
    headers: Sequence[str], rows: Sequence[Sequence[Any]], numbers: Sequence[int] = (), widest: int = 260
) -> QTableWidget:
    """A read-only table under headers as given; columns listed in ``numbers`` stand to the right."""
    made = QTableWidget(len(rows), len(headers))
    made.setHorizontalHeaderLabels(list(headers))
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setAlternatingRowColors(True)
    made.setShowGrid(False)
    for line, values in enumerate(rows):
        for column, value in enumerate(values):
            item = QTableWidgetItem(str(value))
            item.setToolTip(str(value))
            if column in numbers:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            made.setItem(line, column, item)
    side, head = made.verticalHeader(), made.horizontalHeader()
    assert side is not None
    assert head is not None
    side.hide()
    head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setStretchLastSection(True)
    made.resizeColumnsToContents()
    for column in range(len(headers)):
        made.setColumnWidth(column, max(56, min(widest, made.columnWidth(column) + 24)))
    return made


def _asks_crs(layer: Any) -> bool:
    """Whether the layer's system must be named: a table without places, of measurements say, has none."""
    return layer.crs is None and bool(layer.geometry)


class ContentsPage(QWidget):
    """What ``inspect`` found, each guess with its evidence; what is missing is asked for here."""

    def __init__(self, info: Any) -> None:
        super().__init__()
        self._layers = {layer.name: layer for layer in info.layers}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        rows = [
            (
                layer.name,
                layer.features,
                layer.geometry,
                layer.crs or tr("not stated"),
                layer.encoding or tr("not known"),
                ", ".join(layer.fields),
            )
            for layer in info.layers
        ]
        layout.addWidget(table([tr(head) for head in LAYER_HEADS], rows, (1,)), 1)
        self.layer, self.kind, self.encoding = QComboBox(), QComboBox(), QComboBox()
        self.crs = SearchCombo()
        self.crs_evidence, self.encoding_evidence = quiet(""), quiet("")
        self.crs_evidence.setTextFormat(Qt.TextFormat.PlainText)
        self._fill(info)
        grid = field_grid()
        row(grid, "Layer", self.layer)
        row(grid, "Read as", self.kind)
        row(grid, "Coordinate system", self.crs)
        grid.addWidget(self.crs_evidence, grid.rowCount(), 1)
        row(grid, "Encoding", self.encoding)
        grid.addWidget(self.encoding_evidence, grid.rowCount(), 1)
        layout.addLayout(grid)
        self._problems(layout, info.problems)
        self.layer.currentIndexChanged.connect(lambda _row: self._show_evidence())
        self._show_evidence()

    def _fill(self, info: Any) -> None:
        if len(info.layers) > 1:
            self.layer.addItem(tr("All layers"), None)
        for layer in info.layers:
            self.layer.addItem(layer.name, layer.name)
        self.kind.addItem(tr("Decided by the contents"), None)
        for kind, label in KINDS:
            self.kind.addItem(tr(label), kind)
        self.crs.fill([(None, tr("As the file states"), ""), *crs_choices()])
        self.encoding.addItem(tr("As found"), None)
        for encoding in ENCODINGS:
            self.encoding.addItem(encoding, encoding)

    @staticmethod
    def _problems(layout: QVBoxLayout, problems: Sequence[Any]) -> None:
        for problem in problems[:4]:
            label = QLabel(f"⚠ {sentence(problem)}")
            label.setWordWrap(True)
            layout.addWidget(label)

    def _chosen(self) -> list[Any]:
        name = self.layer.currentData()
        return [self._layers[name]] if name is not None else list(self._layers.values())

    def _show_evidence(self) -> None:
        layers = self._chosen()
        self.crs.choose(None)
        if any(_asks_crs(layer) for layer in layers):
            self.crs.setCurrentIndex(-1)
            self.crs.setEditText("")
        self.crs_evidence.setText("\n".join(dict.fromkeys(sentence(x.crs_evidence) for x in layers)))
        self.encoding_evidence.setText(
            "\n".join(dict.fromkeys(sentence(x.encoding_evidence) for x in layers))
        )

    def missing(self) -> str:
        """What must still be chosen, in a sentence, or nothing."""
        layers = self._chosen()
        typed = self.crs.currentText().strip()
        if any(_asks_crs(layer) for layer in layers) and self.crs.currentIndex() < 0 and not typed:
            return tr("This file names no coordinate system: choose the one it is in.")
        if any(layer.encoding is None for layer in layers) and self.encoding.currentData() is None:
            return tr("The encoding cannot be told: choose the one in which the Chinese reads right.")
        return ""

    def options(self) -> dict[str, Any]:
        """The choices as options of ``import_file``."""
        chosen = {
            # A file's only layer is less than the file: packages come with what links their records.
            "layer": self.layer.currentData() if len(self._layers) > 1 else None,
            "kind": self.kind.currentData(),
            "crs": self.crs.currentData(),
            "encoding": self.encoding.currentData(),
        }
        return {key: value for key, value in chosen.items() if value is not None}


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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        counts = (
            ("Rows read", report.read),
            ("New", report.created),
            ("Changed", report.updated),
            ("Unchanged", report.unchanged),
            ("Rejected", len(report.rejected)),
        )
        head = Label("", "title")
        head.setText(" · ".join(f"{tr(name)} {count}" for name, count in counts))
        font = head.font()
        font.setBold(True)
        head.setFont(font)
        head.setWordWrap(True)
        layout.addWidget(head)
        accuracy = report.crs_accuracy_m
        said = tr(
            "Coordinate system {crs}, encoding {encoding}",
            crs=report.crs or "—",
            encoding=report.encoding or "—",
        )
        if accuracy:
            said += tr("; change of datum good to {metres} m", metres=f"{accuracy:g}")
        layout.addWidget(quiet(said))
        self.alike = QComboBox()
        for key, label in ALIKE:
            self.alike.addItem(tr(label), key)
        if report.alike and report.dry_run:
            layout.addLayout(self._alike_line(report.alike))
        tabs = QTabWidget()
        if samples:
            tabs.addTab(table(headers, samples), tr("First rows"))
        for title, widget in more:
            tabs.addTab(widget, title)
        if report.classes:
            tabs.addTab(_classes(report.classes), tr("Classes"))
        if report.cells:
            tabs.addTab(_columns(report.cells), tr("Columns"))
        tabs.addTab(_rejected(report.rejected), f"{tr('Rejected')} {len(report.rejected)}")
        tabs.addTab(_warnings(report.warnings), f"{tr('Warnings')} {len(report.warnings)}")
        if report.rejected and not samples:
            tabs.setCurrentIndex(1)  # what did not come in is what one must know at the end
        layout.addWidget(tabs, 1)

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


ALIKE = (
    ("", "Import all of them"),
    ("skip_same", "Leave out the same"),
    ("skip_similar", "Leave out the same and the similar"),
)
LAYER_HEADS = ("Layer", "Features", "Geometry", "Coordinate system", "Encoding", "Columns")
OUTCOMES = ("typed", "kept", "flagged", "rejected", "ignored", "empty")
OUTCOME_WORDS = ("Understood", "Kept as text", "Flagged", "Rejected", "Ignored", "Empty")


CLASS_HEADS = (
    "Class", "Name", "Read", "Created", "Updated", "Unchanged", "Kept as rows", "Remarks", "Kept as text"
)  # fmt: skip


def _classes(classes: Sequence[Any]) -> QTableWidget:
    """How the rows of each national class fared, and which fields hold what none of ours does."""
    rows = [
        (c.name, c.title, c.read, c.created, c.updated, c.unchanged, c.kept, c.notes, _as_text(c.as_text))
        for c in classes
    ]
    return table([tr(head) for head in CLASS_HEADS], rows, range(2, 8))


def _as_text(fields: Mapping[str, int]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in fields.items())


def _columns(cells: Mapping[str, Mapping[str, int]]) -> QTableWidget:
    rows = [(name, *(counts.get(outcome, 0) for outcome in OUTCOMES)) for name, counts in cells.items()]
    return table([tr(head) for head in ("Column", *OUTCOME_WORDS)], rows, range(1, 7))


def _rejected(rejected: Sequence[Any]) -> QTableWidget:
    rows = [
        (r.row, sentence_only(r), " · ".join(f"{k}={v}" for k, v in r.values.items() if v))
        for r in rejected[:MOST_ROWS]
    ]
    return table([tr("Row"), tr("Reason"), tr("Values")], rows, (0,))


def _warnings(warnings: Sequence[Any]) -> QTableWidget:
    rows = [(getattr(w, "row", None) or "", sentence_only(w)) for w in warnings[:MOST_ROWS]]
    return table([tr("Row"), tr("Notice")], rows, (0,))


def sentence_only(problem: Any) -> str:
    """The sentence with its column, without the row (which has a column of its own)."""
    said = words.sentence(problem.code, dict(problem.params))
    name = getattr(problem, "field", "")
    return f"{tr('field {name}', name=name)}{tr(': ')}{said}" if name and name not in said else said


def file_line(path: Path) -> str:
    """The file's name and folder in a line."""
    return f"{path.name} · {path.parent}"
