"""Published chronologies (QuakeRates, real files) into PostGIS, and from them recurrence and probability."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shapely import LineString, MultiLineString, Point

from db.work import Database
from faultgis.changes import Change
from faultgis.dating.calendar import astronomical_year
from faultgis.dating.listed import ordered_draws
from faultgis.errors import InputError
from faultgis.records.derived import ChronologyModel, EventAge, Recurrence
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.records.trench import PaleoEvent, TrenchSite
from faultgis.services.deriving import recurring
from faultgis.services.deriving.recomputing import recompute
from faultgis.services.deriving.staleness import states
from faultgis.services.editing import EditingSession
from faultgis.services.import_report import ImportReport
from faultgis.services.importing import Links, import_file, undo_import
from importers.registry import read

KUSAI = "EastKunlunKusaihu_Hu_2007_simple.txt"
KINDS = ("trench_site", "paleo_event", "chronology_model", "event_age")


@pytest.fixture
def lists(shared: Path) -> Path:
    return shared / "data/paleo/quakerates_china/data"


@pytest.fixture
def survey(database: Database) -> Survey:
    survey = database.create_survey(Survey(code="KUNLUN"))
    fault = Fault(survey_id=survey.id, code="F1", name_zh="东昆仑断裂", name_en="East Kunlun Fault Zone")
    line = MultiLineString([LineString([(92, 35.8), (96, 35.5)])])
    trace = Trace(survey_id=survey.id, fault_id=fault.id, geometry=line)
    database.save([Change(None, fault), Change(None, trace)])
    return survey


def _in(database: Database, path: Path, survey: Survey, **links: Any) -> ImportReport:
    return import_file(database, read, path, survey, links=Links(**links))


def _records(database: Database, survey: Survey) -> EditingSession:
    return EditingSession(survey, database.load(survey.id))


def test_ten_events_of_kusai_lake_come_with_their_ages(
    database: Database, survey: Survey, lists: Path
) -> None:
    report = _in(database, lists / KUSAI, survey)
    assert (report.read, report.created, len(report.rejected), report.kind) == (10, 10, 0, "chronologies")
    found = database.load(survey.id, KINDS)
    assert [len(found[kind]) for kind in KINDS] == [1, 10, 1, 10]
    [site] = found["trench_site"]
    assert isinstance(site, TrenchSite)
    assert (site.geometry.x, site.geometry.y) == (93, 35.8)
    # The file: 31900 ± 1923 (2 sigma) before 1950; the youngest −51 is the Kokoxili earthquake of 2001.
    events = {e.id: e for e in found["paleo_event"] if isinstance(e, PaleoEvent)}
    ages = {events[a.event_id].code: a.age for a in found["event_age"] if isinstance(a, EventAge)}
    oldest, latest = ages["E10"], ages["E1"]
    assert oldest is not None
    assert latest is not None
    assert oldest.best == pytest.approx(1950 - 31900 - 1, abs=80)
    assert oldest.low == pytest.approx(1950 - 31900 - 1923, abs=160)
    assert latest.best == pytest.approx(2001, abs=0.3)
    assert {e.position for e in events.values()} == set(range(1, 11))


def test_the_fault_is_found_by_name_and_said(database: Database, survey: Survey, lists: Path) -> None:
    report = _in(database, lists / KUSAI, survey)
    [site] = database.load(survey.id, ("trench_site",))["trench_site"]
    [fault] = database.load(survey.id, ("fault",))["fault"]
    assert isinstance(site, TrenchSite)
    assert site.fault_id == fault.id
    assert "link.fault_found" in {w.code for w in report.warnings}
    other = _in(database, lists / "GulangTianqiaogou_Liang_2021_simple.txt", survey)
    assert "link.fault_none" in {w.code for w in other.warnings}


def test_recurrence_and_probability_run_on_the_joint_draws(
    database: Database, survey: Survey, lists: Path
) -> None:
    _in(database, lists / KUSAI, survey)
    session = _records(database, survey)
    [model] = session.records["chronology_model"].values()
    assert isinstance(model, ChronologyModel)
    cycle = recurring.recurrence(session.records, model).after
    assert isinstance(cycle, Recurrence)
    assert cycle.interval is not None
    # First to last event through nine intervals, as the list has it.
    assert cycle.interval.best == pytest.approx((31900 + 51) / 9, rel=0.02)
    assert cycle.fault_id is not None
    chance = recurring.probability(session.records, cycle).after
    assert 0 <= chance.low <= chance.probability <= chance.high < 0.05  # type: ignore[union-attr, operator]


def test_joint_draws_keep_the_order_and_the_stated_bounds(
    database: Database, survey: Survey, lists: Path
) -> None:
    _in(database, lists / "GulangTianqiaogou_Liang_2021_simple.txt", survey)
    [model] = database.load(survey.id, ("chronology_model",))["chronology_model"]
    assert isinstance(model, ChronologyModel)
    draws = model.results["draws"]
    table = np.array([[astronomical_year(y) for y in draws[f"E{n}"]] for n in (5, 4, 3, 2, 1)])
    assert (np.diff(table, axis=0) >= 0).all()
    assert table.shape[1] == 2000
    # E3: 8560 to 7295 before 1950, apart from its neighbours: mean and 2 sigma are as listed.
    assert table[2].mean() == pytest.approx(1950 - (8560 + 7295) / 2, abs=25)
    assert table[2].std() == pytest.approx((8560 - 7295) / 4, rel=0.06)


def test_what_came_from_a_file_is_never_stale_and_recomputing_leaves_it(
    database: Database, survey: Survey, lists: Path
) -> None:
    _in(database, lists / KUSAI, survey)
    session = _records(database, survey)
    assert not any(state.stale for state in states(session.records).values())
    event = next(e for e in session.records["paleo_event"].values())
    assert isinstance(event, PaleoEvent)
    from dataclasses import replace

    from faultgis.edits import Edit

    session.apply(Edit("edit.change", (Change(event, replace(event, status="definite")),)))
    assert not any(state.stale for state in states(session.records).values())
    wanted = [*session.records["chronology_model"], *session.records["event_age"]]
    edit, failed = recompute(session.records, wanted)
    assert (edit.changes, failed) == ((), [])


def test_a_refuted_event_leaves_the_recurrence(database: Database, survey: Survey, lists: Path) -> None:
    from dataclasses import replace

    from faultgis.edits import Edit

    _in(database, lists / KUSAI, survey)
    session = _records(database, survey)
    [model] = session.records["chronology_model"].values()
    assert isinstance(model, ChronologyModel)
    events = [e for e in session.records["paleo_event"].values() if isinstance(e, PaleoEvent)]
    oldest = next(e for e in events if e.code == "E10")
    session.apply(Edit("edit.change", (Change(oldest, replace(oldest, status="rejected")),)))
    cycle = recurring.recurrence(session.records, model).after
    assert isinstance(cycle, Recurrence)
    assert cycle.interval is not None
    assert cycle.interval.best == pytest.approx((27990 + 51) / 8, rel=0.02)


def test_again_changes_nothing_and_undo_takes_all_back(
    database: Database, survey: Survey, lists: Path
) -> None:
    report = _in(database, lists / KUSAI, survey)
    again = _in(database, lists / KUSAI, survey)
    assert (again.created, again.updated, again.unchanged, again.batch) == (0, 0, 10, None)
    assert report.batch is not None
    undo_import(database, report.batch)
    assert all(not of_kind for of_kind in database.load(survey.id, KINDS).values())


def test_a_corrected_list_changes_its_event_and_the_draws(
    database: Database, survey: Survey, lists: Path, tmp_path: Path
) -> None:
    for folder in ("data", "params"):
        (tmp_path / folder).mkdir()
        shutil.copyfile(lists.parent / folder / KUSAI, tmp_path / folder / KUSAI)
    _in(database, tmp_path / "data" / KUSAI, survey)
    file = tmp_path / "data" / KUSAI
    file.write_text(file.read_text(encoding="utf-8").replace("3100\t201", "3300\t201"), encoding="utf-8")
    report = _in(database, file, survey)
    assert (report.created, report.updated, report.unchanged) == (0, 1, 9)
    [model] = database.load(survey.id, ("chronology_model",))["chronology_model"]
    assert isinstance(model, ChronologyModel)
    assert np.mean(model.results["draws"]["E2"]) == pytest.approx(1950 - 3300 - 1, abs=10)


def test_the_file_of_parameters_leads_to_its_list(database: Database, survey: Survey, lists: Path) -> None:
    report = _in(database, lists.parent / "params" / KUSAI, survey)
    assert (report.read, report.created) == (10, 10)


def test_a_list_that_contradicts_its_order_is_refused_with_the_pair(
    database: Database, survey: Survey, lists: Path
) -> None:
    with pytest.raises(InputError) as caught:
        _in(database, lists / "DaqingshanPiedmontTuyouqi_Ran_2003_simple.txt", survey)
    assert caught.value.code == "chronology.order"
    assert caught.value.params["rows"] == "5, 6"
    assert "650" in caught.value.params["first"]
    assert "1110" in caught.value.params["second"]


def test_without_a_place_a_site_of_the_survey_must_be_named(
    database: Database, survey: Survey, lists: Path
) -> None:
    path = lists / "AltynTaghWuzunxiaoer_Yuan_2020_simple.txt"
    with pytest.raises(InputError, match=r"link\.no_place"):
        _in(database, path, survey)
    site = TrenchSite(survey_id=survey.id, code="W1", geometry=Point(86.4, 37.8))
    database.save([Change(None, site)])
    report = _in(database, path, survey, site="w1")
    assert report.created == 4
    found = database.load(survey.id, KINDS)
    assert [getattr(s, "code", "") for s in found["trench_site"]] == ["W1"]
    assert {getattr(e, "site_id", None) for e in found["paleo_event"]} == {site.id}
    again = _in(database, path, survey)  # where it came to is known now
    assert (again.unchanged, again.batch) == (4, None)
    # Two events share −407 to −215: they must not change places in any draw.
    [model] = found["chronology_model"]
    assert isinstance(model, ChronologyModel)
    third, second = (np.array(model.results["draws"][name]) for name in ("E3", "E2"))
    assert (third <= second).all()


def test_events_of_two_sources_are_not_counted_twice(database: Database, survey: Survey, lists: Path) -> None:
    _in(database, lists / KUSAI, survey)
    with pytest.raises(InputError, match=r"link\.site_has_events"):
        _in(database, lists / "EastKunlunXidatan_Hu_2007_simple.txt", survey, site="EastKunlunKusaihu")


def test_a_table_of_draws_is_thinned_and_says_so(database: Database, survey: Survey, tmp_path: Path) -> None:
    """Constructed: 10,000 draws of three events, in the form of QuakeRates' chronologies."""
    rng = np.random.default_rng(7)
    table = np.sort(rng.normal([-4000, -1000, 1500], [200, 100, 5], size=(10_000, 3)), axis=1)
    path = tmp_path / "Made_10000_chronologies.csv"
    np.savetxt(path, table, delimiter=",")
    site = TrenchSite(survey_id=survey.id, code="S", geometry=Point(93, 36))
    database.save([Change(None, site)])
    report = _in(database, path, survey, site="S")
    assert report.created == 3
    [model] = database.load(survey.id, ("chronology_model",))["chronology_model"]
    assert isinstance(model, ChronologyModel)
    assert len(model.results["draws"]["E1"]) == 2000
    assert "10000" in model.convention
    assert "5th" in model.convention
    assert model.results["draws"]["E1"][1] == pytest.approx(table[5, 2], abs=0.06)


