"""Five renewal models fitted to the intervals between mean event ages, for comparison only."""

from PyQt6.QtWidgets import QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from faultgis.errors import FaultGISError
from faultgis.records.derived import ChronologyModel
from faultgis.records.trench import PaleoEvent
from faultgis.services.editing import EditingSession
from ui import words
from ui.panels.recurrence_pictures import fits, mean_years
from ui.panels.rows import Rows
from ui.words import tr

HEADS = ("Model", "AIC", "Parameters")


class ModelFits(QWidget):
    """The best first; above it what the comparison is worth."""

    def __init__(self) -> None:
        super().__init__()
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setProperty("quiet", True)
        self.table = QTreeWidget()
        self.table.setRootIsDecorated(False)
        self.table.setItemDelegate(Rows(self.table))
        self.table.setAlternatingRowColors(True)
        head = self.table.header()
        assert head is not None
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)

    def show_model(self, model: ChronologyModel | None, session: EditingSession | None) -> None:
        """Fit to the intervals of this chronology."""
        self.table.clear()
        self.table.setHeaderLabels([tr(head) for head in HEADS])
        if model is None or session is None:
            self.said.setText(tr("The comparison comes with the chronology."))
            return
        events = (e for e in session.records["paleo_event"].values() if isinstance(e, PaleoEvent))
        of_site = (e for e in events if e.site_id == model.site_id and e.status != "rejected")
        known = {e.code: e.known_year for e in of_site if e.known_year is not None}
        try:
            rows, count = fits(mean_years(model, known))
        except FaultGISError as error:
            self.said.setText(words.error_sentence(error))
            return
        self.said.setText(
            tr(
                "Fitted to the {count} intervals between the events' mean ages, to compare models only: "
                "recurrence and probability are taken over the joint draws.",
                count=count,
            )
        )
        for name, told, aic in rows:
            item = QTreeWidgetItem([tr(name), aic, told])
            item.setToolTip(2, told)
            self.table.addTopLevelItem(item)
