"""Code lists: complete in both languages, and equal to the national and international tables."""

import csv
from pathlib import Path

import pytest

from faultgis import codes
from faultgis.errors import InputError
from faultgis.records.fault import Parameters
from faultgis.records.site import Measurement, Media, ObservationPoint, OffsetMarker
from faultgis.records.survey import SheetState, Survey
from faultgis.records.trace import Trace

LISTS = {
    "accuracy",
    "activity_evidence",
    "confidence",
    "evidence",
    "exposure",
    "kinematics",
    "latest_activity",
    "marker_kind",
    "measurement_kind",
    "media_kind",
    "observation_kind",
    "offset_component",
    "publication",
    "secrecy",
    "sheet_state",
    "side",
}


def national_codes(shared: Path, domain: str) -> dict[str, str]:
    """The national list's labels by code."""
    listed = rows(shared, "cn_coded_values")
    return {r["code"].strip(): r["label_zh"].strip() for r in listed if r["domain"] == domain}


def rows(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / f"reference/standards/{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_all_lists_are_there() -> None:
    assert set(codes.names()) >= LISTS


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_entry_speaks_both_languages_and_says_how_sure_it_is(name: str) -> None:
    found = codes.code_list(name)
    assert found.name == name
    assert found.zh
    assert found.en
    assert found.version
    assert found.source
    assert len(found.by_code) == len(found.entries)
    for entry in found.entries:
        assert any("㐀" <= c <= "鿿" for c in entry.zh)
        assert entry.en.isascii()
        assert entry.confidence in ("verified", "known", "uncertain", "proposal")


def test_kinematics_follow_the_mapping_table(shared: Path) -> None:
    for row in rows(shared, "slip_type_mapping"):
        entry = codes.code_list("kinematics").get(row["canonical"])
        assert entry is not None
        suffix = row["cn_code_suffix"]
        assert entry.extra.get("cn_suffix" if len(suffix) == 2 else "cn_code", "") == suffix
        assert entry.extra.get("gem", "(null)") == row["gem_slip_type"]


def test_national_kinematic_suffixes_exist_in_the_template(shared: Path) -> None:
    national = {code[4:] for code in national_codes(shared, "FaultTypeCVD")}
    own = {e.extra["cn_suffix"] for e in codes.code_list("kinematics").entries if "cn_suffix" in e.extra}
    assert own <= national


def test_a_strike_slip_fault_of_unknown_sense_has_no_rake() -> None:
    entry = codes.code_list("kinematics").get("strike_slip")
    assert entry is not None
    assert "rake" not in entry.extra


def test_ages_follow_the_mapping_table(shared: Path) -> None:
    national = national_codes(shared, "StratigraphyCVD")
    for row in rows(shared, "age_mapping"):
        entry = codes.code_list("latest_activity").get(row["canonical"])
        assert entry is not None
        assert row["cn_code"].startswith(entry.extra.get("cn_code", "(empty)"))
        assert {entry.extra.get("cn_code"), *entry.extra.get("cn_codes", ())} - {None} <= national.keys()


def test_exposure_digits_are_the_fourth_of_the_national_code(shared: Path) -> None:
    types = national_codes(shared, "FaultTypeCVD")
    groups = {code[3]: label for code, label in types.items() if code[4:] == "00"}
    for code, word in (("exposed", "出露"), ("buried", "隐伏"), ("inferred", "推测")):
        entry = codes.code_list("exposure").get(code)
        assert entry is not None
        assert groups[entry.extra["cn_digit"]].startswith(word)


def test_secrecy_levels_are_the_national_ones(shared: Path) -> None:
    national = {
        r["code"]: r["label_zh"] for r in rows(shared, "cn_coded_values") if r["domain"] == "secretLevel"
    }
    assert {e.code: e.zh for e in codes.code_list("secrecy").entries} == national


def test_the_records_defaults_are_known_codes() -> None:
    defaults = {
        "kinematics": Parameters.kinematics,
        "latest_activity": Parameters.latest_activity,
        "exposure": Trace.exposure,
        "accuracy": Trace.accuracy,
        "side": Trace.hanging_wall,
        "observation_kind": ObservationPoint.kind,
        "measurement_kind": Measurement.kind,
        "offset_component": OffsetMarker.component,
        "media_kind": Media.kind,
        "sheet_state": SheetState.state,
        "publication": Survey.publication,
        "secrecy": str(Survey.secrecy),
    }
    for name, code in defaults.items():
        assert codes.known(name, code), name


def test_labels_in_both_languages_and_of_unknown_codes() -> None:
    assert codes.label("latest_activity", "holocene", "zh") == "全新世"
    assert codes.label("latest_activity", "holocene", "en") == "Holocene"
    assert codes.label("latest_activity", "jurassic", "zh") == "jurassic"


@pytest.mark.parametrize("name", ["", "nonsense", "../codes/side", "a b"])
def test_a_list_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"codes\.unknown_list"):
        codes.code_list(name)


def test_a_code_that_is_not_there_is_refused_with_its_field() -> None:
    assert codes.require("side", "left") == "left"
    with pytest.raises(InputError) as caught:
        codes.require("side", "up", "hanging_wall")
    assert (caught.value.code, caught.value.field) == ("codes.unknown", "hanging_wall")
