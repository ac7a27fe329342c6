"""National map sheets after GB/T 13989: number, bounds and neighbours, from 1:1,000,000 to 1:5,000.

All arithmetic is in whole half arc-seconds (a 1:5,000 sheet is 112.5″ wide). A sheet owns its south and west
edges, so that a point on 40° N lies in band K; rows count from the north, columns from the west. Northern
hemisphere only; the joined sheets of the international map north of 60° N are not made.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from faultgis.errors import InputError

DEGREE = 7200
BAND = 4 * DEGREE
COLUMN = 6 * DEGREE
BANDS = "ABCDEFGHIJKLMNOPQRSTUV"
COLUMNS = 60
DIVISIONS = {
    1_000_000: ("", 1),
    500_000: ("B", 2),
    250_000: ("C", 4),
    100_000: ("D", 12),
    50_000: ("E", 24),
    25_000: ("F", 48),
    10_000: ("G", 96),
    5_000: ("H", 192),
}
SCALES = tuple(DIVISIONS)
_BY_LETTER = {letter: scale for scale, (letter, _) in DIVISIONS.items()}
_NUMBER = re.compile(r"([A-V])(\d{2})(?:([B-H])(\d{3})(\d{3}))?")
_OLD = re.compile(r"([A-V])-(\d{1,2})(?:-(\d{1,3})(?:-([A-D])(?:-([1-4]))?)?)?")
_AROUND = {
    "n": (-1, 0),
    "ne": (-1, 1),
    "e": (0, 1),
    "se": (1, 1),
    "s": (1, 0),
    "sw": (1, -1),
    "w": (0, -1),
    "nw": (-1, -1),
}


@dataclass(frozen=True)
class Sheet:
    """A map sheet with its number, scale denominator and bounds in degrees."""

    number: str
    scale: int
    west: float
    south: float
    east: float
    north: float

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of the middle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        return self.west, self.south, self.east, self.north


def _division(scale: int) -> tuple[str, int]:
    if scale not in DIVISIONS:
        raise InputError("sheet.scale", field="scale", scale=scale, scales=", ".join(map(str, SCALES)))
    return DIVISIONS[scale]


def _half_seconds(degrees: float) -> int:
    """Degrees as whole half arc-seconds, floored after rounding away the float's own error (1e-9″)."""
    return math.floor(round(degrees * DEGREE, 9))


