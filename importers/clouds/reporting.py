"""What came of an import, in the words that scripts rely on."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faultgis.terrain.grid import Frame
from importers.batch import Problem
from importers.clouds.counted import Counted
from importers.clouds.declared import SETTLED
from importers.clouds.order import Order
from importers.clouds.placing import Place
from importers.clouds.preflight import CloudInfo
from importers.clouds.spill import Spill


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
        "warnings": [{"code": found.code, **found.params} for found in _warnings(made)],
        **({} if made.counts is None else {"counted": [c.told() for c in made.counts], "frame": made.frame}),
    }


def _warnings(made: Made) -> list[Problem]:
    of_files = [p for info in made.infos for p in info.problems if p.code not in SETTLED]
    found: dict[str, Problem] = {}
    for problem in (*made.place.notes, *of_files, *made.problems):
        found.setdefault(f"{problem.code} {sorted(problem.params.items())}", problem)
    return list(found.values())


def peak_mb() -> float | None:
    """The most memory that this process has held (MiB); ``None`` where the system does not say."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024**2 if sys.platform == "darwin" else 1024), 1)
