"""Copies of records in bulk are what ``dataclasses.replace`` makes of them one by one."""

from dataclasses import replace
from uuid import UUID

from faultgis.records.copying import with_values
from faultgis.records.fault import Fault
from faultgis.records.kinds import KINDS
from faultgis.records.provenance import Source


def test_no_record_does_anything_when_it_is_made_that_a_copy_would_miss() -> None:
    for kind in (*KINDS.values(), Source):
        assert not hasattr(kind, "__post_init__")
        assert not any("__slots__" in vars(base) for base in kind.__mro__)


def test_a_copy_equals_the_replaced_record_and_leaves_the_first_alone() -> None:
    fault = Fault(survey_id=UUID(int=1), code="F1", source=Source(file="a.shp", row=3))
    source = with_values(fault.source, batch_id=UUID(int=7))
    assert source == replace(fault.source, batch_id=UUID(int=7))
    copy = with_values(fault, code="F2", source=source)
    assert repr(copy) == repr(replace(fault, code="F2", source=source))
    assert copy == replace(fault, code="F2", source=source)
    assert (fault.code, fault.source.batch_id) == ("F1", None)
