"""Tables with places: which columns hold coordinates, as offices head and write them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shapely import Point

from faultgis import crs
from faultgis.avoidance.sites import DATUMS, Reason
from faultgis.errors import InputError
from importers.tables.grid import Sheet

LONGITUDES = ("lon", "lng", "long", "longitude", "经度", "东经", "断点经度")
LATITUDES = ("lat", "latitude", "纬度", "北纬", "断点纬度")
EASTINGS = ("e", "east", "easting", "东坐标", "横坐标", "y坐标", "坐标y", "横坐标y", "东坐标y", "东")
NORTHINGS = ("n", "north", "northing", "北坐标", "纵坐标", "x坐标", "坐标x", "纵坐标x", "北坐标x", "北")
PLACES = ("place", "coordinate", "coordinates", "position", "坐标", "位置", "经纬度")
# A head may hold one of these among other words.
WORDS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    LONGITUDES: ("经度", "东经"),
    LATITUDES: ("纬度", "北纬"),
    PLACES: ("经纬度",),
}
# Heads of columns of degrees, minutes and seconds; the first sign is put behind a number.
PARTS = (("°", "度", "º"), ("′", "分", "'"), ("″", "秒", '"'))
# Words of a head that name the datum of its coordinates.
DATUM_WORDS: Mapping[str, tuple[str, ...]] = {
    "gcj02": ("gcj02", "gcj", "高德", "腾讯", "火星"),
    "bd09": ("bd09", "baidu", "百度"),
    "wgs84": ("wgs84",),
    "cgcs2000": ("cgcs2000",),
}
_HEADS_WITHIN = 20
# Beyond this a number is metres; an easting that begins with its zone is no smaller.
_MOST_DEGREES, _ZONED = 1000.0, 1e7
# Metres that are no easting, with its zone or without.
_SURELY_NORTH = 1e6, 1e7


def plain_head(head: str) -> str:
    """A head without blanks, signs, letter case and its unit."""
    return "".join(c for c in head.casefold() if c.isalnum()).removesuffix("m").removesuffix("°")


@dataclass(frozen=True)
class Columns:
    """Where a table has its sites' coordinates: the columns and the way from two cells to a place; ``datum``
    is that which the heads name, if any; each coordinate stands in so many ``parts``, side by side."""

    head: int
    labels: Mapping[str, int]
    first: int
    second: int | None
    way: Callable[[str, str], tuple[float, float]]
    datum: str = ""
    parts: int = 1

    def cell(self, cells: Sequence[str], column: int) -> str:
        """What a row has from this column on for one coordinate; parts get their signs."""
        if self.parts == 1:
            return cells[column - 1]
        written = zip(cells[column - 1 :][: self.parts], PARTS, strict=False)
        return "".join(f"{text}{signs[0]}" for text, signs in written if text)

    @property
    def shifted(self) -> bool:
        """Whether the coordinates are those of a web map, by the heads."""
        return DATUMS.get(self.datum) is not None


def columns_of(sheet: Sheet, crs_name: str | None) -> Columns | None:
    """The columns with places within a sheet's first rows; ``None`` where it has none."""
    rows, width = sheet.size
    for number in range(1, min(rows, _HEADS_WITHIN) + 1):
        own = {v.text.strip(): i for i, v in enumerate(sheet.row(number, width), 1) if v.text.strip()}
        plain = {plain_head(label): column for label, column in own.items()}
        for firsts, seconds, way in _ways(crs_name):
            first, second = _column(plain, firsts), _column(plain, seconds)
            if first is not None and (second is not None or not seconds):
                labels = {**_above(sheet, number, width, own), **own}
                head = next(head for head, column in plain.items() if column == first)
                below = [v.text.strip() for v in sheet.row(number + 1, width)]
                parts = min(_parts(below, first), _parts(below, second or first))
                return Columns(number + (parts > 1), labels, first, second, way, _datum(head), max(1, parts))
    return None


def _parts(heads: Sequence[str], column: int) -> int:
    """How many columns from this one on are headed as degrees, minutes and seconds."""
    found = 0
    for head, signs in zip(heads[column - 1 :], PARTS, strict=False):
        if head not in signs:
            break
        found += 1
    return found


def _datum(head: str) -> str:
    return next((d for d, words in DATUM_WORDS.items() if any(word in head for word in words)), "")


def _column(plain: Mapping[str, int], heads: tuple[str, ...]) -> int | None:
    """The column with one of these heads, else the only one that is so headed but for a datum or that holds
    one of their words; of several none is guessed."""
    exact = (plain[head] for head in heads if head in plain)
    words = WORDS.get(heads, ())
    alike = {at for head, at in plain.items() if _bare(head) in heads or any(w in head for w in words)}
    return next(exact, alike.pop() if len(alike) == 1 else None)


