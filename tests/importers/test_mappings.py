"""Field mappings: guessed by columns, bound by names that may be cut, checked when they come from a user."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from faultgis.errors import InputError
from faultgis.records.fault import Fault, Segment
from faultgis.records.site import Measurement, ObservationPoint, SurfaceRupture
from faultgis.records.trace import Trace
from importers import mappings
from importers.fields import READERS, FieldReader
from importers.mappings import bind, choose, guess, named, parse, templates

DENG = [
    *("OBJECTID", "断层编码", "断层标识", "断层序号", "断层名称", "断层长度", "断层走向", "断层倾向"),
    *("断层倾角", "断层性质", "最晚活动时代", "时代判据", "分段编号", "分段名称", "分段产状", "分段长度"),
    *("分段性质", "水平滑动速率", "垂直滑动速速率", "分段年龄", "古地震年龄", "地震地表破裂带时间"),
    *("地震地表破裂带震级", "地震地表破裂带长度", "地震地表破裂带位移", "与盆地的关系", "资料来源"),
]
COUNTERS = {"地震地表破裂带震级": 1, "地震地表破裂带长度": 2, "地震地表破裂带位移": 3}
CLASSES: dict[str, Any] = {
    "fault": Fault,
    "segment": Segment,
    "part": Fault,
    "trace": Trace,
    "rupture": SurfaceRupture,
}
CLASSES |= {"point": ObservationPoint, "measurement": Measurement}
SPECIAL = {"fault.name", "fault.kinematics_symbol", "segment.name", "segment.attitude", "rupture.date"}
SPECIAL |= {"rupture.slip", "trace.downthrown", "point.lon", "point.lat", "measurement.strike"}


def cut(name: str, encoding: str) -> str:
    """A column name as a Shapefile keeps it: ten bytes, a counter where names collide."""
    if name in COUNTERS:
        return f"{name.encode(encoding)[:8].decode(encoding, 'ignore')}_{COUNTERS[name]}"
    return name.encode(encoding)[:10].decode(encoding, "ignore")


def test_the_names_of_the_shapefile_in_chinese_encoding_bind_like_the_full_ones() -> None:
    template, _ = guess(DENG)
    assert template.name == "cn_faults"
    short = [cut(name, "gbk") for name in DENG]
    assert "最晚活动时" in short
    assert "地震地表_1" in short
    assert [b.label for b in bind(template, short)] == DENG


def test_misspelt_and_cut_names_of_the_official_release_are_known() -> None:
    template = named("cn_faults")
    labels = {b.column: b.label for b in bind(template, ["分段魂龄", "地震地_1", "垂直滑动速率"])}
    assert labels == {
        "分段魂龄": "分段年龄",
        "地震地_1": "地震地表破裂带震级",
        "垂直滑动速率": "垂直滑动速速率",
    }


def test_a_name_that_might_be_cut_from_two_is_not_guessed() -> None:
    template = named("cn_faults")
    assert bind(template, ["断层编"])[0].rule is None or bind(template, ["断层编"])[0].label == "断层编码"
    assert bind(template, ["分段"])[0].rule is None


@pytest.mark.parametrize(
    ("columns", "name"),
    [(["Id", "Name", "Type", "ltype", "X", "Y", "Source"], "himatibet"),
     (["Id2", "Name", "Type", "ltype", "X", "Y", "tessellate"], "himatibet"),
     (["slip_type", "average_dip", "net_slip_rate", "catalog_name"], "gem"),
     (["MAFD_ID", "fault_name", "GeomorphEx", "LocationM"], "malawi"),
     (["FN_Ch", "Fea_Ch", "AGE", "AGE_Des"], "cafd"), (["NAME", "TYPE"], "plain"), ([], "plain")],
)  # fmt: skip
def test_the_columns_decide_on_the_mapping(columns: list[str], name: str) -> None:
    template, evidence = guess(columns)
    assert template.name == name
    assert set(evidence) <= set(columns)


def test_every_mapping_names_fields_and_readers_that_exist() -> None:
    for template in templates():
        for rule in template.columns:
            assert bool(rule.target) != bool(rule.why), (template.name, rule)
            assert rule.reader in READERS
            level, _, field = rule.target.partition(".")
            if level in CLASSES and rule.target not in SPECIAL:
                assert field in CLASSES[level].__dataclass_fields__, (template.name, rule.target)


def test_names_of_one_mapping_do_not_collide() -> None:
    for template in templates():
        names = [n for rule in template.columns for n in {mappings.plain(name) for name in rule.names}]
        assert len(names) == len(set(names)), template.name


@pytest.mark.parametrize(
    "column", ["Fault_Name", "FAULT NAME", "fault-name", "ＦＡＵＬＴ＿ＮＡＭＥ", "断层名称"]
)
def test_case_width_and_separators_do_not_matter(column: str) -> None:
    bound = bind(named("plain"), [column])[0]
    assert bound.rule is not None
    assert bound.rule.target == "fault.name"
    assert bound.label == column


def test_a_user_brings_a_mapping_of_his_own(tmp_path: Path) -> None:
    own = {"name": "mine", "zh": "", "en": "", "version": "1", "source": "", "namespace": "mine"}
    columns = [
        {"names": ["N"], "to": "fault.name"},
        {"names": ["V"], "to": "fault.net_slip_rate", "as": "any_rate_net"},
    ]
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({**own, "columns": columns}), encoding="utf-8")
    template, _ = choose(str(path), ["N", "V"], "traces")
    row = FieldReader(template, ["N", "V"]).read(1, {"N": "北山断裂", "V": "1-2"})
    assert row.values["fault.name"] == "北山断裂"
    assert row.values["fault.net_slip_rate"].high == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [("{", "mapping.invalid"), ("[]", "mapping.lacks"), ('{"name": "x"}', "mapping.lacks"),
     ('{"name": "x", "columns": [{"names": []}]}', "mapping.lacks"),
     ('{"name": "x", "columns": "abc"}', "mapping.lacks"),
     ('{"name": "x", "columns": [{"names": ["a"], "to": "fault.nope"}]}', "mapping.unknown_target")],
)  # fmt: skip
def test_a_mapping_that_is_none_is_refused(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=code):
        named(str(path))


def test_an_unknown_mapping_names_those_that_there_are() -> None:
    with pytest.raises(InputError, match=r"mapping\.unknown") as caught:
        named("nonsense")
    assert "cn_faults" in caught.value.params["known"]


def test_a_mapping_for_points_does_not_serve_lines() -> None:
    with pytest.raises(InputError, match=r"mapping\.wrong_kind"):
        choose("plain_points", ["id"], "traces")


def test_a_reader_that_does_not_exist_is_told() -> None:
    raw = {"name": "x", "zh": "", "en": "", "version": "", "source": ""}
    template = parse({**raw, "columns": [{"names": ["a"], "to": "fault.dip", "as": "magic"}]})
    with pytest.raises(InputError, match=r"mapping\.unknown_reader"):
        FieldReader(template, ["a"])


def test_thousands_of_columns_are_bound_at_once() -> None:
    template = named("lab_results")
    heads = [rule.names[-1] for rule in template.columns]
    columns = [f"column {number}" for number in range(4000)] + heads
    began = time.monotonic()
    told = [(b.column, b.rule) for b in bind(template, columns) if b.rule is not None]
    assert told == [(b.column, b.rule) for column in columns for b in bind(template, [column]) if b.rule]
    assert time.monotonic() - began < 1.5
    assert told == [(head, rule) for head, rule in zip(heads, template.columns, strict=True)]
