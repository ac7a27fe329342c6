"""Imports of files whose lines stay in them until they are saved: one batch, all of it or nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from shapely import LineString, box

from faultgis.changes import Change
from faultgis.errors import CancelledError, InputError
from faultgis.progress import Progress, Step
from faultgis.records.survey import Batch, Survey
from faultgis.services.importing import ImportReport, import_file, undo_import
from faultgis.services.tying import Links
from importers.registry import read
from tests.importers.large_files import taken_for_large, written

COUNT = 12


def line(number: int, shift: float = 0.0) -> LineString:
    return LineString([(90 + number + step / 10, 30 + shift + step / 10) for step in range(6)])


def rows(**changed: tuple[LineString, str]) -> list[tuple[LineString, list[str]]]:
    """Lines with numbers, two to a fault; ``changed`` gives line and dip of a row by ``n`` and its number."""
    plain = {f"n{n}": (line(n), "40") for n in range(COUNT)} | changed
    return [
        (
            plain[f"n{n}"][0],
            [str(n + 1), f"F{n // 2}", f"甲{n // 2}", "逆断层", "130", plain[f"n{n}"][1], "", ""],
        )
        for n in range(COUNT)
    ]


def brought(database: Any, survey: Survey, path: Path, size: int = 200, **options: Any) -> ImportReport:
    with taken_for_large(size):
        return import_file(database, read, path, survey, **options)


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.created, report.updated, report.unchanged


def held(database: Any, survey: Survey) -> list[tuple[Any, ...]]:
    found = database.load(survey.id, ["fault", "trace"])
    faults = {fault.id: fault for fault in found["fault"]}
    return sorted(
        (t.source.key, t.source.attributes, t.geometry.wkb, t.hanging_wall, f.code, f.dip)
        for t in found["trace"]
        for f in (faults[t.fault_id],)
    )


@pytest.fixture
def survey(database: Any) -> Survey:
    return database.create_survey(Survey(code="T"))  # type: ignore[no-any-return]


def test_it_comes_in_once_changes_and_goes_out_as_a_unit(
    database: Any, survey: Survey, tmp_path: Path
) -> None:
    path = written(tmp_path / "a.gpkg", rows())
    first = brought(database, survey, path)
    assert counts(first) == (COUNT, 0, 0)
    other = database.create_survey(Survey(code="W"))
    import_file(database, read, path, other)
    assert held(database, survey) == held(database, other)
    assert (counts(again := brought(database, survey, path)), again.batch) == ((0, 0, COUNT), None)
    before = held(database, survey)
    path.unlink()
    written(path, rows(n3=(line(3, 0.01), "40"), n7=(line(7), "60"), n6=(line(6), "60")))
    second = brought(database, survey, path)
    assert counts(second) == (0, 3, COUNT - 3)
    assert import_file(database, read, path, other).updated == 3
    assert held(database, survey) == held(database, other)
    assert len(database.batches(survey.id)) == 2
    assert second.batch is not None
    undo_import(database, second.batch)
    assert held(database, survey) == before
    assert first.batch is not None
    undo_import(database, first.batch)
    assert held(database, survey) == []


def zones(**changed: Any) -> list[tuple[Any, list[str]]]:
    """Zones with numbers; ``changed`` gives shape and name of one by ``n`` and its number."""
    plain = {f"n{n}": (box(90 + n, 30, 90.5 + n, 31), "带") for n in range(COUNT)} | changed
    return [(plain[f"n{n}"][0], [f"Z{n}", "", plain[f"n{n}"][1], "", "", "", "", ""]) for n in range(COUNT)]


def held_zones(database: Any, survey: Survey) -> list[tuple[Any, ...]]:
    found = database.load(survey.id, ["deformation_zone"])["deformation_zone"]
    return sorted((z.source.key, z.source.attributes, z.geometry.wkb, z.name) for z in found)


def test_zones_come_in_change_and_go_out_as_lines_do(database: Any, survey: Survey, tmp_path: Path) -> None:
    other, kind = database.create_survey(Survey(code="W")), "deformation_zones"
    path = written(tmp_path / "a.gpkg", zones(), "Polygon")
    first = brought(database, survey, path, kind=kind)
    import_file(database, read, path, other, kind=kind)
    assert counts(first) == (COUNT, 0, 0)
    assert held_zones(database, survey) == (before := held_zones(database, other))
    assert counts(brought(database, survey, path, kind=kind)) == (0, 0, COUNT)
    path.unlink()
    written(path, zones(n3=(box(93, 30, 93.6, 31), "带"), n7=(box(97, 30, 97.5, 31), "新带")), "Polygon")
    second = brought(database, survey, path, kind=kind)
    assert counts(second) == counts(import_file(database, read, path, other, kind=kind)) == (0, 2, COUNT - 2)
    assert held_zones(database, survey) == held_zones(database, other) != before
    assert second.batch is not None
    undo_import(database, second.batch)
    assert held_zones(database, survey) == before


def test_likenesses_are_found_slice_by_slice(database: Any, survey: Survey, tmp_path: Path) -> None:
    """The same lines under other numbers, one of them elsewhere."""
    brought(database, survey, written(tmp_path / "a.gpkg", rows()))
    path = written(tmp_path / "b.gpkg", [
        (shape, [f"x{cells[0]}", *cells[1:]]) for shape, cells in rows(n3=(line(3, 5), "40"))
    ])  # fmt: skip
    tried = brought(database, survey, path, dry_run=True)
    assert tried.alike == {"same": COUNT - 1}
    report = brought(database, survey, path, links=Links(alike="skip_same"))
    assert (report.created, len(report.rejected)) == (1, COUNT - 1)


KILLED = """
import os, signal, sys
from pathlib import Path
from db.engine import connect_engine
from db.work import Database
from faultgis.progress import Progress
from faultgis.services.importing import import_file
from importers.registry import read
from tests.importers.large_files import taken_for_large

