"""The datum of a raster's heights, as its file states it."""

from typing import Any

TAG = "VERTICAL_DATUM"
_NOTHING = ("", "unknown")


def vertical_of(source: Any) -> str:
    """A code, a name or "ellipsoidal": from the tag that our own products carry, else from the vertical part
    of a compound system; empty where the open file says nothing."""
    said = str(source.tags().get(TAG, ""))
    if said not in _NOTHING:
        return said
    return _of_compound(source.crs.to_wkt()) if source.crs is not None else ""


def _of_compound(wkt: str) -> str:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        parts = CRS.from_wkt(wkt).sub_crs_list
    except CRSError:
        return ""
    vertical = next((part for part in parts if part.is_vertical), None)
    if vertical is None:
        return ""
    authority = vertical.to_authority()
    return ":".join(authority) if authority else vertical.name
