"""A place as people write it: decimal degrees, degrees-minutes-seconds, or Gauss–Krüger coordinates.

Read are, among others, ``102.26 27.89``, ``27.89N, 102.26E``, ``102°15′32″E 27°53′41″N``, ``东经102度15分32秒
北纬27度53分41秒``, ``18 E 500000 N 3086000``, ``18500000, 3086000`` and ``X=3086000 Y=18500000`` (Chinese
surveyors' X is north). Gauss–Krüger means CGCS2000. Its zone stands before the easting or as the easting's
first two digits: 13–23 is a 6° zone, 25–45 a 3° zone; ``3°带35`` states the width, too, and must agree.
"""

import math
import re
import unicodedata
from dataclasses import dataclass

from faultgis.crs.zones import ZONES, central_meridian, from_gk, gk_zone, zone_width
from faultgis.errors import InputError

CHINA = (73.0, 3.0, 136.0, 54.0)
_NORTHINGS = (300_000.0, 6_200_000.0)
_WORDS = {
    **dict.fromkeys(("北纬", "纬度", "LATITUDE", "LAT", "NORTHING", "北坐标"), " N "),
    **dict.fromkeys(("南纬",), " S "),
    **dict.fromkeys(("东经", "经度", "LONGITUDE", "LONG", "LON", "LNG", "EASTING", "东坐标"), " E "),
    **dict.fromkeys(("西经",), " W "),
    **dict.fromkeys(("带号", "ZONE", "带"), " Z "),
}
_SIGNS = str.maketrans(
    {**dict.fromkeys("º˚度D", "°"), **dict.fromkeys("′’‘´`分", "'"), **dict.fromkeys("″”“秒", '"')}
)
# With the signs of degrees and minutes already in place of 度, 分 and D.
_WIDTH = re.compile(r"(?<![\d.])([36])\s*°(?:EGREES?|EG)?\s*'?(?:带|ZONE)(\s*\d{1,2}(?![\d.]))?")
_BEYOND_DEGREES = 1.0
_ANGLE = re.compile(r"""([+-]?\d+(?:\.\d+)?)(?:°\s*(?:(\d+(?:\.\d+)?)'\s*(?:(\d+(?:\.\d+)?)")?)?)?""")
_TOKEN = re.compile(rf"([NSEWXYZ])|{_ANGLE.pattern}")


@dataclass(frozen=True)
class _Number:
    """One number of the text with the letter beside it, if any (``N S E W``, ``X Y``, ``Z`` for zone)."""

    value: float
    letter: str = ""


@dataclass(frozen=True)
class Place:
    """Longitude and latitude in degrees, and the Gauss–Krüger zone in which they were written, if any."""

    longitude: float
    latitude: float
    zone: int | None = None


def parse_place(text: str) -> tuple[float, float]:
    """Longitude and latitude in degrees of a place written as above; see ``read_place``."""
    found = read_place(text)
    return found.longitude, found.latitude


def read_place(text: str) -> Place:
    """A place written as above.

    Two plain numbers are longitude, latitude, unless only the other order lies in China or on the globe.
    Raises ``InputError`` with ``place.unreadable``, ``place.range`` (no such degree or minute),
    ``place.zone_missing`` (Gauss–Krüger without a zone), ``place.outside_zone`` (more than 1° beyond the
    zone's edge) or ``crs.no_zone``.
    """
    plain, width = _width_stated(text)
    numbers = _numbers(plain, text)
    zone = next((int(n.value) for n in numbers if n.letter == "Z"), None)
    rest = [n for n in numbers if n.letter != "Z"]
    if len(rest) == 3 and not rest[0].letter and rest[0].value <= 60 and rest[1].value > 1000:
        zone, rest = int(rest[0].value), rest[1:]
    if len(rest) != 2:
        raise InputError("place.unreadable", text=text[:80])
    if max(abs(n.value) for n in rest) > 1000:
        return _gauss_kruger(rest, zone, width, text)
    return Place(*_degrees(rest, text))


def _width_stated(text: str) -> tuple[str, int | None]:
    """The text in plain signs without the width of its zone, and that width."""
    # Normal form would make a letter of the ordinal sign, which is often typed for a degree sign.
    plain = unicodedata.normalize("NFKC", text.strip().replace("º", "°")).upper()
    found = _WIDTH.search(plain.translate(_SIGNS))
    if found is None:
        return plain, None
    zone = f" 带 {found[2]} " if found[2] else " "
    return plain[: found.start()] + zone + plain[found.end() :], int(found[1])


def _numbers(plain: str, text: str) -> list[_Number]:
    for word, letter in _WORDS.items():
        plain = plain.replace(word, letter)
    plain = plain.translate(_SIGNS).replace("''", '"').replace("−", "-")
    plain = re.sub(r"[,，、;:=()/]|米|(?<=\d)\s*M\b", " ", plain)
    plain = _with_signs(plain)
    tokens = [m.groups() for m in _TOKEN.finditer(plain)]
    if _TOKEN.sub("", plain).strip():
        raise InputError("place.unreadable", text=text[:80])
    return _joined(tokens, text)


