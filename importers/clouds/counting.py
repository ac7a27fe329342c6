"""Points by class, which only reading all of them can tell."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np

from faultgis.progress import Progress
from importers.batch import Problem
from importers.clouds import child
from importers.clouds.preflight import CloudInfo, look
from importers.clouds.reading import chunks
from importers.clouds.tally import Tally


def with_classes(path: Path, progress: Progress | None = None) -> CloudInfo:
    """The preflight with the points counted by class, read in a child process; of a damaged file those that
    can be read. Raises as ``look`` and ``child.run`` do."""
    found = look(path)
    counts, tally = child.run(count, path, progress=progress, file=path)
    problems = [*found.problems]
    if tally.lost or tally.far:
        lost = tally.lost + tally.far
        params = {"count": found.count, "read": tally.read, "lost": lost, "reason": "; ".join(tally.reasons)}
        problems.append(Problem("cloud.damaged", params))
    if tally.wrong_bounds:
        problems.append(Problem("cloud.wrong_bounds"))
    if tally.outside:
        problems.append(Problem("cloud.outside_bounds", {"count": tally.outside}))
    return replace(found, classes=counts, readable=tally.read, problems=tuple(problems))


def count(path: Path, *, progress: Progress) -> tuple[dict[int, int], Tally]:
    """Points by class and what became of all points. To be run in a child process."""
    counts: Counter[int] = Counter()
    tally = Tally()
    for chunk in chunks(path, salvage=True, progress=progress, tally=tally):
        if chunk.classification is not None:
            found, numbers = np.unique(chunk.classification, return_counts=True)
            counts.update(dict(zip(found.tolist(), numbers.tolist(), strict=True)))
    return dict(sorted(counts.items())), tally
