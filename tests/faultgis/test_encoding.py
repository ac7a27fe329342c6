"""Records become JSON and come back the same, every kind and every field."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faultgis.records.encoding import decode, encode
from faultgis.records.fault import Fault
from faultgis.records.kinds import KINDS, kind_of
from faultgis.records.provenance import new_id
from faultgis.values import Estimate
from tests.faultgis.making import records


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_through_json_and_back(kind: str, data: st.DataObject) -> None:
    record = data.draw(records(kind))
    back = decode(json.loads(json.dumps(encode(record), allow_nan=False)))
    assert back == record
    assert back.stamp == record.stamp
    assert kind_of(back) == kind


def test_numbers_that_json_shortens_stay_floats() -> None:
    fault = Fault(survey_id=new_id(), code="F1", dip=Estimate(unit="deg", best=60))
    back = decode(json.loads(json.dumps(encode(fault))))
    assert isinstance(back, Fault)
    assert back.dip is not None
    assert isinstance(back.dip.best, float)


def test_a_field_that_is_missing_takes_its_default() -> None:
    fault = Fault(survey_id=new_id(), code="F1")
    value = encode(fault)
    del value["kinematics"], value["source"]
    assert decode(value) == fault


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        decode({"record": "spaceship"})
