"""Calculations on national map sheets."""

from typing import Any

from faultgis.crs import gk_zone, zone_epsg
from faultgis.errors import InputError
from faultgis.services.calculating.function import Function, Key
from faultgis.sheets import index


def map_sheet(
    lon: float | None = None, lat: float | None = None, scale: int | None = None, sheet: str | None = None
) -> dict[str, Any]:
    """The national map sheet at a place, or of a number (GB/T 13989), with neighbours and EPSG codes.

    With ``sheet``, ``scale`` may ask for the smaller-scale sheet that contains it. The EPSG codes are those
    of the CGCS2000 zones with prefix, ``None`` where China has no such zone; a sheet wider than a 3° zone
    takes that of the place, or of its middle.
    """
    if sheet is not None:
        found = _at_scale(index.sheet(sheet), scale)
        middle = found.centre[0]
    else:
        assert lon is not None
        assert lat is not None
        found = index.sheet_at(lon, lat, scale or 50_000)
        middle = lon
    return {
        "sheet": found.number,
        "scale": found.scale,
        **dict(zip(("west", "south", "east", "north"), found.bounds, strict=True)),
        "old_number": index.old_number(found) or None,
        "neighbours": index.neighbours(found),
        "epsg_6deg": _epsg(middle, 6),
        "epsg_3deg": _epsg(middle, 3),
    }


def _at_scale(found: index.Sheet, scale: int | None) -> index.Sheet:
    if scale is None or scale == found.scale:
        return found
    if scale < found.scale:
        raise InputError("sheet.finer", field="scale", number=found.number, scale=scale)
    return index.sheet_at(*found.centre, scale)


def _epsg(lon: float, width: int) -> int | None:
    try:
        return zone_epsg(gk_zone(lon, width), width, prefix=True)
    except InputError:
        return None


MAP_SHEET = Function(
    "map_sheet",
    "国家基本比例尺图幅：编号、范围、邻幅、坐标系",
    "National map sheet (GB/T 13989): number, bounds, neighbours, EPSG codes",
    (
        Key("lon", "number", "longitude, degrees CGCS2000"),
        Key("lat", "number", "latitude, degrees CGCS2000, 0 to 88"),
        Key("scale", "integer", "scale denominator", 50_000),
        Key("sheet", "string", "sheet number, new or old style"),
    ),
    (
        Key("sheet", "string", "number after GB/T 13989"),
        Key("scale", "integer", "scale denominator"),
        Key("west", "number", "degrees"),
        Key("south", "number", "degrees"),
        Key("east", "number", "degrees"),
        Key("north", "number", "degrees"),
        Key("old_number", "string", "old style, null where it is not known", nullable=True),
        Key("neighbours", "object", "numbers of the sheets around by n, ne, e, se, s, sw, w, nw"),
        Key("epsg_6deg", "integer", "CGCS2000 6° zone with prefix", nullable=True),
        Key("epsg_3deg", "integer", "CGCS2000 3° zone with prefix", nullable=True),
    ),
    map_sheet,
    (("lon", "lat"), ("sheet",)),
)
