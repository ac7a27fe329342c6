"""The button that tells how many findings are counted and not listed, and lists them."""

from collections.abc import Callable, Mapping

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QMenu

from ui.forms.widgets import Button
from ui.words import tr

# So many pixels of a rule's demand stand in the menu.
LONGEST = 420
RIGHT = Qt.TextElideMode.ElideRight


class More(Button):
    """There where something is not listed; ``wanted`` names the rule of which all are to be listed: the one
    that is looked at (``rule``), the only one, or the one that is picked."""

    wanted = pyqtSignal(str)

    def __init__(self, rule: Callable[[], str]) -> None:
        super().__init__("", self._ask, "flat")
        self._rule = rule
        self._hidden: Mapping[str, int] = {}
        self._demands: Mapping[str, str] = {}
        self.hide()

    def show_hidden(self, hidden: Mapping[str, int], demands: Mapping[str, str]) -> None:
        """Tell how many findings of each rule are not listed; ``demands`` are the rules in words."""
        self._hidden, self._demands = hidden, demands
        count = sum(hidden.values())
        self.setVisible(count > 0)
        self.setText(tr("{count} more…", count=f"{count:,}"))
        self.setToolTip(tr("Of each rule the first are listed, all are counted: list the others, too"))

    def _ask(self) -> None:
        rule = self._rule()
        if rule not in self._hidden and len(self._hidden) == 1:
            (rule,) = self._hidden
        if rule in self._hidden:
            self.wanted.emit(rule)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, count in self._hidden.items():
            text = tr("List all of {rule}: {count} more", rule=name, count=f"{count:,}")
            demand = self.fontMetrics().elidedText(self._demands.get(name, ""), RIGHT, LONGEST)
            action = menu.addAction(f"{text} · {demand}".replace("&", "&&"))
            assert action is not None
            action.triggered.connect(lambda _on, name=name: self.wanted.emit(name))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
