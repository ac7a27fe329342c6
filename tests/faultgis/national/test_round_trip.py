"""National rows become records and rows again: every cell of every class as it came, until somebody edits."""

import dataclasses
import string
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, Polygon

from faultgis.national.mapping import package_of
from faultgis.national.reading import by_kind, marked, records_of
from faultgis.national.rows import Row
from faultgis.national.template import Template, TemplateClass, TemplateField, load
from faultgis.records.provenance import new_id
from faultgis.records.survey import Survey
from faultgis.services import national_import
from faultgis.services.national_matching import references_of

TEMPLATE = load()
SURVEY = Survey(code="RT", division="640400", topic="102")
IDS = [f"640400102{n:08d}" for n in range(6)]
PLACES = [(105.0 + n / 100, 36.0) for n in range(3)]
WORDS = ["", "NA", "海原断裂带", "F1", "NEE", "12.3 km", "33320000", " 135", "2024-05-03", "C14;OSL", "正断"]


def cell(field: TemplateField) -> st.SearchStrategy[Any]:
    """What may stand in a field of a delivered row, dirt included."""
    domain = TEMPLATE.domain_of(field)
    if field.refers or field.refers_by:
        return st.none() | st.sampled_from(["NA", *IDS, "640400102#######9"])
    if domain is not None:
        codes = [code.code for code in domain.codes]
        return st.none() | st.sampled_from(["NA", "不是代码", *codes])
    if field.type == "date":
        return st.none() | st.sampled_from(["YYYYMMDD", "20240503", "20241399", "NA"])
    if field.type == "flag":
        return st.none() | st.sampled_from([0, 1, -9999, 7])
    if field.numeric:
        numbers = st.integers(-500, 500) | st.sampled_from([-9999, 0, 2.5, 65.0, 359.7, 1e-7])
        return st.none() | numbers | st.sampled_from(["左右", "35-40"])
    return st.none() | st.sampled_from(WORDS) | st.text(string.printable + "断层", max_size=5)


def shape(described: TemplateClass) -> st.SearchStrategy[Any]:
    points = st.sampled_from(PLACES).map(Point)
    lines = st.sampled_from([LineString(PLACES), LineString([(104, 36), (104.1, 36.2)])])
    both = MultiLineString([[(104, 36), (104, 36.1)], [(104, 36.2), (104, 36.3)]])
    areas = st.sampled_from([Polygon([(104, 36), (105, 36), (105, 37)])])
    right = {"point": points, "line": lines | st.just(both), "polygon": areas, "none": st.none()}
    return right[described.geometry] | st.none() | points


@st.composite
def rows(draw: st.DrawFn, described: TemplateClass) -> Row:
    values = {field.name: draw(cell(field)) for field in described.fields}
    if described.key:
        values[described.key] = draw(st.sampled_from(IDS))
    extras = draw(st.sampled_from([{}, {"EXTRA_1": "多余的列"}]))
    return Row(described.name, values, draw(shape(described)), extras=extras)


CLOSE = (
    "Fault", "Fold", "GeologicalSvyPoint", "FaultSvyPoint", "GeoGeomorphySvyPoint", "StratigraphySvyPoint",
    "GeomorphyPoint", "FaultAttitude", "Trench", "SamplePoint", "DrillFaultPoint", "GeophySvyFaultPoint",
    "DrillProfile", "Geomorphy",
)  # fmt: skip


@st.composite
def packages(draw: st.DrawFn, names: tuple[str, ...], most: int) -> dict[str, list[Row]]:
    found = {}
    for name in names:
        described = TEMPLATE.find(name)
        assert described is not None
        found[name] = draw(st.lists(rows(described), max_size=most))
    return found


def back(package: dict[str, list[Row]]) -> dict[str, list[Row]]:
    read = records_of(package, SURVEY)
    kinds = by_kind(read.records)
    marks = marked(kinds, {record.id for record in read.records}, SURVEY).records
    again = package_of(SURVEY, by_kind(marks.get(record.id, record) for record in read.records))
    return {name: list(again.rows[name]) for name in package}


def said(row: Row) -> tuple[Any, ...]:
    return (*sorted(row.values.items()), row.geometry, *sorted(row.extras.items()))


def same(one: dict[str, list[Row]], other: dict[str, list[Row]]) -> None:
    for name, listed in one.items():
        assert Counter(map(said, listed)) == Counter(map(said, other[name])), name


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(packages(CLOSE, 2))
def test_rows_come_out_as_they_came_in(package: dict[str, list[Row]]) -> None:
    same(package, back(package))


def test_a_template_that_spells_its_names_otherwise_says_the_same() -> None:
    classes = tuple(
        dataclasses.replace(
            each,
            name=each.name.upper(),
            fields=tuple(dataclasses.replace(f, name=f.name.replace("_", "").lower()) for f in each.fields),
        )
        for each in TEMPLATE.classes
    )
    other = dataclasses.replace(TEMPLATE, id="own", classes=classes)
    rows = {
        "FAULT": [
            Row(
                "FAULT",
                {field.name: None for field in other.by_name["fault"].fields}
                | {"id": IDS[0], "name": "海原断层", "feature": "111102", "photoaiid": "p.jpg"},
                LineString(PLACES),
            )
        ],
        "BASIN": [
            Row("BASIN", {field.name: "1" for field in other.by_name["basin"].fields} | {"id": IDS[1]}, None)
        ],
    }
    read = records_of(rows, SURVEY, other)
    assert {kind: len(found) for kind, found in by_kind(read.records).items()} == {
        "fault": 1, "trace": 1, "template_row": 1,
    }  # fmt: skip
    kinds = by_kind(read.records)
    marks = marked(kinds, {record.id for record in read.records}, SURVEY, other).records
    kinds = by_kind(marks.get(record.id, record) for record in read.records)
    again = package_of(SURVEY, kinds, other)
    assert again.template is other
    same(rows, {name: list(again.rows[name]) for name in rows})
    shipped = package_of(SURVEY, kinds)
    assert shipped.of("Fault")[0].values["Photo_AIID"] == "p.jpg"
    assert again.places["FAULT", "name"] == "fault.name_zh"


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(packages(tuple(each.name for each in TEMPLATE.classes), 1))
def test_rows_of_every_class_come_out_as_they_came_in(package: dict[str, list[Row]]) -> None:
    same(package, back(package))


