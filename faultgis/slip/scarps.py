"""Vertical separation, throw, heave and dip slip across a scarp, by Monte Carlo.

The two surfaces beside the scarp are projected to the fault. At the fault's place on the scarp face their
difference of elevation is the vertical separation. The fault plane, through that place and with its dip, cuts
both surfaces; the distance of the two cuts along the plane is the dip slip, its vertical and horizontal parts
are throw and heave (Thompson et al. 2002; Wolfe et al. 2020). For parallel surfaces of slope α, positive
where the surface falls in the direction in which the fault dips (dip δ), throw = separation · tan δ / (tan δ
− tan α).

Each draw takes both fits, the fault's place and its dip from their distributions. All numbers are metres and
degrees; positive amounts keep the higher side high, whatever the profile's direction.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.draws import Distribution, Summary, summarize
from faultgis.errors import InputError
from faultgis.slip.grades import Grade, grade
from faultgis.slip.surfaces import Fit, Picks, clean, detect, fit

Floats: TypeAlias = NDArray[np.float64]
Line: TypeAlias = tuple[Floats, Floats]

DRAWS = 10_000
SEED = 20_260_101
START, END = "start", "end"
# More draws than this share in which the fault does not cut both surfaces make throw and slip meaningless.
TOO_MANY_REJECTED = 0.5


@dataclass(frozen=True)
class Fault:
    """What is known of the fault at a scarp.

    ``position`` is its distance along the profile where it meets the scarp face, None where only the face is
    known (then ``face``, "uniform" or "triangle", says how the place is spread over it). ``dip`` is in
    degrees from the horizontal; ``toward`` is where the fault dips to: the profile's "start" or "end", or
    the "lower" or "higher" side; empty where unknown: then a normal fault is assumed, and it is said so.
    """

    position: Distribution | None = None
    face: str = "uniform"
    dip: Distribution | None = None
    toward: str = ""


@dataclass(frozen=True)
class Slip:
    """The slip on the plane and its vertical and horizontal parts."""

    throw: Summary
    heave: Summary
    dip_slip: Summary


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A scarp as measured. ``best`` values follow from the fits and middles as they are; the summaries from
    the draws. ``slip`` is None where the dip is not known, or where more than half
    of the draws had to be rejected because the fault, less steep than a surface, never cuts it."""

    picks: Picks
    start: Fit
    end: Fit
    up_side: str
    sense: str
    fault_m: float
    vertical_separation: Summary
    slip: Slip | None
    best: dict[str, float]
    quality: Grade
    warnings: tuple[str, ...]
    rejected: int
    draws: int
    seed: int


