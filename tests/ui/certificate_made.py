"""A published survey with one fault, a question and sites beside it, for certificates."""

from dataclasses import replace
from pathlib import Path

from shapely import MultiLineString, Polygon

from db.work import Database
from faultgis.avoidance.sites import Site
from faultgis.changes import Change
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.assessing import Question, question
from faultgis.services.certifying import Asked, Printed

# About 95.5 km per degree of longitude and 110.9 km per degree of latitude here.
LINE = [(103.60, 31.00), (103.62, 31.00), (103.64, 31.002)]


def survey_with_fault(database: Database, code: str = "PG") -> Survey:
    """A published 1:50,000 survey with a Holocene fault that runs from west to east."""
    survey = database.create_survey(
        Survey(
            code=code,
            name_zh="彭灌调查",
            name_en="Pengguan survey",
            mapping_scale=50_000,
            publication="published",
        )
    )
    fault = Fault(
        survey_id=survey.id,
        code="F1",
        name_zh="彭灌断裂",
        name_en="Pengguan fault",
        kinematics="reverse",
        latest_activity="holocene",
        publication="published",
    )
    trace = Trace(
        survey_id=survey.id,
        fault_id=fault.id,
        geometry=MultiLineString([LINE]),
        exposure="exposed",
        accuracy="accurate",
        location_error_m=10.0,
        hanging_wall="left",
        publication="published",
    )
    database.save([Change(None, fault), Change(None, trace)])
    return survey


def parcel(north_m: float, name: str = "S1", size_m: float = 60.0) -> Site:
    """A square parcel whose southern edge lies so many metres north of the fault."""
    south, west = 31.0 + north_m / 110_870, 103.61
    east, north = west + size_m / 95_490, south + size_m / 110_870
    return Site(name, Polygon([(west, south), (east, south), (east, north), (west, north)]))


def asked_8(building_class: str = "乙") -> Question:
    """GB 50011 at intensity 8."""
    return question("CN-GB50011-2010", {"building_class": building_class, "intensity": 8})


def move_trace(database: Database, survey: Survey, north_m: float) -> None:
    """Somebody finds that the fault runs farther north."""
    trace = database.load(survey.id, ("trace",))["trace"][0]
    assert isinstance(trace, Trace)
    moved = MultiLineString([[(x, y + north_m / 110_870) for x, y in LINE]])
    database.save([Change(trace, replace(trace, geometry=moved))], "found farther north")


def unprinted(_asked: Asked, draft: object) -> Printed:
    """Stands for the printer where the register is the subject."""
    return Printed(f"{getattr(draft, 'code', '')}.pdf", "00")


def pages(pdf: Path) -> str:
    """The text of a PDF."""
    import subprocess

    return subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
