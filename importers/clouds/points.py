"""A chunk of points: the columns of LAS point records, untouched integers beside scale and offset."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

FIELDS = (
    "x", "y", "z", "classification", "withheld", "return_number", "number_of_returns", "intensity", "rgb",
    "gps_time", "user_data", "point_source_id", "record",
)  # fmt: skip
USUAL = ("x", "y", "z", "classification")
EXTENDED = 6
_GPS_AT = {1: 20, 3: 20, 4: 20, 5: 20, **dict.fromkeys(range(6, 11), 22)}
_RGB_AT = {2: 20, 3: 28, 5: 28, 7: 30, 8: 30, 10: 30}


@dataclass(frozen=True)
class Chunk:
    """Points as they stand in the file. ``raw_x``, ``raw_y``, ``raw_z`` are the file's int32; the coordinate
    is ``raw * scale + offset`` in the file's units. A column not asked for, or not in the file, is ``None``.

    ``start`` is the number of the first point in the file (from 0); ``records`` the whole records, as bytes.
    """

    start: int
    raw_x: NDArray[np.int32]
    raw_y: NDArray[np.int32]
    raw_z: NDArray[np.int32]
    scale: tuple[float, float, float]
    offset: tuple[float, float, float]
    classification: NDArray[np.uint8] | None = None
    withheld: NDArray[np.bool_] | None = None
    return_number: NDArray[np.uint8] | None = None
    number_of_returns: NDArray[np.uint8] | None = None
    intensity: NDArray[np.uint16] | None = None
    rgb: NDArray[np.uint16] | None = None
    gps_time: NDArray[np.float64] | None = None
    user_data: NDArray[np.uint8] | None = None
    point_source_id: NDArray[np.uint16] | None = None
    records: NDArray[np.uint8] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.raw_x)

    @property
    def x(self) -> NDArray[np.float64]:
        """Eastings (or what the file's first axis is) in the file's units."""
        return self.raw_x * np.float64(self.scale[0]) + self.offset[0]

    @property
    def y(self) -> NDArray[np.float64]:
        """Northings in the file's units."""
        return self.raw_y * np.float64(self.scale[1]) + self.offset[1]

    @property
    def z(self) -> NDArray[np.float64]:
        """Heights in the file's vertical units."""
        return self.raw_z * np.float64(self.scale[2]) + self.offset[2]


def layout(point_format: int, length: int) -> np.dtype[np.void]:
    """The columns of a point record of this format (LAS 1.4-R15, tables 6 to 17) and length."""
    columns = {"x": ("<i4", 0), "y": ("<i4", 4), "z": ("<i4", 8), "intensity": ("<u2", 12)}
    columns["returns"] = ("u1", 14)
    if point_format < EXTENDED:
        columns |= {"class": ("u1", 15), "user": ("u1", 17), "source": ("<u2", 18)}
    else:
        columns |= {"flags": ("u1", 15), "class": ("u1", 16), "user": ("u1", 17), "source": ("<u2", 20)}
    if point_format in _GPS_AT:
        columns["gps"] = ("<f8", _GPS_AT[point_format])
    if point_format in _RGB_AT:
        columns["rgb"] = ("(3,)<u2", _RGB_AT[point_format])
    names, kinds = list(columns), list(columns.values())
    return np.dtype(
        {
            "names": names,
            "formats": [kind for kind, _ in kinds],
            "offsets": [at for _, at in kinds],
            "itemsize": length,
        }
    )


def decode(
    raw: NDArray[np.uint8],
    point_format: int,
    start: int,
    scale: tuple[float, float, float],
    offset: tuple[float, float, float],
    fields: Collection[str],
) -> Chunk:
    """The chunk of these records, an array of bytes (points, record length)."""
    table = raw.reshape(-1).view(layout(point_format, raw.shape[1]))
    names = table.dtype.names or ()
    extended = point_format >= EXTENDED

    def wanted(name: str, column: str = "") -> bool:
        return name in fields and (column or name) in names

    def column(name: str) -> NDArray[Any]:
        return np.ascontiguousarray(table[name])

    found: dict[str, NDArray[Any]] = {}
    if "classification" in fields:
        found["classification"] = column("class") if extended else column("class") & np.uint8(31)
    if "withheld" in fields:
        found["withheld"] = (table["flags"] & 4 if extended else table["class"] & 128) != 0
    if "return_number" in fields:
        found["return_number"] = table["returns"] & np.uint8(15 if extended else 7)
    if "number_of_returns" in fields:
        found["number_of_returns"] = (
            table["returns"] >> np.uint8(4) if extended else (table["returns"] >> np.uint8(3)) & np.uint8(7)
        )
    pairs = (
        ("intensity", ""),
        ("rgb", ""),
        ("gps_time", "gps"),
        ("user_data", "user"),
        ("point_source_id", "source"),
    )
    for name, stored in pairs:
        if wanted(name, stored):
            found[name] = column(stored or name)
    if "record" in fields:
        found["records"] = raw
    return Chunk(start, column("x"), column("y"), column("z"), scale, offset, **found)
