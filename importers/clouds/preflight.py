"""What a point cloud is, found by our own bounded reading of its header before any library sees it."""

import math
import os
import stat
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from faultgis.errors import InputError
from importers.batch import Problem
from importers.clouds import checks, crs
from importers.clouds.header import BUDGET, MAGIC, Header, Window, read_header
from importers.clouds.vlr import COPC, LASZIP, Laszip, Vlr, Walk, read_laszip, walk, walk_behind

__all__ = ["BUDGET", "CloudInfo", "look"]

_WKT_BIT = 16
_E57 = b"ASTM-E57"
_OTHERS = {b"ply\n": "PLY", b"ply\r": "PLY", b"# .PCD": "PCD", b"\x89HDF": "HDF5"}


@dataclass(frozen=True)
class CloudInfo:
    """A cloud's header in words. ``bounds``: (min x, min y, min z, max x, max y, max z) in the file's units.

    ``crs`` is what the file calls its system (``EPSG:n`` or a name) and ``crs_text`` what ``faultgis.crs``
    can read; both ``None`` where it states none. ``units`` and ``vertical_units``: metre, us_foot, foot,
    degree, geocentric, unknown. ``readable`` is the number of points that the file has room for; fewer than
    ``count`` where it was cut off. ``classes`` counts points by class once they were read, else ``None``.
    ``encoding`` is the header's global encoding as it stands (bit 0: times count from a fixed day).
    """

    file: str
    size: int
    version: str
    point_format: int
    record_length: int
    count: int
    readable: int
    counts_by_return: tuple[int, ...]
    scale: tuple[float, float, float]
    offset: tuple[float, float, float]
    bounds: tuple[float, float, float, float, float, float]
    crs: str | None
    crs_text: str | None
    crs_evidence: Problem
    vertical_crs: str | None
    units: str
    vertical_units: str
    compressed: bool
    copc: bool
    vlrs: tuple[Vlr, ...]
    software: str
    system: str
    date: date | None
    problems: tuple[Problem, ...]
    points_at: int
    laszip: Laszip | None = None
    classes: dict[int, int] | None = None
    encoding: int = 0

    @property
    def sound_bounds(self) -> bool:
        """Whether the bounds are finite and ordered."""
        low, high = self.bounds[:3], self.bounds[3:]
        return all(math.isfinite(v) for v in self.bounds) and all(
            a <= b for a, b in zip(low, high, strict=True)
        )

    @property
    def density_m2(self) -> float | None:
        """Points per square metre of the bounding rectangle, in metres where feet are declared; ``None``
        where the unit or the bounds say nothing. The true density within the outline is higher."""
        metres = crs.METRES.get(self.units)
        if metres is None or not self.sound_bounds or not self.count:
            return None
        area = (self.bounds[3] - self.bounds[0]) * (self.bounds[4] - self.bounds[1]) * metres * metres
        return self.count / area if area > 0 else None


def look(path: Path | str) -> CloudInfo:
    """What the file says of itself. Reads at most 64 kB and decodes no point.

    Raises ``InputError`` for what cannot be read at all, each with a code of its own under ``cloud.`` or
    ``file.``; doubts and damage that leave something to read are in ``problems``.
    """
    file = str(path)
    try:
        _check(Path(path))
        with Path(path).open("rb") as source:
            return _info(Window(source), file)
    except PermissionError as error:
        raise InputError("file.no_permission", file=file) from error
    except (OSError, ValueError) as error:
        raise InputError("file.io", file=file, reason=str(error)) from error


def _check(path: Path) -> None:
    if not os.path.lexists(path):
        raise InputError("file.missing", file=str(path))
    state = path.stat()
    if stat.S_ISDIR(state.st_mode):
        raise InputError("cloud.is_folder", file=str(path))
    if not stat.S_ISREG(state.st_mode):
        raise InputError("file.not_regular", file=str(path))
    if state.st_size == 0:
        raise InputError("file.empty", file=str(path))


def _info(window: Window, file: str) -> CloudInfo:
    _recognise(window, file)
    header = read_header(window, file)
    checks.refuse(header, window.size, file)
    front = walk(window, header)
    behind = walk_behind(window, header) if header.evlr_count else Walk(())
    laszip = _laszip(header, front, file)
    system = crs.find_system((*front.vlrs, *behind.vlrs), bool(header.encoding & _WKT_BIT))
    readable, damage = checks.extent_of_points(window, header, laszip)
    problems = [
        *damage,
        *checks.records(front, behind),
        *checks.numbers(header),
        *system.problems,
        *checks.place(header, system),
    ]
    return CloudInfo(
        file,
        window.size,
        "{}.{}".format(*header.version),
        header.point_format,
        header.record_length,
        header.count,
        readable,
        header.by_return,
        header.scale,
        header.offset,
        header.bounds,
        system.crs,
        system.text,
        system.evidence,
        system.vertical,
        system.units,
        system.vertical_units,
        header.compressed,
        any(vlr.key == COPC for vlr in front.vlrs[:1]),
        (*front.vlrs, *behind.vlrs),
        header.software,
        header.system,
        header.date,
        tuple(problems),
        header.points_at,
        laszip,
        encoding=header.encoding,
    )


def _recognise(window: Window, file: str) -> None:
    head = window.read(0, 64)
    if head.startswith(MAGIC):
        return
    if head.startswith(_E57):
        length = int.from_bytes(head[16:24], "little") if len(head) >= 24 else 0
        raise InputError("cloud.is_e57_cut" if length > window.size else "cloud.is_e57", file=file)
    other = next((name for magic, name in _OTHERS.items() if head.startswith(magic)), None)
    if other is not None:
        raise InputError("cloud.other_format", file=file, format=other)
    raise InputError("cloud.not_a_cloud", file=file)


def _laszip(header: Header, front: Walk, file: str) -> Laszip | None:
    if not header.compressed:
        return None
    body = front.body(LASZIP)
    if body is None:
        raise InputError("cloud.laszip_missing", file=file)
    laszip = read_laszip(body)
    if laszip is None:
        raise InputError("cloud.laszip_short", file=file)
    checks.refuse_laszip(laszip, header, file)
    return laszip
