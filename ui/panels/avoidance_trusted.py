"""Against which layer the coordinates of sites are held, and what it says of them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from faultgis.avoidance.suspecting import reason
from faultgis.crs import Suspicion
from faultgis.services.editing import EditingSession
from ui import words
from ui.forms.widgets import Button
from ui.panels.avoidance_parts import Choice
from ui.site_words import shown_datum
from ui.words import tr

FILE = "file"
CHOICES = (
    ("", "Coordinates not checked"),
    ("trace", "Check against the fault traces"),
    ("observation_point", "Check against the observation points"),
    (FILE, "Check against a file…"),
)
Layer = Callable[[], Sequence[Any]]


class TrustedBox(QWidget):
    """``taken_back`` asks that the sites be brought to where the suspicion says they are."""

    taken_back = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.choice, self.told = Choice(), QLabel()
        self.take_back = Button("Take them back to their true places", self.taken_back.emit)
        self.file: Path | None = None
        for kind, _ in CHOICES:
            self.choice.addItem("", kind)
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.choice, self.told, self.take_back):
            column.addWidget(widget)
        self.choice.activated.connect(self._chosen)
        self._speak()
        self.say(None)

    def layer(self, session: EditingSession | None) -> Layer | None:
        """What reads the shapes of the chosen layer, in a worker; ``None`` where none is chosen."""
        kind = str(self.choice.currentData())
        if kind == FILE and self.file is not None:
            return lambda file=self.file: _of_file(file)  # type: ignore[misc]
        if kind in ("", FILE) or session is None:
            return None
        shapes = [getattr(record, "geometry", None) for record in session.records[kind].values()]
        return lambda: shapes

    def say(self, suspicion: Suspicion | None, converted: bool = False) -> None:
        """What came of it; where places are suspected, with the way to take them back."""
        self._suspicion, self._converted = suspicion, converted
        self.told.setVisible(suspicion is not None)
        self.take_back.setVisible(suspicion is not None and suspicion.shifted and not converted)
        if suspicion is None:
            return
        if converted:
            self.told.setText(words.sentence("site.shifted_back", {"datum": shown_datum(suspicion.datum)}))
            return
        found = reason(suspicion)
        params = {key: shown_datum(value) if key == "datum" else value for key, value in found.params.items()}
        mark = "⚠ " if suspicion.shifted else ""
        self.told.setText(mark + words.sentence(found.code, params))

    def _chosen(self, _row: int) -> None:
        if self.choice.currentData() == FILE:
            name, _ = QFileDialog.getOpenFileName(self, tr("A file that is known to be true"))
            self.use_file(Path(name) if name else None)

    def use_file(self, path: Path | None) -> None:
        """Hold sites against this file; against nothing for ``None``."""
        self.file = path
        self.choice.setCurrentIndex(self.choice.findData(FILE if path is not None else ""))
        self._speak()

    def _speak(self) -> None:
        for row, (kind, text) in enumerate(CHOICES):
            named = kind == FILE and self.file is not None
            said = tr("Check against {file}", file=self.file.name) if named and self.file else tr(text)
            self.choice.setItemText(row, said)
        self.choice.setToolTip(tr("A layer that is known to be true shows whether sites come from a web map"))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._speak()
            self.say(self._suspicion, self._converted)


def _of_file(path: Path) -> Sequence[Any]:
    from ui.wiring import read_sites

    return [site.geometry for site in read_sites(path)]
