"""The title block of a sheet: what is shown, of what, by whom, at which scale, and whether it is made up."""

from faultgis.walls.layout import MARGIN, TITLE
from ui.printing.log_content import Content, Wanted
from ui.printing.log_marks import INK, QUIET, RED, Sheet, text_width
from ui.printing.log_words import direction, label, named
from ui.words import tr

BLOCK = 80.0
_BARS = (5.0, 2.0, 1.0, 0.5)
_BAR_MM = 52.0


def draw_title(sheet: Sheet, content: Content, wanted: Wanted, number: int, count: int) -> None:
    """Draw the title block of a sheet, the ``number``-th of ``count``."""
    right = sheet.width - MARGIN
    room = right - BLOCK - MARGIN - 4
    y = MARGIN
    _line(sheet, y + 4.0, title(content), 15.0, room, bold=True)
    for at, text in zip((10.6, 14.8, 19.0), _facts(content, wanted, number, count), strict=True):
        _line(sheet, y + at, text, 8.0, room, colour=QUIET)
    _scale(sheet, right - BLOCK, y, wanted.scale)
    if content.log.trench.constructed:
        left, top = right - BLOCK, y + 12.6
        sheet.box("title", (left, top, right, top + 8.0), "#fdecec", 1.0, RED)
        said = "虚构 · CONSTRUCTED"
        sheet.text("title", (left + right) / 2, top + 4.0, said, 13, "centre", True, RED)
    sheet.line("title", [[(MARGIN, y + TITLE - 2.6), (right, y + TITLE - 2.6)]], 0.35)


def title(content: Content) -> str:
    """The sheet's title, which is the file's as well."""
    log = content.log
    site = (named(log.site) or log.site.code) if log.site is not None else ""
    return tr(
        "{trench}: trench log", trench=" ".join(filter(None, (site, named(log.trench) or log.trench.code)))
    )


def _line(
    sheet: Sheet, y: float, text: str, points: float, room: float, bold: bool = False, colour: str = INK
) -> None:
    width = text_width(text, points)
    size = points * min(1.0, room / width) if width else points
    sheet.text("title", MARGIN, y, text, size, bold=bold, colour=colour)


def _facts(content: Content, wanted: Wanted, number: int, count: int) -> tuple[str, str, str]:
    """Codes and fault; the trench's direction, sizes and dates; who, when, which sheet."""
    log = content.log
    trench, site = log.trench, log.site
    of = [tr("Site {code}", code=site.code) if site is not None else ""]
    of.append(tr("Trench {code}", code=trench.code))
    if content.fault is not None:
        name = named(content.fault)
        known = f"{name} ({content.fault.code})" if name else content.fault.code
        of.append(tr("Fault {name}", name=known))
    made = [
        tr("direction {direction}", direction=direction(trench.azimuth)) if trench.azimuth is not None else ""
    ]
    made += _sizes(content)
    opened, closed = trench.opened_on, trench.closed_on
    if opened is not None:
        days = opened.isoformat() if closed is None else f"{opened.isoformat()} – {closed.isoformat()}"
        made.append(tr("open {days}", days=days))
    authors = wanted.author or ", ".join(content.authors())
    by = [tr("logged by {names}", names=authors) if authors else ""]
    by.append(tr("printed {day}", day=wanted.printed_on.isoformat()))
    secrecy = max([trench.secrecy, *(w.secrecy for w in log.walls.values())])
    by.append(label("secrecy", str(secrecy)) if secrecy else "")
    by.append(tr("sheet {number} of {count}", number=number, count=count))
    return " · ".join(filter(None, of)), " · ".join(filter(None, made)), " · ".join(filter(None, by))


def _sizes(content: Content) -> list[str]:
    trench = content.log.trench
    stated = (
        ("length {m} m", trench.length_m),
        ("width {m} m", trench.width_m),
        ("depth {m} m", trench.depth_m),
    )
    return [tr(text, m=f"{value:g}") for text, value in stated if value is not None]


def _scale(sheet: Sheet, left: float, y: float, scale: int) -> None:
    """The ratio and a bar of round length."""
    sheet.text("title", left, y + 5.0, f"1:{scale}", 17, bold=True)
    length = next((m for m in _BARS if m * 1000 / scale <= _BAR_MM), 0.2)
    mm = length * 1000 / scale
    start = left + BLOCK - mm - 5.0
    for part in range(4):
        box = start + mm / 4 * part, y + 3.2, start + mm / 4 * (part + 1), y + 4.6
        sheet.box("title", box, INK if part % 2 == 0 else "", stroke=INK)
    for share in (0.0, 0.5, 1.0):
        text = f"{length * share:g}" + (" m" if share == 1 else "")
        sheet.text("title", start + mm * share, y + 7.2, text, 6.5, "centre")
