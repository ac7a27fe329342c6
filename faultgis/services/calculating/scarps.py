"""Calculations on measured landforms: vertical separation of a scarp."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.draws import Summary, distribution
from faultgis.errors import InputError
from faultgis.services.calculating.function import STATISTICS, Function, Key
from faultgis.slip import scarps
from faultgis.slip.surfaces import Fit, Picks, Span, clean, with_margin

# No distance or elevation on Earth is more; nor does any arithmetic overflow below it.
MOST_METRES = 1e9
FEWEST_DRAWS, MOST_DRAWS = 100, 1_000_000
TOWARD = ("start", "end", "lower", "higher")
FACES = ("uniform", "triangle")


def scarp_offset(
    distance_m: list[Any],
    elevation_m: list[Any],
    fault_m: Any = None,
    scarp_m: list[Any] | None = None,
    surfaces: list[Any] | None = None,
    detect: bool | None = None,
    fault_face: str = "uniform",
    fault_dip_deg: Any = None,
    dips_toward: str = "",
    draws: int = scarps.DRAWS,
    seed: int = scarps.SEED,
) -> dict[str, Any]:
    """Vertical separation, throw, heave and dip slip across a scarp; see ``faultgis.slip.scarps``."""
    x, z = numbers(distance_m, "distance_m"), numbers(elevation_m, "elevation_m")
    one_of("fault_face", fault_face, FACES)
    one_of("dips_toward", dips_toward, ("", *TOWARD))
    fault = scarps.Fault(
        position=None if fault_m is None else distribution(fault_m, "fault_m"),
        face=fault_face,
        dip=None if fault_dip_deg is None else distribution(fault_dip_deg, "fault_dip_deg"),
        toward=dips_toward,
    )
    picks = None if detect else _picks(x, z, scarp_m, surfaces)
    measured = scarps.measure(
        x, z, picks=picks, fault=fault, draws=checked_draws(draws), seed=checked_seed(seed)
    )
    return _answered(measured)


def _picks(
    x: NDArray[Any], z: NDArray[Any], scarp: list[Any] | None, surfaces: list[Any] | None
) -> Picks | None:
    face = None if scarp is None else span(scarp, "scarp_m")
    if surfaces is None:
        return None if face is None else with_margin(clean(x, z)[0], face)
    if len(surfaces) != 2:
        raise InputError("scarp.surfaces", field="surfaces")
    start, end = sorted(span(item, "surfaces") for item in surfaces)
    return Picks(start, face or (start[1], max(start[1], end[0])), end)


def _answered(measured: scarps.Measured) -> dict[str, Any]:
    slip = measured.slip
    parts: dict[str, Summary | None] = {"vertical_separation": measured.vertical_separation}
    for name in ("throw", "heave", "dip_slip"):
        parts[name] = getattr(slip, name) if slip is not None else None
    answered = {name: _quantity(measured.best.get(name), part) for name, part in parts.items()}
    return {
        **answered,
        "up_side": measured.up_side,
        "sense": measured.sense or None,
        "fault_m": measured.fault_m,
        "scarp_m": list(measured.picks.scarp),
        "surfaces": [_fit(measured.start), _fit(measured.end)],
        "quality": measured.quality.letter,
        "reasons": list(measured.quality.reasons),
        "warnings": list(measured.warnings),
        "rejected": measured.rejected,
        "draws": measured.draws,
        "seed": measured.seed,
    }


def _quantity(best: float | None, summary: Summary | None) -> dict[str, Any] | None:
    return None if summary is None else {"best": best, **summary.as_json()}


def _fit(fit: Fit) -> dict[str, Any]:
    return {
        "from_m": fit.span[0],
        "to_m": fit.span[1],
        "slope_deg": fit.slope_deg,
        "slope": fit.slope,
        "slope_sd": fit.slope_sd,
        "middle_m": fit.middle,
        "level_m": fit.level,
        "level_sd": fit.level_sd,
        "residual_sd": fit.residual_sd,
        "points": fit.count,
        "independent_points": fit.effective,
        "outlier_share": fit.outliers,
    }


def numbers(values: list[Any], field: str) -> NDArray[np.float64]:
    """A JSON array of numbers, null for a gap. Raises ``InputError("profile.values")``."""
    for item in values:
        sound = item is None or (isinstance(item, int | float) and not isinstance(item, bool))
        if not sound or (item is not None and not abs(item) <= MOST_METRES):
            raise InputError("profile.values", field=field, value=str(item)[:40])
    return np.array([np.nan if item is None else item for item in values], dtype=np.float64)


def span(value: Any, field: str) -> Span:
    """[from, to] as two numbers in order. Raises ``InputError("profile.span")``."""
    found = numbers(value, field) if isinstance(value, list) else np.array([])
    if len(found) != 2 or not np.isfinite(found).all():
        raise InputError("profile.span", field=field)
    return float(found.min()), float(found.max())


def one_of(field: str, value: str, known: tuple[str, ...]) -> None:
    """Raise ``InputError("compute.choice")`` unless the value is one of those known."""
    if value not in known:
        raise InputError("compute.choice", field=field, value=value, known=", ".join(k for k in known if k))


def checked_draws(draws: int) -> int:
    """The number of draws, if it makes sense. Raises ``InputError("compute.draws")``."""
    if not FEWEST_DRAWS <= draws <= MOST_DRAWS:
        raise InputError("compute.draws", field="draws", draws=draws, low=FEWEST_DRAWS, high=MOST_DRAWS)
    return draws


def checked_seed(seed: int) -> int:
    """The seed, if a generator takes it. Raises ``InputError("compute.seed")``."""
    if not 0 <= seed < 2**63:
        raise InputError("compute.seed", field="seed", seed=seed)
    return seed


_PROFILE = (
    Key("distance_m", "array", "distances along the profile, metres", required=True),
    Key("elevation_m", "array", "elevations, metres; null for a gap", required=True),
)
_FAULT = (
    Key("fault_m", "distribution", "where the fault meets the scarp face, metres along the profile"),
    Key("scarp_m", "array", "[from, to] of the scarp face; the surfaces then lie on both sides of it"),
    Key("surfaces", "array", "[[from, to], [from, to]]: the stretches of the two surfaces, metres"),
    Key("detect", "boolean", "true: seek the scarp, whatever is picked; also done where nothing is picked"),
    Key(
        "fault_face",
        "string",
        "uniform or triangle: the fault's place on the face without fault_m",
        "uniform",
    ),
    Key("fault_dip_deg", "distribution", "fault dip, over 0 to 90 degrees; draws beyond 90 count as 90"),
    Key(
        "dips_toward",
        "string",
        "start or end of the profile, lower or higher side; unstated: lower, with a warning",
    ),
    Key("draws", "integer", "Monte Carlo draws, 100 to 1,000,000", scarps.DRAWS),
    Key("seed", "integer", "seed of the draws", scarps.SEED),
)

SCARP_OFFSET = Function(
    "scarp_offset",
    "断层陡坎：垂直断距、落差、水平断距和倾滑量，蒙特卡洛",
    "Fault scarp: vertical separation, throw, heave and dip slip by Monte Carlo",
    (*_PROFILE, *_FAULT),
    (
        Key("vertical_separation", "object", f"of the two surfaces at the fault, m: best, {STATISTICS}"),
        Key("throw", "object", "vertical part of the slip, m; null without a dip", nullable=True),
        Key("heave", "object", "horizontal part of the slip, m; null without a dip", nullable=True),
        Key("dip_slip", "object", "slip in the plane, m; null without a dip", nullable=True),
        Key("up_side", "string", "start or end: the higher side; amounts are positive with it high"),
        Key("sense", "string", "normal or reverse, null where the fault's dip is not stated", nullable=True),
        Key("fault_m", "number", "the fault's place, metres along the profile"),
        Key("scarp_m", "array", "[from, to] of the scarp face"),
        Key("surfaces", "array", "the two fits: from_m, to_m, slope_deg, slope_sd, level_m, level_sd, …"),
        Key("quality", "string", "A (best) to D"),
        Key("reasons", "array", "codes of what lowered the quality"),
        Key("warnings", "array", "codes of what was assumed or could not be computed"),
        Key("rejected", "integer", "draws in which the fault does not cut both surfaces"),
        Key("draws", "integer", "draws made"),
        Key("seed", "integer", "the seed used"),
    ),
    scarp_offset,
)
