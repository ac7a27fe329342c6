"""The form of a delivery: what the survey says of itself, what is delivered to whom, and at which level."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from faultgis import codes
from faultgis.errors import InputError
from faultgis.exports.national_package import FORMATS
from faultgis.records.delivery import Delivery
from faultgis.records.survey import Survey
from faultgis.services.delivery_order import Order
from ui import words
from ui.delivery_words import chinese
from ui.dialogs.dialog import beside, field_grid, row
from ui.forms.widgets import IconButton, Label
from ui.words import tr

TITLES = {"gdb": "File Geodatabase", "shp": "Shapefile", "gpkg": "GeoPackage", "xlsx": "Excel tables"}
TEXTS = (
    ("division", "Division (6 digits)", "640522"),
    ("topic", "Topic (3 digits)", "101"),
    ("organisation", "Organisation", ""),
    ("authors", "Authors", ""),
)
DATES = (("started_on", "Field work from"), ("ended_on", "until"))


class DeliverForm(QWidget):
    """Two columns: the survey's metadata, kept with the survey; and the delivery itself."""

    def __init__(self, survey: Survey, folder: Path) -> None:
        super().__init__()
        self._survey, self._folder, self._number = survey, folder, 1
        self.texts = {name: QLineEdit(str(getattr(survey, name))) for name, _, _ in TEXTS}
        self.dates = {name: QLineEdit(_shown(getattr(survey, name))) for name, _ in DATES}
        self.formats = {name: QCheckBox(tr(TITLES[name])) for name in FORMATS}
        self.level, self.since = QComboBox(), QComboBox()
        self.reason, self.recipient, self.out = QLineEdit(), QLineEdit(), QLineEdit()
        self.despite = QLineEdit()
        self.despite_label = Label("Despite open errors", "quiet")
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(24)
        columns.addLayout(self._metadata(), 1)
        columns.addLayout(self._delivery(), 1)
        self.level.currentIndexChanged.connect(lambda _at: self._show_reason())
        self.since.currentIndexChanged.connect(lambda _at: self._show_out())
        self.know([])
        self._show_reason()
        self.ask_despite(False)

    def _metadata(self) -> QVBoxLayout:
        grid = field_grid()
        for name, title, example in TEXTS:
            self.texts[name].setPlaceholderText(tr("e.g. {value}", value=example) if example else "")
            row(grid, title, self.texts[name])
        for name, title in DATES:
            self.dates[name].setPlaceholderText(tr("e.g. {value}", value="2026-05-01"))
            row(grid, title, self.dates[name])
        return _column("The survey", grid)

    def _delivery(self) -> QVBoxLayout:
        grid = field_grid()
        boxes = QWidget()
        squares = QGridLayout(boxes)
        squares.setContentsMargins(0, 0, 0, 0)
        for at, box in enumerate(self.formats.values()):
            box.setChecked(True)
            squares.addWidget(box, at // 2, at % 2)
        for entry in codes.code_list("secrecy").entries:
            self.level.addItem(entry.label(words.language()), int(entry.code))
        self.level.setCurrentIndex(self.level.findData(self._survey.secrecy))
        row(grid, "Recipient", self.recipient)
        row(grid, "What is delivered", self.since)
        row(grid, "Formats", boxes)
        row(grid, "Level", self.level)
        row(grid, "Reason for the level", self.reason)
        row(grid, "Folder", beside(self.out, IconButton("folder", "Choose folder…", self._choose)))
        at = grid.rowCount()
        grid.addWidget(self.despite_label, at, 0)
        grid.addWidget(self.despite, at, 1)
        return _column("The delivery", grid)

    def know(self, deliveries: Sequence[Delivery]) -> None:
        """Offer what changed since each of these."""
        self.since.clear()
        self.since.addItem(tr("all"), 0)
        for each in reversed(deliveries):
            day = f"{each.delivered_at.astimezone():%Y-%m-%d}" if each.delivered_at else ""
            text = tr("changed since delivery {number} ({day})", number=each.number, day=day)
            self.since.addItem(text, each.number)
        self._number = max((each.number for each in deliveries), default=0) + 1
        self._show_out()

    def ask_despite(self, on: bool) -> None:
        """Ask why the survey goes out with its errors."""
        self.despite.setVisible(on)
        self.despite_label.setVisible(on)

    def _show_reason(self) -> None:
        lower = int(self.level.currentData()) < self._survey.secrecy
        self.reason.setEnabled(lower)
        self.reason.setPlaceholderText(
            tr("who allowed it, and why") if lower else tr("only below the survey's level")
        )

    def _show_out(self) -> None:
        since = int(self.since.currentData() or 0)
        name = f"{self._survey.code}_{self._number:02d}" + (f"_since_{since:02d}" if since else "")
        self.out.setText(str(self._folder / name))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Choose folder…"), str(self._folder))
        if chosen:
            self._folder = Path(chosen)
            self._show_out()

    def survey(self) -> Survey:
        """The survey with what was typed. Raises ``InputError``: ``delivery.division``, ``delivery.topic``,
        ``moment.unreadable``."""
        texts = {name: field.text().strip() for name, field in self.texts.items()}
        for name, size in (("division", 6), ("topic", 3)):
            text = texts[name]
            if text and not (text.isascii() and text.isdigit() and len(text) == size):
                raise InputError(f"delivery.{name}", field=name, value=text)
        dates = {name: _day(name, field.text()) for name, field in self.dates.items()}
        changed: dict[str, Any] = {**texts, **dates}
        same = all(getattr(self._survey, name) == value for name, value in changed.items())
        return self._survey if same else replace(self._survey, **changed)

    @property
    def folder(self) -> Path:
        """Where packages are made."""
        return Path(self.out.text().strip()).expanduser().parent

    def kept(self, survey: Survey) -> Survey:
        """Go on from the survey as it is kept now."""
        self._survey = survey
        return survey

    def order(self) -> Order:
        """What is to be delivered."""
        return Order(
            out=Path(self.out.text().strip()).expanduser(),
            formats=tuple(name for name, box in self.formats.items() if box.isChecked()),
            level=int(self.level.currentData()),
            reason=self.reason.text().strip() if self.reason.isEnabled() else "",
            recipient=self.recipient.text().strip(),
            since=int(self.since.currentData() or 0),
            say=chinese,
        )


def _column(title: str, grid: QGridLayout) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(8)
    made.addWidget(Label(title, "title"))
    made.addLayout(grid)
    made.addStretch()
    return made


def _shown(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(name: str, text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError("moment.unreadable", field=name, text=text) from error