def fault_row(code: str, **values: Any) -> Row:
    described = TEMPLATE.find("Fault")
    assert described is not None
    told = {**dict.fromkeys(field.name for field in described.fields), "ID": code, **values}
    return Row("Fault", told, LineString([(104, 36), (104.1, 36.2)]))


def test_rows_of_one_name_are_one_fault() -> None:
    named = {"FractureZoneName": "海原断裂带", "Name": "海原断层", "DipAngle": 65.0}
    read = records_of(
        {
            "Fault": [
                fault_row(IDS[0], **named, Feature="111102", Age="33320000"),
                fault_row(IDS[1], **named, Feature="111202", Age="33320000"),
                fault_row(IDS[2], **named, Feature="111122", Age=None),
            ]
        },
        SURVEY,
    )
    kinds: dict[str, list[Any]] = by_kind(read.records)
    (fault,), (zone,), traces = kinds["fault"], kinds["fault_zone"], kinds["trace"]
    assert (fault.name_zh, zone.name_zh, fault.zone_id) == ("海原断层", "海原断裂带", zone.id)
    assert (fault.kinematics, fault.latest_activity, fault.dip.best) == ("sinistral", "holocene", 65.0)
    assert [trace.fault_id for trace in traces] == [fault.id] * 3
    assert [trace.exposure for trace in traces] == ["exposed", "buried", "exposed"]
    assert [trace.kinematics for trace in traces] == ["", "", "reverse_sinistral"]
    assert [trace.latest_activity for trace in traces] == ["", "", "undetermined"]


def test_only_what_somebody_edits_changes() -> None:
    rows = [
        fault_row(IDS[0], Name="老断层", Feature="111102", FaultLength=12.3, Age="33320230", ShowCode=7),
        fault_row(IDS[1], Name="老断层", Feature="111115", FaultLength=4, Strike="北西"),
    ]
    read = records_of({"Fault": rows}, SURVEY)
    kinds = by_kind(read.records)
    marks = marked(kinds, {record.id for record in read.records}, SURVEY).records
    kinds = by_kind(marks.get(record.id, record) for record in read.records)
    renamed: Any = kinds["fault"][0]
    kinds["fault"] = [dataclasses.replace(renamed, name_zh="新断层")]
    again = package_of(SURVEY, kinds)
    assert [row.values for row in again.of("Fault")] == [{**row.values, "Name": "新断层"} for row in rows]


def test_what_cannot_be_read_is_said_and_kept() -> None:
    rows = [
        fault_row(IDS[0], Feature="999999", DipAngle="陡", DipDir=391),
        dataclasses.replace(fault_row(IDS[1]), geometry=None),
    ]
    read = records_of({"Fault": rows}, SURVEY)
    assert [(note.code, note.row_code, note.field) for note in read.notes] == [
        ("national.code_unknown", IDS[0], "Feature"),
        ("national.cell_out_of_range", IDS[0], "DipDir"),
        ("national.cell_not_number", IDS[0], "DipAngle"),
        ("national.no_line", IDS[1], ""),
    ]
    assert dict(read.kept) == {"Fault": 1}
    trace: Any = by_kind(read.records)["trace"][0]
    assert dict(trace.source.attributes)["DipAngle"] == "陡"


@dataclasses.dataclass
class Reading:
    """A package as a reader hands it over."""

    rows: dict[str, list[Row]]
    file: str = "x/package.gdb"
    template: Template = TEMPLATE
    files: dict[str, tuple[str, str]] = dataclasses.field(default_factory=dict)
    has_shapes: bool = True

    @property
    def columns(self) -> dict[str, frozenset[str]]:
        return {each.name: frozenset(field.name for field in each.fields) for each in TEMPLATE.classes}


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(packages(CLOSE, 1), packages(CLOSE, 1))
def test_a_package_again_changes_nothing_and_another_leaves_no_loose_ends(
    package: dict[str, list[Row]], other: dict[str, list[Row]]
) -> None:
    first, _ = national_import.outcome({}, Reading(package), SURVEY, new_id())
    assert first.created == sum(map(len, package.values()))
    held: dict[Any, Any] = {change.id: change.after for change in first.changes}
    again, _ = national_import.outcome(by_kind(held.values()), Reading(package), SURVEY, new_id())
    assert again.changes == []
    then, _ = national_import.outcome(by_kind(held.values()), Reading(other), SURVEY, new_id())
    for change in then.changes:
        held[change.id] = change.after
    left = {key: record for key, record in held.items() if record is not None}
    for record in left.values():
        named = [getattr(record, name) for name in references_of(record)]
        assert all(key in left for key in named if key is not None)
    keys = [(type(record), record.source.key) for record in left.values()]
    assert len(keys) == len(set(keys))
