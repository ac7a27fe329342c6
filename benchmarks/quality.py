"""Quality: all rules on a survey of 200 faults, 5,000 traces and 50,000 points, from PostGIS to a report."""

import resource
import time

from benchmarks.database import _server
from benchmarks.survey_made import SURVEY, counts, records
from db.engine import connect_engine
from db.work import Database
from faultgis.changes import Change
from faultgis.services.checking import check, check_records

Figure = tuple[str, str, str, str]
LIMIT_S = 30


def run() -> list[Figure]:
    """Each figure as name, limit, measured, note."""
    made = records()
    with _server() as running:
        database = Database(connect_engine(running.url))
        survey = database.create_survey(SURVEY)
        database.save([Change(None, each) for kept in made.values() for each in kept])
        started, worked = time.perf_counter(), time.process_time()
        done = check(database, survey)
        whole, busy = time.perf_counter() - started, time.process_time() - worked
        database.engine.dispose()
    started = time.perf_counter()
    check_records(SURVEY, made)
    alone = time.perf_counter() - started
    failed = sum(each.state == "failed" for each in done.report.checked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    note = (
        f"{len(done.report.checked)} rules, {failed} not run, {len(done.report.findings):,} findings kept;"
        f" {busy:.1f} s of one processor; without the database {alone:.1f} s; {peak:.0f} MB; {counts(made)}"
    )
    name = "check of 200 faults, 5,000 traces, 50,000 points"
    return [(name, f"{LIMIT_S} s", f"{whole:.1f} s", note)]
