"""StraboSpot: a real project's spots and orientations, and projects that are damaged."""

import json
from pathlib import Path
from typing import Any

import pytest

from faultgis.errors import InputError
from faultgis.records.site import Measurement, ObservationPoint
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.importing import import_file
from importers import registry

SURVEY = Survey(code="T")


def spot(**properties: Any) -> dict[str, Any]:
    shape = properties.pop("geometry", {"type": "Point", "coordinates": [104.0, 31.0]})
    return {"type": "Feature", "geometry": shape, "properties": {"id": 1, "name": "A", **properties}}


def read(path: Path, *spots: Any) -> Any:
    path.write_text(json.dumps({"spotsDb": {str(n): each for n, each in enumerate(spots)}}), encoding="utf-8")
    (batch,) = registry.read(path, SURVEY)
    assert batch.read == len(spots)
    return batch


def test_a_real_project(shared: Path) -> None:
    path = shared / "data/field/strabospot/strabo_example.json"
    assert registry.inspect(path).layers[0].features == 4
    (batch,) = registry.read(path, SURVEY)
    points = [r for r in batch.records if isinstance(r, ObservationPoint)]
    measured = [r for r in batch.records if isinstance(r, Measurement)]
    assert [p.code for p in points] == ["test", "02", "03", "04"]
    assert len(measured) == 5 + 1 + 8 + 4 + 3  # one slickenline lies in a plane
    assert {m.kind for m in measured} >= {"bedding", "foliation", "striation", "fold_axis", "lineation"}
    # A strike of -6 is 354: the dip direction of 84 fits it.
    assert (84.0, 14.0) in {(m.dip_direction, m.dip) for m in measured}
    assert {w.code for w in batch.warnings} == {"strabo.images"}


def test_a_strike_alone_dips_to_its_right(tmp_path: Path) -> None:
    plane = {"type": "planar_orientation", "strike": 300, "dip": 40, "feature_type": "fault"}
    batch = read(tmp_path / "a.json", spot(orientation_data=[plane]))
    assert (batch.records[1].dip_direction, batch.records[1].kind) == (30.0, "fault_plane")


def test_what_does_not_fit_is_told_and_the_rest_kept(tmp_path: Path) -> None:
    planes = [
        {"type": "planar_orientation", "strike": 10, "dip_direction": 190, "dip": 40},
        {"type": "planar_orientation", "dip_direction": 190, "dip": 140},
        {"type": "linear_orientation", "feature_type": "striation"},
    ]
    fault = {"type": "LineString", "coordinates": [[104, 31], [104.1, 31.1]]}
    batch = read(
        tmp_path / "a.json",
        spot(orientation_data=planes),
        spot(id=2, geometry=None),
        spot(
            id=3, geometry=fault, trace={"trace_type": "geologic_struc", "geologic_structure_type": "fault"}
        ),
        spot(id=4, geometry=fault),
        "no spot",
    )
    assert {w.code for w in batch.warnings} == {
        "strabo.strike_contradicts", "value.out_of_range", "strabo.no_angles",
    }  # fmt: skip
    assert [(r.row, r.code) for r in batch.rejected] == [
        (2, "strabo.no_place"), (4, "strabo.not_taken"), (5, "strabo.no_place"),
    ]  # fmt: skip
    assert sum(isinstance(r, Trace) for r in batch.records) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"spotsDb": {', "file.damaged"),
        ('{"spotsDb": {}}', "strabo.no_spots"),
        ('{"spotsDb": 3}', "strabo.no_spots"),
    ],
)
def test_a_damaged_project_is_refused(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=code):
        registry.read(path, SURVEY)


def test_a_second_import_changes_what_was_changed_in_the_field(database: Any, tmp_path: Path) -> None:
    survey = database.create_survey(Survey(code="T"))
    path = tmp_path / "a.json"
    plane = {"id": "p", "type": "planar_orientation", "dip_direction": 30, "dip": 40}
    for dip, expected in ((40, (1, 0, 0)), (40, (0, 0, 1))):
        read(path, spot(orientation_data=[{**plane, "dip": dip}]))
        report = import_file(database, registry.read, path, survey)
        assert (report.created, report.updated, report.unchanged) == expected
    read(path, spot(orientation_data=[{**plane, "dip": 55}], notes="seen again"))
    import_file(database, registry.read, path, survey)
    found = database.load(survey.id, ["measurement", "observation_point"])
    assert [m.dip for m in found["measurement"]] == [55]
    assert [p.description for p in found["observation_point"]] == ["seen again"]
