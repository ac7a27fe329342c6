"""Imports into a real database: nothing twice, nothing half, nothing overwritten that nobody changed."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from faultgis.changes import Change
from faultgis.errors import CancelledError, ConflictError, InputError
from faultgis.progress import Progress, Step
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.importing import ImportReport, import_file, undo_import
from importers import mappings
from importers.registry import read

CN = "data/faults/china/CN-faults_north36_utf8.gmt"
LINE = [[100.0, 35.0], [100.1, 35.1]]


@pytest.fixture
def survey(database: Any) -> Survey:
    return database.create_survey(Survey(code="T", name_zh="测试"))  # type: ignore[no-any-return]


def feature(number: int | None, name: str = "", line: Any = None, **cells: Any) -> dict[str, Any]:
    shape = line or [[x + (number or 0), y] for x, y in LINE]
    values = {"id": number, "name": name, **cells}
    return {"type": "Feature", "properties": values, "geometry": {"type": "LineString", "coordinates": shape}}


def written(path: Path, *features: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def brought(database: Any, survey: Survey, path: Path, **options: Any) -> ImportReport:
    report = import_file(database, read, path, survey, **options)
    rejected = len(report.rejected)
    assert report.read == report.created + report.updated + report.unchanged + rejected
    return report


def faults(database: Any, survey: Survey) -> dict[str, Fault]:
    return {fault.code: fault for fault in database.load(survey.id, ["fault"])["fault"]}


def traces(database: Any, survey: Survey) -> dict[str, Trace]:
    return {trace.source.key: trace for trace in database.load(survey.id, ["trace"])["trace"]}


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.created, report.updated, report.unchanged


def test_a_real_file_comes_in_once_and_goes_out_as_a_unit(
    database: Any, survey: Survey, shared: Path
) -> None:
    first = brought(database, survey, shared / CN, crs="EPSG:4326")
    assert counts(first) == (872, 0, 0)
    held = database.counts(survey.id)
    assert (held["trace"], held["fault"], held["segment"], held["surface_rupture"]) == (872, 765, 106, 43)
    again = brought(database, survey, shared / CN, crs="EPSG:4326")
    assert counts(again) == (0, 0, 872)
    assert again.batch is None
    other_format = brought(database, survey, shared / "data/encodings/cn_north_gbk.shp")
    assert counts(other_format) == (0, 0, 872)
    assert first.batch is not None
    undo_import(database, first.batch)
    assert not any(database.counts(survey.id).values())
    with pytest.raises(InputError, match=r"batch\.already_undone"):
        undo_import(database, first.batch)


def test_rejected_rows_are_kept_with_the_batch(database: Any, survey: Survey, shared: Path) -> None:
    report = brought(database, survey, shared / "data/faults/himatibet/HimaTibetMap.geojson")
    assert counts(report) == (628, 0, 0)
    assert report.batch is not None
    kept = database.rejected(report.batch)
    assert len(kept) == 312
    assert {rejected.code for rejected in kept} == {"import.fold"}
    batch = database.batches(survey.id)[0]
    assert (batch.read, batch.created, batch.rejected, batch.mapping) == (940, 628, 312, "himatibet")
    assert batch.crs == "EPSG:4326 (±2 m)"
    again = brought(database, survey, shared / "data/faults/himatibet/HimaTibetMap.geojson")
    assert (counts(again), len(again.rejected), again.batch) == ((0, 0, 628), 312, None)


def test_only_what_the_source_changed_changes(database: Any, survey: Survey, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    written(path, feature(1, "甲", type="normal", dip=60), feature(2, "乙", type="normal", dip=60))
    brought(database, survey, path)
    before = {fault.name_zh: fault for fault in faults(database, survey).values()}
    mine = replace(before["甲"], latest_activity="holocene", kinematics="normal_dextral")
    database.save([Change(before["甲"], mine)])
    assert counts(brought(database, survey, path)) == (0, 0, 2)
    written(path, feature(1, "甲", type="normal", dip=70), feature(2, "乙", type="normal", dip=60))
    assert counts(brought(database, survey, path)) == (0, 1, 1)
    after = {fault.name_zh: fault for fault in faults(database, survey).values()}
    assert after["甲"].dip is not None
    assert after["甲"].dip.best == 70
    assert (after["甲"].kinematics, after["甲"].latest_activity) == ("normal_dextral", "holocene")
    assert after["乙"] == before["乙"]


def test_a_missing_column_never_overwrites_but_an_emptied_cell_does(
    database: Any, survey: Survey, tmp_path: Path
) -> None:
    path = tmp_path / "a.geojson"
    brought(database, survey, written(path, feature(1, "甲", type="normal", dip=60)))
    assert counts(brought(database, survey, written(path, feature(1, "甲", type="normal")))) == (0, 0, 1)
    fault = next(iter(faults(database, survey).values()))
    assert fault.dip is not None
    emptied = written(path, feature(1, "甲", type="normal", dip=None))
    assert counts(brought(database, survey, emptied)) == (0, 1, 0)
    assert next(iter(faults(database, survey).values())).dip is None


def test_a_moved_line_moves_unless_only_the_survey_moved_it(
    database: Any, survey: Survey, tmp_path: Path
) -> None:
    path = written(tmp_path / "a.geojson", feature(1, "甲"), feature(2, "乙"))
    brought(database, survey, path)
    old = traces(database, survey)["plain:1"]
    moved = replace(old, geometry=traces(database, survey)["plain:2"].geometry)
    database.save([Change(old, moved)])
    assert counts(brought(database, survey, path)) == (0, 0, 2)
    assert traces(database, survey)["plain:1"].geometry == moved.geometry
    shifted = [[101.0, 35.01], [101.1, 35.1]]
    assert counts(brought(database, survey, written(path, feature(1, "甲", shifted), feature(2, "乙")))) == (
        0,
        1,
        1,
    )
    assert traces(database, survey)["plain:1"].geometry.geoms[0].coords[0] == (101.0, 35.01)


def test_a_corrected_name_renames_the_fault(database: Any, survey: Survey, tmp_path: Path) -> None:
    path = written(tmp_path / "a.geojson", feature(1, "海源断裂"), feature(2, "海源断裂"), feature(3))
    brought(database, survey, path)
    before = faults(database, survey)
    written(path, feature(1, "海原断裂"), feature(2, "海原断裂"), feature(3, "香山断裂"))
    assert counts(brought(database, survey, path)) == (0, 3, 0)
    after = faults(database, survey)
    assert {f.id for f in after.values()} == {f.id for f in before.values()}
    assert sorted(f.name_zh for f in after.values()) == ["海原断裂", "香山断裂"]
    assert set(after) == set(before)


def test_the_same_number_elsewhere_in_another_file_is_another_feature(
    database: Any, survey: Survey, tmp_path: Path
) -> None:
    brought(database, survey, written(tmp_path / "a.geojson", feature(1, "甲")))
    far = written(tmp_path / "b.geojson", feature(1, "", [[80.0, 30.0], [80.1, 30.1]]))
    assert counts(brought(database, survey, far)) == (1, 0, 0)
    assert counts(brought(database, survey, far)) == (0, 0, 1)
    same = written(tmp_path / "c.geojson", feature(1, "甲"))
    assert counts(brought(database, survey, same)) == (0, 0, 1)


def test_codes_are_given_once_and_stay(database: Any, survey: Survey, tmp_path: Path) -> None:
    path = written(tmp_path / "a.geojson", feature(1), feature(2))
    brought(database, survey, path)
    assert set(faults(database, survey)) == {"F0001", "F0002"}
    brought(database, survey, written(path, feature(3), feature(1), feature(2)))
    assert set(faults(database, survey)) == {"F0001", "F0002", "F0003"}
    assert traces(database, survey)["plain:3"].fault_id == faults(database, survey)["F0003"].id


def test_a_code_that_another_fault_has_is_not_given_twice(
    database: Any, survey: Survey, tmp_path: Path
) -> None:
    database.save([Change(None, Fault(survey_id=survey.id, code="F7", name_zh="手工"))])
    report = brought(database, survey, written(tmp_path / "a.geojson", feature(1, "甲", fault_code="F7")))
    assert set(faults(database, survey)) == {"F7", "F7-2"}
    assert "import.code_taken" in {warning.code for warning in report.warnings}


def test_what_was_deleted_does_not_come_back_with_a_file_that_says_nothing_new(
    database: Any, survey: Survey, tmp_path: Path
) -> None:
    path = written(tmp_path / "a.geojson", feature(1, "甲"), feature(2, "乙"))
    brought(database, survey, path)
    by_name = {fault.name_zh: fault for fault in faults(database, survey).values()}
    trace = traces(database, survey)["plain:1"]
    joined = Change(trace, replace(trace, fault_id=by_name["乙"].id))
    database.save([joined, Change(by_name["甲"], None)])
    assert counts(brought(database, survey, path)) == (0, 0, 2)
    assert [fault.name_zh for fault in faults(database, survey).values()] == ["乙"]


def test_a_dry_run_saves_nothing(database: Any, survey: Survey, shared: Path) -> None:
    report = brought(database, survey, shared / CN, crs="EPSG:4326", dry_run=True)
    assert (counts(report), report.batch, report.dry_run) == ((872, 0, 0), None, True)
    assert not any(database.counts(survey.id).values())
    assert database.batches(survey.id) == []


@pytest.mark.parametrize("step", ["import.reading", "import.building", "import.comparing", "database.saving"])
def test_a_cancelled_import_leaves_nothing(database: Any, survey: Survey, shared: Path, step: str) -> None:
    progress = Progress(lambda reached: progress.cancel() if reached.what == step else None)
    with pytest.raises(CancelledError):
        brought(database, survey, shared / CN, crs="EPSG:4326", progress=progress)
    assert not any(database.counts(survey.id).values())
    assert database.batches(survey.id) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from db.engine import connect_engine
from db.work import Database
from faultgis.progress import Progress
from faultgis.services.importing import import_file
from importers import mappings
from importers.registry import read

def die(step):
    if step.what == "database.saving" and step.done > 0:
        os.kill(os.getpid(), signal.SIGKILL)

store = Database(connect_engine(sys.argv[1]))
import_file(store, read, Path(sys.argv[2]), store.survey("T"), crs="EPSG:4326", progress=Progress(die))
"""


