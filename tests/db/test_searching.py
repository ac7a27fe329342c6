"""Faults are found by what people type: characters, pinyin, initials, aliases, codes."""

import pytest

from db.work import Database
from faultgis.records.fault import FaultZone
from faultgis.records.survey import Survey
from tests.db.made import fault, new


@pytest.fixture
def survey(database: Database) -> Survey:
    survey = database.create_survey(Survey(code="S"))
    zone = FaultZone(survey_id=survey.id, code="Z1", name_zh="龙门山断裂带")
    database.save(
        new(
            zone,
            fault(survey.id, "F1", name_zh="北川—映秀断裂", aliases="龙门山中央断裂；Beichuan Fault"),
            fault(survey.id, "F2", name_zh="安宁河断裂", name_en="Anninghe Fault", source_code="CN-77"),
            fault(survey.id, "F10", name_zh="鲜水河断裂"),
        )
    )
    return survey


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("安宁河断裂", ["F2"]),
        ("anninghe", ["F2"]),
        ("xshdl", ["F10"]),
        ("CN-77", ["F2"]),
        ("龙门山", ["Z1", "F1"]),
        ("beichuan", ["F1"]),
        ("F10", ["F10"]),
        ("圣安德烈斯", []),
    ],
)
def test_what_is_typed_is_found(database: Database, survey: Survey, typed: str, codes: list[str]) -> None:
    assert [found.code for found in database.find(typed)] == codes


def test_a_survey_can_be_searched_alone(database: Database, survey: Survey) -> None:
    other = database.create_survey(Survey(code="T"))
    database.save(new(fault(other.id, "F2", name_zh="安宁河断裂")))
    assert len(database.find("安宁河")) == 2
    assert [found.survey_id for found in database.find("安宁河", other.id)] == [other.id]
