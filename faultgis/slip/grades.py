"""How far a measured slip can be trusted: a grade from A to D with its reasons, by rules anybody can read.

Each rule that is broken lowers the grade by one; a separation whose 95 % range holds zero is D at once. The
grade judges the measurement, not the geology: whether both surfaces were one before the faulting, only the
geologist can say.
"""

from dataclasses import dataclass

from faultgis.draws import Summary
from faultgis.slip.surfaces import Fit, Picks

GRADES = "ABCD"
FEWEST_INDEPENDENT = 8.0
PARALLEL_DEG = 3.0
WIDE_SHARE = 0.25
ROUGH_SHARE = 0.2
OUTLIER_SHARE = 0.2


@dataclass(frozen=True)
class Grade:
    """``letter`` A (best) to D, and the codes of what lowered it."""

    letter: str
    reasons: tuple[str, ...] = ()


def grade(fits: tuple[Fit, Fit], picks: Picks, separation: Summary) -> Grade:
    """The grade of a scarp's vertical separation."""
    amount = abs(separation.median)
    width = picks.scarp[1] - picks.scarp[0]
    rules = {
        "grade.few_points": min(f.effective for f in fits) < FEWEST_INDEPENDENT,
        "grade.short_surfaces": min(f.span[1] - f.span[0] for f in fits) < width,
        "grade.not_parallel": abs(fits[0].slope_deg - fits[1].slope_deg) > PARALLEL_DEG,
        "grade.rough_surfaces": max(f.residual_sd for f in fits) > ROUGH_SHARE * amount,
        "grade.outliers": max(f.outliers for f in fits) > OUTLIER_SHARE,
        "grade.wide_range": (separation.q975 - separation.q025) / 2 > WIDE_SHARE * amount,
    }
    return lowered([code for code, broken in rules.items() if broken], separation)


def lowered(reasons: list[str], summary: Summary | None = None) -> Grade:
    """One grade lower for each reason; D where the 95 % range of what was measured holds zero."""
    if summary is not None and summary.q025 <= 0 <= summary.q975:
        return Grade("D", ("grade.not_distinct", *reasons))
    return Grade(GRADES[min(len(reasons), 3)], tuple(reasons))
