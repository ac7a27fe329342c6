"""What the tools of a wall share: the wall under them, lengths to a millimetre, choices made beside it."""

import math
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from faultgis.records.trench import Wall, WallFeature
from faultgis.services.editing import EditingSession
from faultgis.walls.frames import Place, to_wall
from faultgis.walls.log import Records
from ui.tools.notes import TEXT
from ui.tools.rubber import Row
from ui.words import tr

_ARROWS = ("→", "↗", "↑", "↖", "←", "↙", "↓", "↘")


@dataclass
class Choices:
    """What is chosen beside the walls, and goes into what is drawn: the unit of an area, the event of a
    horizon, a sample that has no place yet."""

    unit_id: UUID | None = None
    event_id: UUID | None = None
    sample_id: UUID | None = None


def length_text(metres: float) -> str:
    """A length on a wall: centimetres below a metre, metres above."""
    return f"{metres * 100:.1f} cm" if metres < 1 else f"{metres:.3f} m"


def step_row(start: Place, end: Place, mirrored: bool) -> Row:
    """Length and slope of a step between two places of the canvas, with an arrow as it is seen."""
    (x1, y1), (x2, y2) = to_wall(start), to_wall(end)
    dx, dy = (x1 - x2 if mirrored else x2 - x1), y2 - y1
    slope = math.degrees(math.atan2(abs(dy), abs(dx)))
    arrow = _ARROWS[round(math.degrees(math.atan2(dy, dx)) % 360 / 45) % 8]
    return f"{length_text(math.hypot(dx, dy))} · {slope:.0f}° {arrow}", TEXT


def wall_of(view: Any, session: EditingSession | None) -> Wall | None:
    """The wall that a tool works on, as it stands."""
    if session is None or view is None or view.wall is None:
        return None
    found = session.get("wall", view.wall.id)
    return found if isinstance(found, Wall) else None


def records_of(session: EditingSession) -> Records:
    """The records of the open survey."""
    return session.records


def features_of(view: Any, refs: Any) -> list[WallFeature]:
    """The features of the view's wall among these references, as they stand."""
    wanted = {key for kind, key in refs if kind == "wall_feature"}
    return [f for f in view.features if f.id in wanted] if view is not None else []


DRAWN: dict[str, str] = {
    "contact": "Contact",
    "fault": "Fault",
    "event_horizon": "Event horizon",
    "unit": "Unit area",
    "colluvial_wedge": "Colluvial wedge",
    "fissure_fill": "Fissure fill",
    "crack": "Crack",
    "liquefaction": "Liquefaction",
}


def drawn_word(kind: str) -> str:
    """What a kind of feature is called, in the user's language."""
    return tr(DRAWN.get(kind, "Line"))
