"""A point cloud as the map shows it: by height, class or colour, as many points as the picture needs."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faultgis.crs import metres_per_degree
from importers.clouds.runs import About, Points
from importers.clouds.sight import Sight
from importers.clouds.windows import Windows
from ui.layers import splat
from ui.layers.frame import Bounds
from ui.layers.splat import Pixels

SUFFIXES = (".las", ".laz")
MOST_POINTS = 1_200_000
MOST_MORE = 4
GROUND = 2
HEIGHT, CLASS, COLOUR = "height", "class", "colour"


def is_cloud(path: Path) -> bool:
    """Whether a file is named like a point cloud."""
    return path.suffix.lower() in SUFFIXES


@dataclass(frozen=True)
class CloudLook:
    """How a cloud is drawn: ``colour`` by height, class or colour (or echo strength where there is none);
    ``size`` of points in pixels, 0 follows their density; ``ground`` leaves all other points out. ``crs`` is
    what the user said where the file states none."""

    colour: str = HEIGHT
    size: float = 0.0
    ground: bool = False
    crs: str = ""


@dataclass(frozen=True)
class CloudFile:
    """What the layer's list asks of whatever lies behind a layer."""

    path: Path
    kind: str = "cloud"


class CloudLayer:
    """One cloud of the map; ``painted`` belongs into the pool. ``pictures`` counts
    those painted."""

    def __init__(self, seen: Sight, windows: Windows, crs: str = "") -> None:
        self.sight, self.windows = seen, windows
        self.raster = CloudFile(Path(seen.info.file))
        self.light = CloudLook(crs=crs)
        self.closed = False
        self.pictures = 0

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north in degrees."""
        return self.sight.bounds

    @property
    def about(self) -> About | None:
        """What is known of its points by now."""
        return self.windows.about()

    def relit(self, **settings: float | bool | str) -> None:
        """Change the look."""
        self.light = replace(self.light, **settings)  # type: ignore[arg-type]

    def close(self) -> None:
        """The layer leaves the map."""
        self.closed = True
        self.windows.close()

    def painted(self, look: CloudLook, bounds: Bounds, width: int, height: int) -> Pixels | None:
        """The cloud within the view: blue, green, red, alpha; ``None`` where it does not reach or nothing of
        it was read yet."""
        try:
            return self._painted(look, bounds, width, height)
        finally:
            self.pictures += 1

    def _painted(self, look: CloudLook, bounds: Bounds, width: int, height: int) -> Pixels | None:
        box = self.sight.box(bounds)
        about = None if box is None or self.closed else self.about
        if box is None or about is None:
            return None
        classes = look.colour == CLASS or look.ground
        most = _needed(about) if look.ground else MOST_POINTS
        points = self.windows.picture(box, most, classes=classes, shades=look.colour == COLOUR)
        placing = self.sight.placing(box, bounds, width, height)
        if points is None or placing is None:
            return None
        if look.ground and points.classes is not None:
            points = points.taken(points.classes == GROUND)
        places = placing(points.places[:, 0], points.places[:, 1])
        size = int(look.size) or splat.fitting_size(places[:, 0], places[:, 1], width, height)
        image = splat.highest(places, points.places[:, 2], width, height, size)
        paints = _paints(points, about, look)
        pixels = splat.coloured(image, paints)
        if look.colour != COLOUR or about.shades != "colours":
            east, _ = metres_per_degree((bounds[1] + bounds[3]) / 2)
            metres_per_z = self.sight.info.scale[2] * self.sight.declared.z_metres
            pixels = splat.shaded(pixels, image, metres_per_z, (bounds[2] - bounds[0]) * east / width)
        if self.windows.finished:
            return pixels
        return splat.hinted(pixels, image, paints, self._reach(bounds, width, height))

    def _reach(self, bounds: Bounds, width: int, height: int) -> tuple[int, int, int, int]:
        """The rows and columns of a picture between which the cloud lies."""
        west, south, east, north = self.bounds
        across, down = width / (bounds[2] - bounds[0]), height / (bounds[3] - bounds[1])
        top, bottom = (bounds[3] - north) * down, (bounds[3] - south) * down
        return (
            round(top),
            round((west - bounds[0]) * across),
            round(bottom),
            round((east - bounds[0]) * across),
        )


def _needed(about: About) -> int:
    """How many points to read so that enough of them are ground."""
    ground = about.classes.get(GROUND, 0) / max(1, about.count)
    return int(MOST_POINTS * min(MOST_MORE, 1 / max(ground, 0.01)))


def _paints(points: Points, about: About, look: CloudLook) -> NDArray[np.uint32]:
    """The colour of each point. Without colours or strength of echo it is by height after all."""
    if look.colour == CLASS and points.classes is not None:
        return np.asarray(splat.class_table()[points.classes])
    if look.colour == COLOUR and points.shades is not None:
        shades = points.shades
        return splat.packed(shades if shades.shape[1] == 3 else np.repeat(shades, 3, axis=1))
    low, high = about.heights
    step = (points.places[:, 2] - low) * (255 / max(high - low, 1.0))
    return np.asarray(splat.height_table()[np.clip(step, 0, 255).astype(np.uint8)])