def test_a_killed_import_leaves_nothing(
    database: Any, database_url: str, survey: Survey, shared: Path
) -> None:
    command = [sys.executable, "-P", "-c", KILLED, database_url, str(shared / CN)]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False, timeout=60
    )
    assert done.returncode == -signal.SIGKILL
    assert not any(database.counts(survey.id).values())
    assert database.batches(survey.id) == []


def test_an_import_that_was_edited_since_is_not_undone_silently(
    database: Any, survey: Survey, tmp_path: Path
) -> None:
    report = brought(database, survey, written(tmp_path / "a.geojson", feature(1, "甲")))
    fault = next(iter(faults(database, survey).values()))
    database.save([Change(fault, replace(fault, notes="看过"))])
    assert report.batch is not None
    with pytest.raises(ConflictError, match=r"batch\.edited_since") as caught:
        undo_import(database, report.batch)
    assert caught.value.params["names"] == fault.code
    assert len(traces(database, survey)) == 1


def test_undoing_an_update_brings_the_state_before_back(
    database: Any, survey: Survey, tmp_path: Path
) -> None:
    path = written(tmp_path / "a.geojson", feature(1, "甲", dip=60))
    brought(database, survey, path)
    second = brought(database, survey, written(path, feature(1, "甲", dip=70)))
    assert second.batch is not None
    undo_import(database, second.batch)
    dip = next(iter(faults(database, survey).values())).dip
    assert dip is not None
    assert dip.best == 60


