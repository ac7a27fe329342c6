"""Ties buried fault points and deformation zones to a survey's faults, by the codes and names in rows."""

from collections import defaultdict
from dataclasses import replace
from typing import Any, cast

from faultgis.records.site import BuriedPoint, DeformationZone
from faultgis.services.import_report import Notice, Reading
from faultgis.services.tying import Links, Present, plain_code, the_fault


def linked_buried(reading: Reading, present: Present, links: Links) -> Reading:
    """The reading with its records on their faults: by code, by the source's own number, by name; else the
    fault that the user named. One whose fault is not found is kept without one, and that is said: it plays
    no part in the avoidance of faults then.

    Raises ``InputError("link.fault_unknown")`` for a code that the user gave."""
    named = the_fault(present, links)
    index = _index(present)
    records, notices = [], []
    for record in reading.records:
        said = reading.links.get(record.id, {})
        found = [index[key] for key in _keys(said) if key in index]
        faults = found[0] if found else [named] if named is not None else []
        if isinstance(record, BuriedPoint | DeformationZone) and len(faults) == 1:
            records.append(replace(record, fault_id=faults[0].id))
            continue
        records.append(cast(Any, record))
        code = "link.buried_several" if faults else "link.buried_unknown"
        shown = {"code": said.get("fault") or said.get("fault_name") or "-"}
        notices.append(Notice(code, shown, reading.layer, int(said.get("row", 0)) or None))
    warnings = [*reading.warnings, *notices]
    return cast(Reading, replace(cast(Any, reading), records=records, warnings=warnings))


def _index(present: Present) -> dict[tuple[str, str], list[Any]]:
    """The faults by code and by name; a code goes before another fault's number in its source."""
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    faults = cast(Any, present.get("fault", ()))
    for fault in faults:
        found["code", plain_code(fault.code)].append(fault)
        for name in {plain_code(each) for each in _names(fault) if each}:
            found["name", name].append(fault)
    for fault in faults:
        own = ("code", plain_code(fault.source_code))
        if fault.source_code and own not in found:
            found[own] = [fault]
    return dict(found)


def _names(fault: Any) -> list[str]:
    return [fault.name_zh, fault.name_en, *str(fault.aliases).split(";")]


def _keys(said: Any) -> list[tuple[str, str]]:
    code, name = said.get("fault", ""), said.get("fault_name", "")
    keys = [("code", code), ("name", name), ("code", name)]
    return [(kind, plain_code(text)) for kind, text in keys if text]