def sheet_at(lon: float, lat: float, scale: int = 50_000) -> Sheet:
    """The sheet that holds a place (degrees). Raises ``InputError("sheet.outside")`` south of the equator,
    north of 88° or where the numbers are no place at all."""
    _, parts = _division(scale)
    if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and 0 <= lat < 88):
        field = "lat" if -180 <= lon <= 180 else "lon"
        raise InputError("sheet.outside", field=field, lon=lon, lat=lat)
    east = _half_seconds(lon + 180) % (COLUMNS * COLUMN)
    north = min(_half_seconds(lat), len(BANDS) * BAND - 1)
    row = parts * len(BANDS) - 1 - north * parts // BAND
    return _make(scale, row, east * parts // COLUMN)


@lru_cache(maxsize=4096)
def _make(scale: int, row: int, column: int) -> Sheet:
    """The sheet by its row from 88° N and its column from 180° W over the whole hemisphere."""
    letter, parts = DIVISIONS[scale]
    band, down = divmod(row, parts)
    zone, right = divmod(column % (COLUMNS * parts), parts)
    number = f"{BANDS[len(BANDS) - 1 - band]}{zone + 1:02d}"
    if letter:
        number += f"{letter}{down + 1:03d}{right + 1:03d}"
    west = column % (COLUMNS * parts) * COLUMN // parts - 180 * DEGREE
    north = (len(BANDS) * parts - row) * BAND // parts
    south, east = north - BAND // parts, west + COLUMN // parts
    return Sheet(number, scale, west / DEGREE, south / DEGREE, east / DEGREE, north / DEGREE)


def _place(sheet: Sheet) -> tuple[int, int]:
    """Row and column over the whole hemisphere, as ``_make`` takes them."""
    match = _NUMBER.fullmatch(sheet.number)
    assert match is not None
    band, zone, _, down, right = match.groups()
    parts = DIVISIONS[sheet.scale][1]
    row = (len(BANDS) - 1 - BANDS.index(band)) * parts + int(down or 1) - 1
    return row, (int(zone) - 1) * parts + int(right or 1) - 1


def tidy(number: str) -> str:
    """A number as typed (lower case, full width, blanks) in its plain form."""
    text = unicodedata.normalize("NFKC", number).upper()
    return re.sub(r"[\s_]", "", re.sub(r"[‐-―−]", "-", text))


def is_number(text: str) -> bool:
    """Whether a text has the form of a sheet number, new or old (its rows and columns may still be wrong)."""
    plain = tidy(text)
    return bool(_NUMBER.fullmatch(plain) or _OLD.fullmatch(plain))


def sheet(number: str) -> Sheet:
    """The sheet of a number such as ``J50E001010``, ``J50`` or, old style, ``J-50-5-B``.

    Raises ``InputError`` with ``sheet.malformed`` (not a number at all), ``sheet.row_column`` (a row or
    column that the scale does not have) or ``sheet.zone`` (a column beyond 60).
    """
    plain = tidy(number)
    if "-" in plain:
        return _from_old(plain, number)
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise InputError("sheet.malformed", field="sheet", number=number)
    band, zone, letter, down, right = match.groups()
    scale = _BY_LETTER[letter or ""]
    parts = DIVISIONS[scale][1]
    _check(number, int(zone), COLUMNS, "sheet.zone")
    for value in (int(down or 1), int(right or 1)):
        _check(number, value, parts, "sheet.row_column")
    row = (len(BANDS) - 1 - BANDS.index(band)) * parts + int(down or 1) - 1
    return _make(scale, row, (int(zone) - 1) * parts + int(right or 1) - 1)


def _check(number: str, value: int, most: int, code: str) -> None:
    if not 1 <= value <= most:
        raise InputError(code, field="sheet", number=number, value=value, most=most)


def _from_old(plain: str, number: str) -> Sheet:
    match = _OLD.fullmatch(plain)
    if match is None:
        raise InputError("sheet.malformed", field="sheet", number=number)
    band, zone, hundred, quarter, sixteenth = match.groups()
    _check(number, int(zone), COLUMNS, "sheet.zone")
    _check(number, int(hundred or 1), 144, "sheet.row_column")
    row, column = (len(BANDS) - 1 - BANDS.index(band)), int(zone) - 1
    scale = 1_000_000
    if hundred:
        down, right = divmod(int(hundred) - 1, 12)
        scale, row, column = 100_000, row * 12 + down, column * 12 + right
    for finer, part in ((50_000, "ABCD".find(quarter or "-")), (25_000, "1234".find(sixteenth or "-"))):
        if part >= 0:
            scale, row, column = finer, row * 2 + part // 2, column * 2 + part % 2
    return _make(scale, row, column)


def old_number(sheet: Sheet) -> str:
    """The number before 1992, ``J-50-5-B`` for 1:50,000; empty for scales whose old style is not known.

    1:100,000 counts 1–144 by rows from the north-west; 1:50,000 its quarters A B / C D; 1:25,000 theirs 1–4.
    """
    band, zone = sheet.number[0], int(sheet.number[1:3])
    if sheet.scale == 1_000_000:
        return f"{band}-{zone}"
    if sheet.scale not in (100_000, 50_000, 25_000):
        return ""
    halvings = {100_000: 0, 50_000: 1, 25_000: 2}[sheet.scale]
    row, column = int(sheet.number[4:7]) - 1, int(sheet.number[7:10]) - 1
    text = f"{band}-{zone}-{(row >> halvings) * 12 + (column >> halvings) + 1}"
    for step, letters in zip(range(halvings - 1, -1, -1), ("ABCD", "1234"), strict=False):
        text += "-" + letters[(row >> step & 1) * 2 + (column >> step & 1)]
    return text


def neighbours(sheet: Sheet) -> dict[str, str]:
    """The numbers of the sheets around, by ``n ne e se s sw w nw``, across the borders of 1:1,000,000
    sheets and the 180° meridian; directions that leave the numbered world (0–88° N) are absent."""
    row, column = _place(sheet)
    last = len(BANDS) * DIVISIONS[sheet.scale][1]
    return {
        name: _make(sheet.scale, row + down, column + right).number
        for name, (down, right) in _AROUND.items()
        if 0 <= row + down < last
    }


def sheets_within(
    west: float, south: float, east: float, north: float, scale: int = 50_000, most: int = 10_000
) -> list[Sheet]:
    """All sheets that share area with a box (degrees), by rows from the north-west.

    Raises ``InputError("sheet.too_many")`` when there are more than ``most``.
    """
    top_left, bottom_right = sheet_at(west, north, scale), sheet_at(east, south, scale)
    (top, left), (bottom, right) = _place(top_left), _place(bottom_right)
    top += top_left.south == north and top < bottom
    right -= bottom_right.west == east and right > left
    count = (bottom - top + 1) * (right - left + 1)
    if count > most:
        raise InputError("sheet.too_many", count=count, most=most)
    return [_make(scale, row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def parts_of(sheet: Sheet, scale: int) -> list[Sheet]:
    """The sheets of a larger scale that tile this one, by rows from the north-west."""
    ratio, rest = divmod(_division(scale)[1], _division(sheet.scale)[1])
    if rest or not ratio:
        raise InputError("sheet.scale", field="scale", scale=scale, scales=", ".join(map(str, SCALES)))
    row, column = _place(sheet)
    return [
        _make(scale, row * ratio + down, column * ratio + right)
        for down in range(ratio)
        for right in range(ratio)
    ]
