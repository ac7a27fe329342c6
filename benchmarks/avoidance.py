"""Avoidance: one site against 20,000 traces, zones of 200 faults, their picture, distances, parcels."""

import itertools
import random
import time
from collections.abc import Callable

from shapely import MultiLineString

from benchmarks import parcels
from faultgis.avoidance.mapped import Mapped, prepare
from faultgis.avoidance.rules import files
from faultgis.avoidance.sites import Site, site_at
from faultgis.avoidance.zones import zones
from faultgis.crs import destination
from faultgis.crs.ellipsoid import geod
from faultgis.progress import Progress
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.assessing import Question, assess, question
from ui.canvas.scale import MapScale
from ui.panels.avoidance_grounds import drawn
from ui.tools.many_sites import Many

Figure = tuple[str, str, str, str]
TRACES, VERTICES = 20_000, 50
FAULTS, STRANDS = 200, 2_000
PLACES = 1_000
SURVEY = Survey(code="bench")
# What rules with required inputs are asked for.
ASKED: dict[str, dict[str, object]] = {
    "CN-GB50011-2010": {"building_class": "丙", "intensity": 8},
    "IT-FAC": {"located": "certain"},
    "NZ-2003": {"building_class": "2b", "site_status": "greenfield", "recurrence_years": 1500},
    "TW-262": {"magnitude": 7},
}


def run() -> list[Figure]:
    """Each figure as name, limit, measured, note."""
    asked = question("CN-GB50011-2010", ASKED["CN-GB50011-2010"])
    rng = random.Random(1)
    started = time.perf_counter()
    many, lines = _mapped(rng, TRACES, TRACES // 10)
    prepared = time.perf_counter() - started
    sites = [_near(rng, lines) for _ in range(PLACES)]
    few, _ = _mapped(rng, STRANDS, FAULTS)
    return [
        _site(many, asked, sites, prepared),
        _distance(many, asked, sites[:200], lines),
        _zones("zones of 200 faults (2,000 strands of 50 vertices)", few, asked),
        _zones(
            "the same, three zones within each other, walls apart",
            few,
            question("IT-FAC", ASKED["IT-FAC"]),
        ),
        _redrawn(few),
        *parcels.rows(few, asked),
    ]


def _mapped(rng: random.Random, count: int, faults: int) -> tuple[Mapped, list[list[tuple[float, float]]]]:
    of = [
        Fault(survey_id=SURVEY.id, code=f"F{i}", latest_activity="holocene", kinematics="normal")
        for i in range(faults)
    ]
    lines = [_line(rng) for _ in range(count)]
    traces = [
        Trace(
            survey_id=SURVEY.id,
            fault_id=of[number * faults // count].id,
            geometry=MultiLineString([line]),
            exposure="exposed",
            accuracy="accurate",
            location_error_m=10.0,
            hanging_wall="right",
        )
        for number, line in enumerate(lines)
    ]
    return prepare(SURVEY, {"fault": of, "trace": traces}), lines


def _line(rng: random.Random) -> list[tuple[float, float]]:
    """A strand of 50 vertices, some 4 km long, in 6 by 6 degrees."""
    places, azimuth = [(rng.uniform(99, 105), rng.uniform(25, 31))], rng.uniform(0, 360)
    for _ in range(VERTICES - 1):
        azimuth += rng.gauss(0, 8)
        places.append(destination(*places[-1], azimuth, rng.uniform(40, 120)))
    return places


def _near(rng: random.Random, lines: list[list[tuple[float, float]]]) -> Site:
    base = rng.choice(rng.choice(lines))
    return site_at(*destination(*base, rng.uniform(0, 360), rng.uniform(0, 1500)))


def _site(many: Mapped, asked: Question, sites: list[Site], prepared: float) -> Figure:
    times = []
    for site in sites:
        started = time.perf_counter()
        assess([many], asked, [site])
        times.append(time.perf_counter() - started)
    times.sort()
    median, worst = times[len(times) // 2], times[int(0.99 * len(times))]
    note = f"median of {len(times)}; 99 % below {worst * 1000:.1f} ms; made ready in {prepared:.1f} s"
    return f"one site against {TRACES:,} traces", "20 ms", f"{median * 1000:.1f} ms", note


def _distance(
    many: Mapped, asked: Question, sites: list[Site], lines: list[list[tuple[float, float]]]
) -> Figure:
    """The answer's distance beside the least over points put every few metres on the geodesic edges."""
    by_trace = {known.trace.id: known.trace for known in many.known}
    worst = 0.0
    for answer in assess([many], asked, sites).answers:
        if answer.finding is None or answer.site.geometry is None:
            continue
        trace = by_trace[answer.finding.known.trace.id]
        lon, lat = answer.site.geometry.coords[0]
        worst = max(worst, abs(_by_geod(trace, lon, lat) - answer.finding.gap.distance_m))
    return f"distances at {len(sites)} sites beside pyproj's geodesic", "1 cm", f"{worst * 100:.2f} cm", ""


def _by_geod(trace: Trace, lon: float, lat: float) -> float:
    from scipy.optimize import minimize_scalar

    best = float("inf")
    places = list(trace.geometry.geoms[0].coords)
    for start, end in itertools.pairwise(places):
        azimuth, _, length = geod().inv(*start, *end)

        def apart(along: float, a: float = azimuth, at: tuple[float, ...] = start) -> float:
            east, north, _ = geod().fwd(at[0], at[1], a, along)
            return float(geod().inv(lon, lat, east, north)[2])

        if apart(length / 2) - length < best:
            found = minimize_scalar(apart, bounds=(0.0, length), method="bounded", options={"xatol": 1e-3})
            best = min(best, float(found.fun), apart(0.0), apart(length))
    return best


def _zones(name: str, few: Mapped, asked: Question, limit: str = "5 s") -> Figure:
    work: Callable[[], object] = lambda: zones(few, asked.rule, asked.given)  # noqa: E731
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    return name, limit, f"{seconds:.1f} s", "with the rings of their location error"


def _redrawn(few: Mapped) -> Figure:
    """What a map shows after another class was chosen, all strands in view: the slowest rule set."""
    view, found = MapScale(102.0, 28.0, 1000.0, 1366, 768), []
    for rule_id in files():
        asked = question(rule_id, ASKED.get(rule_id, {}))
        times = []
        for _ in range(5):
            started = time.perf_counter()
            grounds = drawn(few, asked, Many(), view, 1.0, True, Progress()).grounds
            times.append(time.perf_counter() - started)
        assert grounds, rule_id
        found.append((sorted(times)[2], rule_id))
    slowest, rule_id = max(found)
    name = f"another class redraws {STRANDS:,} strands in view"
    note = f"median of 5, {rule_id}, the slowest of {len(found)} rule sets"
    return name, "100 ms", f"{slowest * 1000:.0f} ms", note
