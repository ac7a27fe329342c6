"""About, keys and mouse, and the search through all commands."""

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QObject, QSize, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QTreeWidget, QTreeWidgetItem, QWidget

from ui import theme
from ui.actions import ACTIONS, MENUS, Action, key_text
from ui.dialogs.dialog import Dialog, quiet
from ui.forms.widgets import Label, SearchBox
from ui.words import tr

MOUSE = (
    ("Wheel", "Zoom at the mouse; with Ctrl in fine steps"),
    ("Middle button, or Space and drag", "Move the map, in the middle of any tool"),
    ("Shift and drag with the hand", "Zoom to a box"),
    ("Click", "Select, set a vertex"),
    ("Shift and click", "Add to the selection or take away"),
    ("Double click or right click", "Finish the line"),
    ("Esc", "Take back the last vertex"),
    ("Arrow keys", "Move the map"),
)


class KeysHelp(Dialog):
    """All keys, by menu, and what the mouse does."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "Keyboard and mouse", "", 560, 560)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)
        self.tree.setRootIsDecorated(False)
        for menu in MENUS:
            keyed = [action for action in ACTIONS if action.menu == menu and action.key]
            self._group(menu, [(tr(action.text).rstrip("…"), key_text(action)) for action in keyed])
        self._group("Mouse", [(tr(what), tr(how)) for how, what in MOUSE])
        self.tree.expandAll()
        self.tree.resizeColumnToContents(0)
        self.body.addWidget(self.tree, 1)
        self.body.addWidget(quiet("Single letters work while the map has the focus."))

    def _group(self, title: str, rows: list[tuple[str, str]]) -> None:
        head = QTreeWidgetItem([tr(title)])
        font = head.font(0)
        font.setBold(True)
        head.setFont(0, font)
        self.tree.addTopLevelItem(head)
        for what, how in rows:
            head.addChild(QTreeWidgetItem([what, how]))


class About(Dialog):
    """Version, licence, where things are, and whose data are shown."""

    def __init__(self, parent: QWidget | None, place: str, home: str, attribution: str) -> None:
        super().__init__(parent, "About FaultGIS", "", 520)
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("faultgis")
        except PackageNotFoundError:
            number = ""
        head = Label("", "title")
        head.setText(f"FaultGIS {number}".strip())
        self.body.addWidget(head)
        self.body.addWidget(
            Label("Active-fault surveys on PostGIS: map, measure, check and deliver", wrap=True)
        )
        self.body.addWidget(quiet("Free software under the GNU General Public License, version 3 or later."))
        lines = ((tr("Database"), place), (tr("Data folder"), home), (tr("Data shown"), attribution))
        for name, value in lines:
            if value:
                label = QLabel(f"{name}{tr(': ')}{value}")
                label.setWordWrap(True)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self.body.addWidget(label)
        self.body.addStretch()


class CommandSearch(Dialog):
    """Type a few letters (or pinyin) of a command; Enter carries it out. ``chosen`` is its id."""

    def __init__(self, parent: QWidget | None, enabled: Callable[[str], bool]) -> None:
        super().__init__(parent, "Search commands", "", 480, 420)
        self.chosen = ""
        self._enabled = enabled
        self.search = SearchBox("What do you want to do?", rest_ms=0)
        self.search.searched.connect(lambda _query: self._fill())
        self.search.installEventFilter(self)
        self.search.returnPressed.connect(self._take)
        self.list = QListWidget()
        self.list.setIconSize(QSize(theme.ICON, theme.ICON))
        self.list.itemActivated.connect(lambda _item: self._take())
        self.body.addWidget(self.search)
        self.body.addWidget(self.list, 1)
        self._fill()
        self.search.setFocus()

    def _answers(self, action: Action, query: str) -> bool:
        from faultgis import names

        return not query or bool(names.matches(query, tr(action.text), action.text, action.id))

    def _fill(self) -> None:
        query = self.search.text().strip()
        self.list.clear()
        for action in ACTIONS:
            if action.id == "commands" or not self._answers(action, query):
                continue
            keys = key_text(action)
            text = f"{tr(action.menu)} ▸ {tr(action.text)}" + (f"    {keys}" if keys else "")
            item = QListWidgetItem(theme.icon(action.icon), text)
            item.setData(Qt.ItemDataRole.UserRole, action.id)
            if not self._enabled(action.id):
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        self._to_first()

    def _to_first(self) -> None:
        for at in range(self.list.count()):
            item = self.list.item(at)
            if item is not None and item.flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentRow(at)
                return

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None and item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.chosen = item.data(Qt.ItemDataRole.UserRole)
            super().accept()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Up and down in the search line move through the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                row = self.list.currentRow() + step
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
                return True
        return super().eventFilter(watched, event)
