"""What a strand says of a site by its distance alone: bands of distance with one answer each, and between
them bands where the site has to be measured by itself (its side, its place along the strand, a hair decides).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultgis.avoidance.belts import too_coarse
from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.deciding import ANSWERS, decide
from faultgis.avoidance.distances import widths
from faultgis.avoidance.facts import facts_under
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.near import NEARLY_M
from faultgis.avoidance.rules import Row, Rule

# The arcs of a zone's polygons lie within this share of its width.
ARCS = 0.0005
EXEMPT, FAR_EXEMPT, NOT_EVALUATED = ANSWERS.index("exempt"), len(ANSWERS), ANSWERS.index("not_evaluated")


@dataclass(frozen=True)
class Says:
    """One answer: its ``place`` among ``ANSWERS`` (that of an exempt strand too far away to matter behind
    them), the row, its width and the location error (metres; ``None`` where a site's side decides)."""

    place: int
    row: str | None
    width_m: float | None = None
    error_m: float | None = None


@dataclass(frozen=True)
class Bands:
    """From ``edges[i - 1]`` to ``edges[i]`` metres ``says[i]`` holds; ``None``: the site must be measured."""

    edges: tuple[float, ...]
    says: tuple[Says | None, ...]

    def at(self, distance: NDArray[np.float64]) -> NDArray[np.int64]:
        """The numbers of the bands that hold these distances."""
        return np.searchsorted(np.array(self.edges), distance)


Band = tuple[float, Says | None]


def bands(mapped: Mapped, rule: Rule, given: Mapping[str, Fact], number: int) -> Bands:
    """What one strand says, from its trace outwards."""
    found: list[Band] = []
    edge = 0.0
    for upto, says in _outwards(mapped, rule, given, number):
        if upto > edge:
            found.append((upto, says))
            edge = upto
    return Bands(tuple(upto for upto, _ in found[:-1]), tuple(says for _, says in found))


def _outwards(mapped: Mapped, rule: Rule, given: Mapping[str, Fact], number: int) -> Iterator[Band]:
    known = mapped.known[number]
    low, high = np.searchsorted(mapped.pieces.owner, [number, number + 1])
    mine = np.arange(low, high)
    errors = np.concatenate(mapped.pieces.doubt(mine))
    least, most = float(errors.min()), float(errors.max())
    error = least if least == most else None
    row = decide(rule, facts_under(known, given)).row
    if row is None or too_coarse(rule, known, row):
        yield np.inf, Says(NOT_EVALUATED, None, None, error)
    elif row.outcome == "exempt":
        yield rule.widest_m + least - NEARLY_M, Says(EXEMPT, row.id, None, error)
        yield rule.widest_m + most + NEARLY_M, None
        yield np.inf, Says(FAR_EXEMPT, row.id, None, error)
    else:
        yield from _widths(mapped, rule, row, mine, (least, most))


def _widths(
    mapped: Mapped, rule: Rule, row: Row, mine: NDArray[np.int64], errors: tuple[float, float]
) -> Iterator[Band]:
    """The bands of a row and of those that rule beyond it."""
    error = errors[0] if errors[0] == errors[1] else None
    while row.outcome == "width":
        sides = np.concatenate(widths(mapped, row, mine))
        least, most = float(sides.min()), float(sides.max())
        width = least if least == most else None
        ring = errors if row.measured_from != "envelope" else (0.0, 0.0)
        yield from _one_width(rule, row, (least, most), ring, (width, error))
        outer = rule.row(row.outer) if row.outer else None
        if outer is None:
            yield np.inf, Says(ANSWERS.index("outside"), row.id, width, error)
            return
        row = outer
    yield np.inf, Says(ANSWERS.index(row.outcome), row.id, None, error)


def _one_width(
    rule: Rule,
    row: Row,
    wide: tuple[float, float],
    ring: tuple[float, float],
    told: tuple[float | None, float | None],
) -> Iterator[Band]:
    """Inside, within the location error, and between both where it is not sure."""
    slack = NEARLY_M + ARCS * (wide[1] + ring[1])
    inside = ANSWERS.index(row.inside)
    doubtful = ANSWERS.index("within_location_error") if row.inside == "inside" else inside
    if rule.ends == "round":
        yield wide[0] - slack, Says(inside, row.id, *told)
        yield wide[1] + slack, None
        yield wide[0] + ring[0] - slack, Says(doubtful, row.id, *told)
    yield wide[1] + ring[1] + slack, None
