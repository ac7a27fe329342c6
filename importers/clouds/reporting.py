"""What came of an import, in the words that scripts rely on."""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faultgis.terrain.grid import Frame
from importers.batch import Problem
from importers.clouds.counted import Counted
from importers.clouds.declared import SETTLED, SETTLED_BY_GRID
from importers.clouds.order import Order
from importers.clouds.placing import Place
from importers.clouds.preflight import CloudInfo
from importers.clouds.spill import Spill

_MOST_FILLED = 0.9


@dataclass
class Made:
    """What came of an order; ``ground`` is how the ground was found, ``cells`` how many hold points and
    ground, and how many of the terrain are measured and filled."""

    files: dict[str, Path]
    infos: Sequence[CloudInfo]
    place: Place
    frame: Frame
    spill: Spill
    ground: str
    cells: dict[str, int]
    seconds: float
    problems: list[Problem] = field(default_factory=list)
    counts: list[Counted] | None = None


def report(order: Order, made: Made) -> dict[str, Any]:
    """The report: lengths in metres, ``bounds`` as west, south, low, east, north, high; ``coverage``:
    ground cells as a share of those that hold any point, filled ones as a share of the terrain's; ``noise``:
    points that stand alone and were left out. Where the
    files were counted one by one, their counts stand under ``counted`` and the products' frame under
    ``frame``: for the records, not for scripts."""
    spill, cell = made.spill, made.frame.cell
    occupied = max(1, made.cells["occupied"])
    files = {name: str(path) for name, path in made.files.items()}
    return {
        "points": spill.points,
        "files": [info.file for info in made.infos],
        "bounds": [round(float(value) / 1000, 3) for value in (*spill.low, *spill.high)],
        "crs": made.place.crs or None,
        "crs_found": made.place.crs_found or None,
        "vertical": made.place.height_datum or None,
        "resolution_m": cell,
        "density_m2": round(spill.points / (occupied * cell * cell), 3),
        "classes": {str(n): int(count) for n, count in enumerate(spill.classes) if count},
        "noise": made.cells["noise"],
        "ground": made.ground,
        "preset": order.preset if made.ground == "compute" else None,
        **files,
        "coverage": {
            "area_m2": occupied * cell * cell,
            "ground": round(made.cells["ground"] / occupied, 4),
            "filled": round(made.cells["filled"] / max(1, made.cells["filled"] + made.cells["measured"]), 4),
        },
        "seconds": round(made.seconds, 2),
        "peak_mb": peak_mb(),
        "warnings": told(made.place, made.infos, (*_sparse(made), *made.problems)),
        **({} if made.counts is None else {"counted": [c.told() for c in made.counts], "frame": made.frame}),
    }


def told(where: Place, infos: Sequence[CloudInfo], more: Sequence[Problem] = ()) -> list[dict[str, Any]]:
    """What is to be noted, each once; what the user settled by naming the systems is no doubt any more."""
    settled = SETTLED | SETTLED_BY_GRID if not where.crs else SETTLED
    of_files = [p for info in infos for p in info.problems if p.code not in settled]
    found: dict[str, Problem] = {}
    for problem in (*where.notes, *of_files, *more):
        found.setdefault(f"{problem.code} {sorted(problem.params.items())}", problem)
    return [{"code": problem.code, **problem.params} for problem in found.values()]


def _sparse(made: Made) -> list[Problem]:
    """Where hardly a cell of the terrain was measured, cells are finer than the points are apart."""
    measured, filled = made.cells["measured"], made.cells["filled"]
    if filled <= _MOST_FILLED * (measured + filled):
        return []
    frame = made.frame
    apart = frame.cell * math.sqrt(frame.columns * frame.rows / max(1, made.spill.points))
    share = f"{filled / (measured + filled):.1%}"
    return [
        Problem(
            "cloud.cells_fine", {"share": share, "cell": f"{made.frame.cell:g}", "wanted": math.ceil(apart)}
        )
    ]


def peak_mb() -> float | None:
    """The most memory that this process has held (MiB); ``None`` where the system does not say."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024**2 if sys.platform == "darwin" else 1024), 1)
