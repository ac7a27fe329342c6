"""Changes of datum that the user names: three or seven parameters written behind a coordinate system.

``EPSG:4214+towgs84=15.8,-154.4,-82.3`` or with rotations in seconds of arc and a scale in millionths,
``…,rx,ry,rz,s``; a known residual may follow: ``;rmse=0.8`` (m). The seven parameters are those of a position
vector rotation (as PROJ's +towgs84 has them), from the old datum to CGCS2000:
X' = T + (1 + s·1e-6) · R · X in geocentric coordinates.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from faultgis.errors import InputError

if TYPE_CHECKING:
    from pyproj import CRS

MARK = "+towgs84="
_CGCS2000_ELLIPSOID = "+a=6378137 +rf=298.257222101"
_NUMBER = r"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?"
_TOLD = re.compile(rf"({_NUMBER}(?:,{_NUMBER})*)(?:;rmse=({_NUMBER}))?", re.ASCII)
# More than that is no change of datum but a slip of the pen: metres, seconds of arc, millionths.
_MOST = (5_000.0, 100.0, 500.0)


@dataclass(frozen=True)
class Named:
    """The parameters (dx, dy, dz in m; rx, ry, rz in seconds of arc; s in millionths) and the residual that
    was stated with them, in metres (``None``: none was)."""

    parameters: tuple[float, ...]
    rmse_m: float | None


def parted(crs: Any) -> tuple[Any, Named | None]:
    """A stated coordinate system without its parameters, and these.

    A PROJ text, as files have it, names none: its parameters are not the user's word. Raises
    ``InputError("crs.parameters")`` for what cannot be three or seven sensible numbers.
    """
    if not isinstance(crs, str) or MARK not in crs or crs.lstrip().startswith("+"):
        return crs, None
    before, told = crs.split(MARK, 1)
    match = _TOLD.fullmatch(told.strip())
    numbers = tuple(float(n) for n in match[1].split(",")) if match else ()
    if match is None or len(numbers) not in (3, 7) or not _sensible(numbers):
        raise InputError("crs.parameters", field="--crs", text=told[:80])
    return before.strip(), Named(numbers, None if match[2] is None else float(match[2]))


def _sensible(numbers: tuple[float, ...]) -> bool:
    shifts, turns, scale = numbers[:3], numbers[3:6], numbers[6:]
    limits = ((shifts, _MOST[0]), (turns, _MOST[1]), (scale, _MOST[2]))
    return all(abs(number) <= most for group, most in limits for number in group)


def step(base: "CRS", named: Named) -> Any:
    """The step from a geographic base to CGCS2000's longitude and latitude, in degrees."""
    from pyproj import Transformer

    ellipsoid = base.ellipsoid
    assert ellipsoid is not None
    names = ("x", "y", "z", "rx", "ry", "rz", "s")
    told = " ".join(f"+{name}={value!r}" for name, value in zip(names, named.parameters, strict=False))
    turned = " +convention=position_vector" if len(named.parameters) == 7 else ""
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad"
        f" +step +proj=cart +a={ellipsoid.semi_major_metre!r} +rf={ellipsoid.inverse_flattening!r}"
        f" +step +proj=helmert {told}{turned}"
        f" +step +inv +proj=cart {_CGCS2000_ELLIPSOID}"
        " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
