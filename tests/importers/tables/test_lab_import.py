"""Laboratory results from constructed tables into PostGIS: found samples, new ones, again, and back out."""

from pathlib import Path
from typing import Any

import pytest

from db.work import Database
from faultgis.errors import InputError
from faultgis.records.sample import LabResult, Sample
from faultgis.services.import_report import ImportReport
from faultgis.services.importing import Links, import_file, undo_import
from importers.registry import read
from tests.importers.tables.made import ROWS, cell_of, survey_with_trench, workbook


def _in(database: Database, path: Path, survey: Any, dry_run: bool = False, **links: Any) -> ImportReport:
    return import_file(database, read, path, survey, dry_run=dry_run, links=Links(**links))


def _of(database: Database, survey: Any, kind: str) -> dict[str, Any]:
    name = "lab_code" if kind == "lab_result" else "code"
    return {getattr(r, name): r for r in database.load(survey.id, (kind,))[kind]}


def _adds_up(report: ImportReport) -> bool:
    return report.read == report.created + report.updated + report.unchanged + len(report.rejected)


def test_results_find_samples_units_and_trench_by_their_codes(database: Database, tmp_path: Path) -> None:
    survey = survey_with_trench(database, "tc1－c1")  # as written by another hand
    report = _in(database, workbook(tmp_path / "t.xlsx"), survey, create_samples=True)
    assert (report.read, report.created, len(report.rejected)) == (4, 3, 1)
    assert _adds_up(report)
    results, samples = _of(database, survey, "lab_result"), _of(database, survey, "sample")
    assert set(samples) == {"tc1－c1", "TC1-C2", "TC1-O1"}
    known = samples["tc1－c1"]
    assert results["Beta-1001"].sample_id == known.id
    assert known.material == ""  # a sample made by hand stays as it is
    units = _of(database, survey, "strat_unit")
    assert samples["TC1-O1"].unit_id == units["U4"].id
    assert samples["TC1-O1"].trench_id == units["U4"].trench_id
    assert samples["TC1-O1"].method == "osl"
    assert str(samples["TC1-O1"].collected_on) == "2019-07-03"  # Excel's day 43649


def test_numbers_are_what_the_cells_say(database: Database, tmp_path: Path) -> None:
    survey = survey_with_trench(database)
    report = _in(database, workbook(tmp_path / "t.xlsx"), survey, create_samples=True)
    results = _of(database, survey, "lab_result")
    c14: LabResult = results["Beta-1001"]
    assert (c14.c14_age, c14.c14_error, c14.delta13c, c14.sigma) == (5700, 30, -25.3, 1)
    osl: LabResult = results["L-22"]
    assert (osl.age_ka, osl.age_minus_ka, osl.age_plus_ka, osl.sigma) == (2.3, 0.3, 0.4, 0)
    assert osl.datum_year is None
    beyond: LabResult = results["Beta-1002"]
    assert (beyond.c14_age, beyond.rejected, beyond.reason) == (None, True, ">43500")
    assert [(r.row, r.code, r.params["cell"]) for r in report.rejected] == [(6, "lab.range", "E6")]
    assert {"lab.sigma_unstated", "lab.datum_unstated", "lab.bound"} <= {w.code for w in report.warnings}


def test_unknown_samples_are_reported_and_not_made_unasked(database: Database, tmp_path: Path) -> None:
    survey = survey_with_trench(database, "TC1-C1")
    report = _in(database, workbook(tmp_path / "t.xlsx"), survey)
    assert report.created == 1
    assert [(r.row, r.code) for r in report.rejected] == [
        (4, "link.sample_unknown"),
        (5, "link.sample_unknown"),
        (6, "lab.range"),
    ]
    assert _adds_up(report)
    assert set(_of(database, survey, "sample")) == {"TC1-C1"}


