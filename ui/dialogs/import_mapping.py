"""Which column of a file means what: shown with its first cells, to be changed, and remembered by a name."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from faultgis.codes import code_list, names
from faultgis.errors import InputError
from importers import own_mappings
from importers.mappings import Template, bind, choose
from ui import words
from ui.dialogs.dialog import quiet
from ui.dialogs.import_mapping_chosen import MappingLine
from ui.dialogs.tables import CHOOSING, Table
from ui.forms.combos import SearchCombo
from ui.words import tr

KINDS = ("traces", "observations", "buried_points", "deformation_zones")
MOST_WORDS = 60
AGES_UNREAD = ("age.unreadable", "age.mixed")
_HEADS = ("Column", "First values", "Read as", "Understood", "Not understood")
_NOTHING = ""


def target_words(target: str) -> str:
    """What a column is read into, in words: "Fault · Dip"."""
    level, _, field = target.partition(".")
    if not field:
        return tr("Identity in the source")
    kind = {"zone": "fault_zone", "part": "fault", "point": "observation_point"}
    kind |= {"rupture": "surface_rupture", "link": "fault"}
    name = f"kind.{kind.get(level, level)}"
    owner = words.sentence(name) if words.known(name) else tr("Source")
    owner = tr("fault or segment") if level == "part" else owner
    return f"{owner} · {words.field_word('code' if target == 'link.fault' else field)}"


class MappingTab(QWidget):
    """The columns with what they are read into, and the words that no code stands for yet. ``named`` is the
    mapping that was asked for (empty: the one that was recognised). ``altered`` tells that something was
    changed, so that the import must be tried again."""

    altered = pyqtSignal()

    def __init__(
        self, report: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], named: str = ""
    ) -> None:
        super().__init__()
        self.columns = tuple(report.cells)
        self._kind = report.kind
        # Layers may have been read by several; what is said here is of the first.
        first = named or report.mapping.partition(",")[0].strip()
        self._template, _ = choose(first or None, self.columns, report.kind)
        self._file = Path(report.file).name
        self.is_altered = False
        self.readers = own_mappings.targets(self._kind)
        self.choices: dict[str, SearchCombo] = {}
        self.codes: dict[tuple[str, str], QComboBox] = {}
        self.keep, self.name = QCheckBox(tr("Remember for files with these columns, as")), QLineEdit()
        self.name.setText(Path(report.file).stem)
        samples = {head: [row[at] for row in rows if at < len(row)] for at, head in enumerate(heads)}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        self.line = MappingLine(self._template, self.columns)
        self.line.altered.connect(self._alter)
        layout.addWidget(self.line)
        layout.addWidget(self._table(report.cells, samples), 3)
        unknown = _unknown(report.warnings)
        if unknown:
            layout.addWidget(quiet("Words that no code stands for; choose what they mean:"))
            layout.addWidget(self._words(unknown), 2)
        line = QHBoxLayout()
        line.addWidget(self.keep)
        line.addWidget(self.name, 1)
        layout.addLayout(line)

    def _table(self, cells: Mapping[str, Mapping[str, int]], samples: Mapping[str, Sequence[str]]) -> QWidget:
        bounds, rows = bind(self._template, self.columns), []
        for bound in bounds:
            counts = cells[bound.column]
            first = ", ".join(dict.fromkeys(text for text in samples.get(bound.column, ()) if text))
            understood = sum(counts.get(name, 0) for name in ("typed", "kept", "flagged"))
            rows.append((bound.column, first[:80], "", understood, counts.get("rejected", 0)))
        made = _choosing(Table([tr(head) for head in _HEADS], (3, 4)), rows, (130, 170, 210))
        for line, bound in enumerate(bounds):
            target = bound.rule.target if bound.rule is not None else _NOTHING
            made.setCellWidget(line, 2, self._choice(bound.column, target))
        return made

    def _choice(self, column: str, target: str) -> SearchCombo:
        combo = SearchCombo()
        offered = [(name, target_words(name), "") for name in self.readers]
        if target and target not in self.readers:
            offered.append((target, target_words(target), ""))
        combo.fill([(_NOTHING, tr("Not read; kept as text"), ""), *sorted(offered, key=lambda each: each[1])])
        combo.choose(target)
        combo.currentIndexChanged.connect(lambda _at: self._alter())
        self.choices[column] = combo
        return combo

    def _words(self, unknown: Mapping[tuple[str, str, str], int]) -> QWidget:
        heads = [tr(head) for head in ("Column", "Word", "Rows", "Means")]
        rows = [(column, word, count, "") for (column, word, _), count in unknown.items()]
        made = _choosing(Table(heads, (2,)), rows, (150, 200, 60))
        for line, (column, word, name) in enumerate(unknown):
            combo = QComboBox()
            combo.addItem(tr("Not known"), "")
            for entry in code_list(name).entries:
                combo.addItem(entry.label(words.language()), entry.code)
            combo.currentIndexChanged.connect(lambda _at: self._alter())
            self.codes[column, word] = combo
            made.setCellWidget(line, 3, combo)
        return made

    def _alter(self) -> None:
        self.is_altered = True
        self.altered.emit()

    def template(self, name: str) -> Template:
        """The mapping as it is chosen here."""
        crosswalk: dict[str, dict[str, str]] = {}
        for (column, word), combo in self.codes.items():
            if combo.currentData():
                crosswalk.setdefault(column, {})[word] = str(combo.currentData())
        told = own_mappings.changed(self._template, self.columns, dict(self._targets()), crosswalk, name)
        return replace(told, source=f"{self._file}, {date.today().isoformat()}")

    def _targets(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """What was chosen otherwise than it is read now."""
        for bound in bind(self._template, self.columns):
            now = bound.rule.target if bound.rule is not None else _NOTHING
            wanted = str(self.choices[bound.column].currentData() or _NOTHING)
            if wanted != now:
                yield bound.column, (wanted, self.readers.get(wanted, "text"))

    def mapping(self, folder: Path) -> str:
        """The name or the file of the mapping to import with, empty: the one that is recognised; it is
        remembered where that was wished.

        Raises ``InputError``: ``mapping.name``, ``mapping.not_kept``.
        """
        if self.line.other is not None:
            return self.line.other
        if self.keep.isChecked():
            own_mappings.remember(self.template(self.name.text().strip()))
            return self.name.text().strip()
        if not self.is_altered:
            return self._template.name
        file = folder / "mapping.json"
        try:
            told = own_mappings.as_json(self.template("mapping"))
            file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        except OSError as error:
            raise InputError("mapping.not_kept", file=str(file), reason=error.strerror or "") from error
        return str(file)


def _unknown(warnings: Sequence[Any]) -> dict[tuple[str, str, str], int]:
    """Words that stand for no code: column, word, list, and in how many rows; the most frequent first."""
    found: Counter[tuple[str, str, str]] = Counter()
    for each in warnings:
        name = _list_of(each)
        if name in names():
            found[each.field, str(each.params.get("text", "")).strip(), name] += 1
    return dict(found.most_common(MOST_WORDS))


def _list_of(warning: Any) -> str:
    """The list of codes whose code a word that was not understood should stand for."""
    level, _, what = warning.code.partition(".")
    if warning.code in AGES_UNREAD:
        return "latest_activity"
    named = str(warning.params.get("list") or ("activity_evidence" if level == "evidence" else level))
    return named if what == "unknown_word" else ""


def _choosing(made: Table, rows: Sequence[Sequence[Any]], widths: Sequence[int]) -> Table:
    """The table with its rows high enough for lists to choose from."""
    made.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    side = made.verticalHeader()
    assert side is not None
    side.setDefaultSectionSize(CHOOSING)
    made.fill(rows)
    for at, width in enumerate(widths):
        made.setColumnWidth(at, width)
    return made
