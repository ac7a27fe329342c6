"""Fixes as one edit: several of one record together, and what somebody has changed since is left alone."""

from dataclasses import replace
from uuid import UUID, uuid4

from faultgis.quality.finding import Cells, Fix
from faultgis.records.delivery import TemplateRow
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.services.mending import is_mended, mended
from faultgis.values import Document

SURVEY = uuid4()
ROW = TemplateRow(
    survey_id=SURVEY, class_name="Volcano", values=Document({"ID": " V1", "Age": 360, "Name": "a"})
)


def held(*rows: TemplateRow) -> dict[str, dict[UUID, AnyRecord]]:
    return {"template_row": {row.id: row for row in rows}, "fault": {}}


def fix(**values: object) -> Fix:
    return Fix("template_row", ROW.id, {"values": Cells(values)}, "fix.value")


def test_fixes_of_one_row_are_one_change_and_each_keeps_the_others() -> None:
    edit, count = mended(held(ROW), held(ROW), [fix(ID="V1"), fix(Age=0)])
    assert count == 2
    (change,) = edit.changes
    assert isinstance(change.after, TemplateRow)
    assert dict(change.after.values) == {"ID": "V1", "Age": 0, "Name": "a"}
    assert change.before == ROW
    assert edit.inverse.changes[0].after == ROW
    assert is_mended(held(ROW), held(change.after), fix(Age=0))
    assert not is_mended(held(ROW), held(ROW), fix(Age=0))


def test_what_was_changed_since_the_check_is_left_as_it_is() -> None:
    now = replace(ROW, values=Document({**ROW.values, "Age": 12, "Name": "b"}))
    edit, count = mended(held(ROW), held(now), [fix(ID="V1"), fix(Age=0)])
    assert count == 1
    assert isinstance(edit.changes[0].after, TemplateRow)
    assert dict(edit.changes[0].after.values) == {"ID": "V1", "Age": 12, "Name": "b"}
    assert mended(held(ROW), held(), [fix(ID="V1")])[1] == 0
    fault = Fault(survey_id=SURVEY, code="F1")
    renamed = replace(fault, name_zh="新名")
    told = [Fix("fault", fault.id, {"name_zh": "名"}, "fix.trim")]
    assert mended({"fault": {fault.id: fault}}, {"fault": {fault.id: renamed}}, told) == (
        edit.__class__(edit.name, ()),
        0,
    )