def test_again_the_same_table_changes_nothing_and_a_changed_one_only_its_cells(
    database: Database, tmp_path: Path
) -> None:
    survey = survey_with_trench(database)
    path = workbook(tmp_path / "a.xlsx")
    _in(database, path, survey, create_samples=True)
    before = _of(database, survey, "lab_result")
    again = _in(database, path, survey)
    assert (again.created, again.updated, again.unchanged, again.batch) == (0, 0, 3, None)
    other = workbook(tmp_path / "b.xlsx", cell_of(ROWS, 0, "14C年龄（a BP）", 5710))
    report = _in(database, other, survey)
    assert (report.created, report.updated, report.unchanged) == (0, 1, 2)
    after = _of(database, survey, "lab_result")
    assert after["Beta-1001"].c14_age == 5710
    assert after["Beta-1001"].id == before["Beta-1001"].id
    assert after["L-22"] == before["L-22"]


def test_what_the_user_says_later_of_errors_and_datum_is_taken_up(database: Database, tmp_path: Path) -> None:
    survey = survey_with_trench(database)
    path = workbook(tmp_path / "t.xlsx")
    _in(database, path, survey, create_samples=True)
    report = _in(database, path, survey, sigma=2, datum_year=2020)
    results = _of(database, survey, "lab_result")
    assert (results["L-22"].sigma, results["L-22"].datum_year) == (2, 2020)
    assert results["Beta-1001"].sigma == 1  # its head says so
    assert not {"lab.sigma_unstated", "lab.datum_unstated"} & {w.code for w in report.warnings}
    silent = _in(database, path, survey)
    assert silent.updated == 0
    assert _of(database, survey, "lab_result")["L-22"].sigma == 2


def test_undo_takes_back_results_and_samples_but_not_what_was_there(
    database: Database, tmp_path: Path
) -> None:
    survey = survey_with_trench(database, "TC1-C1")
    report = _in(database, workbook(tmp_path / "t.xlsx"), survey, create_samples=True)
    assert report.batch is not None
    undo_import(database, report.batch)
    assert not _of(database, survey, "lab_result")
    assert set(_of(database, survey, "sample")) == {"TC1-C1"}


def test_a_dry_run_says_the_same_and_saves_nothing(database: Database, tmp_path: Path) -> None:
    survey = survey_with_trench(database)
    path = workbook(tmp_path / "t.xlsx")
    dry = _in(database, path, survey, dry_run=True, create_samples=True)
    assert dry.batch is None
    assert not _of(database, survey, "lab_result")
    wet = _in(database, path, survey, create_samples=True)
    assert (dry.read, dry.created, len(dry.rejected)) == (wet.read, wet.created, len(wet.rejected))


def test_a_result_typed_in_by_hand_is_the_same_by_its_laboratory_number(
    database: Database, tmp_path: Path
) -> None:
    from faultgis.changes import Change

    survey = survey_with_trench(database, "TC1-C1")
    sample: Sample = _of(database, survey, "sample")["TC1-C1"]
    typed = LabResult(survey_id=survey.id, sample_id=sample.id, lab_code="BETA－1001", c14_age=5700)
    database.save([Change(None, typed)])
    report = _in(database, workbook(tmp_path / "t.xlsx", ROWS[:1]), survey)
    assert (report.created, report.updated) == (0, 1)
    [kept] = database.load(survey.id, ("lab_result",))["lab_result"]
    assert isinstance(kept, LabResult)
    assert (kept.id, kept.c14_error) == (typed.id, 30)


def test_places_that_the_survey_lacks_are_said(database: Database, tmp_path: Path) -> None:
    survey = survey_with_trench(database)
    rows = cell_of(cell_of(ROWS[:1], 0, "层位", "U9"), 0, "探槽编号", "TC9")
    report = _in(database, workbook(tmp_path / "t.xlsx", rows), survey, create_samples=True)
    assert {w.code for w in report.warnings} >= {"link.trench_unknown", "link.unit_unknown"}
    assert _of(database, survey, "sample")["TC1-C1"].trench_id is None


def test_a_site_that_does_not_exist_is_named(database: Database, tmp_path: Path) -> None:
    survey = survey_with_trench(database)
    with pytest.raises(InputError) as caught:
        _in(database, workbook(tmp_path / "t.xlsx"), survey, site="S7")
    assert (caught.value.code, caught.value.params["known"]) == ("link.site_unknown", "S1")
