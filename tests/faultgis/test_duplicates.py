"""Likeness: turned round, drawn anew, cut in two; never by chance."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiLineString, Point
from shapely.affinity import translate

from faultgis.records.fault import Fault
from faultgis.records.provenance import Source, new_id
from faultgis.records.site import ObservationPoint
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.duplicates import SAME, SIMILAR, likenesses
from faultgis.services.importing import Links, import_file
from importers import registry

SURVEY = new_id()
METRE = 1 / 111_000
PLACES = [(104.0, 31.0), (104.02, 31.03), (104.03, 31.08)]


def trace(places: Any, **values: Any) -> Trace:
    return Trace(survey_id=SURVEY, geometry=MultiLineString([places]), **values)


def what(incoming: Any, held: Any) -> list[str]:
    kind = "trace" if isinstance(held, Trace) else "observation_point"
    return [each.what for each in likenesses([incoming], {kind: [held]})]


def test_a_line_turned_round_is_the_same() -> None:
    assert what(trace(PLACES[::-1]), trace(PLACES)) == [SAME]


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_a_line_drawn_anew_within_half_a_millimetre_is_the_same(east: float, north: float) -> None:
    if (east * east + north * north) ** 0.5 > 20:
        return
    moved = translate(MultiLineString([PLACES]), east * METRE, north * METRE)
    assert what(Trace(survey_id=SURVEY, geometry=moved), trace(PLACES)) == [SAME]


def test_half_a_line_is_similar_and_one_beside_it_is_new() -> None:
    (like,) = likenesses([trace(PLACES[:2])], {"trace": [trace(PLACES)]})
    assert (like.what, like.share) == (SIMILAR, 1.0)
    assert 0.3 < like.back < 0.5
    beside = [(x + 200 * METRE, y) for x, y in PLACES]
    assert what(trace(beside), trace(PLACES)) == []


def test_the_best_of_several_is_told_with_its_name() -> None:
    ours, theirs = (Fault(survey_id=SURVEY, code=code, name_zh="龙门山断裂") for code in "AB")
    present: Any = {"fault": [ours], "trace": [trace(PLACES[:2]), trace(PLACES, fault_id=ours.id)]}
    (like,) = likenesses([trace(PLACES, fault_id=theirs.id)], present, {theirs.id: theirs})
    assert (like.present, like.what, like.named) == (present["trace"][1].id, SAME, True)


def test_rows_that_are_known_by_their_key_are_not_compared() -> None:
    key = Source(key="gem:1")
    assert what(trace(PLACES, source=key), trace(PLACES, source=key)) == []


def test_points() -> None:
    def point(code: str, east_m: float) -> ObservationPoint:
        place = Point(104 + east_m * METRE, 0)
        return ObservationPoint(survey_id=SURVEY, code=code, geometry=place)

    assert what(point("d 1", 0.5), point("D1", 0)) == [SAME]
    assert what(point("D2", 0.5), point("D1", 0)) == [SIMILAR]
    assert what(point("D1", 10), point("D1", 0)) == [SIMILAR]
    assert what(point("D1", 100), point("D1", 0)) == []


def test_an_import_tells_and_leaves_out_what_the_survey_holds(
    database: Any, shared: Path, tmp_path: Path
) -> None:
    survey = database.create_survey(Survey(code="T"))
    path = shared / "data/faults/africa_malawi/MAFD.geojson"
    first = import_file(database, registry.read, path, survey)
    told = json.loads(path.read_text(encoding="utf-8"))
    lines = [each["geometry"]["coordinates"] for each in told["features"]]
    turned = [line[::-1] if isinstance(line[0][0], float) else [p[::-1] for p in line] for line in lines]
    kinds = [each["geometry"]["type"] for each in told["features"]]
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"other {n}"},
            "geometry": {"type": kind, "coordinates": line},
        }
        for n, (kind, line) in enumerate(zip(kinds, turned, strict=True))
    ]
    again = tmp_path / "again.geojson"
    again.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    tried = import_file(database, registry.read, again, survey, dry_run=True)
    assert (tried.alike, tried.created) == ({"same": first.read}, first.read)
    report = import_file(database, registry.read, again, survey, links=Links(alike="skip_same"))
    assert (report.created, {each.code for each in report.rejected}) == (0, {"import.same_as"})
    assert len(report.rejected) == report.read
    assert len(database.load(survey.id, ["trace"])["trace"]) == first.created
