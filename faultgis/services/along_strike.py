"""The vertical separation along a trace: a fan of profiles, each with its scarp sought and measured."""

from dataclasses import dataclass

import shapely

from faultgis.crs import geod
from faultgis.errors import InputError
from faultgis.geometry import lines
from faultgis.progress import Progress
from faultgis.records.trace import Trace
from faultgis.services.profiling import Drawn, sampled
from faultgis.slip.scarps import Fault, Measured, measure
from faultgis.slip.surfaces import clean, detect
from faultgis.terrain.profiles import Station, Window, fan
from faultgis.terrain.profiles import lengths as path_lengths

MOST_STATIONS = 40
# The scarp is sought where it reaches this share of a profile around the trace.
NEAR_TRACE = 0.1


@dataclass(frozen=True)
class Reach:
    """What every profile of a fan has in common: length and half width of its band, metres, and the fault."""

    length: float
    half_width: float
    fault: Fault


@dataclass(frozen=True)
class Stop:
    """One profile of a fan, ``along`` metres from the trace's start. Profiles run to the trace's right, so
    ``signed`` is positive where the right side is high."""

    along: float
    line: Drawn
    measured: Measured

    @property
    def signed(self) -> tuple[float, float, float]:
        """2.5 %, median and 97.5 % of the vertical separation."""
        said = self.measured.vertical_separation
        if self.measured.up_side == "end":
            return said.q025, said.median, said.q975
        return -said.q975, -said.median, -said.q025


@dataclass(frozen=True)
class Strike:
    """A fan's stops in the order of the trace, and how many stations gave none (no relief, no scarp)."""

    stops: tuple[Stop, ...]
    without: int
    spacing: float


def spacing_of(trace: Trace, half_width: float) -> float:
    """A spacing that gives at most 40 stations whose bands do not overlap."""
    return max(_length(trace) / MOST_STATIONS, 2 * half_width, 1.0)


def _length(trace: Trace) -> float:
    parts = (lines.coordinates(trace.geometry, part) for part in range(len(trace.geometry.geoms)))
    return float(sum(path_lengths(part, True).sum() for part in parts))


def along_strike(
    trace: Trace, reach: Reach, window: Window, cell: tuple[float, float], progress: Progress
) -> Strike:
    """Measure along a trace on an elevation raster (see ``profiling.sampled``). Can be cancelled between two
    profiles. Raises ``InputError("profile.no_relief")`` if no station gives anything."""
    spacing = spacing_of(trace, reach.half_width)
    stations = _stations(trace, spacing)
    stops = []
    for number, station in enumerate(stations):
        progress.report("profile.fan", number, len(stations))
        stop = _stop(station, reach, window, cell)
        if stop is not None:
            stops.append(stop)
    if not stops:
        raise InputError("profile.no_relief")
    return Strike(tuple(stops), len(stations) - len(stops), spacing)


def _stations(trace: Trace, spacing: float) -> list[Station]:
    found: list[Station] = []
    before = 0.0
    for part in trace.geometry.geoms:
        places = shapely.get_coordinates(part)
        here = fan(places, spacing, lonlat=True)
        found += [Station(s.place, before + s.along, s.azimuth) for s in here]
        before += float(path_lengths(places, True).sum())
    return found


def _stop(station: Station, reach: Reach, window: Window, cell: tuple[float, float]) -> Stop | None:
    lon, lat, back = geod().fwd(*station.place, station.azimuth + 180, reach.length / 2)
    start = float(lon), float(lat)
    east, north, _ = geod().fwd(*start, float(back), reach.length)
    line = Drawn(start, (float(east), float(north)), reach.half_width)
    near = (0.5 - NEAR_TRACE) * reach.length, (0.5 + NEAR_TRACE) * reach.length
    try:
        band = sampled(line, window, cell)
        picks = detect(*clean(band.distance, band.median), near)
        return Stop(station.along, line, measure(band.distance, band.median, picks=picks, fault=reach.fault))
    except InputError:
        # No relief here, or no scarp: the fan counts it and goes on.
        return None
