"""Pages of the import for tables of laboratory results and for published chronologies: what the file leaves
open is asked for here."""

from collections.abc import Mapping, Sequence
from typing import Any

from PyQt6.QtWidgets import QCheckBox, QComboBox, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from faultgis.services.importing import Links
from ui.dialogs.dialog import field_grid, quiet, row
from ui.dialogs.import_words import sentence_only, way_out
from ui.dialogs.tables import table
from ui.forms.combos import SearchCombo
from ui.forms.widgets import Label
from ui.words import tr

SAMPLES, EVENTS, OXCAL = "samples", "chronologies", "oxcal"
KINDS = (SAMPLES, EVENTS, OXCAL)
PLACES = ("trench_site", "fault")
SIGMAS = ((0, "Not stated in the report"), (1, "1σ (68 %)"), (2, "2σ (95 %)"))
FIRST_YEAR, LAST_YEAR = 1900, 2100
_ASKED = {"lab.sigma_unstated", "lab.datum_unstated"}


def _title(text: str) -> Label:
    label = Label("", "title")
    label.setText(text)
    label.setWordWrap(True)
    return label


def _problems(layout: QVBoxLayout, problems: Sequence[Any]) -> None:
    """What is refused or to be looked at, each with what to do."""
    if not problems:
        return
    ordered = sorted(problems, key=lambda p: p.row or 0)
    rows = [(p.row or "", sentence_only(p), way_out(p)) for p in ordered]
    made = table([tr("Row"), tr("Notice"), tr("What to do")], rows, (0,), widest=340)
    side = made.verticalHeader()
    assert side is not None
    side.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    layout.addWidget(made, 2)


def _record_combo(first: str, records: Sequence[Any]) -> SearchCombo:
    combo = SearchCombo()
    named = [(r.code, f"{r.code} {r.name_zh or r.name_en}".strip(), r.name_en) for r in records]
    combo.fill([("", tr(first), ""), *sorted(named)])
    combo.choose("")
    return combo


class TablePage(QWidget):
    """The sheets with their columns; the level of the errors, the datum of ages in ka, what becomes of
    samples that the survey does not know."""

    def __init__(self, info: Any, places: Mapping[str, Sequence[Any]]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        count = sum(layer.features for layer in info.layers)
        layout.addWidget(_title(tr("A table of {count} laboratory results", count=count)))
        rows = [(x.name, x.features, x.encoding, ", ".join(x.fields)) for x in info.layers]
        heads = [tr(head) for head in ("Worksheet", "Rows", "Encoding", "Columns")]
        layout.addWidget(table(heads, rows, (1,)), 1)
        self.layer = QComboBox()
        self.sigma, self.datum = QComboBox(), QLineEdit()
        self.site = _record_combo("Any site", places.get("trench_site", ()))
        self.make = QCheckBox(tr("Make samples that the survey does not have"))
        self._fill(info)
        layout.addLayout(self._grid(len(info.layers)))
        _problems(layout, [p for p in info.problems if p.code not in _ASKED])

    def _fill(self, info: Any) -> None:
        if len(info.layers) > 1:
            self.layer.addItem(tr("All worksheets"), None)
        for layer in info.layers:
            self.layer.addItem(layer.name, layer.name)
        for level, label in SIGMAS:
            self.sigma.addItem(tr(label), level)
        self.datum.setPlaceholderText(tr("Not stated"))

    def _grid(self, sheets: int) -> Any:
        grid = field_grid()
        if sheets > 1:
            row(grid, "Worksheet", self.layer)
        row(grid, "Errors are", self.sigma)
        row(grid, "Ages in ka count from", self.datum)
        row(grid, "Trench site", self.site)
        grid.addWidget(self.make, grid.rowCount(), 1)
        said = (
            "What the table states itself goes before; nothing is guessed. Units and trenches are found by"
            " code."
        )
        grid.addWidget(quiet(said), grid.rowCount(), 1)
        return grid

    def missing(self) -> str:
        """A year that is none."""
        text = self.datum.text().strip()
        if text and not (text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR):
            return tr("Ages count from a year between 1900 and 2100, or leave it empty.")
        return ""

    def options(self) -> dict[str, Any]:
        """The choices as options of ``import_file``."""
        year = self.datum.text().strip()
        links = Links(
            sigma=self.sigma.currentData(),
            datum_year=int(year) if year else None,
            create_samples=self.make.isChecked(),
            site=self.site.currentData() or "",
        )
        layer = self.layer.currentData() if self.layer.count() > 1 else None
        return {"kind": SAMPLES, "links": links} | ({"layer": layer} if layer else {})


class EventsPage(QWidget):
    """A published chronology; to which trench site and fault it belongs."""

    def __init__(self, info: Any, places: Mapping[str, Sequence[Any]]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layer = info.layers[0]
        said = tr("{count} past earthquakes at {name}", count=layer.features, name=layer.name)
        layout.addWidget(_title(said))
        layout.addWidget(
            quiet(
                "Their ages come as published, with joint draws in the stated order: recurrence and"
                " probability run on them. There is no stratigraphy behind them, so that they are never"
                " calculated anew."
            )
        )
        self.site = _record_combo("A new site where the file puts it", places.get("trench_site", ()))
        self.fault = _record_combo("Found by its name", places.get("fault", ()))
        grid = field_grid()
        row(grid, "Trench site", self.site)
        row(grid, "Fault", self.fault)
        layout.addLayout(grid)
        heads, rows = places.get("rows", ((), ()))
        layout.addWidget(table(heads, rows), 2)
        _problems(layout, info.problems)

    @staticmethod
    def missing() -> str:
        """Nothing has to be chosen."""
        return ""

    def options(self) -> dict[str, Any]:
        """The choices as options of ``import_file``."""
        links = Links(site=self.site.currentData() or "", fault=self.fault.currentData() or "")
        return {"kind": EVENTS, "links": links}


class OxCalPage(QWidget):
    """A sequence in OxCal's text; into which trench site it goes."""

    def __init__(self, info: Any, places: Mapping[str, Sequence[Any]]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layer = info.layers[0]
        layout.addWidget(_title(tr("An OxCal sequence with {count} dates", count=layer.features)))
        layout.addWidget(
            quiet("Units, their order, samples, results and events of the chosen site are made from it.")
        )
        self.site = _record_combo("Choose a trench site", places.get("trench_site", ()))
        grid = field_grid()
        row(grid, "Trench site", self.site)
        layout.addLayout(grid)
        heads, rows = places.get("rows", ((), ()))
        layout.addWidget(table(heads, rows), 2)
        _problems(layout, info.problems)

    def missing(self) -> str:
        """A sequence lies somewhere."""
        return "" if self.site.currentData() else tr("Choose the trench site that the sequence is of.")

    def options(self) -> dict[str, Any]:
        """The choices as options of ``import_file``."""
        return {"kind": OXCAL, "links": Links(site=self.site.currentData() or "")}


PAGES = {SAMPLES: TablePage, EVENTS: EventsPage, OXCAL: OxCalPage}
