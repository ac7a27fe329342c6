"""Print a trench's log to scale to PDF or SVG; a child process draws."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from PyQt6.QtWidgets import QComboBox, QLineEdit, QWidget

from faultgis.errors import FaultGISError, InputError
from faultgis.records.trench import Trench
from faultgis.walls.layout import PAPERS, SCALES
from faultgis.walls.log import Records
from ui import words
from ui.dialogs.dialog import quiet, row
from ui.dialogs.printing import Printing
from ui.jobs import Jobs
from ui.printing.log import log_spec
from ui.printing.log_content import AUTO, WHOLE, Content, Wanted, content_of
from ui.printing.log_pages import planned
from ui.words import tr

KINDS = "PDF (*.pdf);;SVG (*.svg)"
LANGUAGES = (("中文", "zh"), ("English", "en"))
PICTURES = (("Not shown", 0.0), ("Faintly under the drawing", 0.4), ("Strongly under the drawing", 0.8))


class PrintLog(Printing):
    """Which trench and walls, at which scale, on which sheet, into which file. What the records say now is
    printed, saved or not. ``trenches`` are those to choose from, the one meant first."""

    def __init__(
        self,
        parent: QWidget | None,
        jobs: Jobs,
        records: Records,
        trenches: Sequence[UUID],
        home: Path | None = None,
    ) -> None:
        self._records, self._home = records, home
        self._contents: dict[UUID, Content | None] = {}
        super().__init__(parent, jobs, "Print log", Path.home() / "log.pdf", KINDS)
        self.trench, self.walls, self.scale, self.paper = (QComboBox() for _ in range(4))
        self.pictures, self.language = QComboBox(), QComboBox()
        self.author = QLineEdit()
        self._named = ""
        self._fill([t for key in trenches if isinstance(t := records["trench"].get(key), Trench)])
        self._arrange()
        self.trench.currentIndexChanged.connect(lambda _row: self._show_trench())
        for box in (self.walls, self.scale, self.paper, self.language):
            box.currentIndexChanged.connect(lambda _row: self._show_page())
        self.file.textChanged.connect(lambda _text: self._show_page())
        self._show_trench()

    def _fill(self, trenches: Sequence[Trench]) -> None:
        for trench in trenches:
            self.trench.addItem(_title(trench), trench.id)
        for scale in SCALES:
            self.scale.addItem(f"1:{scale}", scale)
        self.paper.addItem(tr("Smallest that holds the log"), AUTO)
        for name in PAPERS:
            self.paper.addItem(name, name)
        self.paper.addItem(tr("One sheet cut to measure"), WHOLE)
        for text, strength in PICTURES:
            self.pictures.addItem(tr(text), strength)
        for text, code in LANGUAGES:
            self.language.addItem(text, code)
        self.language.setCurrentIndex(self.language.findData(words.language()))

    def _arrange(self) -> None:
        grid = self.grid()
        row(grid, "Trench", self.trench)
        row(grid, "Walls", self.walls)
        row(grid, "Scale", self.scale)
        row(grid, "Sheet", self.paper)
        row(grid, "Pictures of the walls", self.pictures)
        row(grid, "Logged by", self.author)
        row(grid, "Language", self.language)
        row(grid, "File (PDF or SVG)", self.place)
        self.page = quiet("")
        row(grid, "Page", self.page)
        self.body.addWidget(quiet("What is on the walls now is printed, saved or not."))
        self.add_progress()

    @property
    def content(self) -> Content | None:
        """The log of the trench chosen; gathered when it is first asked for."""
        key = self.trench.currentData()
        if key is not None and key not in self._contents:
            self._contents[key] = content_of(self._records, key)
        return self._contents.get(key)

    def _show_trench(self) -> None:
        """The walls of the trench, whether it has pictures, and a file named after it."""
        self.walls.clear()
        self.walls.addItem(tr("All walls"), None)
        content = self.content
        if content is None:
            return
        for wall in content.walls:
            self.walls.addItem(tr("Only wall {code}", code=wall.code), wall.id)
        self.pictures.setEnabled(bool(content.log.images))
        self.author.setPlaceholderText(", ".join(content.authors()))
        site = content.log.site
        name = "-".join([*([site.code] if site is not None else []), content.log.trench.code])
        name = "".join("_" if c in '\\/:*?"<>|' else c for c in name)
        if self.file.text() in ("", str(Path.home() / "log.pdf"), self._named):
            self._named = str(Path.home() / f"{name}.pdf")
            self.file.setText(self._named)
        self._show_page()

    def _wanted(self) -> Wanted:
        wall = self.walls.currentData()
        return Wanted(
            scale=int(self.scale.currentData()),
            paper=str(self.paper.currentData()),
            walls=() if wall is None else (wall,),
            pictures=float(self.pictures.currentData()) if self.pictures.isEnabled() else 0.0,
        )

    def _show_page(self) -> None:
        """How many sheets there will be, and how large, before anything is printed."""
        content = self.content
        if content is None or self.walls.count() == 0:
            return
        try:
            plan = planned(content, self._wanted(), breaks=not self.file.text().lower().endswith(".svg"))
        except FaultGISError as error:
            self.page.setText(words.error_sentence(error))
            return
        name = tr("cut to measure") if plan.size.name == WHOLE else plan.size.name
        width, height = f"{plan.size.width:.0f}", f"{plan.size.height:.0f}"
        said = tr(
            "{paper}, {width} × {height} mm, sheets: {sheets}",
            sheets=plan.count,
            paper=name,
            width=width,
            height=height,
        )
        self.page.setText(said)

    def spec(self) -> dict[str, Any]:
        """What the printer is told. Raises ``InputError`` for a file of another kind, or no trench."""
        content = self.content
        if content is None:
            raise InputError("log.no_trench")
        file = Path(self.file.text().strip())
        if file.suffix.lower() not in (".pdf", ".svg"):
            raise InputError("log.format", suffix=file.suffix or file.name)
        wanted = self._wanted()
        return log_spec(
            self._records,
            content.log.trench.id,
            file,
            wanted.scale,
            wanted.walls,
            str(self.language.currentData()),
            wanted.paper,
            wanted.pictures,
            self.author.text().strip(),
            self._home,
        )

    def said(self, made: dict[str, Any]) -> str:
        """The files, and the pictures that could not be shown."""
        problems = [words.error_sentence(InputError(p["code"], image=p["image"])) for p in made["problems"]]
        return "\n".join([", ".join(made["files"]), *problems])


def _title(trench: Trench) -> str:
    names = (trench.name_zh, trench.name_en)
    first, second = names if words.language() == "zh" else names[::-1]
    name = first or second
    return f"{name} ({trench.code})" if name else trench.code