def die(step):
    if step.what == "database.saving" and step.done > 9:
        os.kill(os.getpid(), signal.SIGKILL)

store = Database(connect_engine(sys.argv[1]))
with taken_for_large(200):
    import_file(store, read, Path(sys.argv[2]), store.survey("T"), progress=Progress(die))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_killed_between_slices_it_leaves_nothing(
    database: Any, database_url: str, survey: Survey, tmp_path: Path
) -> None:
    path = written(tmp_path / "a.gpkg", rows())
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-P", "-c", KILLED, database_url, str(path)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL
    assert not any(database.counts(survey.id).values())
    assert database.batches(survey.id) == []


def test_cancelled_or_cut_off_between_slices_it_leaves_nothing(
    database: Any, survey: Survey, tmp_path: Path
) -> None:
    path = written(tmp_path / "a.gpkg", rows())

    def stop(step: Step) -> None:
        if step.what == "database.saving" and step.done > 9:
            progress.cancel()

    def spoil(step: Step) -> None:
        if step.what == "database.saving" and step.done == 0:
            path.write_bytes(path.read_bytes()[:-1000])

    progress = Progress(stop)
    with pytest.raises(CancelledError):
        brought(database, survey, path, progress=progress)
    with pytest.raises(InputError, match=r"file\.changed"):
        brought(database, survey, path, progress=Progress(spoil))
    assert not any(database.counts(survey.id).values())
    assert database.batches(survey.id) == []


def test_a_line_that_nobody_reads_is_never_saved(database: Any, survey: Survey, tmp_path: Path) -> None:
    """A store that is handed marks without lines writes nothing."""
    path = written(tmp_path / "a.gpkg", rows())
    with taken_for_large(200):
        (batch,) = read(path, survey)
    changes = [Change(None, record) for record in batch.records]
    with pytest.raises(ValueError, match="never read"):
        database.save_batch(Batch(survey_id=survey.id, file="a"), changes, [])
    assert not any(database.counts(survey.id).values())
