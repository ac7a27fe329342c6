"""The sheets of a log composed: the smallest that hold it, walls first, the legend below or behind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from faultgis.errors import InputError
from faultgis.walls import layout
from faultgis.walls.columns import AGAIN, Put, Table, balanced, columns_of, end_of, flow
from faultgis.walls.layout import MARGIN, TITLE, Panel, Size, WallView
from ui.printing.log_content import AUTO, WHOLE, Content, Wanted
from ui.printing.log_frame import draw_frame
from ui.printing.log_legend import draw_legend, sections
from ui.printing.log_marks import Sheet
from ui.printing.log_pictures import Laid
from ui.printing.log_rows import Section, columns_for
from ui.printing.log_title import draw_title
from ui.printing.log_wall import draw_wall

_ENDLESS = 100_000.0
LEAST_ROOM = 35.0
LONGEST = 5000.0
"""No longer sheet than programs that read PDF can show (14,400 points)."""


@dataclass(frozen=True)
class Plan:
    """Where everything stands: walls on sheets; the legend's rows in columns, ``columns`` to a sheet, from
    the ``rooms`` under the walls (sheet, top) on to sheets of their own."""

    size: Size
    panels: tuple[Panel, ...]
    legend: tuple[Section, ...]
    puts: tuple[Put, ...]
    columns: int
    column_width: float
    rooms: tuple[tuple[int, float], ...]

    def room(self, number: int) -> tuple[int, float]:
        """The sheet and the top of the ``number``-th row of columns."""
        if number < len(self.rooms):
            return self.rooms[number]
        walls = 1 + max(panel.sheet for panel in self.panels)
        return walls + number - len(self.rooms), MARGIN + TITLE

    @property
    def count(self) -> int:
        """How many sheets there are."""
        walls = 1 + max(panel.sheet for panel in self.panels)
        rows = -(-columns_of(self.puts) // self.columns)
        return max([walls, *(self.room(number)[0] + 1 for number in range(rows))])

    @property
    def toll(self) -> tuple[int, int]:
        """Sheets, and tables that are divided: the fewer the better."""
        return self.count, sum(put.row == AGAIN for put in self.puts)


def shown(content: Content, wanted: Wanted) -> Content:
    """What the walls wanted show."""
    return content.on_walls(wanted.walls) if wanted.walls else content


def views_of(content: Content, wanted: Wanted) -> list[WallView]:
    """The walls that are to be printed.

    Raises ``InputError``: ``log.no_walls`` for a trench without any, ``log.scale``.
    """
    if not content.walls:
        raise InputError("log.no_walls", trench=content.log.trench.code)
    if wanted.scale not in layout.SCALES:
        raise InputError("log.scale", scale=wanted.scale, scales=", ".join(map(str, layout.SCALES)))
    length = content.log.trench.length_m
    return [layout.view_of(w, [f.shape for f in content.log.on(w.id)], length) for w in content.walls]


def planned(content: Content, wanted: Wanted, breaks: bool = True) -> Plan:
    """The plan on the sheet wanted. ``auto`` takes the smallest that holds all; where not even A0 does, A0
    again and again, or, without ``breaks``, one sheet cut to measure.

    Raises what ``views_of``, ``layout.sizes`` and ``layout.panels`` raise.
    """
    content = shown(content, wanted)
    views = views_of(content, wanted)
    if wanted.paper == WHOLE:
        return _whole(content, views, wanted.scale)
    if wanted.paper != AUTO:
        plans = [_plan(content, views, wanted.scale, size) for size in layout.sizes(wanted.paper)]
        return min(plans, key=lambda plan: plan.count)
    for name in layout.PAPERS:
        for size in layout.sizes(name):
            if _on_one(views, wanted.scale, size):
                plan = _plan(content, views, wanted.scale, size)
                if plan.count == 1:
                    return plan
    if not breaks:
        return _whole(content, views, wanted.scale)
    return min((_plan(content, views, wanted.scale, s) for s in layout.sizes("A0")), key=lambda p: p.count)


def _on_one(views: Sequence[WallView], scale: int, size: Size) -> bool:
    """Whether the walls, without the legend, stand on one sheet undivided."""
    span = max(v.right for v in views) - min(v.left for v in views)
    if span * 1000 / scale > size.frame[0] + 1e-6:
        return False
    return all(panel.sheet == 0 for panel in layout.panels(views, scale, size))


def _plan(content: Content, views: Sequence[WallView], scale: int, size: Size) -> Plan:
    """The walls and the legend on sheets of a size; of the orders of its tables the first that takes the
    fewest sheets and divides the fewest tables."""
    placed = tuple(layout.panels(views, scale, size))
    count, width = columns_for(size.room[0])
    made = sections(content, width)
    plans = []
    for order in _orders(made):
        rooms, puts = _legend([section.table for section in order], placed, size, count)
        plans.append(Plan(size, placed, tuple(order), tuple(puts), count, width, tuple(rooms)))
        if plans[-1].toll == (1, 0):
            break
    return min(plans, key=lambda plan: plan.toll)


def _orders(made: Sequence[Section]) -> Iterator[list[Section]]:
    """The tables as they are, and with those in the middle exchanged."""
    for middle in permutations(made[1:-1]):
        yield [*made[:1], *middle, *made[1:][-1:]]


def _legend(
    tables: Sequence[Table], placed: Sequence[Panel], size: Size, count: int
) -> tuple[list[tuple[int, float]], list[Put]]:
    """The legend under the walls of the last sheet, else under those of all and on sheets behind; the rooms
    used under walls, and the rows."""
    free = [(sheet, top, foot - top) for sheet, top, foot in layout.left_below(placed, size)]
    last, top, height = free[-1]
    found = balanced(tables, count, height) if height > LEAST_ROOM else None
    if found is not None:
        return [(last, top)], found
    rooms = [room for room in free if room[2] > LEAST_ROOM]
    heights = [room[2] for room in rooms for _ in range(count)]
    ways = [flow(tables, heights, size.room[1], together) for together in (True, False)]
    puts = min(ways, key=lambda puts: -(-columns_of(puts) // count))
    return [(sheet, top) for sheet, top, _ in rooms], puts


def _whole(content: Content, views: Sequence[WallView], scale: int) -> Plan:
    """One sheet as large as the log. Raises ``InputError("log.too_long")``."""
    span = (max(v.right for v in views) - min(v.left for v in views)) * 1000 / scale
    width = max(297.0, span + 2 * (MARGIN + layout.SIDE))
    if width > LONGEST:
        raise InputError("log.too_long", metres=f"{width / 1000:.1f}", most=f"{LONGEST / 1000:g}")
    placed = layout.panels(views, scale, Size(WHOLE, width, _ENDLESS))
    count, column = columns_for(width - 2 * MARGIN)
    made = sections(content, column)
    tables = [section.table for section in made]
    puts = balanced(tables, count, _ENDLESS) or []
    top = max(p.box[3] for p in placed) + layout.BELOW + layout.GAP
    size = Size(WHOLE, width, top + end_of(tables, puts) + MARGIN)
    return Plan(size, tuple(placed), tuple(made), tuple(puts), count, column, ((0, top),))


def composed(content: Content, wanted: Wanted, plan: Plan, laid: Laid | None = None) -> list[Sheet]:
    """The sheets drawn; ``laid`` are the walls' pictures."""
    content = shown(content, wanted)
    sheets = [Sheet(plan.size.width, plan.size.height) for _ in range(plan.count)]
    for number, sheet in enumerate(sheets):
        draw_title(sheet, content, wanted, number + 1, len(sheets))
    for panel in plan.panels:
        sheet = sheets[panel.sheet]
        on_picture = laid is not None and laid.lay(sheet, panel)
        draw_wall(sheet, content, panel, on_picture)
        draw_frame(sheet, content, panel)
    for number in range(-(-columns_of(plan.puts) // plan.columns)):
        at, top = plan.room(number)
        first = number * plan.columns
        puts = [p for p in plan.puts if first <= p.column < first + plan.columns]
        draw_legend(sheets[at], plan.legend, puts, plan.column_width, top, first)
    return sheets
