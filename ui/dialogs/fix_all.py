"""All fixes of a rule at once: how many, asked before it is done."""

from PyQt6.QtWidgets import QWidget

from ui.dialogs.dialog import Dialog, quiet
from ui.forms.widgets import Label
from ui.words import tr


class FixAll(Dialog):
    """Accepted: they are to be fixed. ``does`` says what the fix of the first one does."""

    def __init__(self, parent: QWidget | None, rule: str, demand: str, does: str, count: int) -> None:
        super().__init__(parent, "Fix all", "Fix", 480)
        head = Label("", "title", wrap=True)
        head.setText(tr("Fix {count} findings of {rule}?", count=count, rule=rule))
        told = Label("", wrap=True)
        told.setText(f"{demand}\n{does}")
        self.body.addWidget(head)
        self.body.addWidget(told)
        self.body.addWidget(quiet("It is one edit: Undo takes all of it back."))
        if self.main is not None:
            self.main.setText(tr("Fix {count}", count=count))
