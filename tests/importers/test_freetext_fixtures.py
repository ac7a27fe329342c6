"""The real dirty values and free-text senses that were collected: each with its expected treatment."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from importers.fields import READERS
from importers.freetext.cell import Cell
from importers.freetext.sense import kinematics

STANDARDS = Path(__file__).resolve().parents[2] / "../shared/reference/standards"

Judge = Callable[[Cell], bool]


def rows(name: str) -> list[dict[str, str]]:
    """A table of the shared reference, or nothing where it is not there."""
    path = STANDARDS / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(best: float | None, low: float | None, high: float | None, part: str = "") -> Judge:
    """The cell gives just this best value and these bounds."""

    def judge(cell: Cell) -> bool:
        value = cell.values[part]
        return (value.best, value.low, value.high) == (best, low, high)

    return judge


def refused(code: str) -> Judge:
    """Nothing was taken, for this reason."""
    return lambda cell: not cell.values and cell.rejected is not None and cell.rejected.code == code


def flagged(*codes: str) -> Judge:
    """The cell was taken, and all of this is said about it."""
    return lambda cell: bool(cell.values) and set(codes) <= {flag.code for flag in cell.flags}


def value(wanted: Any, part: str = "") -> Judge:
    """The cell gives just this."""
    return lambda cell: bool(cell.values[part] == wanted)


def clean(cell: Cell) -> bool:
    """Nothing is to be said about the cell."""
    return cell.state == "typed"


def all_of(*judges: Judge) -> Judge:
    """Everything holds."""
    return lambda cell: all(judge(cell) for judge in judges)


def sense(cell: Cell) -> bool:
    return cell.values.get("sense") == "sinistral"


PROSE = all_of(lambda cell: bool(cell.values["notes"]), lambda cell: cell.state == "rejected")

EXPECTED: dict[tuple[str, str], tuple[str, Judge]] = {
    ("strike_slip_rate", "(-6.,-9.,-16.)"): (
        "gem_rate_strike",
        all_of(number(None, 6, 16), flagged("tuple.best_outside", "tuple.sign"), sense),
    ),
    ("strike_slip_rate", "(-16.8,-5.4,-26)"): ("gem_rate_strike", all_of(number(16.8, 5.4, 26), sense)),
    ("strike_slip_rate", "(-1.5, 0., -3.)"): ("gem_rate_strike", number(1.5, 0, 3)),
    ("shortening_rate", "A huge range of rates from many studies; see Mohadjer (2017) for details."): (
        "gem_rate_shortening",
        PROSE,
    ),
    ("net_slip_r", "Some slip rate may be on neighboring faults"): ("gem_rate_net", PROSE),
    ("notes", "(2.,1.,5.)"): ("notes", flagged("notes.tuple")),
    ("average_dip", "(90.0,,)"): ("gem_dip", all_of(number(90, None, None), clean)),
    ("net_slip_rate", "(15,10,21)"): ("gem_rate_net", all_of(number(15, 10, 21), clean)),
    ("shortening_rate", "(-17.6,,)"): ("gem_rate_shortening", all_of(number(-17.6, None, None), clean)),
    ("slip_type", "Subduction_Thrust"): ("kinematics", all_of(value("subduction_thrust"), clean)),
    ("Type", "left slip"): ("kinematics", all_of(value("sinistral"), clean)),
    ("断层性质", "0.05"): ("kinematics", refused("value.column_shift")),
    ("断层性质", "NS右旋正断NE左旋正断"): ("kinematics", refused("value.along_strike")),
    ("最晚活动时代", "左旋逆走滑"): ("latest_activity", refused("value.column_shift")),
    ("最晚活动时代", "60-75"): ("latest_activity", refused("value.column_shift")),
    ("最晚活动时代", "有的Q有的4Q"): ("latest_activity", refused("age.mixed")),
    ("最晚活动时代", "Q4东段Q1-2"): ("latest_activity", refused("value.along_strike")),
    ("断层倾角", "陡"): ("dip_angle", all_of(number(None, 60, 90), flagged("dip.word"))),
    ("断层倾角", "铲形上60-70下10-45"): (
        "dip_angle",
        all_of(number(None, 10, 70), lambda cell: cell.value.text == "铲形上60-70下10-45"),
    ),
    ("断层倾角", "391"): ("dip_angle", refused("value.out_of_range")),
    ("断层倾角", "SW"): ("dip_angle", refused("value.column_shift")),
    ("断层倾角", ">45"): ("dip_angle", all_of(number(None, 45, None), clean)),
    ("断层走向", "496"): ("strike", refused("value.out_of_range")),
    ("断层走向", "310-320"): ("strike", all_of(number(None, 310, 320), clean)),
    ("断层走向", "NW-NWW"): ("strike", all_of(number(None, 292.5, 315), clean)),
    ("断层走向", "东NW-西NEE"): ("strike", refused("value.along_strike")),
    ("断层倾向", "E/W"): ("dip_direction", refused("bearing.both_directions")),
    ("断层倾向", "北支S南支N"): ("dip_direction", refused("value.along_strike")),
    ("断层倾向", "sw"): ("dip_direction", all_of(number(225, None, None), clean)),
    ("断层长度", ">80"): ("length_km", all_of(number(None, 80, None), clean)),
    ("断层长度", "60境内"): ("length_km", all_of(number(60, None, None), flagged("value.words"))),
    ("断层长度", "<160"): ("length_km", all_of(number(None, None, 160), clean)),
    ("水平滑动速率", "10+-2"): ("horizontal_rate", all_of(number(10, 8, 12), clean)),
    ("水平滑动速率", "1.89,2.5-3"): ("horizontal_rate", flagged("value.several")),
    ("水平滑动速率", ">2.2（缩短）"): ("horizontal_rate", number(None, 2.2, None, "shortening")),
    ("水平滑动速率", "54.6"): (
        "horizontal_rate",
        all_of(number(54.6, None, None), flagged("rate.implausible")),
    ),
    ("垂直滑动速速率", "0 .4"): ("vertical_rate", number(0.4, None, None)),
    ("垂直滑动速速率", "5.1+-0.41"): ("vertical_rate", all_of(number(5.1, 4.69, 5.51), clean)),
    ("分段产状", "NEE/NNW/60-80"): (
        "attitude",
        all_of(
            number(67.5, None, None, "strike"),
            number(337.5, None, None, "dip_direction"),
            number(None, 60, 80, "dip"),
            clean,
        ),
    ),
    ("地震地表破裂带时间", "1920,12,16海原"): (
        "earthquakes",
        all_of(value(((1920, 12, 16, "海原", "1920,12,16海原"),), "events"), clean),
    ),
    ("地震地表破裂带位移", "Dh=2.1-2.8 Dv=0.3-0.7"): (
        "displacements",
        all_of(number(None, 2.1, 2.8, "horizontal"), number(None, 0.3, 0.7, "vertical"), clean),
    ),
    ("地震地表破裂带震级", "0"): ("magnitude", lambda cell: cell.state == "empty"),
}

ELSEWHERE = {
    "FID 5784, 6429, 8424": "an empty geometry: test_traces",
    "one unknown character instead of a Chinese comma": "the place of a lost character: test_freetext",
    "'分段魂龄' for 分段年龄; '地震地_1' truncated": "names of columns: test_mappings",
    "116.403672, 39.910634 for Tiananmen": "a shifted position: test_points",
}


CELLS = [row for row in rows("importer_fixtures.csv") if row["value"] not in ELSEWHERE]


@pytest.mark.parametrize("case", CELLS, ids=lambda c: f"{c['field']}-{c['value']}")
def test_every_collected_value_gets_its_treatment(case: dict[str, str]) -> None:
    reader, judge = EXPECTED[case["field"], case["value"]]
    assert judge(READERS[reader](case["value"])), READERS[reader](case["value"])


MISSING_SIDE = {"正走滑": "strike_slip_normal", "正断走滑": "strike_slip_normal"}


@pytest.mark.parametrize("case", rows("zh_fault_type_freetext.csv"), ids=lambda c: c["text"] or "empty")
def test_every_chinese_sense_is_read_as_listed(case: dict[str, str]) -> None:
    cell, expected = kinematics(case["text"]), case["canonical"]
    if expected == "unknown":
        assert cell.state == "empty"
    elif expected.startswith("REVIEW"):
        assert refused("value.along_strike")(cell)
    elif expected.startswith("REJECT"):
        assert refused("value.column_shift")(cell)
    elif "sense missing" in expected:
        assert all_of(value(MISSING_SIDE[case["text"]]), flagged("kinematics.side_missing"))(cell)
    elif "low confidence" in expected:
        assert all_of(value(expected.split()[0]), flagged("kinematics.uncertain"))(cell)
    else:
        assert all_of(value(expected), clean)(cell)


def test_a_day_is_a_day() -> None:
    assert READERS["day"]("2023年5月1日").value == date(2023, 5, 1)
    assert refused("date.impossible")(READERS["day"]("2023-02-30"))
