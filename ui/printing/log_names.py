"""The names on a printed wall: samples with their ages, events, faults, units, each where there is room."""

from collections.abc import Sequence
from uuid import UUID

from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from faultgis.records.sample import Sample
from faultgis.records.trench import WallFeature
from faultgis.walls.layout import Panel
from faultgis.walls.shapes import AREA_KINDS
from ui.printing import log_looks as looks
from ui.printing.log_content import Content
from ui.printing.log_labels import Room, along, beside, within
from ui.printing.log_marks import INK, POINT_MM, RED, Box, Sheet, text_width
from ui.printing.log_words import age_of

_CODE, _AGE, _UNIT, _SMALLEST = 6.5, 6.0, 7.5, 4.6
_LARGER = {20: 1.3, 25: 1.2, 40: 1.05}
"""At larger scales there is room for larger words."""
_LINE = 1.15
_LEADER_MM = 2.2
_NO_NAME_MM2, _NO_NAME_MM, _NO_NAME_SHARE = 30.0, 12.0, 0.08
_MOST_RESULTS = 3
_UNFIT = 30.0
Drawn = Sequence[tuple[WallFeature, BaseGeometry]]


class Names:
    """The names of one panel."""

    def __init__(self, sheet: Sheet, content: Content, panel: Panel, on_picture: bool) -> None:
        self.sheet, self.content, self.panel = sheet, content, panel
        self.on_picture = on_picture
        self.larger = _LARGER.get(panel.scale, 1.0)
        self.room = Room(panel.box)

    def write(self, drawn: Drawn) -> None:
        """Symbols take their places first, then the names of samples, events, faults and units."""
        faults = [shape for feature, shape in drawn if feature.kind == "fault"]
        self.room = Room(self.panel.box, [*faults, *self.panel.match_lines()])
        samples = self._samples()
        reach = 1.3 * self.larger
        for _, place in samples:
            self.room.take((place.x - reach, place.y - reach, place.x + reach, place.y + reach))
        for sample, place in samples:
            self._sample(sample, place)
        for kind in ("event_horizon", "fault", "area", "other"):
            for feature, shape in drawn:
                if _group(feature.kind) == kind and (code := self.content.log.label(feature)):
                    self._write(kind, feature, shape, code)

    def _write(self, kind: str, feature: WallFeature, shape: BaseGeometry, code: str) -> None:
        if kind == "area":
            if self._worth_a_name(feature, shape):
                self._unit(feature, shape, code)
        elif kind == "other":
            self._other(shape, code)
        else:
            self._line(kind, feature, shape, code)

    def _samples(self) -> list[tuple[Sample | WallFeature, Point]]:
        """Samples, and where: by their point on the wall, else by the place stated of them."""
        found: list[tuple[Sample | WallFeature, Point]] = []
        seen: set[UUID | None] = set()
        log, wall_id = self.content.log, self.panel.view.wall_id
        for feature in log.on(wall_id, "sample"):
            seen.add(feature.sample_id)
            held = log.samples.get(feature.sample_id) if feature.sample_id is not None else None
            found.append((held or feature, feature.shape.centroid))
        for sample in log.samples.values():
            placed = sample.wall_id == wall_id and sample.id not in seen
            if placed and sample.x_m is not None and sample.y_m is not None:
                found.append((sample, Point(sample.x_m, sample.y_m)))
        places = ((sample, self.panel.drawn(place)) for sample, place in found)
        return [(sample, place.centroid) for sample, place in places if not place.is_empty]

    def _sample(self, of: Sample | WallFeature, at: Point) -> None:
        results = self.content.results(of.id) if isinstance(of, Sample) else []
        ages = [age for result in results[:_MOST_RESULTS] if (age := age_of(self.content, result))]
        method = of.method if isinstance(of, Sample) else "other"
        looks.draw_symbol(self.sheet, "samples", at.x, at.y, method, bool(results), self.larger)
        lines = [(of.code, _CODE * self.larger), *((age, _AGE * self.larger) for age in ages)]
        width = max(text_width(text, points) for text, points in lines)
        height = sum(points * POINT_MM * _LINE for _, points in lines)
        box = self.room.best(beside(at.x, at.y, width, height, 1.6 * self.larger))
        self._halo("samples", box)
        self._leader((at.x, at.y), box)
        y = box[1] + 0.1
        for number, (text, points) in enumerate(lines):
            step = points * POINT_MM * _LINE
            layer = "ages" if number else "samples"
            middle = y + step / 2
            self.sheet.text(layer, box[0] + 0.3, middle, text, points, bold=not number, colour=looks.SAMPLE)
            y += step

    def _leader(self, at: tuple[float, float], box: Box) -> None:
        """A thin line from a symbol to a name that stands off it."""
        x = min(max(at[0], box[0]), box[2])
        y = min(max(at[1], box[1]), box[3])
        away = LineString([at, (x, y)])
        if away.length > _LEADER_MM * self.larger:
            start = away.interpolate(1.3 * self.larger)
            self.sheet.line("samples", [[(start.x, start.y), (x, y)]], 0.15, looks.SAMPLE)

    def _halo(self, layer: str, box: Box, opacity: float = 0.82) -> None:
        self.sheet.box(layer, box, "#ffffff", opacity)

    def _line(self, kind: str, feature: WallFeature, shape: BaseGeometry, code: str) -> None:
        """The code of an event on its horizon, of a fault beside it."""
        longest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.length)
        whole = feature.shape.length * 1000 / self.panel.scale
        if longest.length == 0 or longest.length < min(_NO_NAME_MM, _NO_NAME_SHARE * whole):
            return
        points = _CODE * self.larger
        event = kind == "event_horizon"
        width, height = text_width(code, points) + (0.8 if event else 0.0), points * POINT_MM * _LINE
        box = self.room.best(along(longest, width, height, on=event))
        colour = looks.HORIZON if event else RED
        layer = "horizons" if event else "faults"
        if event:
            self.sheet.box(layer, box, "#ffffff", 1.0, colour)
        else:
            self._halo(layer, box)
        self._centred(layer, box, code, points, colour, bold=True)

    def _centred(
        self, layer: str, box: Box, text: str, points: float, colour: str = INK, bold: bool = False
    ) -> None:
        middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        self.sheet.text(layer, *middle, text, points, "centre", bold, colour)

    def _other(self, shape: BaseGeometry, code: str) -> None:
        at = shape.representative_point()
        points = _AGE * self.larger
        if shape.geom_type == "Point":
            self.sheet.line("text", [[(at.x, at.y)]], 1.0, INK, rounded=True)
        box = self.room.best(beside(at.x, at.y, text_width(code, points), points * POINT_MM * _LINE, 0.9))
        self._halo("text", box)
        self._centred("text", box, code, points)

    def _worth_a_name(self, feature: WallFeature, shape: BaseGeometry) -> bool:
        """A rest of an area that goes on elsewhere is named there."""
        whole = feature.shape.area * (1000 / self.panel.scale) ** 2
        return bool(shape.area > _NO_NAME_MM2 or shape.area > _NO_NAME_SHARE * whole)

    def _unit(self, feature: WallFeature, shape: BaseGeometry, code: str) -> None:
        """A unit's code inside its area, smaller where the area is thin."""
        for points in (_UNIT * self.larger, 6.5, 5.5, _SMALLEST):
            width, height = text_width(code, points), points * POINT_MM * 0.95
            places = list(within(shape, width, height))
            fits = min(own for _, own in places) < _UNFIT
            if fits:
                break
        box = self.room.best(places)
        if self.on_picture or not fits:
            self._halo("text", box)
            colour = INK
        else:
            dark = looks.is_dark(looks.colour_of(self.content.log, feature.unit_id))
            colour = "#ffffff" if dark else INK
        self._centred("text", box, code, points, colour, bold=True)


def _group(kind: str) -> str:
    """Areas are named alike, and so is all that is neither an area, a fault nor a horizon."""
    if kind in AREA_KINDS:
        return "area"
    return "other" if kind in ("marker", "crack", "other") else kind