def _with_signs(plain: str) -> str:
    """Degrees, minutes and seconds that only blanks part, with their signs: ``102 15 32 E 27 53 41 N``."""
    numbers = re.findall(r"\d+(?:\.\d+)?", plain)
    if re.search("[°'\"Z]", plain) or any(float(n) >= 1000 for n in numbers):
        return plain
    if len(numbers) == 4 and len(re.findall("[NSEW]", plain)) == 2:
        return re.sub(r"(\d\S*)\s+(\d[\d.]*)", r"\1°\2'", plain)
    if len(numbers) == 6:
        return re.sub(r"(\d\S*)\s+(\d\S*)\s+(\d[\d.]*)", r"""\1°\2'\3" """, plain)
    return plain


def _joined(tokens: list[tuple[str | None, ...]], text: str) -> list[_Number]:
    """Numbers with their letters; a text that ends with a number has its letters before the numbers."""
    before = bool(tokens) and tokens[-1][0] is None
    found: list[_Number] = []
    letter = ""
    for name, degrees, minutes, seconds in tokens:
        if degrees is not None:
            found.append(_Number(_angle(degrees, minutes, seconds, text), letter))
            letter = ""
        elif found and not found[-1].letter and (name == "Z" or not before):
            found[-1] = _Number(found[-1].value, name or "")
        else:
            letter = name or ""
    return found


def _angle(degrees: str, minutes: str | None, seconds: str | None, text: str) -> float:
    if float(minutes or 0) >= 60 or float(seconds or 0) >= 60:
        raise InputError("place.range", text=text[:80])
    size = abs(float(degrees)) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    return -size if degrees.startswith("-") else size


def _degrees(numbers: list[_Number], text: str) -> tuple[float, float]:
    first, second = numbers
    letters = {n.letter for n in numbers}
    if letters & set("XY"):
        raise InputError("place.unreadable", text=text[:80])
    swapped = first.letter in ("N", "S") or second.letter in ("E", "W")
    if not letters - {""}:
        swapped = _swapped(first.value, second.value)
    if first.letter and second.letter and (first.letter in "NS") == (second.letter in "NS"):
        raise InputError("place.unreadable", text=text[:80])
    east, north = (second, first) if swapped else (first, second)
    lon = -east.value if east.letter == "W" else east.value
    lat = -north.value if north.letter == "S" else north.value
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise InputError("place.range", text=text[:80])
    return lon, lat


def _swapped(first: float, second: float) -> bool:
    """Whether two plain numbers are latitude, longitude: only so do they lie in China, or on the globe."""
    if in_china(first, second):
        return False
    return in_china(second, first) or (abs(second) > 90 and abs(first) <= 90)


def in_china(lon: float, lat: float) -> bool:
    """Whether a place lies in the box 73–136° E, 3–54° N."""
    west, south, east, north = CHINA
    return west <= lon <= east and south <= lat <= north


def _gauss_kruger(numbers: list[_Number], zone: int | None, width: int | None, text: str) -> Place:
    first, second = numbers
    swapped = first.letter in ("N", "X") or second.letter in ("E", "Y")
    if not (first.letter or second.letter):
        low, high = _NORTHINGS
        swapped = low <= first.value <= high and (second.value >= 1e7 or not low <= second.value <= high)
    east, north = (second, first) if swapped else (first, second)
    if east.value < 1e6 and zone is None:
        raise InputError("place.zone_missing", text=text[:80])
    if not 0 <= north.value <= 1e7 or not 0 < east.value % 1e6 < 1e6:
        raise InputError("place.range", text=text[:80])
    lon, lat = from_gk(east.value, north.value, zone)
    number = zone or int(east.value // 1_000_000)
    _check_zone(number, width, lon)
    return Place(lon, lat, number)


def _check_zone(zone: int, stated: int | None, lon: float) -> None:
    """The zone must be of the width stated, and the place not far beyond its edges."""
    width = zone_width(zone)
    if stated is not None and stated != width:
        low, high = ZONES[stated]
        raise InputError("crs.no_zone", zone=zone, width=stated, low=low, high=high)
    meridian = central_meridian(zone, width)
    away = abs(lon - meridian)
    if away > width / 2 + _BEYOND_DEGREES:
        raise InputError(
            "place.outside_zone",
            zone=zone,
            width=width,
            meridian=f"{meridian:g}",
            degrees=f"{away:.1f}",
            right=gk_zone(lon, width),
        )


def format_dms(lon: float, lat: float, decimals: int = 0) -> str:
    """A place as ``102°15′32″E 27°53′41″N``, seconds with so many decimals."""
    return f"{_dms(lon, 'E', 'W', decimals)} {_dms(lat, 'N', 'S', decimals)}"


def _dms(degrees: float, positive: str, negative: str, decimals: int) -> str:
    unit = 10**decimals
    ticks = math.floor(abs(degrees) * 3600 * unit + 0.5)
    minutes, tick = divmod(ticks, 60 * unit)
    whole, minute = divmod(minutes, 60)
    seconds = f"{tick // unit:02d}" + (f".{tick % unit:0{decimals}d}" if decimals else "")
    return f"{whole}°{minute:02d}′{seconds}″{negative if degrees < 0 and ticks else positive}"
