"""What is tried on a marker and its age without touching their records: other numbers, and how they are
drawn."""

from dataclasses import replace

import numpy as np

from faultgis.changes import Change
from faultgis.dating.ages import Age
from faultgis.draws import Distribution
from faultgis.services.calculating.rates import marker_of
from faultgis.services.deriving.conventions import Dated
from faultgis.values import Basis, Estimate
from ui.plots.curves import Shape
from ui.plots.distribution import Drawn

POINTS, SAMPLE = 161, 20_000


def shape_of(distribution: Distribution) -> Shape:
    """The density of a distribution: by its formula where it has one, else by draws."""
    n = distribution.numbers
    if distribution.kind == "normal" and n[1] > 0:
        places = n[0] + n[1] * np.linspace(-4, 4, POINTS)
        return Shape(places, np.exp(-(((places - n[0]) / n[1]) ** 2) / 2))
    if distribution.kind in ("uniform", "triangle", "trapezoid") and n[-1] > n[0]:
        corners = {"uniform": (n[0], n[0], n[-1], n[-1]), "triangle": (n[0], n[1], n[1], n[-1])}
        a, b, c, d = corners.get(distribution.kind, tuple(n))
        return Shape(np.array([a, b, c, d]), np.array([0.0, 1.0, 1.0, 0.0]))
    if distribution.moments[1] == 0:
        middle, width = distribution.moments[0], max(1e-6, 0.002 * abs(distribution.moments[0]))
        return Shape(np.array([middle - width, middle, middle + width]), np.array([0.0, 1.0, 0.0]))
    heights, edges = np.histogram(distribution.draw(np.random.default_rng(1), SAMPLE), 60)
    return Shape((edges[:-1] + edges[1:]) / 2, heights.astype(np.float64))


def offset_drawn(dated: Dated, amber: bool) -> Drawn:
    """A marker's offset as it is drawn; the handles take its bounds."""
    marker, offset = marker_of(dated.stated()), dated.marker.offset
    assert offset is not None
    middle = offset.middle
    low = offset.low if offset.low is not None else middle
    high = offset.high if offset.high is not None else middle
    return Drawn((("", shape_of(marker.offset)),), middle, low, high, amber)


def age_drawn(dated: Dated, amber: bool) -> Drawn:
    """Its age in years before the reference year; the handles take the 95 % range."""
    age = marker_of(dated.stated()).age
    low, best, high = quantiles(age)
    return Drawn((("", _age_shape(age)),), best, low, high, amber)


def quantiles(age: Age) -> tuple[float, float, float]:
    """The 2.5, 50 and 97.5 % of an age in years."""
    if age.density is not None:
        years = (age.reference_year - age.density.quantile(share) for share in (0.975, 0.5, 0.025))
        low, best, high = years
        return float(low), float(best), float(high)
    found = np.quantile(age.draw(np.random.default_rng(1), SAMPLE), (0.025, 0.5, 0.975))
    return float(found[0]), float(found[1]), float(found[2])


def _age_shape(age: Age) -> Shape:
    if age.density is not None:
        return Shape(age.reference_year - age.density.years[::-1], age.density.mass[::-1])
    assert age.stated is not None
    of = shape_of(age.stated)
    return Shape(of.places * age.unit, of.heights)


def with_offset(dated: Dated, best: float, low: float, high: float) -> Dated:
    """The marker with another offset, its bounds meaning what they meant."""
    offset = dated.marker.offset
    assert offset is not None
    low, best, high = (round(number, 2) for number in (low, best, high))
    bounded = offset.low is not None and offset.high is not None
    kept = {"range": offset.range, "distribution": offset.distribution, "component": offset.component}
    made = Estimate(
        unit=offset.unit,
        best=best if offset.best is not None or not bounded else None,
        low=min(low, best) if bounded else None,
        high=max(high, best) if bounded else None,
        basis=Basis.MEASURED,
        source=offset.source,
        source_date=offset.source_date,
        **kept,  # type: ignore[arg-type]
    )
    return replace(dated, marker=replace(dated.marker, offset=made))


def with_age(dated: Dated, best: float, low: float, high: float) -> Dated:
    """The result with another age: moved by as many years as the best was, its error wider as the range."""
    was_low, was_best, was_high = quantiles(marker_of(dated.stated()).age)
    by = best - was_best
    wider = (high - low) / (was_high - was_low) if was_high > was_low else 1.0
    result = dated.result
    if result.c14_age is not None:
        error = max(1.0, round((result.c14_error or 30.0) * wider))
        made = replace(result, c14_age=float(round(result.c14_age + by)), c14_error=error)
    elif result.age_ka is not None:
        errors = {
            name: round(value * wider, 3)
            for name in ("age_minus_ka", "age_plus_ka")
            if (value := getattr(result, name)) is not None
        }
        made = replace(result, age_ka=round(result.age_ka + by / 1000, 3), **errors)
    else:
        return dated  # A fraction has no years to move by.
    return replace(dated, result=made)


def changes(records: tuple[Dated, ...], tried: tuple[Dated, ...]) -> list[Change]:
    """What was tried, as changes of the records."""
    pairs = [
        pair
        for old, new in zip(records, tried, strict=True)
        for pair in ((old.marker, new.marker), (old.result, new.result))
    ]
    return [Change(before, after) for before, after in pairs if before != after]
