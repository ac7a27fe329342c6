"""Work off the screen's thread: results, errors, cancel, one at a time per lane."""

import threading
from functools import partial

from pyproj import CRS
from pytestqt.qtbot import QtBot

from faultgis.errors import FaultGISError, InputError
from faultgis.progress import Progress
from ui.jobs import Job, Jobs


def test_work_runs_elsewhere_and_its_result_comes_back_here(qtbot: QtBot) -> None:
    jobs = Jobs()
    found: list[tuple[int, int]] = []
    here = threading.get_ident()
    jobs.run(
        "count", lambda _p: threading.get_ident(), lambda there: found.append((there, threading.get_ident()))
    )
    qtbot.waitUntil(lambda: bool(found))
    there, back = found[0]
    assert there != here
    assert back == here


def test_a_lane_does_one_job_at_a_time_in_order(qtbot: QtBot) -> None:
    jobs = Jobs()
    order: list[int] = []
    done: list[int] = []
    running = threading.Semaphore(1)

    def work(number: int) -> int:
        assert running.acquire(blocking=False)
        order.append(number)
        running.release()
        return number

    for number in range(5):
        jobs.run("step", partial(lambda n, _progress: work(n), number), done.append)
    qtbot.waitUntil(lambda: len(done) == 5)
    assert order == done == [0, 1, 2, 3, 4]


def test_an_error_goes_to_its_own_handler_else_to_everybody(qtbot: QtBot) -> None:
    jobs = Jobs()
    own: list[FaultGISError] = []
    told: list[tuple[Job, FaultGISError]] = []
    jobs.failed.connect(lambda job, error: told.append((job, error)))

    def fail(_progress: Progress) -> None:
        raise InputError("crs.missing")

    jobs.run("one", fail, failed=own.append)
    jobs.run("two", fail)
    qtbot.waitUntil(lambda: bool(told))
    assert [error.code for error in own] == ["crs.missing"]
    assert [(job.title, error.code) for job, error in told] == [("two", "crs.missing")]


def test_what_nobody_foresaw_becomes_an_error_with_a_report(qtbot: QtBot) -> None:
    jobs = Jobs()
    own: list[FaultGISError] = []
    jobs.run("divide", lambda _p: 1 // 0, failed=own.append)
    qtbot.waitUntil(lambda: bool(own))
    assert own[0].code == "unexpected"
    assert "ZeroDivisionError" in own[0].params["report"]


def test_cancel_stops_the_work_and_tells_nobody(qtbot: QtBot) -> None:
    jobs = Jobs()
    told: list[FaultGISError] = []
    jobs.failed.connect(lambda _job, error: told.append(error))
    begun = threading.Event()

    def work(progress: Progress) -> None:
        begun.set()
        while True:
            progress.report("step")

    job = jobs.run("endless", work)
    assert begun.wait(5)
    job.progress.cancel()
    qtbot.waitUntil(lambda: not jobs.running)
    assert told == []


def test_steps_are_shown_with_the_job(qtbot: QtBot) -> None:
    jobs = Jobs()
    seen: list[tuple[str, int, int]] = []
    jobs.changed.connect(lambda: seen.extend((j.step.what, j.step.done, j.step.total) for j in jobs.running))
    jobs.run("read", lambda p: p.report("reading", 3, 10))
    qtbot.waitUntil(lambda: not jobs.running)
    assert ("reading", 3, 10) in seen


def test_what_a_library_keeps_per_thread_lives_from_job_to_job(qtbot: QtBot) -> None:
    # PROJ frees its state with Python's of the thread, but goes on using it for the thread's whole life.
    kept = threading.local()
    found: list[list[str]] = []

    def work(_progress: Progress) -> list[str]:
        kept.seen = [*getattr(kept, "seen", []), CRS("EPSG:4490").name]
        return list(kept.seen)

    jobs = Jobs()
    for _ in range(3):
        jobs.run("read", work, found.append)
    qtbot.waitUntil(lambda: not jobs.running)
    assert [len(seen) for seen in found] == [1, 2, 3]
