"""A million parcels against 2,000 strands: the planner's screening beside the bare ``ST_DWithin`` join in
PostGIS that returns the same pairs of a parcel and a strand."""

import os
import resource
import time
from typing import Any

import numpy as np
import psycopg
import shapely
from numpy.typing import NDArray

from benchmarks.database import _server
from db.engine import conninfo
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.near import pairs
from faultgis.avoidance.sites import Site
from faultgis.services.assessing import Question
from faultgis.services.screening import screened

Figure = tuple[str, str, str, str]
COUNT, TOWNS = 1_000_000, 20
# Both know a distance better than this; nearer to the limit a pair may be in one list and not in the other.
HAIR_M = 0.01
CORNERS = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)])


def rows(mapped: Mapped, asked: Question) -> list[Figure]:
    """The figures; ``BENCH_SCALE`` (0 to 1) takes so many of the parcels."""
    count = int(COUNT * float(os.environ.get("BENCH_SCALE", "1")))
    shapes = parcels(count)
    sites = [Site(f"P{number}", shape, number) for number, shape in enumerate(shapes)]
    before, started = _peak_mb(), time.perf_counter()
    found = screened([mapped], asked, sites)
    seconds, more = time.perf_counter() - started, _peak_mb() - before
    reach = asked.rule.reach_m
    ours = pairs(mapped, shapes, reach)
    bare, theirs = _joined(mapped, shapes, reach)
    _same(mapped, shapes, reach, _numbered(mapped, ours.site, ours.strand, ours.distance <= reach), theirs)
    counts = ", ".join(f"{answer} {n:,}" for answer, n in found.outcomes.items())
    name = f"{count:,} parcels against {len(mapped.known):,} strands"
    note = f"{counts}; {more:.0f} MB beyond the parcels"
    beside = f"ours {seconds:.1f} s with the answers, bare join {bare:.1f} s, the same {len(theirs):,} pairs"
    return [
        (name, "60 s", f"{seconds:.1f} s", note),
        ("the same, against the bare ST_DWithin join", "2.00", f"{seconds / bare:.2f}", beside),
    ]


def parcels(count: int) -> NDArray[np.object_]:
    """Quadrangles of 20 to 60 m in blocks, as towns have them, in 20 towns over 6 by 6 degrees."""
    rng = np.random.default_rng(4490)
    each = -(-count // TOWNS)
    side = int(np.ceil(np.sqrt(each)))
    number = np.arange(count) % each
    towns = rng.uniform((99.3, 25.3), (104.7, 30.7), (TOWNS, 2))[np.arange(count) // each]
    middle = towns + np.column_stack([number % side * 7.0e-4, number // side * 6.0e-4])
    size = rng.uniform((2e-4, 2e-4), (6e-4, 5e-4), (count, 2))
    turn = rng.uniform(-0.2, 0.2, count)[:, None]
    across, along = (CORNERS * size[:, None, :]).transpose(2, 0, 1)
    corners = np.stack([across - turn * along, turn * across + along], axis=-1)
    found: NDArray[np.object_] = shapely.polygons(middle[:, None, :] + corners)
    return found


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _numbered(
    mapped: Mapped, site: NDArray[np.int64], strand: NDArray[np.int64], taken: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Pairs as one number each, in order."""
    return np.sort((site * len(mapped.known) + strand)[taken])


def _joined(mapped: Mapped, shapes: NDArray[np.object_], reach_m: float) -> tuple[float, NDArray[np.int64]]:
    """The bare join on the ellipsoid, both tables with a GiST index: its seconds, and the pairs."""
    lines = np.array([known.trace.geometry for known in mapped.known], dtype=object)
    with _server() as server, psycopg.connect(conninfo(server.owner_url), autocommit=True) as owner:
        for name, of in (("parcel", shapes), ("strand", lines)):
            _fill(owner, name, of)
        query = "select p.id, s.id from parcel p join strand s on st_dwithin(p.shape, s.shape, %s)"
        started = time.perf_counter()
        with owner.cursor(binary=True) as cursor:
            found = np.array(cursor.execute(query, [reach_m]).fetchall(), dtype=np.int64).reshape(-1, 2)
        seconds = time.perf_counter() - started
    return seconds, _numbered(mapped, found[:, 0], found[:, 1], np.ones(len(found), dtype=bool))


def _fill(owner: psycopg.Connection[Any], name: str, shapes: NDArray[np.object_]) -> None:
    owner.execute(f"create table {name} (id bigint, shape geography(geometry, 4490))".encode())
    texts = shapely.to_wkb(shapely.set_srid(shapes, 4490), hex=True, include_srid=True)
    with owner.cursor() as cursor, cursor.copy(f"copy {name} from stdin".encode()) as into:
        for number, text in enumerate(texts):
            into.write_row((number, text))
    owner.execute(f"create index on {name} using gist (shape)".encode())
    owner.execute(f"vacuum analyze {name}".encode())


def _same(
    mapped: Mapped,
    shapes: NDArray[np.object_],
    reach_m: float,
    ours: NDArray[np.int64],
    theirs: NDArray[np.int64],
) -> None:
    """Raise where the pairs differ by more than a hair at the limit."""
    differing = np.setxor1d(ours, theirs)
    wide = pairs(mapped, shapes, reach_m + 1.0)
    numbers = wide.site * len(mapped.known) + wide.strand
    order = np.argsort(numbers)
    at = order[np.searchsorted(numbers, differing, sorter=order)]
    assert (numbers[at] == differing).all(), "a pair that the other list does not know at all"
    off = np.abs(wide.distance[at] - reach_m)
    assert (off <= HAIR_M).all(), f"{(off > HAIR_M).sum()} pairs differ by up to {off.max():.3f} m"
