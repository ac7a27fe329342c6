"""Free codes for new records, in one style whether they are drawn or imported."""

from collections.abc import Mapping
from typing import Any

from faultgis.services.editing import EditingSession

PATTERNS = {
    "fault_zone": "Z{:03d}",
    "fault": "F{:04d}",
    "segment": "S{:03d}",
    "observation_point": "D{:03d}",
    "offset_marker": "M{:03d}",
    "local_grid": "G{:03d}",
}


def next_code(session: EditingSession, kind: str) -> str:
    """The first free code of a kind in the open survey: ``F0001``, ``F0002`` … (``D`` for points, 点)."""
    return free_code(session.records, kind)


def free_code(records: Mapping[str, Mapping[Any, Any]], kind: str) -> str:
    """The first free code of a kind among these records, counting on from how many there are."""
    taken = {getattr(record, "code", "") for record in records.get(kind, {}).values()}
    number = len(taken) + 1
    while (code := PATTERNS[kind].format(number)) in taken:
        number += 1
    return code


def code_like(records: Mapping[str, Mapping[Any, Any]], kind: str, wanted: str) -> str:
    """The wanted code (a file's name), with a number behind it where another record of the kind has it."""
    taken = {getattr(record, "code", "") for record in records.get(kind, {}).values()}
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}_{number}", number + 1
    return found
