"""What a file of layers holds, each guess with its evidence and the first rows as they are read by it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from ui.dialogs.dialog import field_grid, quiet, row
from ui.dialogs.import_layers import NATIONAL, LayersTable, kind_combo
from ui.dialogs.import_words import sentence, way_out
from ui.dialogs.systems import SystemCombo
from ui.dialogs.tables import Table
from ui.words import tr

ENCODINGS = ("UTF-8", "GB18030", "Big5", "CP1252")
MOST_PROBLEMS = 4
ROWS = 3
Sample = tuple[Sequence[str], Sequence[Sequence[str]]]
Ask = Callable[[Mapping[str, Any], Callable[[Sample], None]], None]


def _asks_crs(layer: Any) -> bool:
    """Whether the layer's system must be named: a table without places, of measurements say, has none."""
    return layer.crs is None and bool(layer.geometry)


class ContentsPage(QWidget):
    """What ``inspect`` found; what is missing is asked for here. ``ask`` fetches the first rows of a layer
    in an encoding, and hands them over when they are there."""

    def __init__(self, info: Any, ask: Ask | None = None) -> None:
        super().__init__()
        self._info, self._ask = info, ask
        self._only = len(info.layers) == 1
        self.layers = LayersTable(info.layers)
        self.kind, self.encoding = kind_combo(whole=True), QComboBox()
        self.crs = SystemCombo("As the file states")
        self.crs_evidence, self.encoding_evidence = quiet(""), quiet("")
        self.crs_evidence.setTextFormat(Qt.TextFormat.PlainText)
        self.first = Table([])
        self._fill_encodings()
        self._arrange()
        self._listen()
        self._show_evidence()

    def _fill_encodings(self) -> None:
        self.encoding.addItem(tr("As found"), None)
        for encoding in ENCODINGS:
            self.encoding.addItem(encoding, encoding)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.layers)
        grid = field_grid()
        row(grid, "Read as" if self._only else "Read all of them as", self.kind)
        row(grid, "Coordinate system", self.crs)
        grid.addWidget(self.crs_evidence, grid.rowCount(), 1)
        row(grid, "Encoding", self.encoding)
        grid.addWidget(self.encoding_evidence, grid.rowCount(), 1)
        layout.addLayout(grid)
        for problem in self._info.problems[:MOST_PROBLEMS]:
            layout.addWidget(_told(problem))
        more = len(self._info.problems) - MOST_PROBLEMS
        if more > 0:
            layout.addWidget(quiet(tr("and {count} more", count=more)))
        self.first_head = quiet("First rows, as they are read now:")
        layout.addWidget(self.first_head)
        layout.addWidget(self.first, 1)
        self._rest = quiet("")
        self._rest.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._rest, 1)

    def _listen(self) -> None:
        self.layers.chosen_changed.connect(self._show_evidence)
        self.kind.currentIndexChanged.connect(lambda _at: self.layers.read_all_as(self.kind.currentData()))
        self.encoding.currentIndexChanged.connect(lambda _at: self._look())

    def _show_evidence(self) -> None:
        layers = self.layers.chosen
        if self.crs.code is None:
            self.crs.choose(None)
            if any(_asks_crs(layer) for layer in layers):
                self.crs.setCurrentIndex(-1)
                self.crs.setEditText("")
        self.crs_evidence.setText("\n".join(dict.fromkeys(sentence(x.crs_evidence) for x in layers)))
        self.encoding_evidence.setText(
            "\n".join(dict.fromkeys(sentence(x.encoding_evidence) for x in layers))
        )
        self._look()

    def _look(self) -> None:
        """Fetch the first rows of the first layer chosen, as they read in the encoding chosen."""
        self._show_first(((), ()))
        layers = self.layers.chosen
        if self._ask is None or not layers or self._encoding_open(layers):
            return
        wanted = {"layer": None if self._only else layers[0].name, "encoding": self.encoding.currentData()}
        self._ask({key: value for key, value in wanted.items() if value is not None}, self._show_first)

    def _show_first(self, found: Sample) -> None:
        heads, rows = found
        self.first.set_heads(heads)
        self.first.fill(rows[:ROWS])
        for widget in (self.first_head, self.first):
            widget.setVisible(bool(rows and heads))
        self._rest.setText(tr("The rows are shapes alone, without columns.") if rows and not heads else "")
        self._rest.setVisible(not (rows and heads))

    def _encoding_open(self, layers: Sequence[Any]) -> bool:
        return any(layer.encoding is None for layer in layers) and self.encoding.currentData() is None

    def missing(self) -> str:
        """What must still be chosen, in a sentence, or nothing."""
        layers = self.layers.chosen
        if not layers:
            return tr("Tick at least one layer.")
        if any(_asks_crs(layer) for layer in layers) and self.crs.is_open:
            return tr("This file names no coordinate system: choose the one it is in.")
        if self._encoding_open(layers):
            return tr("The encoding cannot be told: choose the one in which the Chinese reads right.")
        return ""

    def options(self) -> dict[str, Any]:
        """The choices as options of ``import_file``."""
        whole = self._only or self.kind.currentData() == NATIONAL
        # A file's only layer is less than the file: packages come with what links their records.
        which = {"kind": self.kind.currentData()} if whole else self.layers.options()
        chosen = {**which, "crs": self.crs.code, "encoding": self.encoding.currentData()}
        return {key: value for key, value in chosen.items() if value is not None}


def _told(problem: Any) -> QLabel:
    """A problem with its way out."""
    label = QLabel("\n".join(filter(None, (f"⚠ {sentence(problem)}", way_out(problem)))))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
