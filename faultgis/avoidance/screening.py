"""Very many sites at once: what is far from every strand is answered in bulk, what a strand's distance alone
decides by its bands, and only the rest site by site. The answers are those of ``answers.assess``; distances
are true to ``near.NEARLY_M``. What a site was answered stays in columns, a few bytes each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from faultgis.avoidance.answers import Answer, assess
from faultgis.avoidance.areas import areas_at, error_m
from faultgis.avoidance.bands import FAR_EXEMPT, Says, bands
from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.deciding import ANSWERS
from faultgis.avoidance.ground import SMALL, corners_beyond, extents_m, finished
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.near import CELL_DEG, NEARLY_M, Numbers, Pairs, Shapes, pairs
from faultgis.avoidance.rules import Rule
from faultgis.avoidance.sites import Site, checked, sound
from faultgis.progress import Progress

OUTSIDE, NOT_EVALUATED = ANSWERS.index("outside"), ANSWERS.index("not_evaluated")
# Of how many of the sites that are measured one by one the progress tells.
TOLD = 200
Metres = NDArray[np.float64]


@dataclass(frozen=True)
class Columns:
    """Answers of one survey, an entry for each site. ``answer`` is the place among ``ANSWERS``, ``strand``
    and ``row`` (of the rule) are −1 where none decides, metres are NaN where there are none; ``whole`` says
    that these columns hold all that a table tells of the site, else its own answer has to be asked for."""

    answer: NDArray[np.int8]
    strand: NDArray[np.int32]
    row: NDArray[np.int16]
    distance: Metres
    width: Metres
    error: Metres
    whole: NDArray[np.bool_]

    @classmethod
    def blank(cls, count: int) -> "Columns":
        """Nothing decided: all of them without a strand."""
        return cls(
            np.full(count, NOT_EVALUATED, dtype=np.int8),
            np.full(count, -1, dtype=np.int32),
            np.full(count, -1, dtype=np.int16),
            np.full(count, np.nan),
            np.full(count, np.nan),
            np.full(count, np.nan),
            np.zeros(count, dtype=bool),
        )


def screen(
    mapped: Mapped,
    rule: Rule,
    given: Mapping[str, Fact],
    sites: Sequence[Site],
    progress: Progress | None = None,
) -> Columns:
    """The answers for sites from one survey's traces under a rule."""
    progress = progress or Progress()
    shapes = np.array([None if site.problem else site.geometry for site in sites], dtype=object)
    fit = _small(shapes) & sound(shapes)
    shapes[~fit] = None
    columns = Columns.blank(len(sites))
    found = pairs(mapped, shapes, rule.reach_m, progress)
    asked = _decided(mapped, rule, given, found, columns) | ~fit | _by_areas(mapped, rule, shapes)
    asked |= _far(mapped, rule, shapes, fit & (columns.strand < 0) & ~asked, columns)
    asked |= _partly(mapped, rule, shapes, (columns.answer > NOT_EVALUATED) & ~asked, columns)
    single = np.flatnonzero(asked)
    strands = {id(known): number for number, known in enumerate(mapped.known)}
    for done, number in enumerate(single.tolist()):
        if done % TOLD == 0:
            progress.report("advice.assessing", done, len(single))
        _put(columns, number, assess(mapped, rule, given, checked(sites[number])), strands)
    return columns


def _small(shapes: Shapes) -> NDArray[np.bool_]:
    west, south, east, north = shapely.bounds(shapes).T
    small: NDArray[np.bool_] = np.maximum(east - west, north - south) < CELL_DEG / 2
    return small


def _decided(
    mapped: Mapped, rule: Rule, given: Mapping[str, Fact], found: Pairs, columns: Columns
) -> NDArray[np.bool_]:
    """Fill in what the bands of the strands decide, and tell which sites have to be asked about singly."""
    asked = np.zeros(len(columns.answer), dtype=bool)
    at_reach = np.abs(found.distance - rule.reach_m) <= NEARLY_M
    told, which = _says(mapped, rule, given, found)
    asked[found.site[at_reach | (which < 0)]] = True
    place = np.array([says.place for says in told] or [0])[which]
    order = np.lexsort((found.distance, place, found.site))
    site, place, distance = found.site[order], place[order], found.distance[order]
    first = np.flatnonzero(np.concatenate([[True], site[1:] != site[:-1]])[: len(site)])
    asked[site[first[_rivals(first, site, place, distance)]]] = True
    best = order[first]
    _fill(columns, rule, found, best, told, which)
    return asked


def _by_areas(mapped: Mapped, rule: Rule, shapes: Shapes) -> NDArray[np.bool_]:
    """The sites near step-overs and mapped zones of deformation, of which more than a strand tells."""
    asked = np.zeros(len(shapes), dtype=bool)
    areas = areas_at(mapped, rule, range(len(mapped.known)))
    if areas:
        wide = [area.widened(rule.widest_m + 2 * error_m(mapped, area) + 1.0) for area in areas]
        boxes = shapely.box(*shapely.bounds(wide).T)
        asked[STRtree(shapes).query(boxes)[1]] = True
    return asked