@pytest.mark.parametrize("batch", ["nonsense", "00000000-0000-7000-8000-000000000000"])
def test_an_unknown_batch_is_told(database: Any, batch: str) -> None:
    with pytest.raises(InputError, match=r"batch\.unknown"):
        undo_import(database, batch)


def test_progress_is_told_all_along(database: Any, survey: Survey, shared: Path) -> None:
    steps: list[Step] = []
    brought(database, survey, shared / CN, crs="EPSG:4326", progress=Progress(steps.append))
    told = list(dict.fromkeys(step.what for step in steps))
    positions = [told.index(s) for s in ("import.reading", "import.comparing", "database.saving")]
    assert positions == sorted(positions)


HOSTILE = [
    *("9" * 400, "-1", "0", "1e999", "inf", "-9" * 30, "99999999999", "(1,2", "1-2-3-4", "0000", "000.13.45"),
    *("a\x00b", "\ud800", "\ufffd", "😀" * 300, "'; drop table fault; --", "{}", "%s %d", "\\", "١٢٣", "Q9"),
]


@pytest.mark.parametrize("kind", ["traces", "observations"])
def test_no_cell_can_bring_an_import_down(database: Any, survey: Survey, tmp_path: Path, kind: str) -> None:
    names = {"traces": "plain", "observations": "plain_points"}
    columns = [rule.names[0] for rule in mappings.named(names[kind]).columns]
    rows = [dict.fromkeys(columns, text) | {"id": str(n)} for n, text in enumerate(HOSTILE)]
    shape: dict[str, Any] = {"traces": {"type": "LineString", "coordinates": LINE}}
    shape["observations"] = {"type": "Point", "coordinates": LINE[0]}
    found = [{"type": "Feature", "properties": row, "geometry": shape[kind]} for row in rows]
    path = written(tmp_path / "a.geojson", *found)
    report = brought(database, survey, path)
    assert counts(report) == (len(HOSTILE), 0, 0)
    assert counts(brought(database, survey, path)) == (0, 0, len(HOSTILE))


def test_no_cell_of_the_chinese_table_can_bring_an_import_down(
    database: Any, survey: Survey, tmp_path: Path
) -> None:
    columns = [rule.names[0] for rule in mappings.named("cn_faults").columns]
    rows = [dict.fromkeys(columns, text) | {"OBJECTID": str(n)} for n, text in enumerate(HOSTILE)]
    shape = {"type": "LineString", "coordinates": LINE}
    path = tmp_path / "a.geojson"
    written(path, *({"type": "Feature", "properties": row, "geometry": shape} for row in rows))
    assert brought(database, survey, path).mapping == "cn_faults"
    assert counts(brought(database, survey, path)) == (0, 0, len(HOSTILE))


def test_two_imports_of_one_file_at_once_make_it_once(
    database: Any, survey: Survey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "a.geojson", feature(1, "甲"), feature(2, "乙"))
    save = database.save_batch

    def overtaken(*args: Any) -> Any:
        monkeypatch.setattr(database, "save_batch", save)
        assert counts(brought(database, survey, path)) == (2, 0, 0)
        return save(*args)

    monkeypatch.setattr(database, "save_batch", overtaken)
    late = brought(database, survey, path)
    assert (counts(late), late.batch) == ((0, 0, 2), None)
    assert len(database.batches(survey.id)) == 1
