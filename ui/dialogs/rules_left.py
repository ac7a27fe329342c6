"""The rules of a check that had nothing to check, or could not be run, and why."""

from PyQt6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from faultgis.services.checking import Checkup
from ui.dialogs.dialog import Dialog, quiet
from ui.printing import quality_content as content
from ui.words import tr


class RulesLeft(Dialog):
    """Two tables under their heads."""

    def __init__(self, parent: QWidget | None, checkup: Checkup) -> None:
        super().__init__(parent, "Rules not run", "", 820, 460)
        self.body.addWidget(quiet("These rules are outside the score."))
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([tr("Rule"), tr("What it demands")])
        self.tree.setAlternatingRowColors(True)
        self.tree.setWordWrap(True)
        self._add(tr("Rules that could not be run:"), content.failed(checkup)[1:])
        self._add(tr("Nothing to check"), content.not_applicable(checkup)[1:])
        self.tree.expandAll()
        head = self.tree.header()
        if head is not None:
            head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.body.addWidget(self.tree, 1)

    def _add(self, title: str, rows: content.Table) -> None:
        if not rows:
            return
        top = QTreeWidgetItem([f"{title.rstrip(':：')} ({len(rows)})"])
        self.tree.addTopLevelItem(top)
        top.setFirstColumnSpanned(True)
        for rule, demand, *why in rows:
            text = " — ".join([demand, *why])
            item = QTreeWidgetItem([rule, text])
            item.setToolTip(1, text)
            top.addChild(item)
