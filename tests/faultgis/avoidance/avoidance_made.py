"""Surveys made for questions about avoidance."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from shapely import MultiLineString

from faultgis.avoidance.mapped import Mapped, prepare
from faultgis.kinematics import opposite
from faultgis.records.fault import Fault
from faultgis.records.site import DeformationWidth
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace

SURVEY = Survey(code="AV", mapping_scale=50_000)
FAULT = Fault(survey_id=SURVEY.id, code="F1", latest_activity="holocene", kinematics="normal")
Places = Sequence[tuple[float, float]]


def trace(*parts: Places, **fields: Any) -> Trace:
    """A well-located exposed trace of the fault through these places."""
    stated = {"exposure": "exposed", "accuracy": "accurate", "location_error_m": 5.0, **fields}
    return Trace(
        survey_id=SURVEY.id, fault_id=FAULT.id, geometry=MultiLineString([list(p) for p in parts]), **stated
    )


def mapped(*traces: Trace, fault: Fault = FAULT, survey: Survey = SURVEY, **more: Any) -> Mapped:
    """The survey with these traces, made ready."""
    return prepare(survey, {"fault": [fault], "trace": list(traces), **more})


def turned(of: Trace) -> Trace:
    """The same trace on the ground, digitized the other way round."""
    parts = [list(line.coords)[::-1] for line in of.geometry.geoms][::-1]
    stretches = tuple(replace(s, start=1 - s.end, end=1 - s.start) for s in of.stretches)[::-1]
    sides = {name: opposite(getattr(of, name)) for name in ("hanging_wall", "upthrown")}
    return replace(of, geometry=MultiLineString(parts), stretches=stretches, **sides)  # type: ignore[arg-type]


def turned_width(of: DeformationWidth) -> DeformationWidth:
    """The same width beside a trace digitized the other way round."""
    return replace(of, left=of.right, right=of.left)
