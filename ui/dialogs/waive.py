"""Somebody answers for findings: why they may stand, who says so, and when."""

from collections.abc import Sequence
from datetime import date

from PyQt6.QtWidgets import QPlainTextEdit, QWidget

from ui.dialogs.dialog import Dialog, quiet, row
from ui.forms.widgets import Label
from ui.words import tr

# So many of the findings are told in full.
MOST_TOLD = 4
REASON_HEIGHT = 84


class Waive(Dialog):
    """``reason`` is what was entered; there must be one."""

    def __init__(self, parent: QWidget | None, sentences: Sequence[str], by: str) -> None:
        super().__init__(parent, "Waive", "Waive", 520)
        said = [f"• {text}" for text in sentences[:MOST_TOLD]]
        if len(sentences) > MOST_TOLD:
            said.append(tr("and {count} more", count=len(sentences) - MOST_TOLD))
        told = Label("", wrap=True)
        told.setText("\n".join(said))
        self.body.addWidget(told)
        self.why = QPlainTextEdit()
        self.why.setFixedHeight(REASON_HEIGHT)
        self.why.setTabChangesFocus(True)
        self.why.setPlaceholderText(tr("e.g. checked in the field, the value is right"))
        grid = self.grid()
        row(grid, "Reason given", self.why)
        row(grid, "Who answers for it", _said(by))
        row(grid, "Date", _said(date.today().isoformat()))
        self.body.addWidget(
            quiet(
                "The waiver holds while the same value stands in the same place; it is saved with the survey"
                " and goes out with each delivery."
            )
        )
        self.why.setFocus()

    @property
    def reason(self) -> str:
        """Why the findings may stand."""
        return self.why.toPlainText().strip()

    def accept(self) -> None:
        """Without a reason nothing is waived."""
        if not self.reason:
            self.say_problem(tr("A waiver needs a reason."))
            self.why.setFocus()
            return
        super().accept()


def _said(text: str) -> Label:
    made = Label("")
    made.setText(text)
    return made