def _rivals(first: Numbers, site: Numbers, place: Numbers, distance: Metres) -> NDArray[np.bool_]:
    """Whether two strands say the same of a site from distances too alike to tell which is the nearer."""
    after = np.minimum(first + 1, len(site) - 1)
    alike = (after > first) & (site[after] == site[first]) & (place[after] == place[first])
    rivals: NDArray[np.bool_] = alike & (distance[after] - distance[first] <= 2 * NEARLY_M)
    return rivals


def _says(mapped: Mapped, rule: Rule, given: Mapping[str, Fact], found: Pairs) -> tuple[list[Says], Numbers]:
    """What is said at all, and for each pair its number; −1 where the site has to be measured."""
    numbers: dict[Says, int] = {}
    which = np.full(len(found.site), -1, dtype=np.int64)
    order = np.argsort(found.strand, kind="stable")
    strands, starts = np.unique(found.strand[order], return_index=True)
    for strand, mine in zip(strands.tolist(), np.split(order, starts[1:]), strict=False):
        says = bands(mapped, rule, given, strand)
        ids = [-1 if each is None else numbers.setdefault(each, len(numbers)) for each in says.says]
        which[mine] = np.array(ids)[says.at(found.distance[mine])]
    return list(numbers), which


def _fill(
    columns: Columns, rule: Rule, found: Pairs, best: Numbers, told: Sequence[Says], which: Numbers
) -> None:
    best = best[which[best] >= 0]
    site, says = found.site[best], which[best]
    places = {row.id: number for number, row in enumerate(rule.rows)}
    answer = [ANSWERS.index("exempt") if each.place == FAR_EXEMPT else each.place for each in told]
    columns.answer[site] = np.array(answer, dtype=np.int8)[says]
    columns.row[site] = np.array([places.get(each.row or "", -1) for each in told], dtype=np.int16)[says]
    columns.strand[site] = found.strand[best]
    columns.distance[site] = found.distance[best]
    for name in ("width", "error"):
        values = [getattr(each, f"{name}_m") for each in told]
        getattr(columns, name)[site] = np.array([np.nan if v is None else v for v in values])[says]
    columns.whole[site] = np.array([_whole(rule, each) for each in told], dtype=bool)[says]


def _whole(rule: Rule, says: Says) -> bool:
    """Whether nothing but the distance was needed for all that is told; why a site was not judged, is not."""
    row = rule.row(says.row or "")
    wide = row is not None and row.outcome == "width"
    return says.place != NOT_EVALUATED and says.error_m is not None and not (wide and says.width_m is None)


def _far(
    mapped: Mapped, rule: Rule, shapes: Shapes, far: NDArray[np.bool_], columns: Columns
) -> NDArray[np.bool_]:
    """Sites without a strand in reach: outside on sheets whose mapping is finished, else not evaluated. Those
    across the edge of a sheet have to be asked about singly."""
    asked = np.zeros(len(shapes), dtype=bool)
    numbers = np.flatnonzero(far)
    tree = STRtree(shapes[numbers])
    for sheet in finished(mapped, rule):
        asked[numbers[tree.query(sheet, predicate="intersects")]] = True
        columns.answer[numbers[tree.query(sheet, predicate="contains")]] = OUTSIDE
    asked &= columns.answer != OUTSIDE
    return asked


def _partly(
    mapped: Mapped, rule: Rule, shapes: Shapes, light: NDArray[np.bool_], columns: Columns
) -> NDArray[np.bool_]:
    """Light answers of small sites that lie partly beyond mapped ground are none; large ones that may do so
    have to be asked about singly."""
    asked = np.zeros(len(shapes), dtype=bool)
    numbers = np.flatnonzero(light & (columns.strand >= 0))
    extent = extents_m(shapes[numbers])
    open_ = (columns.distance[numbers] + extent > rule.reach_m) & (extent > 0)
    small = extent <= SMALL * rule.reach_m
    asked[numbers[open_ & ~small]] = True
    tried = numbers[open_ & small]
    none = tried[corners_beyond(mapped, rule, shapes[tried])]
    columns.answer[none], columns.row[none], columns.width[none] = NOT_EVALUATED, -1, np.nan
    columns.whole[none] = False
    return asked


def _put(columns: Columns, number: int, answer: Answer, strands: Mapping[int, int]) -> None:
    """An answer that was asked for singly."""
    columns.answer[number] = ANSWERS.index(answer.answer)
    columns.whole[number] = False
    columns.strand[number], columns.row[number] = -1, -1
    found = answer.finding
    if found is None:
        return
    columns.strand[number] = strands[id(found.known)]
    columns.distance[number], columns.error[number] = found.gap.distance_m, found.gap.error_m
    if found.row is not None and answer.evaluated:
        columns.row[number] = [row.id for row in answer.rule.rows].index(found.row.id)
        if found.row.outcome == "width":
            columns.width[number] = found.gap.width_m
