"""National codes as our codes: fault types, ages, methods; of several, the first of the list."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from faultgis import codes

_FEATURE = re.compile(r"111([123])(\d\d)\Z")
# Kinds of the national list that ours has no own code for: tear fault; bending-moment and flexural-slip
# normal and reverse faults; back thrust.
_NEAREST = {
    "04": "strike_slip",
    **dict.fromkeys(("15", "16"), "normal"),
    **dict.fromkeys(("25", "26", "27"), "reverse"),
}
QUATERNARY = 33300000
_UNDIVIDED = ("33310000",)


@cache
def _back(list_name: str, system: str) -> Mapping[str, str]:
    """Our codes by those of another system, the first of the list where several share one."""
    found: dict[str, str] = {}
    for entry in codes.code_list(list_name).entries:
        for code in (entry.extra.get(system), *entry.extra.get(f"{system}s", ())):
            if code is not None:
                found.setdefault(str(code), entry.code)
    return found


def kinematics_of(feature: str) -> str:
    """The kinematics in a fault type code; empty where it is none."""
    if (match := _FEATURE.match(feature)) is None:
        return ""
    return _NEAREST.get(match[2]) or _back("kinematics", "cn_suffix").get(match[2], "")


def exposure_of(feature: str) -> str:
    """The exposure in a fault type code; ``unknown`` where it is none."""
    match = _FEATURE.match(feature)
    return _back("exposure", "cn_digit").get(match[1], "unknown") if match else "unknown"


def activity_of(age: str) -> str:
    """The latest activity of an age code; empty where it is none. All ages before the Quaternary are one."""
    if found := _back("latest_activity", "cn_code").get(age):
        return found
    if age in _UNDIVIDED:
        return "quaternary_undivided"
    try:
        return "pre_quaternary" if int(age) < QUATERNARY else ""
    except ValueError:
        return ""


def fold_of(code: str) -> str:
    """Anticline or syncline; empty for other codes."""
    found = _back("kinematics", "cn_code").get(code, "")
    return found if found in ("anticline", "syncline") else ""


def by_label(list_name: str, label: str) -> str:
    """The code of a list whose Chinese label this is; empty where there is none."""
    return next((entry.code for entry in codes.code_list(list_name).entries if entry.zh == label), "")


def by_table(table: Mapping[str, Any], code: str) -> str:
    """The first of our codes that a crosswalk writes so; empty where there is none."""
    return next((ours for ours, theirs in table.items() if theirs == code and ours != "*"), "")
