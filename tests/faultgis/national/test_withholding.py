"""Whatever is above a delivery's level: nothing of it stands in the rows, notes and files that go."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faultgis.exports.national_secrecy import REDACTIONS
from faultgis.national.mapping import Settings, package_of
from faultgis.national.reading import by_kind
from faultgis.records.fault import Segment
from faultgis.records.trench import PaleoEvent
from tests.faultgis.national.secret_survey import EAST, MEASURE, SECRET, SURVEY, secret, survey


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sets(st.integers(0, len(survey()) - 1), min_size=1, max_size=12))
def test_nothing_is_told_of_what_is_above_the_level(chosen: set[int]) -> None:
    records = [secret(each) if at in chosen else each for at, each in enumerate(survey())]
    made = package_of(SURVEY, by_kind(records), settings=Settings(level=0))
    for row in made:
        place = (row.class_name, row.values)
        assert SECRET not in str(row.values), place
        assert MEASURE not in row.values.values(), place
        assert row.geometry is None or row.geometry.centroid.x < EAST - 1, place
        assert not [v for v in row.values.values() if isinstance(v, float) and EAST - 2 < v < EAST + 2], place
        assert "1977" not in str(row.values), place
    assert SECRET not in str([note for note in made.notes if note.code not in REDACTIONS])
    assert SECRET not in str(made.attachments)


def test_every_cell_that_lost_something_is_in_the_log() -> None:
    records = [secret(each) if isinstance(each, Segment | PaleoEvent) else each for each in survey()]
    made = package_of(SURVEY, by_kind(records), settings=Settings(level=0))
    told = {(note.class_name, note.field) for note in made.notes if note.code == "national.value_withheld"}
    assert told >= {("Fault", "Age"), ("Trench", "EQEventCount"), ("Trench", "LatestEQPeroidEst")}
    (row,) = made.of("Fault")
    assert row.values["Feature"] == "111120"
    assert made.of("Trench")[0].values["EQEventCount"] == 0


def test_a_survey_without_secrets_is_mapped_as_ever() -> None:
    records = by_kind(list(survey()))
    assert package_of(SURVEY, records, settings=Settings(level=0)) == package_of(SURVEY, records)
