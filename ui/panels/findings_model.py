"""The findings as a table: filtered and sorted, many of them in a worker."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PyQt6.QtGui import QColor, QPixmap

from faultgis.progress import Progress
from ui import theme
from ui.forms import shown
from ui.jobs import Jobs
from ui.latest import LARGE, Latest
from ui.panels.findings_rows import COLUMNS, RETURNED, WAIVED, Entry, Wish, sort_of
from ui.words import tr

ICONS = {"error": "error", "warning": "warning", "info": "about", WAIVED: "waived", RETURNED: "returned"}
SEVERITY, RULE, CLASS, ID, FIELD, SENTENCE = range(6)
MARK = 16
_TEXTS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def colour(sort: str) -> str:
    """The colour of a sort of findings."""
    c = theme.colours()
    return {"error": c.error, "warning": c.warning, "info": c.accent, RETURNED: c.error}.get(sort, c.quiet)


def mark(sort: str) -> QPixmap:
    """The little picture of a sort of findings."""
    made = theme.picture(ICONS[sort], 2 * MARK, colour(sort))
    made.setDevicePixelRatio(2)
    return made


class FindingsModel(QAbstractTableModel):
    """The rows that are wished for, in the order asked for. ``is_mended`` says of a row whether its fix has
    been carried out since the check, ``is_changed`` whether its record has changed. ``demands`` are the rules
    in words; ``brief``: how grave it is, is said by the picture alone."""

    def __init__(
        self,
        jobs: Jobs,
        is_mended: Callable[[Entry], bool],
        is_changed: Callable[[Entry], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._latest = Latest(jobs, "findings")
        self._is_mended, self._is_changed = is_mended, is_changed
        self.demands: Mapping[str, str] = {}
        self.brief = False
        self.entries: Sequence[Entry] = ()
        self.groups: Mapping[str, str] = {}
        self.wish = Wish()
        self.order: tuple[int, bool] | None = None
        self.rows: list[Entry] = []

    @property
    def pending(self) -> bool:
        """Whether rows are being filtered or sorted."""
        return self._latest.pending

    def take(self, entries: Sequence[Entry], groups: Mapping[str, str]) -> None:
        """Show the rows of another check, or the same ones with other answers."""
        self.entries, self.groups = entries, groups
        self.rebuild()

    def look_for(self, wish: Wish) -> None:
        """Show what is wished for."""
        if wish != self.wish:
            self.wish = wish
            self.rebuild()

    def rebuild(self) -> None:
        """Filter and sort anew."""
        entries, groups, wish, order = self.entries, self.groups, self.wish, self.order

        def arrange(progress: Progress) -> list[Entry]:
            return arranged(entries, groups, wish, order, progress)

        if len(entries) < LARGE:
            self._latest.drop()
            self._reset(arrange(Progress()))
        else:
            self._latest.ask(arrange, self._reset)

    def _reset(self, rows: list[Entry]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def be_brief(self, on: bool) -> None:
        """Say how grave a finding is by its picture alone, or in words, too."""
        if on != self.brief:
            self.brief = on
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, SEVERITY, SEVERITY)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role in _TEXTS:
            hidden = self.brief and section == SEVERITY and role == Qt.ItemDataRole.DisplayRole
            return "" if hidden else tr(COLUMNS[section])
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return super().headerData(section, orientation, role)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(entry, column)
        if role in _TEXTS:
            demand = self.demands.get(entry.finding.rule, "") if column == RULE else ""
            return "\n".join(filter(None, (self._text(entry, column), demand)))
        if role == Qt.ItemDataRole.DecorationRole and column == SEVERITY:
            return mark(sort_of(entry))
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(entry, column)
        return None

    def _shown(self, entry: Entry, column: int) -> str:
        text = self._text(entry, column)
        if column == SEVERITY and self.brief:
            return ""
        if column == SENTENCE and self._is_mended(entry):
            return f"✓ {tr('Fixed since')}{tr(': ')}{text}"
        if column == SENTENCE and self._is_changed(entry):
            return f"✎ {tr('Changed since')}{tr(': ')}{text}"
        return text

    @staticmethod
    def _text(entry: Entry, column: int) -> str:
        if column == SEVERITY:
            return state_word(entry)
        return entry.cells[column]

    def _ink(self, entry: Entry, column: int) -> QColor | None:
        if not entry.open or self._is_mended(entry):
            return QColor(theme.colours().quiet)
        return QColor(colour(sort_of(entry))) if column == SEVERITY else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; no column: the gravest first, in the order of the rules."""
        down = order == Qt.SortOrder.DescendingOrder
        self.order = (column, down) if 0 <= column < len(COLUMNS) else None
        self.rebuild()

    def as_text(self, rows: Iterable[int]) -> str:
        """Rows as text with tabs, for other programs; headers first."""
        lines = ["\t".join(tr(name) for name in COLUMNS)]
        for row in rows:
            entry = self.rows[row]
            lines.append("\t".join((state_word(entry), *entry.cells[1:])))
        return "\n".join(lines)


def arranged(
    entries: Sequence[Entry],
    groups: Mapping[str, str],
    wish: Wish,
    order: tuple[int, bool] | None,
    progress: Progress,
) -> list[Entry]:
    """The rows that are wished for, in the order asked for; asked to stop it raises ``CancelledError``."""
    kept = []
    for number, entry in enumerate(entries):
        if number % 256 == 0:
            progress.check()
        if wish.keeps(entry, groups):
            kept.append(entry)
    if order is None:
        return kept
    column, down = order
    if column == SEVERITY:
        return sorted(kept, key=lambda entry: entry.number, reverse=down)
    texts = {entry.cells[column] for entry in kept}
    keys = {text: text if column == SENTENCE else shown.text_key(text) for text in texts}
    progress.check()
    filled = [entry for entry in kept if entry.cells[column]]
    filled.sort(key=lambda entry: keys[entry.cells[column]], reverse=down)
    return filled + [entry for entry in kept if not entry.cells[column]]


def state_word(entry: Entry) -> str:
    """How grave it is, or who has dealt with it."""
    if entry.waiver is not None:
        return tr("waived")
    if entry.rejection is not None:
        return shown.code_label("rejection_state", entry.rejection.state)
    return entry.cells[SEVERITY]
