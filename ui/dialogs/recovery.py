"""Edits that were never saved, found in the journal at opening: bring them back, or not."""

from typing import Any

from PyQt6.QtWidgets import QListWidget, QWidget

from ui.dialogs.dialog import Dialog, quiet
from ui.forms.widgets import Button, Label
from ui.words import tr

MOST = 200


class RecoveryDialog(Dialog):
    """``choice``: ``restore``, ``discard`` or ``later`` (then the journal keeps them)."""

    def __init__(self, parent: QWidget | None, recovery: Any, texts: list[str]) -> None:
        super().__init__(parent, "Unsaved edits found", "Bring back", 520, 360)
        self.choice = "later"
        when = recovery.since
        day = when.astimezone().strftime("%Y-%m-%d %H:%M") if when is not None else ""
        head = Label("", "title", wrap=True)
        count = len(recovery.edits)
        sketch = recovery.sketch is not None
        head.setText(
            tr("{count} edits of {day} were not saved.", count=count, day=day)
            if count
            else tr("A line being drawn at {day} was not finished.", day=day)
        )
        self.body.addWidget(head)
        if sketch and count:
            self.body.addWidget(quiet("A half-drawn line is among them."))
        self.body.addWidget(quiet("Brought back, they can be undone, changed and saved as before."))
        self.list = QListWidget()
        self.list.addItems(texts[:MOST])
        self.list.setVisible(bool(texts))
        self.body.addWidget(self.list, 1)
        self.out.setText(tr("Later"))
        self.foot.insertWidget(0, Button("Discard", self._discard, "flat"))

    def _discard(self) -> None:
        self.choice = "discard"
        super().reject()

    def accept(self) -> None:
        self.choice = "restore"
        super().accept()
