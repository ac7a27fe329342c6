"""An age for a marker: a sample and a result to be filled in."""

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.records.kinds import AnyRecord
from faultgis.records.sample import LabResult, Sample
from faultgis.services.editing import EditingSession
from faultgis.services.trenching import first_free


def add_age(session: EditingSession, marker: AnyRecord) -> tuple[Edit, LabResult]:
    """The edit that dates a marker, and its result, still without numbers."""
    taken = [str(getattr(sample, "code", "")) for sample in session.records["sample"].values()]
    code = first_free(taken, f"{getattr(marker, 'code', 'M')}-S{{}}")
    survey = session.survey.id
    sample = Sample(survey_id=survey, code=code, marker_id=marker.id)
    result = LabResult(survey_id=survey, sample_id=sample.id, lab_code=code, sigma=1)
    return Edit("edit.add_age", (Change(None, sample), Change(None, result))), result
