"""From the trench to the probability: calibration, the sequence of Ladik, slip rates, a survey made anew."""

import os
import time
from collections.abc import Callable
from typing import Any

from shapely import Point

from faultgis.changes import Change
from faultgis.dating.radiocarbon import Measured, calibrate
from faultgis.records.fault import Fault
from faultgis.records.kinds import KINDS, AnyRecord, kind_of
from faultgis.records.provenance import new_id
from faultgis.records.sample import LabResult, Sample
from faultgis.records.site import OffsetMarker
from faultgis.services.calculating import compute
from faultgis.services.deriving import rates
from faultgis.services.deriving.recomputing import Overlay, recompute
from faultgis.values import Estimate, RangeKind

Figure = tuple[str, str, str, str]
FAULTS, SITES = 200, 5
# The sequence of case SEQ-01, oldest first; numbers are radiocarbon ages, words events.
LADIK = (
    (2748,), "E7", (2512,), "E6", (2342,), (2255,), "E5", (1988,), "E4", (1463,), "E3", (1375,),
    (1040, 1019), (973,), "E2", (692,), (552,), (446,), "E1", (212,),
)  # fmt: skip


def run() -> list[Figure]:
    """Each figure as name, limit, measured, note."""
    rate = {"offset_m": {"normal": [12, 1]}, "age_ka": {"normal": [5, 0.4]}}
    return [
        _figure("calibration with two HPD sets", "15 ms", _calibration, 21),
        _figure(
            "sequence of 7 events, 20,000 kept of 100,000 sweeps, one chain", "4 s", lambda: _sequence(1)
        ),
        _figure("the same, three chains", "8 s", lambda: _sequence(3)),
        _figure("slip rate of 1,000,000 draws", "0.5 s", lambda: compute("slip_rate_single", rate)),
        _survey(),
    ]


def _calibration() -> None:
    found = calibrate(Measured(5700, 30)).density
    found.ranges(0.6827), found.ranges(0.9545)


def _sequence(chains: int) -> None:
    model: list[dict[str, Any]] = [{"boundary": "base"}]
    for entry in LADIK:
        dates = [] if isinstance(entry, str) else [{"c14_age": age, "c14_error": 32} for age in entry]
        model.append({"event": entry} if isinstance(entry, str) else {"phase": dates})
    model.append({"boundary": "E0"})
    compute("sequence_model", {"sequence_old_to_young": model, "top": 1943, "chains": chains})


def _figure(name: str, limit: str, work: Callable[[], object], times: int = 5) -> Figure:
    started = time.perf_counter()
    work()
    first = time.perf_counter() - started
    found = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    median = sorted(found)[times // 2]
    shown = f"{median * 1000:.1f} ms" if limit.endswith("ms") else f"{median:.2f} s"
    return name, limit, shown, f"median of {times}; first time {first:.2f} s"


def _survey() -> Figure:
    """200 faults with five dated markers each, all rates of 100,000 draws and what stands for the faults."""
    records = Overlay({kind: {} for kind in KINDS})
    for record in _records():
        records[kind_of(record)][record.id] = record
    started = time.perf_counter()
    for marker in list(records["offset_marker"].values()):
        assert isinstance(marker, OffsetMarker)
        records.put(rates.slip_rate(records, marker))
    for fault in list(records["fault"]):
        records.put(rates.representative(records, fault, None, "strike_slip"))
    made = time.perf_counter() - started
    for result in list(records["lab_result"].values()):
        assert isinstance(result, LabResult)
        assert result.c14_age is not None
        records.put(Change(result, _older(result)))
    started = time.perf_counter()
    edit, failed = recompute(records)
    assert not failed
    assert len(edit.changes) == FAULTS * (SITES + 1)
    seconds = time.perf_counter() - started
    note = f"made first in {made:.1f} s; {os.cpu_count()} processors"
    return f"{FAULTS} faults × {SITES} sites × 100,000 draws anew", "60 s", f"{seconds:.1f} s", note


def _older(result: LabResult) -> LabResult:
    from dataclasses import replace

    return replace(result, c14_age=(result.c14_age or 0) + 10)


def _records() -> list[AnyRecord]:
    survey, made = new_id(), list[AnyRecord]()
    for number in range(FAULTS):
        fault = Fault(survey_id=survey, code=f"F{number}")
        made.append(fault)
        for site in range(SITES):
            size = Estimate(
                unit="m", best=10 + site, low=9 + site, high=11 + site, range=RangeKind.PERCENT_68
            )
            marker = OffsetMarker(
                survey_id=survey,
                code=f"{number}-{site}",
                geometry=Point(100, 30),
                fault_id=fault.id,
                offset=size,
            )
            sample = Sample(survey_id=survey, code=f"S{number}-{site}", marker_id=marker.id)
            age = 2000.0 + 100 * site + number
            result = LabResult(
                survey_id=survey, sample_id=sample.id, lab_code=f"B{number}-{site}", c14_age=age, c14_error=30
            )
            made += [marker, sample, result]
    return made
