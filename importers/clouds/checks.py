"""What in a cloud's header cannot be, and what the user should know before a point is read."""

import math
import struct
from collections.abc import Iterator

from faultgis.crs import zone_epsg, zone_width
from faultgis.errors import InputError
from importers.batch import Problem
from importers.clouds.crs import System
from importers.clouds.header import MINIMUM, SIZES, Header, Window
from importers.clouds.vlr import Laszip, Walk

_VLR_HEAD = 54
_INT32 = 2**31
_MOST_POINTS = 10**12
POINTWISE, CHUNKED, LAYERED = 1, 2, 3
VARIABLE = (0, 0xFFFFFFFF)
# Item types of LASzip: their sizes and the versions that exist; bytes have any size.
_ITEMS = {
    0: (None, (0, 1, 2)), 6: (20, (0, 1, 2)), 7: (8, (0, 1, 2)), 8: (6, (0, 1, 2)), 9: (29, (0, 1, 2)),
    10: (30, (0, 2, 3, 4)), 11: (6, (0, 2, 3, 4)), 12: (8, (0, 2, 3, 4)), 13: (29, (0, 2, 3, 4)),
    14: (None, (0, 2, 3, 4)),
}  # fmt: skip
_EARTH_M = (6_330_000.0, 6_400_000.0)
_ZONE = 1_000_000
_ZONES = (*range(13, 24), *range(25, 46))


def refuse(header: Header, size: int, file: str) -> None:
    """Raise ``InputError`` for a header that contradicts itself or the file."""
    _refuse_layout(header, size, file)
    if header.point_format not in SIZES:
        raise InputError("cloud.point_format", file=file, format=header.point_format)
    needed = SIZES[header.point_format]
    if header.record_length < needed:
        raise InputError(
            "cloud.record_length", file=file, length=header.record_length, needed=needed,
            format=header.point_format,
        )  # fmt: skip
    if not all(math.isfinite(s) and s > 0 for s in header.scale):
        raise InputError("cloud.scale", file=file, scale=shown(header.scale))
    if not all(math.isfinite(v) for v in header.offset):
        raise InputError("cloud.offset", file=file, offset=shown(header.offset))
    if header.count > _MOST_POINTS:
        raise InputError("cloud.count", file=file, count=header.count)


def _refuse_layout(header: Header, size: int, file: str) -> None:
    if header.header_size < MINIMUM[header.version[1]]:
        needed = MINIMUM[header.version[1]]
        raise InputError("cloud.header_size", file=file, size=header.header_size, needed=needed)
    if header.points_at < header.header_size or header.points_at > size:
        raise InputError("cloud.points_at", file=file, start=header.points_at, size=size)
    room = (header.points_at - header.header_size) // _VLR_HEAD
    # One more than there is room for is a known slip of old writers, and harmless.
    if header.vlr_count > room + 1:
        raise InputError("cloud.vlr_count", file=file, count=header.vlr_count, room=room)


def refuse_laszip(laszip: Laszip, header: Header, file: str) -> None:
    """Raise ``InputError`` for a LASzip record that no decoder can follow."""
    if laszip.compressor not in (POINTWISE, CHUNKED, LAYERED):
        raise InputError("cloud.laszip_compressor", file=file, compressor=laszip.compressor)
    if laszip.coder != 0:
        raise InputError("cloud.laszip_coder", file=file, coder=laszip.coder)
    for kind, size, version in laszip.items:
        if kind not in _ITEMS or (_ITEMS[kind][0] not in (None, size)):
            raise InputError("cloud.laszip_item", file=file, type=kind, size=size)
        if version not in _ITEMS[kind][1]:
            raise InputError("cloud.laszip_version", file=file, type=kind, version=version)
    total = sum(size for _, size, _ in laszip.items)
    if total != header.record_length:
        raise InputError("cloud.laszip_size", file=file, size=total, length=header.record_length)


def shown(numbers: tuple[float, ...]) -> str:
    """Numbers as a person reads them."""
    return ", ".join(f"{number:.10g}" for number in numbers)


def extent_of_points(window: Window, header: Header, laszip: Laszip | None) -> tuple[int, list[Problem]]:
    """How many points the file has room for, and what is wrong there. Of compressed points nobody knows."""
    if header.count == 0:
        return 0, [Problem("cloud.no_points")]
    if laszip is not None:
        return header.count, list(_chunk_table(window, header, laszip))
    end = window.size
    if header.evlr_count and header.points_at < header.evlr_at < end:
        end = header.evlr_at
    room = (end - header.points_at) // header.record_length
    if room < header.count:
        lost = header.count - room
        return room, [Problem("cloud.truncated", {"count": header.count, "readable": room, "lost": lost})]
    return header.count, []


