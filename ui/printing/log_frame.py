"""Around a stretch of a wall: its frame with metres, match lines, name, facts and the compass."""

from shapely import LineString

from faultgis.records.trench import Wall
from faultgis.walls.layout import MARGIN, Cut, Panel
from ui.printing.log_content import Content
from ui.printing.log_marks import INK, QUIET, Sheet, text_width
from ui.printing.log_words import direction, wall_facts, wall_title
from ui.words import tr

MATCH = "#1d6a3a"


def draw_frame(sheet: Sheet, content: Content, panel: Panel) -> None:
    """Draw the frame and what stands around it."""
    wall = content.log.walls[panel.view.wall_id]
    left, top, right, bottom = panel.box
    sheet.box("frame", panel.box, stroke=INK)
    _numbers(sheet, panel)
    for (side, cut), line in zip(panel.cuts, panel.match_lines(), strict=True):
        _match(sheet, panel, side, cut, line)
    room = sheet.width - MARGIN - left
    sheet.text("title", left, top - 10.0, wall_title(wall), 9.5, bold=True)
    _fitted(sheet, left, top - 6.0, _facts(content, wall), 6.8, room)
    if wall.azimuth is not None:
        ahead = wall.azimuth if not wall.mirrored else wall.azimuth + 180
        sheet.text("title", left, top - 2.3, f"← {direction(ahead + 180)}", 7.5, bold=True)
        sheet.text("title", right, top - 2.3, f"{direction(ahead)} →", 7.5, "right", True)
    if not content.log.on(wall.id):
        said = tr("Nothing is drawn on this wall.")
        sheet.text("title", (left + right) / 2, (top + bottom) / 2, said, 9, "centre", colour=QUIET)


def _facts(content: Content, wall: Wall) -> str:
    facts = wall_facts(wall)
    if content.log.on(wall.id) and not content.log.on(wall.id, "unit"):
        facts += " · " + tr("no units are drawn on this wall")
    return facts


def _fitted(sheet: Sheet, x: float, y: float, text: str, points: float, room: float) -> None:
    """A line as large as there is room for."""
    width = text_width(text, points)
    sheet.text("title", x, y, text, points * min(1.0, room / width) if width else points, colour=QUIET)


def _numbers(sheet: Sheet, panel: Panel) -> None:
    """Metres along the lower edge and at both sides, with ticks each ten centimetres."""
    left, _, right, bottom = panel.box
    for value, x in panel.uprights(0.1):
        long = _length(value)
        sheet.line("frame", [[(x, bottom), (x, bottom + long)]], 0.12)
    for value, y in panel.levels(0.1):
        long = _length(value)
        sheet.line("frame", [[(left - long, y), (left, y)], [(right, y), (right + long, y)]], 0.12)
    for value, x in panel.uprights():
        sheet.text("frame", x, bottom + 3.2, _metres(value), 6.5, "centre")
    for value, y in panel.levels():
        sheet.text("frame", left - 2.0, y, _metres(value), 6.5, "right")
        sheet.text("frame", right + 2.0, y, _metres(value), 6.5)


def _length(value: float) -> float:
    tenths = round(value * 10)
    return 1.6 if tenths % 10 == 0 else 1.1 if tenths % 5 == 0 else 0.6


def _metres(value: float) -> str:
    return f"{value + 0.0:g} m".replace("-", "−")


def _match(sheet: Sheet, panel: Panel, side: str, cut: Cut, line: LineString) -> None:
    """A match line, and on which sheet the wall goes on."""
    left, top, _, bottom = panel.box
    metres = cut.at if side in ("top", "bottom") else panel.view.along(cut.at)
    said = tr("Match line at {metres} m, sheet {sheet}", metres=f"{metres:.2f}", sheet=cut.sheet)
    x, y = line.coords[0]
    if side in ("left", "right"):
        sheet.line("frame", [[(x, top - 1.0), (x, bottom + 5.0)]], 0.3, MATCH, (3.0, 1.2, 0.6, 1.2))
        align = "left" if side == "left" else "right"
        place = x + (1.0 if side == "left" else -1.0)
        sheet.text("frame", place, bottom + 6.4, said, 6.5, align, colour=MATCH)
        return
    right = line.coords[-1][0]
    sheet.line("frame", [[(left - 1.0, y), (right + 1.0, y)]], 0.3, MATCH, (3.0, 1.2, 0.6, 1.2))
    box = left + 1.0, y - 3.4, left + 2.0 + text_width(said, 6.5), y - 0.5
    sheet.box("frame", box, "#ffffff", 0.85)
    sheet.text("frame", left + 1.5, y - 1.95, said, 6.5, colour=MATCH)
