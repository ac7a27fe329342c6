"""Samples of the trench and what laboratories reported of them."""

from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from faultgis.records.sample import LabResult, Sample
from faultgis.services.digitizing import create_record, delete_records
from faultgis.walls.log import TrenchLog
from ui.forms import shown
from ui.forms.widgets import Button
from ui.walls.hub import Hub
from ui.walls.painting import colour_of
from ui.walls.panels.listing import Listing, Row, follow
from ui.words import tr
from ui.workspace import Ref


class SamplesPanel(QWidget):
    """A sample without a place, chosen here, is put where the sample tool clicks."""

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self._hub = hub
        self.list = Listing(("Sample", "Unit", "Material, age"), stretch=2)
        self.result = Button("Add laboratory result", self._add_result, icon="add")
        self.remove = Button("Delete", self._remove, "flat")
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 4, 8, 4)
        buttons.setSpacing(8)
        buttons.addWidget(self.result)
        buttons.addStretch()
        buttons.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        self.list.taken.connect(self._taken)
        hub.renewed.connect(self.refresh)
        hub.workspace.selection_changed.connect(self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Show the samples as they stand, by their units from the youngest down."""
        log = self._hub.log
        found = sorted(log.samples.values(), key=lambda s: shown.text_key(s.code)) if log is not None else []
        self.list.fill([_row(log, sample) for sample in found] if log is not None else [])
        self._enable()

    def _enable(self) -> None:
        self.result.setEnabled(self._sample() is not None)
        self.remove.setEnabled(self.list.chosen is not None)

    def _sample(self) -> Sample | None:
        """The chosen sample, or that of the chosen result."""
        ref = self.list.chosen
        record = self._hub.record(*ref) if ref is not None else None
        if isinstance(record, LabResult):
            record = self._hub.record("sample", record.sample_id)
        return record if isinstance(record, Sample) else None

    def _taken(self, ref: Ref) -> None:
        self._hub.select(ref)
        sample, log = self._sample(), self._hub.log
        if sample is None or log is None:
            return
        place = next((f for f in log.features.values() if f.sample_id == sample.id), None)
        self._hub.choices.sample_id = sample.id if place is None else None
        if place is not None:
            self._hub.look_wanted.emit(place.wall_id, place.shape.centroid.x, place.shape.centroid.y)

    def _follow(self) -> None:
        for kind in ("sample", "lab_result"):
            found = self._hub.selected(kind)
            if found:
                self.list.choose((kind, found[-1]))
        for key in self._hub.selected("wall_feature"):
            feature = self._hub.record("wall_feature", key)
            if feature is not None and feature.sample_id is not None:
                follow(self.list, "sample", lambda feature=feature: [feature.sample_id])  # type: ignore[misc]
        self._enable()

    def _add_result(self) -> None:
        sample = self._sample()
        if sample is None:
            return
        log = self._hub.log
        count = sum(r.sample_id == sample.id for r in log.results.values()) if log is not None else 0
        code = sample.code if not count else f"{sample.code}-{count + 1}"
        made = LabResult(
            survey_id=sample.survey_id, sample_id=sample.id, lab_code=code, method=sample.method, sigma=1
        )
        if self._hub.do(lambda _log: create_record(made)) is not None:
            self._hub.select(("lab_result", made.id))

    def _remove(self) -> None:
        session, chosen = self._hub.workspace.session, self.list.chosen
        if session is not None and chosen is not None:
            self._hub.do(lambda _log: delete_records(session.records, [chosen], with_children=True))


def _row(log: TrenchLog, sample: Sample) -> Row:
    results = [r for r in log.results.values() if r.sample_id == sample.id]
    unit = log.units.get(sample.unit_id) if sample.unit_id is not None else None
    placed = any(f.sample_id == sample.id for f in log.features.values())
    said = [sample.material, "" if results else tr("not dated"), "" if placed else tr("not on a wall")]
    texts = (sample.code, unit.code if unit is not None else "–", " · ".join(filter(None, said)))
    colour = colour_of(log, sample.unit_id) if unit is not None else QColor(0, 0, 0, 0)
    children = tuple(Row(("lab_result", r.id), (f"↳ {r.lab_code}", "", age_text(r))) for r in results)
    return Row(("sample", sample.id), texts, colour, children=children)


def age_text(result: LabResult) -> str:
    """A result as it is read: ``2748 ± 32 BP``, ``12.4 ± 0.9 ka``."""
    if result.rejected:
        return tr("not used")
    if result.c14_age is not None:
        error = f" ± {shown.number(result.c14_error)}" if result.c14_error is not None else ""
        return f"{shown.number(result.c14_age)}{error} BP"
    if result.f14c is not None:
        error = f" ± {shown.number(result.f14c_error)}" if result.f14c_error is not None else ""
        return f"F14C {shown.number(result.f14c)}{error}"
    if result.age_ka is not None:
        error = f" ± {shown.number(result.age_minus_ka)}" if result.age_minus_ka is not None else ""
        return f"{shown.number(result.age_ka)}{error} ka"
    return tr("no age yet")
