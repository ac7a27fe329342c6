"""The zones that lie over the map."""

import shapely

from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.zones import zones
from faultgis.progress import Progress
from faultgis.services.assessing import Question
from ui import site_words
from ui.panels.extent import Bounds
from ui.tools.inquire import Ground

# Of more strands zones are not drawn: the map would be nothing but zones.
MOST = 400


def grounds_within(mapped: Mapped, asked: Question, seen: Bounds, progress: Progress) -> list[Ground]:
    """The zones of the strands that come into a box, with the reason for their widths. For a worker."""
    progress.check()
    near = set(mapped.pieces.owner[mapped.near(seen, asked.rule.widest_m)].tolist())
    if not near or len(near) > MOST:
        return []
    belts, _ = zones(mapped, asked.rule, asked.given, only=near, progress=progress)
    west, south, east, north = seen
    box = shapely.box(2 * west - east, 2 * south - north, 2 * east - west, 2 * north - south)
    cut = ((belt, shapely.intersection(belt.geometry, box)) for belt in belts)
    return [
        Ground(belt.kind, geometry, site_words.belt(asked.rule, belt))
        for belt, geometry in cut
        if not geometry.is_empty
    ]
