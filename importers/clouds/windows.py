"""A cloud by window for the map: as many points as a picture needs, wherever the map stands; and all points
within a band for a profile. What is read are the runs that ``levels`` makes, finished or growing.
"""

import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.progress import Progress
from importers.clouds import child, levels, scratch
from importers.clouds.runs import SUFFIX, About, Places, Points, Run, some, together

FOLDER = Path("caches") / "clouds"
PREFIX = "index-"
KEPT_BYTES = 20 * 1024**3
SILENCE_S = 120.0

Box = tuple[float, float, float, float]


def key_of(path: Path) -> str:
    """What a cloud's cache is called: another name, size or time of change is another cloud.

    Raises ``InputError("file.missing")``.
    """
    try:
        state = path.stat()
    except OSError as error:
        raise InputError("file.missing", file=str(path)) from error
    said = f"{path.resolve()}\n{state.st_size}\n{state.st_mtime_ns}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


class Windows:
    """One cloud's points. ``home`` is the folder under which caches are kept. All may be called from any
    thread."""

    def __init__(self, path: Path, home: Path) -> None:
        self.path, self._caches = path, home / FOLDER
        self._final: Path | None = None
        self._growing: Path | None = None
        self._runs: dict[Path, Run] = {}

    @property
    def finished(self) -> bool:
        """Whether all points are there and sorted."""
        final = self._final
        return final is not None and (final in self._runs or final.exists())

    def index(self, progress: Progress) -> About:
        """Make the cache in a child process, or answer with the one that is there. Pictures can be drawn
        while it grows. Raises as ``key_of``, ``levels.build`` and ``child.run`` do; then nothing is left
        behind."""
        final = self._final = self._caches / f"{key_of(self.path)}{SUFFIX}"
        if final.exists():
            try:
                return self._all(final).about
            except InputError:
                final.unlink(missing_ok=True)
        try:
            with scratch.folder(self._caches, PREFIX) as place:
                self._growing = place
                child.run(
                    levels.build, self.path, place, progress=progress, file=self.path, silence_s=SILENCE_S
                )
                (place / f"{levels.DONE}{SUFFIX}").replace(final)
                return self._all(final).about
        finally:
            self._growing = None
            tidy(self._caches, keep=final)

    def _all(self, final: Path) -> Run:
        found = self._opened(final)
        assert found is not None  # a damaged one is told of
        for path in [path for path in list(self._runs) if path != final]:
            self._runs.pop(path, None)  # closed with the last picture that is still being read from it
        return found

    def _opened(self, path: Path) -> Run | None:
        found = self._runs.get(path)
        if found is None:
            try:
                found = self._runs[path] = Run(path)
                if path == self._final:
                    os.utime(path)  # the caches used last are kept longest
            except InputError:
                if path == self._final:
                    raise
                return None  # gone with the child that was cancelled
        return found

    def runs(self) -> list[Run]:
        """What can be read now: everything, or what the child has written so far; the glance only until
        there are points to take its place everywhere."""
        if self._final is not None and self.finished:
            return [self._all(self._final)]
        growing = self._growing
        if growing is None:
            return []
        found = [self._opened(path) for path in sorted(growing.glob(f"*{SUFFIX}"))]
        return [run for run in found if run is not None and run.path.stem != levels.DONE]

    def about(self) -> About | None:
        """What is known of all points, or of the first ones; ``None`` before there are any."""
        found = self.runs()
        return found[0].about if found else None

    def picture(self, box: Box, most: int, *, classes: bool = False, shades: bool = False) -> Points | None:
        """At most about ``most`` points from the tiles that a box of raw units touches, each tile with the
        same share of its points; ``None`` where there are none (yet)."""
        found = self.runs()
        if not found:
            return None
        tiles = found[0].about.tiling.within(box)
        held = sum(int(run.offsets[row.stop] - run.offsets[row.start]) for run in found for row in tiles)
        share = most / max(1, held)
        parts = [
            run.read([span for row in tiles for span in some(run.offsets, row, share)], classes, shades)
            for run in found
        ]
        return together(parts) if held else None

    def within(
        self, box: Box, chosen: Callable[[Places], NDArray[np.bool_]], most: int, progress: Progress
    ) -> Points | None:
        """All points of the box's tiles that ``chosen`` (asked of raw places) takes, tile row by tile row;
        a share of them where there are more than ``most`` to look at. ``None`` before all are read."""
        found = self.runs()
        if not found or not found[0].about.whole or not self.finished:
            return None
        run, parts = found[0], []
        rows = run.about.tiling.within(box)
        held = sum(int(run.offsets[row.stop] - run.offsets[row.start]) for row in rows)
        for row in rows:
            progress.check()
            points = run.read(list(some(run.offsets, row, most / max(1, held))), classes=True, shades=False)
            keep = chosen(points.places)
            parts.append(points.taken(keep))
        return together(parts)

    def close(self) -> None:
        """Let go of the files, each once nothing reads from it any more."""
        self._runs = {}


@dataclass(frozen=True)
class _Kept:
    path: Path
    used: float
    size: int


def tidy(caches: Path, keep: Path | None = None, most: int = KEPT_BYTES) -> int:
    """Remove caches, those not used for longest first, until the rest fits into ``most`` bytes; how many
    went. One that is open stays readable until it is let go of."""
    kept = []
    for path in caches.glob(f"*{SUFFIX}"):
        try:
            state = path.stat()
        except OSError:
            continue
        kept.append(_Kept(path, state.st_mtime, state.st_size))
    total, gone = sum(one.size for one in kept), 0
    for one in sorted(kept, key=lambda k: k.used):
        if total <= most:
            break
        if one.path != keep and time.time() - one.used > 60:
            one.path.unlink(missing_ok=True)
            total, gone = total - one.size, gone + 1
    return gone
