"""Rates after the conventions in words, and as they are drawn."""

from faultgis.services.deriving.conventions import Tried
from faultgis.values import RangeKind
from ui.plots.curves import Shape
from ui.plots.distribution import Drawn
from ui.words import tr

WORDS = {
    "monte_carlo": "Draws of both (Monte Carlo)",
    "quadrature": "Relative errors in squares (quadrature)",
    "envelope": "Extremes over extremes (envelope)",
    "incremental": "Between markers, no reversal (incremental)",
    "combined": "Several markers as one (combined)",
}


def rates_drawn(found: tuple[Tried, ...], amber: bool) -> Drawn:
    """The densities of all rates over one axis; the bar is the last one's."""
    shapes = tuple((rate.name, Shape(rate.places, rate.heights)) for rate in found)
    last = found[-1]
    return Drawn(shapes, last.best, last.low, last.high, amber)


def rate_line(rate: Tried) -> str:
    """A rate in words: best, bounds, and the rest of what its draws say."""
    kind = tr("extremes") if rate.range == RangeKind.MIN_MAX else "95 %"
    line = f"{rate.name}{tr(': ')}{rate.best:.3g} ({rate.low:.3g}–{rate.high:.3g}, {kind}) mm/a"
    told = rate.summary
    if told is None:
        return line
    more = tr(
        "68 % {q16}–{q84}, mean {mean}, mode {mode}",
        q16=f"{told.q16:.3g}",
        q84=f"{told.q84:.3g}",
        mean=f"{told.mean:.3g}",
        mode=f"{told.mode:.3g}",
    )
    left = tr("{count} draws left out (reversal)", count=f"{rate.rejected:,}") if rate.rejected else ""
    return " · ".join(filter(None, (line, more, left)))
