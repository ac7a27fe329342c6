"""OxCal text as an import: into a site, from there to a chronology, and back out as a unit."""

from pathlib import Path

import pytest
from shapely import Point

from db.work import Database
from faultgis.changes import Change
from faultgis.errors import InputError
from faultgis.records.derived import ChronologyModel
from faultgis.records.survey import Survey
from faultgis.records.trench import TrenchSite
from faultgis.services.deriving import ages
from faultgis.services.editing import EditingSession
from faultgis.services.importing import Links, import_file, undo_import
from importers.registry import read

# Three ages around one event: a constructed sequence.
TEXT = """Plot()
{
 Curve("IntCal20","intcal20.14c");
 Sequence("made")
 {
  Boundary("base");
  R_Date("A-1", 2748, 32);
  Date("E1");
  Phase("bed") { R_Date("A-2", 2150, 30); R_Date("A-3", 2120, 30); };
  Boundary("top");
 };
};
"""
KINDS = ("trench", "strat_unit", "unit_order", "sample", "lab_result", "paleo_event")


@pytest.fixture
def survey(database: Database) -> Survey:
    survey = database.create_survey(Survey(code="OX", constructed=True))
    site = TrenchSite(survey_id=survey.id, code="S1", geometry=Point(100, 38))
    database.save([Change(None, site)])
    return survey


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "made.oxcal"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_sequence_comes_in_becomes_a_chronology_and_goes_as_a_unit(
    database: Database, survey: Survey, file: Path
) -> None:
    report = import_file(database, read, file, survey, links=Links(site="S1"))
    assert (report.kind, report.read, report.created) == ("oxcal", 3, 3)
    found = database.load(survey.id, KINDS)
    assert [len(found[kind]) for kind in KINDS] == [1, 2, 1, 3, 3, 1]
    session = EditingSession(survey, database.load(survey.id))
    [site] = session.records["trench_site"].values()
    assert isinstance(site, TrenchSite)
    model = ages.chronology(session.records, site)[0].after
    assert isinstance(model, ChronologyModel)
    # The event lies between the calibrated ages of 2748 and 2150 BP.
    assert -950 < model.results["events"]["E1"]["median"] < -150
    assert report.batch is not None
    undo_import(database, report.batch)
    assert all(not of_kind for of_kind in database.load(survey.id, KINDS).values())


def test_it_must_be_said_where_it_belongs(database: Database, survey: Survey, file: Path) -> None:
    with pytest.raises(InputError, match=r"link\.no_site_named"):
        import_file(database, read, file, survey)


def test_a_site_with_units_takes_no_second_sequence(database: Database, survey: Survey, file: Path) -> None:
    import_file(database, read, file, survey, links=Links(site="S1"))
    with pytest.raises(InputError, match=r"oxcal\.has_units"):
        import_file(database, read, file, survey, links=Links(site="S1"))


def test_a_dry_run_saves_nothing(database: Database, survey: Survey, file: Path) -> None:
    report = import_file(database, read, file, survey, dry_run=True, links=Links(site="S1"))
    assert (report.created, report.batch) == (3, None)
    assert all(not of_kind for of_kind in database.load(survey.id, KINDS).values())


def test_a_published_chronology_stays_beside_one_that_is_made(
    database: Database, survey: Survey, file: Path, shared: Path
) -> None:
    """The constructed sequence is put into the site of a real list: its own ages are calculated beside it."""
    kusai = shared / "data/paleo/quakerates_china/data/EastKunlunKusaihu_Hu_2007_simple.txt"
    import_file(database, read, file, survey, links=Links(site="S1"))
    import_file(database, read, kusai, survey)
    session = EditingSession(survey, database.load(survey.id))
    models = [m for m in session.records["chronology_model"].values() if isinstance(m, ChronologyModel)]
    [site] = [s for s in session.records["trench_site"].values() if getattr(s, "code", "") == "S1"]
    assert isinstance(site, TrenchSite)
    [change, *_] = ages.chronology(session.records, site, old=models[0])
    assert change.before is None
    assert isinstance(change.after, ChronologyModel)
    assert change.after.function == "sequence_model"
