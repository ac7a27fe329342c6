"""The buttons of the import beside its main one: those that lead somewhere from the step in hand."""

from collections.abc import Callable

from PyQt6.QtWidgets import QHBoxLayout

from ui.forms.widgets import Button

Press = Callable[[], object]
CONTENTS, PREVIEW, RESULT = 1, 2, 3


class ImportFoot:
    """To the left what is done with the report, to the right the ways back and past the file."""

    def __init__(self, foot: QHBoxLayout, back: Press, skip: Press, save: Press, take_back: Press) -> None:
        self.save = Button("Save report…", save)
        self.take_back = Button("Take this import back", take_back)
        self.skip = Button("Skip this file", skip)
        self.back = Button("Back", back)
        foot.insertWidget(0, self.save)
        foot.insertWidget(1, self.take_back)
        foot.insertWidget(3, self.skip)
        foot.insertWidget(4, self.back)

    def show_step(self, step: int, more: bool, saved: bool) -> None:
        """Show what can be done: ``more`` files wait, the last import was ``saved``."""
        self.save.setVisible(step in (PREVIEW, RESULT))
        self.take_back.setVisible(step == RESULT and saved)
        self.skip.setVisible(step in (CONTENTS, PREVIEW) and more)
        self.back.setVisible(step in (CONTENTS, PREVIEW))

    def set_enabled(self, on: bool) -> None:
        """Whether they can be pressed."""
        for button in (self.save, self.take_back, self.skip, self.back):
            button.setEnabled(on)
