"""The form of what is selected on the log."""

from pathlib import PurePath
from uuid import UUID

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from faultgis.changes import Changes
from faultgis.records.trench import WallFeature, WallImage
from faultgis.walls.shapes import AREA_KINDS
from ui.forms import shown
from ui.forms.fields import FORMS, KIND_WORDS
from ui.forms.form import RecordForm
from ui.forms.widgets import Elided, Label
from ui.walls.hub import Hub
from ui.words import tr

_ALWAYS = ("kind", "code", "description")
_OF_KIND = {
    "contact": ("younger_unit_id", "older_unit_id", "certainty"),
    "fault": ("role", "certainty"),
    "event_horizon": ("event_id", "certainty"),
    "crack": ("certainty",),
}


class LogRecord(QWidget):
    """One record at a time, or several of a kind."""

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self._hub = hub
        self._forms: dict[str, RecordForm] = {}
        self._kind = ""
        self.title = Elided()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        head = QVBoxLayout()
        head.setContentsMargins(12, 8, 12, 4)
        head.addWidget(self.title)
        self.empty = Label(
            "Select something on the wall or in the lists above: its fields appear here.", "quiet"
        )
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(12, 8, 12, 8)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.addWidget(self.empty)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        hub.workspace.selection_changed.connect(self.refresh)
        hub.workspace.changed.connect(self._changed)
        self.refresh()

    @property
    def form(self) -> RecordForm | None:
        """The form on view."""
        return self._forms.get(self._kind)

    def flush(self) -> None:
        """Take over what is still being typed."""
        for form in self._forms.values():
            form.flush()

    def _wanted(self) -> tuple[str, list[UUID]]:
        """The kind and the records to show: of samples on the wall the sample itself."""
        selection = [ref for ref in self._hub.workspace.selection if ref[0] in FORMS]
        features = [self._hub.record(*ref) for ref in selection if ref[0] == "wall_feature"]
        samples = [f.sample_id for f in features if isinstance(f, WallFeature) and f.sample_id is not None]
        if samples and len(samples) == len(features) == len(selection):
            return "sample", samples
        kind = selection[-1][0] if selection else ""
        return kind, [key for one, key in selection if one == kind]

    def refresh(self) -> None:
        """Show the form of what is selected now."""
        self.flush()
        kind, ids = self._wanted()
        self._kind = kind if ids and self._hub.record(kind, ids[0]) is not None else ""
        self.empty.setVisible(not self._kind)
        self.title.setVisible(bool(self._kind))
        for name, form in self._forms.items():
            form.setVisible(name == self._kind)
        if not self._kind:
            return
        form = self._form(kind)
        form.show_records(ids)
        form.show()
        self._narrow(form)
        self._show_title()

    def _form(self, kind: str) -> RecordForm:
        if kind not in self._forms:
            made = self._forms[kind] = RecordForm(self._hub.workspace, kind)
            self._column.insertWidget(self._column.count() - 1, made)
        return self._forms[kind]

    def _narrow(self, form: RecordForm) -> None:
        """Of a feature only the fields that mean something for its kind."""
        features = [r for r in form.records if isinstance(r, WallFeature)]
        if not features:
            return
        wanted = set(_ALWAYS) if len(features) == 1 else {"kind", "description"}
        for feature in features:
            wanted |= {"unit_id"} if feature.kind in AREA_KINDS else set(_OF_KIND.get(feature.kind, ()))
        form.show_only(wanted)

    def _show_title(self) -> None:
        form = self.form
        records = form.records if form is not None else []
        if len(records) == 1:
            self.title.setText(self._named(records[0]))
        else:
            self.title.setText(f"{tr(KIND_WORDS[self._kind])} × {len(records)}")

    def _named(self, record: object) -> str:
        if isinstance(record, WallFeature):
            label = self._hub.log.label(record) if self._hub.log is not None else record.code
            return f"{shown.code_label('wall_feature_kind', record.kind)} {label}".strip()
        if isinstance(record, WallImage):
            return f"{tr(KIND_WORDS[self._kind])} {PurePath(record.path).name}"
        found = next((r for r in (self.form.records if self.form is not None else [])), None)
        return f"{tr(KIND_WORDS[self._kind])} {shown.title(found)}"

    def _changed(self, changes: Changes) -> None:
        form = self.form
        if form is None:
            return
        if not form.records:
            self.refresh()
        elif changes.touches(self._kind, "strat_unit", "paleo_event"):
            form.refresh()
            self._narrow(form)
            self._show_title()
