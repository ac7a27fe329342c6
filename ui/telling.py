"""What the user is told, and what of it does not hold any more."""

from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

LOST = frozenset(("database.lost", "database.unreachable", "database.starting"))


class Telling(QObject):
    """``told`` brings a sentence and its level, ``withdrawn`` a sentence that holds no longer."""

    told = pyqtSignal(str, str)
    withdrawn = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lost: list[str] = []

    def tell(self, text: str, level: str = "info") -> None:
        """Show the user one sentence (level: info, warning or error)."""
        self.told.emit(text, level)

    def tell_error(self, error: Any) -> None:
        """Show the user an error in words, with its way out."""
        from ui import words

        said = " ".join(filter(None, (words.error_sentence(error), words.error_help(error))))
        if error.code in LOST:
            self._lost.append(said)
        self.tell(said, "error")

    def connected_again(self) -> None:
        """What was told of a lost connection does not hold any more."""
        lost, self._lost = self._lost, []
        for said in lost:
            self.withdrawn.emit(said)