def _bare(head: str) -> str:
    """A head without words that name a datum."""
    for words in DATUM_WORDS.values():
        for word in words:
            head = head.replace(word, "")
    return head


def _above(sheet: Sheet, number: int, width: int, own: Mapping[str, int]) -> dict[str, int]:
    """Of heads in two rows those of the upper row below which nothing stands; a title alone is no head."""
    upper = sheet.row(number - 1, width) if number > 1 else []
    found = {v.text.strip(): i for i, v in enumerate(upper, 1) if v.text.strip()}
    return {label: i for label, i in found.items() if i not in own.values()} if len(found) > 1 else {}


_Way = Callable[[str, str], tuple[float, float]]


def _ways(crs_name: str | None) -> list[tuple[tuple[str, ...], tuple[str, ...], _Way]]:
    """Columns by their heads, and what their cells mean; plain x and y by their size."""
    projected = _by_crs(crs_name) if crs_name is not None else _by_words
    plain = _in_order(_by_crs(crs_name)) if crs_name is not None else _by_size
    return [
        (LONGITUDES, LATITUDES, _degrees),
        (EASTINGS, NORTHINGS, projected),
        (("x",), ("y",), plain),
        (PLACES, (), lambda first, _: crs.parse_place(first)),
    ]


def _degrees(lon: str, lat: str) -> tuple[float, float]:
    """Longitude and latitude as they stand in their columns; what is swapped is found out later."""
    try:
        return float(lon), float(lat)
    except ValueError:
        return crs.parse_place(
            f"{lon if 'E' in lon.upper() else f'E {lon}'} {lat if 'N' in lat.upper() else f'N {lat}'}"
        )


def _by_size(x: str, y: str) -> tuple[float, float]:
    """Degrees, or metres on the Gauss–Krüger grid: there x is north in Chinese surveys."""
    return _degrees(x, y) if _are_degrees(x, y) else _by_words(y, x)


def _by_words(east: str, north: str) -> tuple[float, float]:
    """Metres as their heads say, unless it is the other one that begins with its zone; degrees in the order
    in which they lie on the globe."""
    if _are_degrees(east, north):
        return crs.parse_place(f"{east} {north}")
    turned = max(_numbers(north), default=0.0) >= _ZONED > max(_numbers(east), default=0.0)
    return crs.parse_place(f"{north} E {east} N" if turned else f"{east} E {north} N")


def _are_degrees(*cells: str) -> bool:
    return max(_numbers(*cells), default=0.0) <= _MOST_DEGREES


def _numbers(*cells: str) -> list[float]:
    return [float(each) for each in cells if each.replace(".", "", 1).isdecimal()]


def _by_crs(crs_name: str) -> _Way:
    way = crs.transformer(crs_name)

    def place(east: str, north: str) -> tuple[float, float]:
        lon, lat = way.transform(float(east), float(north))
        return float(lon), float(lat)

    return place


def _in_order(way: _Way) -> _Way:
    """The way of x and y, of which x is north where its size says so, and that of y does not."""

    def place(x: str, y: str) -> tuple[float, float]:
        first, second = (any(low <= n < high for n in _numbers(each)) for each in (x, y))
        return way(y, x) if first and not second else way(x, y)

    low, high = _SURELY_NORTH
    return place


def cells_of(sheet: Sheet, columns: Columns) -> Iterator[tuple[int, list[str]]]:
    """The rows below the heads that hold something, as text, with their numbers."""
    rows, width = sheet.size
    for number in range(columns.head + 1, rows + 1):
        cells = [value.text.strip() for value in sheet.row(number, width)]
        if any(cells):
            yield number, cells


def place_of(cells: Sequence[str], columns: Columns) -> tuple[Point | None, Reason | None]:
    """The place that a row tells in CGCS2000 degrees (that of a web map taken back to the true one), or why
    it cannot be read; neither where it has none."""
    first = columns.cell(cells, columns.first)
    second = "" if columns.second is None else columns.cell(cells, columns.second)
    if not first or (columns.second is not None and not second):
        return None, None
    try:
        lon, lat = columns.way(first, second)
        back = DATUMS.get(columns.datum)
        return Point((lon, lat) if back is None else back(lon, lat)), None
    except InputError as error:
        if error.code != "place.unreadable" or columns.second is None:
            return None, Reason(error.code, dict(error.params))
        return None, Reason(error.code, {"text": f"{first}, {second}"[:80]})
    except ValueError:
        return None, Reason("place.unreadable", {"text": f"{first}, {second}"[:80]})
