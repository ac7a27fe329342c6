"""Free codes for new records."""

from faultgis.services.editing import EditingSession

PREFIXES = {
    "fault_zone": "Z",
    "fault": "F",
    "segment": "S",
    "observation_point": "D",
    "offset_marker": "M",
}


def next_code(session: EditingSession, kind: str) -> str:
    """The first free code of a kind in the open survey: ``F001``, ``F002`` … (``D`` for points, 点)."""
    taken = {getattr(record, "code", "") for record in session.records[kind].values()}
    prefix, number = PREFIXES[kind], len(taken) + 1
    while (code := f"{prefix}{number:03d}") in taken:
        number += 1
    return code
