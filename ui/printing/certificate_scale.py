"""The scale of a certificate's map. Knows no Qt."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.frames import Centred

# Below the map stand its scale, its bar and its keys.
FOOT_MM = 7.0
SCALES = (500, 1000, 2000, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000)


def centred(site: BaseGeometry) -> Centred:
    """Metres about the middle of a site's bounds."""
    west, south, east, north = site.bounds
    return Centred((west + east) / 2, (south + north) / 2)


def scale_for(site: BaseGeometry, reach_m: float, width_mm: float, height_mm: float) -> int:
    """The largest usual scale at which a site and so many metres around it fit into a box."""
    xy = centred(site).to_metres(shapely.get_coordinates(site))
    across, up = np.abs(xy).max(axis=0) + reach_m
    wanted = max(2000 * across / width_mm, 2000 * up / (height_mm - FOOT_MM))
    return next((scale for scale in SCALES if scale >= wanted), SCALES[-1])
