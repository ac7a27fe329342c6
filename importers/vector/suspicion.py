"""What coordinates themselves say against a stated system, or for one where none is stated.

Everything here is an offer to the user with its evidence; nothing is applied by itself. Eastings with a zone
prefix may as well be Beijing 1954 or Xi'an 1980: numbers alone never tell a datum.
"""

from dataclasses import dataclass

from faultgis.crs.places import CHINA
from faultgis.crs.transforms import read_crs
from faultgis.crs.zones import ZONES, zone_epsg, zone_width

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Suspicion:
    """Something odd: ``code`` for the words (``crs.swapped_axes``, ``crs.zone_prefix``, ``crs.no_prefix``,
    ``crs.out_of_range``, ``crs.suggested``), the system to offer (if any), and what was seen."""

    code: str
    crs: str = ""
    swap: bool = False
    zone: int | None = None


def suspicions(bounds: Bounds, crs: str | int | None = None) -> tuple[Suspicion, ...]:
    """What is odd about coordinates with these bounds (min x, min y, max x, max y) in a stated system;
    without one, which systems they could be in."""
    if crs is None:
        return _without(bounds)
    stated = read_crs(crs)
    if stated.is_geographic:
        return _geographic(bounds)
    return _projected(bounds, stated.to_epsg(min_confidence=70) if _metres(stated) else None)


def swapped(bounds: Bounds) -> Bounds:
    """The bounds with x and y exchanged."""
    west, south, east, north = bounds
    return south, west, north, east


def _metres(stated: object) -> bool:
    return bool(getattr(stated, "is_projected", False))


def _on_globe(bounds: Bounds) -> bool:
    west, south, east, north = bounds
    return west >= -360 and east <= 360 and south >= -90 and north <= 90


def _in_china(bounds: Bounds) -> bool:
    west, south, east, north = CHINA
    return bounds[0] >= west and bounds[2] <= east and bounds[1] >= south and bounds[3] <= north


def prefix_zone(bounds: Bounds) -> int | None:
    """The zone number that all eastings begin with (18 500 000), or ``None``."""
    zones = {int(bounds[0] // 1_000_000), int(bounds[2] // 1_000_000)}
    zone = zones.pop()
    known = any(low <= zone <= high for low, high in ZONES.values())
    return zone if not zones and known and _northings(bounds[1], bounds[3]) else None


def _northings(low: float, high: float) -> bool:
    return 300_000 <= low <= high <= 6_200_000


def _no_prefix(bounds: Bounds) -> bool:
    return 100_000 <= bounds[0] <= bounds[2] <= 900_000 and _northings(bounds[1], bounds[3])


def _without(bounds: Bounds) -> tuple[Suspicion, ...]:
    if _on_globe(bounds) and not (_in_china(swapped(bounds)) and not _in_china(bounds)):
        return (Suspicion("crs.suggested", "EPSG:4490" if _in_china(bounds) else "EPSG:4326"),)
    if _on_globe(swapped(bounds)):
        return (Suspicion("crs.suggested", "EPSG:4490", swap=True),)
    for box, swap in ((bounds, False), (swapped(bounds), True)):
        if zone := prefix_zone(box):
            return (Suspicion("crs.suggested", _with_prefix(zone), swap, zone),)
    if _no_prefix(swapped(bounds)) and not _no_prefix(bounds):
        return (Suspicion("crs.zone_missing", swap=True),)
    return (Suspicion("crs.zone_missing"),) if _no_prefix(bounds) else ()


def _with_prefix(zone: int) -> str:
    return f"EPSG:{zone_epsg(zone, zone_width(zone), prefix=True)}"


def _geographic(bounds: Bounds) -> tuple[Suspicion, ...]:
    turned = swapped(bounds)
    if not _on_globe(bounds):
        if _on_globe(turned):
            return (Suspicion("crs.swapped_axes", swap=True),)
        return (Suspicion("crs.out_of_range"), *_without(bounds))
    if _in_china(turned) and not _in_china(bounds):
        return (Suspicion("crs.swapped_axes", swap=True),)
    return ()


def _projected(bounds: Bounds, epsg: int | None) -> tuple[Suspicion, ...]:
    if _on_globe(bounds) or _on_globe(swapped(bounds)):
        return (Suspicion("crs.degrees_as_metres", swap=not _on_globe(bounds)), *_without(bounds))
    zone_of = _cgcs2000_zone(epsg)
    if zone_of is None:
        return ()
    zone, width, prefix = zone_of
    for box, swap in ((bounds, False), (swapped(bounds), True)):
        seen = prefix_zone(box)
        if seen is not None and (not prefix or seen != zone):
            return (Suspicion("crs.zone_prefix", _with_prefix(seen), swap, seen),)
        if seen is None and prefix and _no_prefix(box):
            return (Suspicion("crs.no_prefix", f"EPSG:{zone_epsg(zone, width)}", swap, zone),)
        if swap and (seen is not None or (_no_prefix(box) and not _no_prefix(bounds))):
            return (Suspicion("crs.swapped_axes", swap=True),)
        if not swap and (seen is not None or _no_prefix(box)):
            return ()
    return ()


def _cgcs2000_zone(epsg: int | None) -> tuple[int, int, bool] | None:
    """Zone, width and whether with prefix, of a CGCS2000 Gauss–Krüger code (4491–4554)."""
    for width, (low, high) in ZONES.items():
        for zone in range(low, high + 1):
            for prefix in (True, False):
                if epsg == zone_epsg(zone, width, prefix):
                    return zone, width, prefix
    return None