def _chunk_table(window: Window, header: Header, laszip: Laszip) -> Iterator[Problem]:
    if laszip.compressor == POINTWISE:
        return
    first = header.points_at + 8
    raw = window.read(header.points_at, 8)
    at = struct.unpack("<q", raw)[0] if len(raw) == 8 else -1
    if at == -1:
        tail = window.read(max(0, window.size - 8), 8)
        at = struct.unpack("<q", tail)[0] if len(tail) == 8 else -1
    if not first <= at <= window.size - 8:
        yield Problem("cloud.chunk_table_missing", {"count": header.count})
        return
    version, chunks = struct.unpack("<II", window.read(at, 8).ljust(8, b"\xff"))
    expected = None if laszip.chunk_size in VARIABLE else -(-header.count // laszip.chunk_size)
    impossible = chunks * header.record_length > at - first
    if version != 0 or impossible or expected not in (None, chunks):
        yield Problem("cloud.chunk_table_broken", {"chunks": chunks, "expected": expected or "?"})


def records(front: Walk, behind: Walk) -> Iterator[Problem]:
    """Variable length records that do not fit."""
    if front.overrun:
        yield Problem("cloud.vlr_overrun", {"number": front.overrun})
    if behind.overrun:
        yield Problem("cloud.evlr_overrun", {"number": behind.overrun})


def numbers(header: Header) -> Iterator[Problem]:
    """Bounds, scale, date and counts that contradict each other."""
    if header.date is None and header.day and (header.day, header.year) != (1, 1):
        yield Problem("cloud.date", {"year": header.year, "day": header.day})
    if header.count == 0:
        return
    low, high = header.bounds[:3], header.bounds[3:]
    if not all(math.isfinite(v) for v in header.bounds):
        yield Problem("cloud.bounds_not_finite")
    elif any(a > b for a, b in zip(low, high, strict=True)):
        yield Problem("cloud.bounds_not_ordered", {"low": shown(low), "high": shown(high)})
    elif any(
        abs((v - o) / s) > _INT32
        for v, o, s in zip((*low, *high), header.offset * 2, header.scale * 2, strict=True)
    ):
        yield Problem("cloud.int32", {"scale": shown(header.scale), "offset": shown(header.offset)})
    told = sum(header.by_return)
    if told not in (0, header.count):
        yield Problem("cloud.by_return", {"told": told, "count": header.count})


def place(header: Header, system: System) -> Iterator[Problem]:
    """What the user must decide or know about the coordinates."""
    if system.text is None:
        yield Problem("cloud.crs_missing")
    elif system.units != "metre":
        yield Problem(f"cloud.units_{system.units}", {"crs": system.crs})
    if system.vertical is None and system.text is not None:
        yield Problem("cloud.vertical_missing")
    if system.vertical_units in ("foot", "us_foot") and system.units == "metre":
        yield Problem("cloud.units_mixed", {"crs": system.vertical})
    yield from _contradictions(header, system)


def _contradictions(header: Header, system: System) -> Iterator[Problem]:
    if header.count == 0 or not all(math.isfinite(v) for v in header.bounds):
        return
    x0, y0, z0, x1, y1, z1 = header.bounds
    degrees = -180 <= x0 <= x1 <= 180 and -90 <= y0 <= y1 <= 90 and max(x1 - x0, y1 - y0) < 2
    if system.text is None:
        distance = math.dist((0, 0, 0), ((x0 + x1) / 2, (y0 + y1) / 2, (z0 + z1) / 2))
        if _EARTH_M[0] < distance < _EARTH_M[1] and min(abs(z0), abs(z1)) > 100_000:
            yield Problem("cloud.looks_geocentric")
    if system.units == "degree" and not (-180 <= x0 <= x1 <= 360 and -90 <= y0 <= y1 <= 90):
        yield Problem("cloud.no_degrees", {"crs": system.crs, "x": f"{x0:.10g}", "y": f"{y0:.10g}"})
    if system.units != "degree" and degrees and x0 != 0 and y0 != 0 and header.scale[0] < 1e-5:
        yield Problem("cloud.looks_like_degrees", {"x": f"{x0:.10g}", "y": f"{y0:.10g}"})
    yield from _zone_numbers(x0, x1, system)


def _zone_numbers(x0: float, x1: float, system: System) -> Iterator[Problem]:
    """Chinese eastings may begin with the number of their zone, and the system may or may not say so."""
    zone = int(x0 // _ZONE)
    origin = system.false_easting or 0.0
    shown_x = f"{x0:.10g}"
    if (
        zone in _ZONES
        and zone == int(x1 // _ZONE)
        and origin < _ZONE
        and system.units in ("metre", "unknown")
    ):
        candidate = f"EPSG:{zone_epsg(zone, zone_width(zone), prefix=True)}"
        code = "cloud.zone_prefix_seen" if system.text is None else "cloud.zone_prefix"
        yield Problem(code, {"zone": zone, "x": shown_x, "candidate": candidate, "crs": system.crs})
    elif origin > _ZONE and 0 < x0 <= x1 < _ZONE:
        zone = int(origin // _ZONE)
        known = zone in _ZONES
        candidate = f"EPSG:{zone_epsg(zone, zone_width(zone))}" if known else "?"
        yield Problem("cloud.zone_prefix_missing", {"x": shown_x, "candidate": candidate, "crs": system.crs})
