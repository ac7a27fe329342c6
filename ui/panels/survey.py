"""The survey panel: find a fault by name, pinyin or code; a click selects it and goes there."""

from PyQt6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt, pyqtSignal
from PyQt6.QtWidgets import QAbstractItemView, QStackedWidget, QTreeView, QVBoxLayout, QWidget

from faultgis import names
from faultgis.changes import Changes
from ui.forms.widgets import EmptyState, SearchBox
from ui.panels.outline import TREE_KINDS
from ui.panels.rows import Rows
from ui.panels.survey_model import SurveyModel
from ui.workspace import Ref, Workspace

MOST_OPENED = 200
MOST_SELECTED = 100


class SurveyPanel(QWidget):
    """The search box over the tree. ``goto_wanted`` asks the map to show the records clicked, and
    ``layer_wanted`` the layer of a raster clicked on twice;
    ``names_read`` tells that names can be put in the order of their sound now."""

    goto_wanted = pyqtSignal(object)
    first_wanted = pyqtSignal(str)
    names_read = pyqtSignal()
    layer_wanted = pyqtSignal(object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._quiet = False
        self.search = SearchBox("Name, pinyin or code")
        self.search.searched.connect(self._search)
        self.search.returnPressed.connect(self._take_first)
        self.model = SurveyModel(workspace, self)
        self.tree = self._tree()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.tree)
        self.pages.addWidget(
            EmptyState(
                "No survey is open. Surveys hold fault zones, faults and their traces.",
                "Open survey…",
                lambda: self.first_wanted.emit("open_survey"),
            )
        )
        self.pages.addWidget(
            EmptyState(
                "This survey has no faults yet. Import a file or draw the first trace.",
                "Import file…",
                lambda: self.first_wanted.emit("import_file"),
            )
        )
        self.pages.addWidget(EmptyState("Nothing answers this search."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        box = QWidget()
        inner = QVBoxLayout(box)
        inner.setContentsMargins(8, 4, 8, 8)
        inner.addWidget(self.search)
        layout.addWidget(box)
        layout.addWidget(self.pages, 1)
        workspace.opened.connect(self._open)
        workspace.changed.connect(self._changed)
        self._opened: list[Ref] = []
        self._warming = self._wants_first = False
        self.model.modelAboutToBeReset.connect(self._before_reset)
        self.model.modelReset.connect(self._after_reset)
        workspace.selection_changed.connect(self._show_selection)
        self._choose_page()

    def _tree(self) -> QTreeView:
        tree = QTreeView()
        tree.setModel(self.model)
        tree.setHeaderHidden(True)
        tree.setUniformRowHeights(True)
        tree.setItemDelegate(Rows(tree))
        tree.setIndentation(16)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        tree.clicked.connect(self._clicked)
        tree.doubleClicked.connect(lambda _index: self.layer_wanted.emit(self._refs()))
        self._follow_tree(tree)
        return tree

    def _follow_tree(self, tree: QTreeView) -> None:
        selection = tree.selectionModel()
        assert selection is not None
        selection.selectionChanged.connect(lambda _new, _old: self._selected())

    def warm_up(self) -> None:
        """Read the dictionary of sounds in a worker, before anybody searches; names are sorted by it then."""
        if self._warming:
            return
        self._warming = True
        self._workspace.jobs.run(
            "",
            lambda _progress: names.warm_up(),
            lambda _nothing: self._warm(),
            lane="names",
            quiet=True,
        )

    def _warm(self) -> None:
        self.model.sort_by_sound()
        self.names_read.emit()

    def _open(self) -> None:
        self.search.clear()
        self.model.rebuild(empty=True)
        self.warm_up()

    def _changed(self, changes: Changes) -> None:
        self._quiet = True
        self.model.heard(changes)
        self._quiet = False
        self._choose_page()
        if any(changes.ids.get(kind) for kind in TREE_KINDS):
            self._show_selection()

    def _search(self, query: str) -> None:
        self.model.search(query)

    def _before_reset(self) -> None:
        self._quiet = True
        self._opened = self._expanded(QModelIndex())

    def _after_reset(self) -> None:
        for ref in self._opened:
            self.tree.expand(self.model.index_of(ref))
        if self.search.text() and self.model.rowCount() <= MOST_OPENED:
            self.tree.expandToDepth(0)
        self._quiet = False
        self._choose_page()
        self._show_selection()
        if self._wants_first and not self.model.pending:
            self._take_first()

    def _take_first(self) -> None:
        query = self.search.text().strip()
        if query != self.model.query:
            self._search(query)
        self._wants_first = self.model.pending
        if self._wants_first:
            return
        ref = self._first(QModelIndex())
        if ref is not None:
            self._workspace.select([ref])
            self.goto_wanted.emit([ref])

    def _first(self, parent: QModelIndex) -> Ref | None:
        for row in range(self.model.rowCount(parent)):
            index = self.model.index(row, 0, parent)
            ref = self.model.ref(index)
            if ref is not None and ref[0] != "fault_zone":
                return ref
            below = self._first(index)
            if below is not None:
                return below
        return None

    def _expanded(self, parent: QModelIndex) -> list[Ref]:
        found: list[Ref] = []
        for row in range(self.model.rowCount(parent)):
            index = self.model.index(row, 0, parent)
            ref = self.model.ref(index)
            if self.tree.isExpanded(index):
                found += [ref] if ref is not None else []
                found += self._expanded(index)
        return found

    def _choose_page(self) -> None:
        if self._workspace.session is None:
            self.pages.setCurrentIndex(1)
        elif self.model.pending or self.model.rowCount() > 0:
            self.pages.setCurrentIndex(0)
        else:
            self.pages.setCurrentIndex(3 if self.search.text() else 2)

    def _refs(self) -> list[Ref]:
        selection = self.tree.selectionModel()
        assert selection is not None
        refs = (self.model.ref(index) for index in selection.selectedIndexes())
        return [ref for ref in refs if ref is not None]

    def _selected(self) -> None:
        if not self._quiet:
            self._quiet = True
            self._workspace.select(self._refs())
            self._quiet = False

    def _clicked(self, _index: QModelIndex) -> None:
        refs = self._refs()
        if refs:
            self.goto_wanted.emit(refs)

    def _show_selection(self) -> None:
        if self._quiet:
            return
        selection = self.tree.selectionModel()
        assert selection is not None
        self._quiet = True
        found = (self.model.index_of(ref) for ref in self._workspace.selection[:MOST_SELECTED])
        lines = [index for index in found if index.isValid()]
        picked = QItemSelection()
        for index in lines:
            picked.select(index, index)
        selection.select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if lines:
            self.tree.scrollTo(lines[0])
        self._quiet = False

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.model.rebuild()
