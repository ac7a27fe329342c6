"""Logic of ages: latest activity against what is broken, events and samples against the order of units, and
rates against what they are made of."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from statistics import mean
from uuid import UUID

from faultgis.national.rows import Row
from faultgis.quality import times
from faultgis.quality.evidence import Evidence, evidence
from faultgis.quality.finding import WARNING, Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.saying import of_record
from faultgis.quality.times import Ages, Dated
from faultgis.records.fault import Fault
from faultgis.records.trace import Trace
from faultgis.records.trench import EventEvidence, PaleoEvent, StratUnit, Trench, UnitOrder, Wall
from faultgis.walls.order import is_older, older_ones


@check("QC-LOG-008")
def activity_and_evidence(given: Given) -> Iterator[Finding | None]:
    """The class of latest activity agrees with what the fault is dated to have broken, and when it ruptured.

    Wholly older than the youngest broken unit or the last rupture: an error. Wholly younger than all of them:
    a warning, as nothing in the survey says it.
    """
    known = evidence(given)
    owner = {r.id: r.fault_id for r in given.records.get("trace", ()) if isinstance(r, Trace)}
    owner |= {r.id: r.id for r in given.records.get("fault", ()) if isinstance(r, Fault)}
    for row in given.package.of("Fault"):
        claimed = times.of_activity(str(row.values.get("Age")).strip())
        fault = owner.get(row.id) if row.id else None
        found = known.get(fault) if fault else None
        if claimed is not None and found is not None:
            yield _activity(given, row, claimed, found)


def _activity(given: Given, row: Row, claimed: Ages, found: Evidence) -> Finding | None:
    last, unit = found.last, found.youngest_unit
    if last is not None and claimed.older_than(last[1]):
        return given.wrong(row, "Age", "rupture", name=last[0], ka=_ka(last[1]))
    if unit is not None and claimed.older_than(unit[1]):
        return given.wrong(row, "Age", "unit", name=unit[0], ka=_ka(unit[1]))
    known = [ages for _, ages in (last, unit) if ages] if last and unit else [(last or unit or ("", None))[1]]
    if all(ages is not None and ages.older_than(claimed) for ages in known):
        name, ages = min((each for each in (last, unit) if each), key=lambda each: each[1].young)
        return given.wrong(row, "Age", "unsupported", severity=WARNING, name=name, ka=_ka(ages))
    return None


def _ka(ages: Ages) -> str:
    if ages.young == ages.old:
        return f"{ages.young:.3g}"
    return f"{ages.young:.3g}–{ages.old:.3g}"
