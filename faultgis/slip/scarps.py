"""Vertical separation, throw, heave and dip slip across a scarp, by Monte Carlo.

The two surfaces beside the scarp are projected to the fault. At the fault's place on the scarp face their
difference of elevation is the vertical separation. The fault plane, through that place and with its dip, cuts
both surfaces; the distance of the two cuts along the plane is the dip slip, its vertical and horizontal parts are
throw and heave (Thompson et al. 2002; Wolfe et al. 2020). For parallel surfaces of slope α, positive
where the surface falls in the direction in which the fault dips (dip δ), throw = separation · tan δ / (tan δ − tan α).

Each draw takes both fits, the fault's place and its dip from their distributions. All numbers are metres and
degrees; positive amounts keep the higher side high, whatever the profile's direction.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.slip.draws import Distribution, Summary, summarize
from faultgis.slip.grades import Grade, grade
from faultgis.slip.surfaces import Fit, Picks, clean, detect, fit

Floats: TypeAlias = NDArray[np.float64]

DRAWS = 10_000
SEED = 20_260_101
START, END = "start", "end"
# More draws than this share in which the fault does not cut both surfaces make throw and slip meaningless.
TOO_MANY_REJECTED = 0.5


@dataclass(frozen=True)
class Fault:
    """What is known of the fault at a scarp.

    ``position`` is its distance along the profile where it meets the scarp face, None where only the face is
    known (then ``face``, "uniform" or "triangle", says how the place is spread over it). ``dip`` is in degrees
    from the horizontal; ``toward`` is the end of the profile to which the fault dips ("start" or "end"), empty
    where unknown: then a normal fault is assumed, and the measurement says so.
    """

    position: Distribution | None = None
    face: str = "uniform"
    dip: Distribution | None = None
    toward: str = ""


@dataclass(frozen=True)
class Measured:
    """A scarp as measured. ``best`` values follow from the fits and middles as they are; the summaries from
    the draws. ``throw``, ``heave`` and ``dip_slip`` are None where the dip is not known, or where more than half
    of the draws had to be rejected because the fault, less steep than a surface, never cuts it."""

    picks: Picks
    start: Fit
    end: Fit
    up_side: str
    sense: str
    fault_m: float
    vertical_separation: Summary
    throw: Summary | None
    heave: Summary | None
    dip_slip: Summary | None
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

    Raises ``InputError``: ``profile.*`` (too short, unequal lengths), ``scarp.not_found``, ``scarp.few_points``,
    ``scarp.overlap`` (the surfaces overlap), ``scarp.position`` (fault beyond the profile), ``scarp.dip``.
    """
    fault = fault or Fault()
    x, z = clean(distance, elevation)
    _check(fault, x)
    if picks is None:
        near = fault.position.bounds if fault.position is not None else None
        picks = detect(x, z, near)
    if max(picks.start) > min(picks.end):
        raise InputError("scarp.overlap", field="surfaces")
    fits = fit(x, z, picks.start, START), fit(x, z, picks.end, END)
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
    up = END if step >= 0 else START
    sign = 1.0 if step >= 0 else -1.0
    places = _places(picks, fault, random, draws)
    start, start_slope = fits[0].draw(random, draws, places)
    end, end_slope = fits[1].draw(random, draws, places)
    best = {"vertical_separation": abs(step)}
    separation = summarize(sign * (end - start))
    slip: list[Summary | None] = [None, None, None]
    toward = fault.toward or (START if up == END else END)
    warnings = [] if fault.toward or fault.dip is None else ["scarp.assumed_normal"]
    rejected = 0
    if fault.dip is not None:
        ground = np.interp(places, x, z)
        dips = np.radians(np.clip(fault.dip.draw(random, draws), 1e-3, 90.0))
        moved = sign * _dip_slip(ground, (start, start_slope), (end, end_slope), dips, toward)
        kept = np.isfinite(moved)
        rejected = int(draws - kept.sum())
        if rejected > TOO_MANY_REJECTED * draws:
            warnings.append("scarp.fault_too_flat")
        else:
            parts = moved[kept] * np.sin(dips[kept]), moved[kept] * np.cos(dips[kept]), moved[kept]
            slip = [summarize(part) for part in parts]
            best |= _best(middle, x, z, fits, fault.dip.middle, toward, sign)
    sense = ("normal" if toward != up else "reverse") if fault.dip is not None or fault.toward else ""
    graded = grade(fits, picks, separation)
    return Measured(
        picks, *fits, up, sense, middle, separation, *slip, best, graded, tuple(warnings), rejected, draws, seed
    )


def _places(picks: Picks, fault: Fault, random: np.random.Generator, draws: int) -> Floats:
    if fault.position is not None:
        return fault.position.draw(random, draws)
    low, high = picks.scarp
    if fault.face == "triangle":
        return Distribution("triangle", (low, (low + high) / 2, high)).draw(random, draws)
    return Distribution("uniform", (low, high)).draw(random, draws)


def _dip_slip(
    ground: Floats, start: tuple[Floats, Floats], end: tuple[Floats, Floats], dips: Floats, toward: str
) -> Floats:
    """Distance along the plane from its cut with the end's surface to that with the start's, positive where the
    end is high; NaN where the plane is less steep than a surface that falls with it."""
    way = 1.0 if toward == END else -1.0
    cuts = []
    for level, slope in (start, end):
        steepness = np.sin(dips) + way * slope * np.cos(dips)
        cuts.append(np.where(steepness > 1e-6, (ground - level) / np.where(steepness > 1e-6, steepness, 1), np.nan))
    return np.asarray(cuts[0] - cuts[1], dtype=np.float64)


def _best(
    middle: float, x: Floats, z: Floats, fits: tuple[Fit, Fit], dip: float, toward: str, sign: float
) -> dict[str, float]:
    lines = [(fit.at(np.array([middle])), np.array([fit.slope])) for fit in fits]
    angle = np.radians([dip])
    ground = np.interp([middle], x, z)
    slip = sign * float(_dip_slip(ground, lines[0], lines[1], angle, toward)[0])
    if not np.isfinite(slip):
        return {}
    return {"throw": slip * float(np.sin(angle[0])), "heave": slip * float(np.cos(angle[0])), "dip_slip": slip}


