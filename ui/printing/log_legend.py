"""The legend of a log: units young to old, events and samples with their ages, symbols and notes."""

from collections.abc import Callable, Iterator, Sequence

from shapely import box as rectangle

from faultgis.records.sample import Sample
from faultgis.records.trench import PaleoEvent, StratUnit
from faultgis.walls.columns import AGAIN, Put
from faultgis.walls.layout import MARGIN
from faultgis.walls.patterns import pattern_of
from ui.printing import log_looks as looks
from ui.printing.log_content import Content
from ui.printing.log_marks import INK, QUIET, RED, Sheet, text_width
from ui.printing.log_rows import COLUMN_GAP, POINTS, SWATCH, Row, Section, texts, with_symbol, wrapped
from ui.printing.log_symbols import symbols
from ui.printing.log_words import STALE, age_of, between, calibrated, event_age, label, named, reported
from ui.words import tr


def sections(content: Content, width: float) -> list[Section]:
    """The legend's tables for columns of a width; without those that would be empty."""
    made = (
        Section(tr("Units, young to old"), tuple(_units(content, width))),
        Section(
            tr("Past earthquakes"),
            tuple(_events(content, width)),
            tr("age, between which units, how sure, evidence"),
        ),
        Section(
            tr("Samples"),
            tuple(_samples(content, width)),
            tr("unit and wall, as reported, calibrated 95 %"),
        ),
        Section(tr("Symbols"), tuple(symbols(content))),
        Section(tr("Remarks"), tuple(_notes(content, width))),
    )
    return [section for section in made if section.rows]


def draw_legend(
    sheet: Sheet, made: Sequence[Section], puts: Sequence[Put], width: float, top: float, first: int
) -> None:
    """Draw what stands in the columns of a sheet, of which ``first`` is the left one."""
    for put in puts:
        x = MARGIN + (put.column - first) * (width + COLUMN_GAP)
        if put.row >= 0:
            made[put.table].rows[put.row].draw(sheet, x, top + put.y)
            continue
        head = made[put.table]
        title = tr("{title} (continued)", title=head.title) if put.row == AGAIN else head.title
        sheet.text("legend", x, top + put.y + 2.6, title, 9.0, bold=True)
        after = x + text_width(title, 9.0) + 3.0
        if after + text_width(head.hint, 6.5) < x + width:
            sheet.text("legend", after, top + put.y + 2.8, head.hint, 6.5, colour=QUIET)
        y = top + put.y + 5.4
        sheet.line("legend", [[(x, y), (x + width, y)]], 0.2)


def _units(content: Content, width: float) -> Iterator[Row]:
    codes = max((text_width(u.code, POINTS) for u in content.log.units.values()), default=0.0) + 2.5
    start = SWATCH + 2.5
    for unit in content.units():
        lines = wrapped(_described(unit), POINTS, width - start - codes)
        row = texts([(start, [unit.code], True, INK), (start + codes, lines, False, INK)], 3.7)
        yield with_symbol(row, _swatch(content, unit))


def _described(unit: StratUnit) -> str:
    parts = [named(unit), unit.lithology, unit.grain, unit.munsell, unit.description]
    # Many a lithology begins with the unit's name.
    told = [p for n, p in enumerate(parts) if p and not any(o.startswith(p) for o in parts[n + 1 :])]
    return tr("; ").join(told)


def _swatch(content: Content, unit: StratUnit) -> Callable[[Sheet, float, float], None]:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        area = rectangle(x, y + 0.4, x + SWATCH, y + 4.3)
        colour = looks.colour_of(content.log, unit.id)
        looks.fill_area(sheet, "legend", area, colour, pattern_of(unit), (x + 0.9, y + 1.2))
        sheet.box("legend", (x, y + 0.4, x + SWATCH, y + 4.3), stroke=looks.CONTACT)

    return draw


def _events(content: Content, width: float) -> Iterator[Row]:
    found = sorted(content.log.events.values(), key=lambda e: (e.position, e.code))
    codes = max((text_width(e.code, POINTS) for e in found), default=0.0) + 2.5
    ages = max((text_width(event_age(content, e), POINTS) for e in found), default=0.0) + 3.0
    for event in found:
        lines = wrapped(_about(content, event), POINTS, width - codes - ages)
        age = event_age(content, event)
        colour = RED if age.endswith(STALE) else INK
        yield texts(
            [
                (0.0, [event.code], True, looks.HORIZON),
                (codes, [age], True, colour),
                (codes + ages, lines, False, INK),
            ]
        )


def _about(content: Content, event: PaleoEvent) -> str:
    kinds = dict.fromkeys(e.kind for e in content.log.evidence.values() if e.event_id == event.id)
    evidence = tr(", ").join(label("event_evidence", kind) for kind in kinds)
    parts = (between(content, event), label("event_status", event.status), evidence)
    return tr("; ").join(filter(None, parts))


def _samples(content: Content, width: float) -> Iterator[Row]:
    found = sorted(content.log.samples.values(), key=lambda s: _place(content, s))
    codes = max((text_width(s.code, POINTS) for s in found), default=0.0) + 2.5
    units = max((text_width(_of(content, s), POINTS) for s in found), default=0.0) + 2.5
    for sample in found:
        lines, stale = [], False
        for result in content.results(sample.id):
            age = calibrated(content, result)
            lab = "" if result.lab_code in ("", sample.code) else f"{result.lab_code} "
            lines.append(f"{lab}{reported(result)}" + (f"  {age}" if age else ""))
            stale |= age.endswith(STALE)
        told = lines or [tr("not dated")]
        told = [part for line in told for part in wrapped(line, POINTS, width - codes - units)]
        cells = [
            (0.0, [sample.code], True, looks.SAMPLE),
            (codes, [_of(content, sample)], False, INK),
            (codes + units, told, False, RED if stale else INK),
        ]
        yield texts(cells)


def _place(content: Content, sample: Sample) -> tuple[int, str]:
    order = {unit.id: number for number, unit in enumerate(content.units())}
    return order.get(sample.unit_id, len(order)) if sample.unit_id is not None else len(order), sample.code


def _of(content: Content, sample: Sample) -> str:
    unit = content.log.units.get(sample.unit_id) if sample.unit_id is not None else None
    wall = content.log.walls.get(sample.wall_id) if sample.wall_id is not None else None
    return " ".join(held.code for held in (unit, wall) if held is not None)


def _notes(content: Content, width: float) -> Iterator[Row]:
    said = [tr("Grid of 1 m in the frame of each wall: x along it, y upwards; both walls at one scale.")]
    if any(wall.mirrored for wall in content.log.walls.values()):
        said.append(tr("A wall shown mirrored has its x axis to the left, so that facing walls read alike."))
    if content.ages:
        said.append(tr("Calibrated ages are ranges of 95 % in calendar years; there is no year zero."))
    if any(age_of(content, r).endswith(("BP", "ka")) for r in content.log.results.values() if not r.rejected):
        said.append(tr("Ages in BP or ka are as reported by the laboratory, not calibrated."))
    if content.event_ages:
        said.append(tr("Ages of events are ranges of 95 % in the default chronology."))
    for text in said:
        yield texts([(0.0, wrapped(text, POINTS, width), False, QUIET)])
    red = [tr("† stale: what it was calculated from has changed since.")] if content.stale else []
    if content.circle():
        red.append(
            tr(
                "The order of units has a circle: {units}. Units are listed as entered.",
                units=content.circle(),
            )
        )
    if not content.log.units:
        red.append(tr("No units are described in this trench."))
    for text in red:
        yield texts([(0.0, wrapped(text, POINTS, width), True, RED)])
