"""Mappings that the user made: remembered for tables with the same columns, words crossed over to codes."""

import json
from pathlib import Path
from typing import Any

import pytest

from faultgis.errors import InputError
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from importers import mappings, own_mappings, registry

SURVEY = Survey(code="T")
COLUMNS = ("断裂", "动", "角")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULTGIS_HOME", str(tmp_path / "home"))


def table(path: Path, **cells: Any) -> Path:
    line = {"type": "LineString", "coordinates": [[104, 31], [104.1, 31.1]]}
    feature = {"type": "Feature", "properties": cells, "geometry": line}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


def made(name: str = "我们的表") -> mappings.Template:
    base, _ = mappings.guess(COLUMNS)
    chosen = {
        "断裂": ("fault.name_zh", "text"),
        "动": ("fault.kinematics", "kinematics"),
        "角": ("fault.dip", "gem_dip"),
    }
    return own_mappings.changed(base, COLUMNS, chosen, {"动": {"压扭": "reverse_sinistral"}}, name)


def test_a_table_with_the_same_columns_is_known_again(tmp_path: Path) -> None:
    path = table(tmp_path / "a.geojson", 断裂="龙门山断裂", 动="压扭", 角=60)
    before = registry.read(path, SURVEY)[0]
    assert before.mapping == "plain"
    own_mappings.remember(made())
    (batch,) = registry.read(path, SURVEY)
    assert batch.mapping == "我们的表"
    (fault,) = [r for r in batch.records if isinstance(r, Fault)]
    assert (fault.name_zh, fault.kinematics, fault.dip and fault.dip.best) == (
        "龙门山断裂",
        "reverse_sinistral",
        60,
    )
    assert dict(batch.records[-1].source.attributes)["动"] == "压扭"  # type: ignore[union-attr]
    own_mappings.forget("我们的表")
    assert registry.read(path, SURVEY)[0].mapping == "plain"


def test_what_is_kept_is_what_was_made() -> None:
    template = made()
    own_mappings.remember(template)
    assert mappings.named("我们的表") == template
    assert mappings.parse(own_mappings.as_json(template)) == template


def test_a_column_left_out_says_so(tmp_path: Path) -> None:
    base, _ = mappings.guess(("name", "dip"))
    own_mappings.remember(own_mappings.changed(base, ("name", "dip"), {"dip": ("", "text")}, {}, "no dip"))
    (batch,) = registry.read(table(tmp_path / "a.geojson", name="A", dip=60), SURVEY)
    (fault,) = [r for r in batch.records if isinstance(r, Fault)]
    assert fault.dip is None
    assert batch.cells["dip"]["ignored"] == 1


def test_a_damaged_mapping_stops_nobody_who_does_not_name_it(tmp_path: Path) -> None:
    mappings.own_folder().mkdir(parents=True)
    (mappings.own_folder() / "bad.json").write_text("{")
    path = table(tmp_path / "a.geojson", name="A")
    assert registry.read(path, SURVEY)[0].mapping == "plain"
    with pytest.raises(InputError, match=r"mapping\.invalid"):
        registry.read(path, SURVEY, mapping="bad")


@pytest.mark.parametrize("name", ["", " ", "a/b", "..", "a:b"])
def test_names_that_no_file_can_have_are_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"mapping\.name"):
        own_mappings.remember(made(name))


def test_targets_are_those_of_the_generic_mapping() -> None:
    assert own_mappings.targets("traces")["fault.kinematics"] == "kinematics"
    assert own_mappings.targets("observations")["measurement.dip"] == "dip_angle"
