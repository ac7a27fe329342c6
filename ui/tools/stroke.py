"""A freehand stroke while the button is held down."""

from PyQt6.QtCore import QPointF

from faultgis.geometry.frame import as_coordinates
from faultgis.geometry.lines import simplify_path
from ui.canvas.events import MapEvent
from ui.tools.sketch import Place

STEP_PX = 3.0
CLOSE_PX = 1.5
MAP_MM = 0.1


def tolerance_m(mapping_scale: int, metres_per_pixel: float) -> float:
    """To what strokes are simplified: 0.1 mm on the map (5 m at 1:50,000), or 1.5 pixels if that is less."""
    return min(MAP_MM / 1000 * mapping_scale, CLOSE_PX * metres_per_pixel)


class Stroke:
    """The places that the mouse passed, some pixels apart."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self._pixel = QPointF()

    def __bool__(self) -> bool:
        return bool(self.places)

    def begin(self, event: MapEvent) -> None:
        """The button went down."""
        self.places, self._pixel = [(event.longitude, event.latitude)], event.position

    def go_on(self, event: MapEvent) -> bool:
        """The mouse moved; say whether far enough to count."""
        if (event.position - self._pixel).manhattanLength() < STEP_PX:
            return False
        self.places.append((event.longitude, event.latitude))
        self._pixel = event.position
        return True

    def end(self, tolerance: float) -> list[Place]:
        """The simplified stroke behind its first place, which is a vertex of the sketch already."""
        places, self.places = self.places, []
        if len(places) < 2:
            return []
        kept = simplify_path(as_coordinates(places), tolerance)
        return [(float(x), float(y)) for x, y in kept[1:]]