def test_draws_in_order_are_those_of_independent_events_that_keep_it() -> None:
    """Two equal normals in order: their means lie σ/√π below and above the common one."""
    draws, share = ordered_draws([0.0, 0.0], [1.0, 1.0], count=20_000)
    assert share == pytest.approx(0.5, abs=0.02)
    assert draws[:, 0].mean() == pytest.approx(-1 / np.sqrt(np.pi), abs=0.03)
    assert draws[:, 1].mean() == pytest.approx(1 / np.sqrt(np.pi), abs=0.03)


@pytest.mark.parametrize(
    ("text", "code", "cell"),
    [
        ("Age\tUncertainty\n3100\tx\n200\t10\n", "chronology.unreadable", "B2"),
        ("Age\tUncertainty\n3100\t20\n200\t\n", "chronology.unreadable", "A3"),
        ("Age\tUncertainty\n3100\t20\n", "chronology.few", None),
        ("Age\tUncertainty\n", "chronology.few", None),
    ],
)
def test_broken_lists_name_the_cell(
    tmp_path: Path, text: str, code: str, cell: str | None, lists: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "params").mkdir()
    shutil.copyfile(lists.parent / "params" / KUSAI, tmp_path / "params" / KUSAI)
    (tmp_path / "data" / KUSAI).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(tmp_path / "data" / KUSAI, Survey(code="X"))
    assert (caught.value.code, caught.value.params.get("cell")) == (code, cell)


