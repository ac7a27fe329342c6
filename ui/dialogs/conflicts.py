"""Somebody else changed the same records: both sides beside each other, and a choice for each record."""

from collections.abc import Sequence
from dataclasses import fields as dataclass_fields
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget
from shapely.geometry.base import BaseGeometry

from faultgis.changes import Conflict
from faultgis.services.editing import EditingSession
from faultgis.values import Estimate
from ui import theme
from ui.dialogs.dialog import Dialog, link, quiet
from ui.forms import shown
from ui.forms.fields import KIND_WORDS, Field, fields
from ui.words import tr

SKIPPED = ("id", "survey_id", "stamp", "source")
MINE, THEIRS = "mine", "theirs"
ROW = 26


def differing(conflict: Conflict) -> list[str]:
    """The fields in which base, mine and theirs are not all alike."""
    sides = [side for side in (conflict.base, conflict.mine, conflict.theirs) if side is not None]
    if len(sides) < 2:
        return []
    names = [f.name for f in dataclass_fields(sides[0]) if f.name not in SKIPPED]
    return [n for n in names if any(getattr(side, n) != getattr(sides[0], n) for side in sides[1:])]


def side_text(session: EditingSession, conflict: Conflict, side: Any, name: str) -> str:
    """One side's value of a field in words."""
    if side is None:
        return tr("deleted")
    value = getattr(side, name)
    field = next((f for f in fields(conflict.kind) if f.name == name), None)
    if isinstance(value, BaseGeometry):
        return tr("{count} vertices", count=_vertices(value))
    if isinstance(value, Estimate):
        return shown.estimate(value)
    if isinstance(field, Field):
        return shown.cell(session, side, field) or "—"
    return shown.plain(value) if not isinstance(value, UUID) else value.hex[-6:]


def _vertices(geometry: BaseGeometry) -> int:
    import shapely

    return int(shapely.count_coordinates(geometry))


class Conflicts(Dialog):
    """``choices`` says for each record whether to keep mine or take theirs. Nothing is lost either way: what
    is not taken stays in the history (theirs) or can be undone back to (mine)."""

    def __init__(
        self, parent: QWidget | None, session: EditingSession, conflicts: Sequence[Conflict]
    ) -> None:
        super().__init__(parent, "Changed by others meanwhile", "Apply and save again", 860, 480)
        self._conflicts = tuple(conflicts)
        self._choosers: dict[UUID, QComboBox] = {}
        self.body.addWidget(
            quiet(
                "Somebody else saved these records after you read them. Nothing of yours was written. "
                "Choose for each record; the other side stays in its history."
            )
        )
        self.tree = QTreeWidget()
        self.tree.setColumnCount(5)
        self.tree.setHeaderLabels([tr(t) for t in ("Record, field", "Before", "Mine", "Theirs", "Keep")])
        self.tree.setAlternatingRowColors(True)
        for conflict in self._conflicts:
            self._add(session, conflict)
        self.tree.expandAll()
        head = self.tree.header()
        assert head is not None
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 232), (4, 136)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, width)
        self.body.addWidget(self.tree, 1)
        line = QHBoxLayout()
        line.addWidget(link("Keep mine everywhere", lambda: self._all(MINE)))
        line.addWidget(link("Take theirs everywhere", lambda: self._all(THEIRS)))
        line.addStretch()
        self.body.addLayout(line)

    def _add(self, session: EditingSession, conflict: Conflict) -> None:
        record = conflict.mine or conflict.theirs or conflict.base
        kind, title = tr(KIND_WORDS[conflict.kind]), shown.title(record)
        item = QTreeWidgetItem([title if title.startswith(kind) else f"{kind} {title}"])
        item.setToolTip(0, item.text(0))
        self.tree.addTopLevelItem(item)
        chooser = QComboBox()
        chooser.addItem(tr("Keep mine"), MINE)
        chooser.addItem(tr("Take theirs"), THEIRS)
        self._choosers[conflict.id] = chooser
        self.tree.setItemWidget(item, 4, chooser)
        if conflict.mine is None or conflict.theirs is None:
            existence = QTreeWidgetItem(["", "", *self._existence(conflict)])
            existence.setSizeHint(0, QSize(0, ROW))
            item.addChild(existence)
        for name in differing(conflict):
            self._add_field(session, conflict, name, item)

    @staticmethod
    def _existence(conflict: Conflict) -> list[str]:
        sides = (conflict.mine, conflict.theirs)
        return [tr("deleted") if side is None else tr("changed") for side in sides]

    @staticmethod
    def _add_field(session: EditingSession, conflict: Conflict, name: str, item: QTreeWidgetItem) -> None:
        field = next((f for f in fields(conflict.kind) if f.name == name), None)
        label = tr(field.label) if field is not None else tr(OTHER_LABELS.get(name, name))
        sides = (conflict.base, conflict.mine, conflict.theirs)
        texts = [side_text(session, conflict, side, name) for side in sides]
        child = QTreeWidgetItem([label, *texts])
        child.setSizeHint(0, QSize(0, ROW))
        for column, side in ((2, conflict.mine), (3, conflict.theirs)):
            base = conflict.base
            if side is not None and base is not None and getattr(side, name) != getattr(base, name):
                font = child.font(column)
                font.setBold(True)
                child.setFont(column, font)
                child.setForeground(column, QColor(theme.colours().accent))
        for column in range(4):
            child.setToolTip(column, child.data(column, Qt.ItemDataRole.DisplayRole))
        item.addChild(child)

    def _all(self, choice: str) -> None:
        for chooser in self._choosers.values():
            chooser.setCurrentIndex(chooser.findData(choice))

    @property
    def choices(self) -> list[tuple[Conflict, bool]]:
        """Each conflict, and whether mine is kept."""
        return [(c, self._choosers[c.id].currentData() == MINE) for c in self._conflicts]


OTHER_LABELS = {
    "geometry": "Geometry",
    "stretches": "Stretches",
    "segment_id": "Segment",
    "point_id": "Point",
}
