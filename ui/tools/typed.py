"""A typed distance and azimuth for the next vertex: "250", "250<45" or "<45"."""

from dataclasses import dataclass

from faultgis.crs import destination, distance_azimuth
from ui.tools.sketch import Place

ACCEPTED = "0123456789.<"


@dataclass(frozen=True)
class Typed:
    """What was typed: metres, degrees clockwise from north, or both."""

    metres: float | None = None
    azimuth: float | None = None

    @classmethod
    def of(cls, text: str) -> "Typed | None":
        """Read the text; ``None`` where it says nothing yet."""
        distance, _, azimuth = text.partition("<")
        try:
            found = cls(
                float(distance) if distance.strip(".") else None,
                float(azimuth) if azimuth.strip(".") else None,
            )
        except ValueError:
            return None
        return None if found == cls() else found

    def place(self, start: Place, towards: Place) -> Place:
        """The place that was meant: what was not typed comes from the mouse."""
        metres, azimuth = distance_azimuth(*start, *towards)
        return destination(
            *start,
            azimuth if self.azimuth is None else self.azimuth % 360.0,
            metres if self.metres is None else self.metres,
        )
