"""Who answers for what: the waivers of the survey with reason, name and date; they are taken back here."""

from collections.abc import Callable, Collection, Mapping, Sequence

from PyQt6.QtCore import QItemSelectionModel
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from faultgis.quality.finding import Finding
from faultgis.records.delivery import Waiver
from ui.dialogs.dialog import Dialog, quiet
from ui.dialogs.tables import Table
from ui.forms.widgets import Button
from ui.words import tr

HEADS = ("State", "Rule", "ID", "What was found", "Reason given", "Waived by", "On")
# What was found and why it may stand share the room that the others leave.
SENTENCES = 3, 4
SIZE = 1040, 480


class Waivers(Dialog):
    """``holding`` are the findings that are answered for, by their keys (``None``: nothing was checked);
    ``lapsed`` the keys of those that the check looked for in vain; ``withdraw`` takes waivers back and tells
    which are left. ``goto`` is the finding that was to be shown."""

    def __init__(
        self,
        parent: QWidget | None,
        waivers: Sequence[Waiver],
        holding: Mapping[str, Finding] | None,
        lapsed: Collection[str],
        withdraw: Callable[[Sequence[Waiver]], Sequence[Waiver]],
    ) -> None:
        super().__init__(parent, "Waivers", "", *SIZE)
        self.goto: Finding | None = None
        self._holding, self._lapsed, self._take_back = holding, lapsed, withdraw
        self._waivers: list[Waiver] = []
        self.state, self.whole = quiet(""), quiet("")
        self.table = Table([tr(head) for head in HEADS])
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        head = self.table.horizontalHeader()
        assert head is not None
        head.setStretchLastSection(False)
        for column in SENTENCES:
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.body.addWidget(self.state)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.whole)
        self.withdraw = Button("Take waiver back", self._withdraw)
        self.show_finding = Button("Show its finding", self._show_finding)
        self.foot.insertWidget(0, self.withdraw)
        self.foot.insertWidget(1, self.show_finding)
        self.table.itemSelectionChanged.connect(self._chosen)
        self.table.itemDoubleClicked.connect(lambda _item: self._show_finding())
        self._fill(waivers)

    def _fill(self, waivers: Sequence[Waiver]) -> None:
        self._waivers = sorted(waivers, key=lambda each: (each.rule, each.row_code, each.finding))
        rows = [_cells(each, self._state(each)) for each in self._waivers]
        self.table.fill(rows)
        if not rows:
            said = tr("Nobody answers for a finding yet: choose one in the list of findings and waive it.")
        elif self._holding is None:
            said = tr("Check the survey (F3) to see which of them still hold.")
        else:
            said = tr("A waiver whose data have changed holds no more; it can be taken back.")
        self.state.setText(said)
        if rows:
            # Not as a click would: a key that is held down would take part.
            flag = QItemSelectionModel.SelectionFlag
            self.table.setCurrentCell(0, 0, flag.ClearAndSelect | flag.Rows)
        self._chosen()

    def _state(self, waiver: Waiver) -> str:
        if waiver.finding in (self._holding or ()):
            return tr("holds")
        return tr("lapsed") if waiver.finding in self._lapsed else tr("not checked")

    def chosen(self) -> list[Waiver]:
        """The waivers of the rows chosen."""
        selection = self.table.selectionModel()
        rows = sorted(index.row() for index in selection.selectedRows()) if selection is not None else []
        return [self._waivers[row] for row in rows]

    def _found(self) -> Finding | None:
        """The finding of the only waiver chosen."""
        chosen = self.chosen()
        return (self._holding or {}).get(chosen[0].finding) if len(chosen) == 1 else None

    def _chosen(self) -> None:
        chosen = self.chosen()
        said = (chosen[0].message, chosen[0].reason) if len(chosen) == 1 else ()
        self.whole.setText("\n".join(filter(None, said)))
        self.withdraw.setEnabled(bool(chosen))
        self.show_finding.setEnabled(self._found() is not None)

    def _withdraw(self) -> None:
        self._fill(self._take_back(self.chosen()))

    def _show_finding(self) -> None:
        self.goto = self._found()
        if self.goto is not None:
            self.accept()


def _cells(waiver: Waiver, state: str) -> tuple[str, ...]:
    at = waiver.waived_at
    day = at.astimezone().date().isoformat() if at is not None else ""
    code = waiver.row_code or waiver.class_name
    return state, waiver.rule, code, waiver.message, waiver.reason, waiver.waived_by, day
