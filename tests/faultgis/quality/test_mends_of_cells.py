"""Cells that a record keeps of a national row are mended there, as rows go back as they came."""

import json
from typing import Any

from shapely import LineString, MultiLineString

from faultgis.national.kept import DIFFERS
from faultgis.quality.finding import Report
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source
from faultgis.records.trace import Trace
from faultgis.services.checking import Order, check_records
from faultgis.services.mending import is_mended, mended
from tests.faultgis.quality.rows_made import OWN, SURVEY, TODAY, by_kind

CODE = "640522100#######7"
CELLS = {"ID": CODE, "Age": " 33320000", "Photographer": "无"}
RULES = ("QC-DOM-001", "QC-NUL-002")


def _records(attributes: dict[str, str]) -> list[AnyRecord]:
    fault = Fault(code="HY-1", latest_activity="holocene", **OWN)
    source = Source(key=f"Fault:{CODE}", attributes=tuple(attributes.items()))
    line = MultiLineString([LineString([(105.4, 36.6), (105.6, 36.5)])])
    return [fault, Trace(geometry=line, fault_id=fault.id, source=source, **OWN)]


def _check(records: list[AnyRecord]) -> Report:
    return check_records(SURVEY, by_kind(records), Order(only=RULES, today=TODAY)).report


def test_the_cells_of_a_row_that_came_in_are_mended_together() -> None:
    # When it was read, the record said the age without the blank.
    records = _records({**CELLS, DIFFERS: json.dumps({"Fault": {"Age": "33320000"}})})
    fixes = [each.fix for each in _check(records).findings if each.fix is not None]
    assert {each.value for each in fixes} == {"33320000", "NA", "-9999"}
    held: dict[str, Any] = {kind: {each.id: each for each in kept} for kind, kept in by_kind(records).items()}
    edit, carried = mended(held, held, fixes)
    assert carried == len(fixes)
    (change,) = edit.changes
    after = change.after
    assert isinstance(after, Trace)
    cells = dict(after.source.attributes)
    assert (cells["ID"], cells["Age"], cells["Photographer"], cells["nsb1"]) == (CODE, "33320000", "NA", "NA")
    now = {**held, "trace": {after.id: after}}
    assert all(is_mended(held, now, each) for each in fixes)
    assert _check([records[0], after]).findings == []
