"""Packages made by hand, and one rule run on them: what the tests of the quality checks share."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from babel.messages.pofile import read_po
from shapely import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

import resources
from faultgis.geometry.frame import Frame
from faultgis.national.rows import Package, Row
from faultgis.national.template import load
from faultgis.quality import checks
from faultgis.quality.finding import Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import CHECKS
from faultgis.quality.rules import shipped
from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.records.survey import Survey

assert checks  # importing it registers the checks
TEMPLATE = load()
SURVEY = Survey(
    code="Q1", name_zh="检查样例", division="510100", topic="100", organisation="某院", authors="某人",
    started_on=date(2026, 3, 1), ended_on=date(2026, 9, 30), secrecy=1,
)  # fmt: skip
TODAY = date(2026, 11, 28)
# Where the shapes of tests lie: metres east and north of here, away from the edges of sheets.
FRAME = Frame(102.1, 28.05)


def spot(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of metres east and north."""
    longitude, latitude = FRAME.to_degrees(np.array([[x, y]]))[0].tolist()
    return longitude, latitude


def line(*metres: tuple[float, float]) -> MultiLineString:
    """A line by metres east and north."""
    return MultiLineString([LineString([spot(*each) for each in metres])])


def area(*metres: tuple[float, float]) -> Polygon:
    """A polygon by metres east and north."""
    return Polygon([spot(*each) for each in metres])


def dot(x: float, y: float) -> Point:
    """A point by metres east and north."""
    return Point(spot(x, y))


def row(
    class_name: str, geometry: BaseGeometry | None = None, of: AnyRecord | None = None, **values: Any
) -> Row:
    """A row with all fields of its class, blank but for ``values``; ``of`` is the record it is made from."""
    described = TEMPLATE.find(class_name)
    assert described is not None
    assert all(described.field(name) for name in values), values
    filled = {entry.name: values.get(entry.name) for entry in described.fields}
    if of is None:
        return Row(described.name, filled, geometry)
    return Row(described.name, filled, geometry, kind_of(of), of.id)


def fault(geometry: BaseGeometry | None = None, of: AnyRecord | None = None, **values: Any) -> Row:
    """A row of a fault line."""
    return row("Fault", geometry, of, **{"ID": "F1", **values})


def package(rows: Sequence[Row] = (), survey: Survey = SURVEY) -> Package:
    """A package with these rows."""
    by_class = {each.name: tuple(r for r in rows if r.class_name == each.name) for each in TEMPLATE.classes}
    return Package(TEMPLATE, survey, by_class)


@dataclass(frozen=True)
class Outcome:
    """What one rule said: how many things it looked at, and what it found."""

    looked_at: int
    findings: tuple[Finding, ...]

    @property
    def codes(self) -> list[str]:
        """The codes of the findings without the rule: an empty text for the plain sentence."""
        return [each.code.partition(".")[2] for each in self.findings]

    @property
    def clean(self) -> bool:
        """Whether something was looked at and nothing found."""
        return self.looked_at > 0 and not self.findings

    @property
    def not_applicable(self) -> bool:
        """Whether there was nothing to look at."""
        return self.looked_at == 0

    @property
    def only(self) -> Finding:
        """The one finding."""
        assert len(self.findings) == 1, self.codes
        return self.findings[0]


def run(
    rule_id: str,
    rows: Sequence[Row] = (),
    records: Sequence[AnyRecord] = (),
    survey: Survey = SURVEY,
    parameters: Mapping[str, Any] | None = None,
    **more: Any,
) -> Outcome:
    """One rule as it is shipped, on rows and records. Each finding has its sentence in both languages, and
    everything that the sentences name."""
    rule = next(each for each in shipped() if each.id == rule_id)
    by_kind: dict[str, list[AnyRecord]] = {}
    for record in records:
        by_kind.setdefault(kind_of(record), []).append(record)
    given = Given(package(rows, survey), by_kind, TODAY, **more)
    given = replace(
        given,
        rule=rule.id,
        severity=rule.severity,
        parameters={**(rule.parameters or {}), **(parameters or {})},
    )
    told = list(CHECKS[rule_id](given))
    found = tuple(each for each in told if each is not None)
    for each in found:
        for language in ("zh", "en"):
            wanted = set(re.findall(r"\{(\w+)[:}]", sentences(language)[each.code]))
            assert wanted <= set(each.params), (each.code, wanted - set(each.params))
    return Outcome(len(told), found)


@cache
def sentences(language: str) -> dict[str, str]:
    """The sentences of the quality rules in a language."""
    told: dict[str, str] = {}
    for po in resources.path(f"words/{language}").glob("quality*.po"):
        with po.open("rb") as file:
            told |= {str(m.id): str(m.string) for m in read_po(file) if m.id}
    return told
