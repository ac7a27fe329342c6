"""Pages of the import for photographs and for folders of OpenDroneMap's results."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from PyQt6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from faultgis.records.site import Media
from ui import words
from ui.dialogs import import_tables
from ui.dialogs.dialog import quiet
from ui.dialogs.import_contents import Ask, ContentsPage
from ui.dialogs.import_words import sentence, way_out
from ui.dialogs.tables import table
from ui.forms.photo_facts import HEADS, row
from ui.forms.widgets import Label
from ui.words import tr

ROWS = 200
RASTER, CLOUD, PHOTOS = "raster", "cloud", "photos"
RESULTS = {
    "odm_orthophoto": "Orthophoto, shown as a layer",
    "dsm.tif": "Surface model, shown as a layer",
    "dtm.tif": "Terrain model, shown as a layer",
    "odm_georeferencing": "Point cloud: make terrain of it",
    "images": "Photographs, as points on the map",
}


class Contents(Protocol):
    """What the import asks of a page that shows what was found."""

    def missing(self) -> str:
        """What must still be chosen, in a sentence, or nothing."""
        ...

    def options(self) -> dict[str, Any]:
        """The choices as options of ``import_file``."""
        ...


def contents_page(info: Any, more: Any, ask: Ask | None = None) -> Any:
    """The page for what ``inspect`` found; ``more`` are the first photographs among it or, for tables, the
    survey's places by kind; ``ask`` fetches the first rows of a layer."""
    if info.kind == PHOTOS:
        return PhotosPage(info, more)
    if info.kind in import_tables.KINDS:
        return import_tables.PAGES[info.kind](info, more)
    return ResultsPage(info) if info.kind == "results" else ContentsPage(info, ask)


class PhotosPage(QWidget):
    """The photographs with their positions, and each that cannot be placed with its reason."""

    def __init__(self, info: Any, photos: Sequence[Media]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        evidence = info.layers[0].crs_evidence
        self.head = _title(tr("{count} photographs, {placed} with a position", **evidence.params))
        layout.addWidget(self.head)
        layout.addWidget(quiet(words.sentence(evidence.code, dict(evidence.params))))
        self.heads, self.rows = [tr(head) for head in HEADS], [row(photo) for photo in photos]
        if photos:
            layout.addWidget(table(self.heads, self.rows), 2)
        self.refused = [(p.row or "", sentence_of(p), way_out(p)) for p in info.problems]
        if self.refused:
            layout.addWidget(
                quiet("Photos without a position are listed with their reason; nothing is dropped.")
            )
            heads = [tr("Row"), tr("Reason"), tr("What to do")]
            layout.addWidget(table(heads, self.refused, (0,)), 1)

    @staticmethod
    def missing() -> str:
        """Nothing has to be chosen."""
        return ""

    @staticmethod
    def options() -> dict[str, Any]:
        """To be read as photographs."""
        return {"kind": PHOTOS}


class ResultsPage(QWidget):
    """The results of a folder, each with a tick: what is to be done with it is said beside it."""

    def __init__(self, info: Any) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(_title(tr("A folder of {name}'s results", name=info.reader)))
        layout.addWidget(quiet("Choose what is to come into the survey; the files stay where they are."))
        self._folder = Path(info.file)
        self.ticks: dict[str, QCheckBox] = {}
        for layer in info.layers:
            self.ticks[layer.name] = self._add(layout, layer)
        for problem in info.problems:
            label = QLabel(f"⚠ {sentence(problem)}")
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addStretch()

    @staticmethod
    def _add(layout: QVBoxLayout, layer: Any) -> QCheckBox:
        said = next((text for mark, text in RESULTS.items() if mark in layer.name), layer.name)
        tick = QCheckBox(tr(said))
        tick.setChecked(kind_of(layer) != CLOUD)
        layout.addWidget(tick)
        details = quiet(" · ".join((layer.name, _size(layer), layer.crs or tr("not stated"))))
        details.setContentsMargins(24, 0, 0, 4)
        layout.addWidget(details)
        return tick

    def chosen(self, kind: str) -> list[Path]:
        """The ticked results of a kind (raster, cloud or photos)."""
        kinds = {name: _kind(name) for name, tick in self.ticks.items() if tick.isChecked()}
        return [self._folder / name for name, found in kinds.items() if found == kind]

    def missing(self) -> str:
        """Something has to be ticked."""
        return "" if any(tick.isChecked() for tick in self.ticks.values()) else tr("Nothing is chosen.")

    @staticmethod
    def options() -> dict[str, Any]:
        """The photographs are read as such."""
        return {"kind": PHOTOS}


def kind_of(layer: Any) -> str:
    """What a result is: raster, cloud or photos."""
    return _kind(layer.name)


def _kind(name: str) -> str:
    if name.lower().endswith((".tif", ".tiff")):
        return RASTER
    return CLOUD if name.lower().endswith((".laz", ".las")) else PHOTOS


def _size(layer: Any) -> str:
    kind = kind_of(layer)
    if kind == RASTER:
        return str(layer.geometry).removeprefix("Raster ")
    text = "{count} points" if kind == CLOUD else "{count} photographs"
    return tr(text, count=f"{layer.features:,}")


def sentence_of(problem: Any) -> str:
    """A problem's sentence with the file that it is about."""
    said = words.sentence(problem.code, dict(problem.params))
    name = problem.params.get("file", "")
    return f"{name}{tr(': ')}{said}" if name and name not in said else said


def _title(text: str) -> Label:
    label = Label("", "title")
    label.setText(text)
    label.setWordWrap(True)
    return label
