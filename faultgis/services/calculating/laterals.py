"""Calculations on measured landforms: lateral offset by profiles along the fault, or by piercing lines."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.draws import Summary, distribution
from faultgis.errors import InputError
from faultgis.services.calculating.function import STATISTICS, Function, Key
from faultgis.services.calculating.scarps import checked_draws, checked_seed, numbers, span
from faultgis.slip import piercing
from faultgis.slip.comparing import Fitting
from faultgis.slip.offsets import AlongFault, by_profiles
from faultgis.slip.piercing import Plane, by_lines

_PARTS = ("distance_m", "elevation_m", "away_m", "trend_deg", "trend_sd_deg")
_NAMES = ("mean", "median", "mode", "sd", "q025", "q16", "q84", "q975", "hpd_68", "hpd_95")


def lateral_offset(
    profiles: list[Any] | None = None,
    search_range_m: Any = None,
    step_m: float | None = None,
    vertical_shift: bool = True,
    vertical_stretch: bool = False,
    piercing_lines: list[Any] | None = None,
    fault_line: list[Any] | None = None,
    fault_dip_deg: Any = 90,
    pick_sd_m: float | None = None,
    draws: int = piercing.DRAWS,
    seed: int = piercing.SEED,
) -> dict[str, Any]:
    """Lateral offset; see ``faultgis.slip.offsets`` and ``faultgis.slip.piercing``."""
    if profiles is not None:
        drawn = checked_draws(draws), checked_seed(seed)
        fitting = Fitting(vertical_shift, vertical_stretch)
        return _by_profiles(_two(profiles, "profiles"), search_range_m, step_m, fitting, drawn)
    assert piercing_lines is not None
    assert fault_line is not None
    if pick_sd_m is not None and pick_sd_m < 0:
        raise InputError("piercing.pick_sd", field="pick_sd_m", sd=pick_sd_m)
    first, second = (_points(line, "piercing_lines", 2) for line in _two(piercing_lines, "piercing_lines"))
    ends = _points(fault_line, "fault_line", 2, 2)
    plane = Plane(ends[0], ends[1], distribution(fault_dip_deg, "fault_dip_deg"))
    found = by_lines(
        first, second, plane, pick_sd=pick_sd_m, draws=checked_draws(draws), seed=checked_seed(seed)
    )
    return {
        "method": "piercing_lines",
        "offset_m": found.best,
        **_statistics(found.strike_slip),
        "sense": found.sense or None,
        "vertical_m": found.vertical_best,
        "vertical": None if found.vertical is None else found.vertical.as_json(),
        "piercing_points": [list(place) for place in found.places],
        "quality": found.quality.letter,
        "reasons": list(found.quality.reasons),
        "draws": found.draws,
        "seed": found.seed,
    }


def _by_profiles(
    given: list[Any], search: Any, step: float | None, fitting: Fitting, drawn: tuple[int, int]
) -> dict[str, Any]:
    first, second = (_profile(item) for item in given)
    reach = _search(search, first, second)
    found = by_profiles(first, second, reach, step_m=step, fitting=fitting, draws=drawn[0], seed=drawn[1])
    return {
        "method": "profiles",
        "offset_m": found.best,
        **_statistics(found.summary),
        "sense": found.sense or None,
        "vertical_m": found.vertical_m,
        "stretch": found.stretch,
        "misfit": {
            "shift_m": found.shifts.tolist(),
            "rms_m": [None if np.isnan(value) else float(value) for value in found.misfit],
        },
        "least_misfit_m": found.least_misfit,
        "correlation": found.correlation,
        "overlap": found.overlap,
        "quality": found.quality.letter,
        "reasons": list(found.quality.reasons),
        "draws": found.draws,
        "seed": found.seed,
    }


def _statistics(summary: Summary | None) -> dict[str, Any]:
    return dict.fromkeys(_NAMES) if summary is None else summary.as_json()


def _two(items: list[Any], field: str) -> list[Any]:
    if len(items) != 2:
        raise InputError("offset.two", field=field, count=len(items))
    return items


def _profile(item: Any) -> AlongFault:
    if not isinstance(item, dict):
        raise InputError("compute.not_object", field="profiles")
    for key in item:
        if key not in _PARTS:
            raise InputError("compute.unknown_key", field=str(key), known=", ".join(_PARTS))
    for key in _PARTS[:2]:
        if not isinstance(item.get(key), list):
            raise InputError("compute.missing", field=key)
    away, trend = _number(item, "away_m", 0.0), _number(item, "trend_deg", 90.0)
    spread = _number(item, "trend_sd_deg", 0.0)
    if away < 0:
        raise InputError("offset.away", field="away_m", away=away)
    if spread < 0:
        raise InputError("offset.trend_sd", field="trend_sd_deg", sd=spread)
    distance, elevation = (numbers(item[key], key) for key in _PARTS[:2])
    return AlongFault(distance, elevation, away, trend, spread)


def _number(item: dict[str, Any], key: str, default: float) -> float:
    found = numbers([item.get(key)], key)[0]
    return default if np.isnan(found) else float(found)


def _search(given: Any, first: AlongFault, second: AlongFault) -> tuple[float, float]:
    if given is None:
        spans = [
            float(np.nanmax(p.distance) - np.nanmin(p.distance)) for p in (first, second) if p.distance.size
        ]
        given = min(spans, default=0.0) / 2
    if isinstance(given, list):
        return span(given, "search_range_m")
    reach = abs(float(numbers([given], "search_range_m")[0]))
    return -reach, reach


def _points(value: Any, field: str, least: int, most: int | None = None) -> NDArray[np.float64]:
    rows = [numbers(row, field) for row in value if isinstance(row, list)] if isinstance(value, list) else []
    sizes = {len(row) for row in rows}
    right = isinstance(value, list) and len(rows) == len(value) and len(sizes) == 1 and sizes <= {2, 3}
    if not right or len(rows) < least or (most is not None and len(rows) > most):
        raise InputError("piercing.points", field=field)
    return np.vstack(rows)


LATERAL_OFFSET = Function(
    "lateral_offset",
    "水平位错：两条平行断层的剖面互相关，或两条标志线与断层面的交点",
    "Lateral offset: two profiles along the fault, or two lines that pierce it",
    (
        Key(
            "profiles",
            "array",
            "two objects: distance_m, elevation_m along the fault from one zero (the first on its left, "
            "the second on its right, seen in that direction), away_m from the fault (0), trend_deg of "
            "the landform, clockwise from that direction (90), trend_sd_deg of that (0)",
        ),
        Key("search_range_m", "span", "[from, to] of the shift, or a number for ±; default ± half a profile"),
        Key("step_m", "number", "step of the shift; default half of the finer sampling"),
        Key("vertical_shift", "boolean", "whether the second profile may move up and down", True),
        Key("vertical_stretch", "boolean", "whether its relief may be stretched, by at most 2", False),
        Key("piercing_lines", "array", "two lines of [x, y] or [x, y, z] in metres, one on each side"),
        Key("fault_line", "array", "[[x, y], [x, y]] or with z: the fault's trace, metres"),
        Key("fault_dip_deg", "distribution", "dip to the right of the fault line; under 90 needs z", 90),
        Key("pick_sd_m", "number", "how well a point of a line was picked, metres"),
        Key(
            "draws",
            "integer",
            "Monte Carlo draws for piercing lines, and for trends with a spread",
            piercing.DRAWS,
        ),
        Key("seed", "integer", "seed of the draws", piercing.SEED),
    ),
    (
        Key("method", "string", "profiles or piercing_lines"),
        Key("offset_m", "number", "best offset, positive sinistral"),
        *(Key(name, "number", f"of the offset: {name}", nullable=True) for name in _NAMES[:-2]),
        *(Key(name, "array", "[[from, to, percent]]", nullable=True) for name in _NAMES[-2:]),
        Key("sense", "string", "sinistral or dextral", nullable=True),
        Key("vertical_m", "number", "how much higher the second side lies", nullable=True),
        Key("vertical", "object", f"the same with {STATISTICS}", nullable=True),
        Key("stretch", "number", "what the second side's relief is multiplied by at the best shift"),
        Key("misfit", "object", "the misfit curve: shift_m, rms_m (null where too little overlaps)"),
        Key("least_misfit_m", "number", "rms difference at the best shift"),
        Key("correlation", "number", "of the two profiles at the best shift"),
        Key("overlap", "number", "share of the shorter profile compared at the best shift"),
        Key("piercing_points", "array", "where the two lines meet the fault plane"),
        Key("quality", "string", "A (best) to D"),
        Key("reasons", "array", "codes of what lowered the quality"),
        Key("draws", "integer", "draws made (0: no trend with a spread)"),
        Key("seed", "integer", "the seed used"),
    ),
    lateral_offset,
    (("profiles",), ("piercing_lines", "fault_line")),
)
