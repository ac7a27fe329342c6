"""Closing with unsaved edits: save, leave them in the journal, or stay."""

from PyQt6.QtWidgets import QWidget

from ui.dialogs.dialog import Dialog, quiet
from ui.forms.widgets import Button, Label
from ui.words import tr


class UnsavedEdits(Dialog):
    """``choice``: ``save``, ``keep`` (they are offered again next time) or ``stay``."""

    def __init__(self, parent: QWidget | None, count: int) -> None:
        super().__init__(parent, "Unsaved edits", "Save and close", 480)
        self.choice = "stay"
        head = Label("", "title", wrap=True)
        head.setText(tr("{count} records are not saved.", count=count))
        self.body.addWidget(head)
        self.body.addWidget(
            quiet("Closed without saving, they stay in the journal and are offered next time.")
        )
        self.out.setText(tr("Stay"))
        self.foot.insertWidget(0, Button("Close without saving", self._keep, "flat"))

    def _keep(self) -> None:
        self.choice = "keep"
        super().reject()

    def accept(self) -> None:
        self.choice = "save"
        super().accept()