def measure(
    distance: Floats,
    elevation: Floats,
    *,
    picks: Picks | None = None,
    fault: Fault | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Measured:
    """Measure the scarp on a profile; without ``picks`` the scarp is sought (see ``surfaces.detect``).

    Raises ``InputError``: ``profile.*`` (too short, unequal lengths), ``scarp.not_found``,
    ``scarp.few_points``, ``scarp.overlap`` (the surfaces overlap), ``scarp.position`` (fault beyond the
    profile), ``scarp.dip``.
    """
    fault = fault or Fault()
    x, z = clean(distance, elevation)
    _check(fault, x)
    if picks is None:
        near = fault.position.bounds if fault.position is not None else None
        picks = detect(x, z, near)
    if max(picks.start) > min(picks.end):
        raise InputError("scarp.overlap", field="surfaces")
    fits = fit(x, z, picks.start), fit(x, z, picks.end)
    return _drawn(x, z, picks, fits, fault, draws, seed)


def _check(fault: Fault, x: Floats) -> None:
    if fault.position is not None and not x[0] <= fault.position.middle <= x[-1]:
        raise InputError(
            "scarp.position", field="fault_m", position=fault.position.middle, low=x[0], high=x[-1]
        )
    if fault.dip is not None and not 0 < fault.dip.middle <= 90:
        raise InputError("scarp.dip", field="fault_dip_deg", dip=fault.dip.middle)


def _drawn(
    x: Floats, z: Floats, picks: Picks, fits: tuple[Fit, Fit], fault: Fault, draws: int, seed: int
) -> Measured:
    random = np.random.default_rng(seed)
    middle = fault.position.middle if fault.position is not None else sum(picks.scarp) / 2
    step = float(fits[1].at(middle) - fits[0].at(middle))
    up, sign = (END, 1.0) if step >= 0 else (START, -1.0)
    toward = _toward(fault.toward, up)
    places = _places(picks, fault, random, draws)
    lines = fits[0].draw(random, draws, places), fits[1].draw(random, draws, places)
    separation = summarize(sign * (lines[1][0] - lines[0][0]))
    best = {"vertical_separation": abs(step)}
    slip, rejected = None, 0
    if fault.dip is not None:
        dips = np.radians(np.clip(fault.dip.draw(random, draws), 1e-3, 90.0))
        moved = sign * _dip_slip(np.interp(places, x, z), lines, dips, toward)
        kept = np.isfinite(moved)
        rejected = int(draws - kept.sum())
        if rejected <= TOO_MANY_REJECTED * draws:
            slip = _slip(moved[kept], dips[kept])
            best |= _best(middle, x, z, fits, fault.dip.middle, toward, sign)
    known = fault.dip is not None or bool(fault.toward)
    return Measured(
        picks=picks,
        start=fits[0],
        end=fits[1],
        up_side=up,
        sense=("normal" if toward != up else "reverse") if known else "",
        fault_m=middle,
        vertical_separation=separation,
        slip=slip,
        best=best,
        quality=grade(fits, picks, separation),
        warnings=_warnings(fault, slip),
        rejected=rejected,
        draws=draws,
        seed=seed,
    )


def _toward(given: str, up: str) -> str:
    """The end of the profile to which the fault dips; without a word, to the lower one."""
    low = START if up == END else END
    return {"": low, "lower": low, "higher": up}.get(given, given)


def _slip(moved: Floats, dips: Floats) -> Slip:
    return Slip(*(summarize(part) for part in (moved * np.sin(dips), moved * np.cos(dips), moved)))


def _warnings(fault: Fault, slip: Slip | None) -> tuple[str, ...]:
    if fault.dip is None:
        return ()
    given = {"scarp.assumed_normal": not fault.toward, "scarp.fault_too_flat": slip is None}
    return tuple(code for code, said in given.items() if said)


def _places(picks: Picks, fault: Fault, random: np.random.Generator, draws: int) -> Floats:
    if fault.position is not None:
        return fault.position.draw(random, draws)
    low, high = picks.scarp
    if fault.face == "triangle":
        return Distribution("triangle", (low, (low + high) / 2, high)).draw(random, draws)
    return Distribution("uniform", (low, high)).draw(random, draws)


def _dip_slip(ground: Floats, lines: tuple[Line, Line], dips: Floats, toward: str) -> Floats:
    """Distance along the plane from its cut with the end's surface to that with the start's, positive where
    the end is high; NaN where the plane is less steep than a surface that falls with it."""
    way = 1.0 if toward == END else -1.0
    cuts = []
    for level, slope in lines:
        steepness = np.sin(dips) + way * slope * np.cos(dips)
        cuts.append(
            np.where(steepness > 1e-6, (ground - level) / np.where(steepness > 1e-6, steepness, 1), np.nan)
        )
    return np.asarray(cuts[0] - cuts[1], dtype=np.float64)


def _best(
    middle: float, x: Floats, z: Floats, fits: tuple[Fit, Fit], dip: float, toward: str, sign: float
) -> dict[str, float]:
    place, angle = np.array([middle]), np.radians([dip])
    start, end = ((fit.at(place), np.array([fit.slope])) for fit in fits)
    slip = sign * float(_dip_slip(np.interp(place, x, z), (start, end), angle, toward)[0])
    if not np.isfinite(slip):
        return {}
    return {
        "throw": slip * float(np.sin(angle[0])),
        "heave": slip * float(np.cos(angle[0])),
        "dip_slip": slip,
    }