def test_without_parameters_the_level_of_errors_is_not_guessed(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("Age\tUncertainty\n3100\t20\n200\t10\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"chronology\.no_params"):
        read(tmp_path / "list.txt", Survey(code="X"))


def test_parameters_are_never_run(tmp_path: Path) -> None:
    text = "chron_type = 'Age2Sigma'\nfilename = __import__('os').getcwd()\n"
    (tmp_path / "p.txt").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"chronology\.params"):
        read(tmp_path / "p.txt", Survey(code="X"))


def test_the_picture_of_an_imported_chronology_has_a_line_for_each_event(
    database: Database, survey: Survey, lists: Path
) -> None:
    from faultgis.services.deriving.ladders import rungs

    _in(database, lists / KUSAI, survey)
    [model] = database.load(survey.id, ("chronology_model",))["chronology_model"]
    assert isinstance(model, ChronologyModel)
    lines = rungs(model)
    assert [line.name for line in lines] == [f"E{n}" for n in range(1, 11)]
    for line in lines:
        first, step, percent = line.posterior
        assert sum(percent) == pytest.approx(100, abs=0.1)
        low, high = (astronomical_year(year) for year in line.told["hpd_95"][0])
        assert first <= low < high <= first + step * len(percent)
        if line.name == "E1":  # 2001 within months: draws are kept to a tenth of a year
            continue
        inside = [astronomical_year(y) for y in model.results["draws"][line.name]]
        assert np.mean([low <= year <= high for year in inside]) == pytest.approx(0.9545, abs=0.005)
