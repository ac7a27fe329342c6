"""A measured offset as another component: the right triangle of dip and rake, kept with what it rests on."""

import math
from dataclasses import replace
from typing import Any

import pytest
from shapely import Point

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import InputError
from faultgis.records.derived import Displacement
from faultgis.records.fault import Fault
from faultgis.records.site import OffsetMarker
from faultgis.services.deriving import staleness
from faultgis.services.deriving.displacements import displacement
from faultgis.services.deriving.recomputing import recompute
from faultgis.values import Estimate, RangeKind
from tests.faultgis.deriving.made import SURVEY, session


def _degrees(value: float) -> Estimate:
    return Estimate(unit="deg", best=value)


def _made(**of: Any) -> tuple[Fault, OffsetMarker]:
    attitude = {"dip": _degrees(60), "rake": _degrees(90), **of}
    fault = Fault(survey_id=SURVEY.id, code="F1", **attitude)
    size = Estimate(unit="m", low=1.5, best=2.0, high=2.5, range=RangeKind.PERCENT_95)
    place = {"geometry": Point(100, 30), "component": "vertical"}
    return fault, OffsetMarker(survey_id=SURVEY.id, code="M1", fault_id=fault.id, offset=size, **place)


def test_a_pure_reverse_scarp_slips_along_the_dip() -> None:
    fault, marker = _made()
    made = displacement(session([fault, marker]).records, marker, "dip_slip").after
    assert isinstance(made, Displacement)
    assert made.amount is not None
    sine = math.sin(math.radians(60))
    found = (made.amount.low, made.amount.best, made.amount.high)
    assert found == pytest.approx((1.5 / sine, 2 / sine, 2.5 / sine), abs=1e-3)
    assert made.amount.range == RangeKind.PERCENT_95


def test_oblique_slip_has_its_strike_slip_and_turns_stale_with_the_rake() -> None:
    fault, marker = _made(rake=_degrees(30))
    opened = session([fault, marker])
    change = displacement(opened.records, marker, "strike_slip")
    opened.apply(Edit("edit.recompute", (change,)))
    made = next(iter(opened.records["displacement"].values()))
    assert isinstance(made, Displacement)
    assert made.amount is not None
    net = 2 / (math.sin(math.radians(60)) * math.sin(math.radians(30)))
    assert made.amount.best == pytest.approx(net * math.cos(math.radians(30)), abs=1e-3)
    opened.apply(Edit("edit.change_record", (Change(fault, replace(fault, rake=_degrees(45))),)))
    assert staleness.state(opened.records, made).stale
    edit, failed = recompute(opened.records)
    assert not failed
    opened.apply(edit)
    again = opened.records["displacement"][made.id]
    assert isinstance(again, Displacement)
    assert again.amount != made.amount
    assert not staleness.state(opened.records, again).stale


def test_what_is_not_stated_is_not_assumed() -> None:
    fault, marker = _made(rake=None)
    with pytest.raises(InputError, match=r"deriving\.no_attitude"):
        displacement(session([fault, marker]).records, marker, "net")
    fault, marker = _made(rake=_degrees(0))
    with pytest.raises(InputError, match=r"slip\.not_resolvable"):
        displacement(session([fault, marker]).records, marker, "net")
