"""The symbols of a log that occur on its walls, as rows of the legend."""

from collections.abc import Callable, Iterator

import numpy as np
from shapely import box as rectangle

from faultgis import codes
from faultgis.records.trench import WallFeature
from faultgis.walls.shapes import AREA_KINDS
from ui.printing import log_looks as looks
from ui.printing.log_content import Content
from ui.printing.log_marks import INK, Sheet
from ui.printing.log_rows import SWATCH, Row, texts, with_symbol
from ui.printing.log_words import label
from ui.words import tr

_SHOWN = (
    "contact",
    "fault",
    "crack",
    "event_horizon",
    "colluvial_wedge",
    "fissure_fill",
    "liquefaction",
    "other",
)


def symbols(content: Content) -> Iterator[Row]:
    """Lines and areas by kind, role and certainty, then samples by method."""
    yield from (_row(name, _stroke(feature)) for name, feature in _kinds(content).items())
    methods = {(s.method, bool(content.results(s.id))) for s in content.log.samples.values()}
    dated = sorted(method for method, has_age in methods if has_age)
    for method in dated:
        yield _row(label("dating_method", method), _sample(method, True))
    if len(methods) > len(dated):
        method = next(iter(sorted(method for method, has_age in methods if not has_age)))
        yield _row(tr("Sample, not dated"), _sample(method, False))


def _row(text: str, symbol: Callable[[Sheet, float, float], None]) -> Row:
    return with_symbol(texts([(SWATCH + 2.5, [text], False, INK)]), symbol)


def _kinds(content: Content) -> dict[str, WallFeature]:
    """An example of each kind that occurs, by its name, in a fixed order."""
    roles = [entry.code for entry in codes.code_list("fault_role").entries]

    def place(feature: WallFeature) -> tuple[int, int, bool]:
        role = roles.index(feature.role) if feature.role in roles else len(roles)
        return _SHOWN.index(feature.kind), role, feature.certainty not in looks.SURE

    shown = (f for f in content.log.features.values() if f.kind in _SHOWN)
    found: dict[str, WallFeature] = {}
    for feature in sorted(shown, key=place):
        found.setdefault(_name(feature), feature)
    return found


def _name(feature: WallFeature) -> str:
    name = label("wall_feature_kind", feature.kind)
    if feature.kind in AREA_KINDS:
        return name
    if feature.kind == "fault" and feature.role:
        name = tr("{kind}: {role}", kind=name, role=label("fault_role", feature.role))
    sure = feature.certainty in looks.SURE or feature.role == "inferred"
    return name if sure else tr("{what}, inferred", what=name)


def _stroke(feature: WallFeature) -> Callable[[Sheet, float, float], None]:
    def line(sheet: Sheet, x: float, y: float) -> None:
        look = looks.line_of(feature)
        ends = np.array([(x, y + 2.2), (x + SWATCH, y + 2.2)])
        sheet.line("legend", [ends], look.width, look.colour, look.dash)

    def area(sheet: Sheet, x: float, y: float) -> None:
        left, top, right, bottom = x, y + 0.5, x + SWATCH, y + 3.9
        pattern = looks.OF_KIND[feature.kind]
        looks.fill_area(
            sheet, "legend", rectangle(left, top, right, bottom), looks.UNKNOWN, pattern, (x + 0.9, y + 1.2)
        )
        ring = [(left, top), (right, top), (right, bottom), (left, bottom)]
        sheet.area("legend", [ring], stroke="#5c564e", width=looks.EDGES[feature.kind])

    return area if feature.kind in AREA_KINDS else line


def _sample(method: str, dated: bool) -> Callable[[Sheet, float, float], None]:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        looks.draw_symbol(sheet, "legend", x + SWATCH / 2, y + 2.2, method, dated)

    return draw
