"""Rows of the national template that every rule leaves alone, to plant defects into."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from shapely import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from faultgis.national.rows import Package, Row
from faultgis.national.template import TemplateField, load
from faultgis.quality import gate, rules
from faultgis.quality.finding import Report
from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.records.survey import Survey

TEMPLATE = load()
SURVEY = Survey(code="HY", division="640522", topic="100")
OWN: dict[str, Any] = {"survey_id": SURVEY.id}
TODAY = date(2026, 5, 1)
HERE = (105.5, 36.6)
PLACE = Point(*HERE)
LINE = LineString([(105.4, 36.6), (105.6, 36.5)])
AREA = box(105.0, 36.0, 106.0, 37.0)
_SHAPES: Mapping[str, BaseGeometry | None] = {"point": PLACE, "line": LINE, "polygon": AREA, "none": None}
_numbers = count(1)
_SOUND: Mapping[str, Any] = {
    "Lon": HERE[0], "Lat": HERE[1], "Elevation": 1700.0, "TrenchDip": 30, "SampleSource": "TC",
    "IsFaultPoint": 0, "IsGeomorphPoint": 0, "IsStratigraphyPoint": 0,
}  # fmt: skip


def row(class_name: str, geometry: BaseGeometry | None = None, **values: Any) -> Row:
    """A sound row of a class, with these values in it."""
    described = TEMPLATE.find(class_name)
    assert described is not None
    sound = {entry.name: _sound(entry, next(_numbers)) for entry in described.fields}
    kind, key = values.pop("kind", ""), values.pop("id", None)
    extras = values.pop("extras", {})
    shape = _SHAPES[described.geometry] if geometry is None else geometry
    return Row(described.name, {**sound, **values}, shape, kind, key, extras)


def _sound(entry: TemplateField, number: int) -> Any:
    if entry.key:
        return f"640522100{number:#>8}"
    if entry.name in _SOUND:
        return _SOUND[entry.name]
    if entry.required:
        return 1 if entry.numeric else f"名称{number}"
    return -9999 if entry.numeric else "NA"


def package(*rows: Row, **more: Any) -> Package:
    """A package of these rows; classes without rows are there, empty."""
    by_class: dict[str, tuple[Row, ...]] = {each.name: () for each in TEMPLATE.classes}
    for each in rows:
        by_class[each.class_name] = (*by_class.get(each.class_name, ()), each)
    return Package(TEMPLATE, SURVEY, by_class, **more)


def by_kind(records: Sequence[AnyRecord]) -> dict[str, list[AnyRecord]]:
    """Records as a store gives them."""
    found: dict[str, list[AnyRecord]] = {}
    for each in records:
        found.setdefault(kind_of(each), []).append(each)
    return found


def check(rule: str, rows: Sequence[Row] | Package, records: Sequence[AnyRecord] = (), **more: Any) -> Report:
    """What one rule says."""
    given = rows if isinstance(rows, Package) else package(*rows)
    changed = more.pop("parameters", {})
    known = [
        replace(each, parameters={**each.parameters, **changed}) if each.id == rule else each
        for each in rules.shipped()
    ]
    return gate.run(given, by_kind(records), known, today=TODAY, only=[rule], **more)


def said(report: Report) -> Counter[str]:
    """How often each sentence was said, by the part behind the rule's id (``-``: the rule's own)."""
    rule = report.checked[0].rule
    return Counter(each.code.removeprefix(rule).lstrip(".") or "-" for each in report.findings)
