"""EXIF as cameras write it: a small TIFF file within the photograph. Formula source: CIPA DC-008 (EXIF 2.32).

Everything is read within the bounds of the bytes given; what does not fit is left out, never guessed.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

Value = str | bytes | int | float | Fraction | None
Values = tuple[Value, ...]

MAIN_TAGS = {0x010E: "ImageDescription", 0x010F: "Make", 0x0110: "Model", 0x0112: "Orientation",
             0x0131: "Software", 0x0132: "DateTime"}  # fmt: skip
PHOTO_TAGS = {0x9003: "DateTimeOriginal", 0x9010: "OffsetTime", 0x9011: "OffsetTimeOriginal",
              0x9291: "SubSecTimeOriginal", 0x920A: "FocalLength", 0xA405: "FocalLengthIn35mmFilm",
              0xA431: "BodySerialNumber", 0xA434: "LensModel"}  # fmt: skip
GPS_TAGS = {0x01: "GPSLatitudeRef", 0x02: "GPSLatitude", 0x03: "GPSLongitudeRef", 0x04: "GPSLongitude",
            0x05: "GPSAltitudeRef", 0x06: "GPSAltitude", 0x07: "GPSTimeStamp", 0x08: "GPSSatellites",
            0x09: "GPSStatus", 0x0A: "GPSMeasureMode", 0x0B: "GPSDOP", 0x0E: "GPSTrackRef", 0x0F: "GPSTrack",
            0x10: "GPSImgDirectionRef", 0x11: "GPSImgDirection", 0x12: "GPSMapDatum", 0x1D: "GPSDateStamp",
            0x1E: "GPSDifferential", 0x1F: "GPSHPositioningError"}  # fmt: skip
_PHOTO, _GPS = 0x8769, 0x8825
_MOST_ENTRIES = 512
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 129: 1}
_CODES = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d"}
_ASCII, _RATIONAL, _UNDEFINED, _SIGNED_RATIONAL, _UTF8 = 2, 5, 7, 10, 129


@dataclass(frozen=True)
class Exif:
    """The tags by name, each as the values that it holds. A rational with denominator zero is ``None``."""

    values: Mapping[str, Values] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A tag's text, empty where there is none."""
        found = self.values.get(name, ())
        return found[0] if found and isinstance(found[0], str) else ""

    def numbers(self, name: str) -> tuple[Fraction | None, ...]:
        """A tag's numbers; what is none is ``None``."""
        return tuple(_exact(value) for value in self.values.get(name, ()))

    def number(self, name: str) -> float | None:
        """A tag's first number."""
        found = self.numbers(name)
        return float(found[0]) if found and found[0] is not None else None

    def written(self, name: str) -> str:
        """A tag as one would write it down: numbers apart by blanks, as many digits as it has."""
        return " ".join(_said(value) for value in self.values.get(name, ()))


def read_exif(data: bytes) -> Exif:
    """The tags of an EXIF segment (from its byte order on); none where it is damaged from the beginning."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8 or struct.unpack_from(f"{order}H", data, 2)[0] != 42:
        return Exif()
    found: dict[str, Values] = {}
    pointers: dict[int, int] = {}
    main = struct.unpack_from(f"{order}I", data, 4)[0]
    for tag, values in _entries(data, order, main):
        if tag in MAIN_TAGS:
            found[MAIN_TAGS[tag]] = values
        elif tag in (_PHOTO, _GPS) and values and isinstance(values[0], int):
            pointers[tag] = values[0]
    for tag, names in ((_PHOTO, PHOTO_TAGS), (_GPS, GPS_TAGS)):
        if tag in pointers:
            found |= {names[t]: values for t, values in _entries(data, order, pointers[tag]) if t in names}
    return Exif(found)


def _entries(data: bytes, order: str, at: int) -> Iterator[tuple[int, Values]]:
    """The entries of one directory that lie wholly within the data."""
    if not 0 < at <= len(data) - 2:
        return
    count = min(struct.unpack_from(f"{order}H", data, at)[0], _MOST_ENTRIES, (len(data) - at - 2) // 12)
    for number in range(count):
        entry = at + 2 + 12 * number
        tag, kind, length = struct.unpack_from(f"{order}HHI", data, entry)
        size = _SIZES.get(kind, 0) * length
        if not size or size > len(data):
            continue
        start = entry + 8 if size <= 4 else struct.unpack_from(f"{order}I", data, entry + 8)[0]
        if start + size <= len(data):
            yield tag, _values(data[start : start + size], order, kind, length)


def _values(raw: bytes, order: str, kind: int, count: int) -> Values:
    if kind in (_ASCII, _UTF8):
        return (_text(raw),)
    if kind == _UNDEFINED:
        return (raw,)
    if kind in (_RATIONAL, _SIGNED_RATIONAL):
        pairs = struct.unpack(f"{order}{2 * count}{'I' if kind == _RATIONAL else 'i'}", raw)
        return tuple(Fraction(a, b) if b else None for a, b in zip(pairs[::2], pairs[1::2], strict=True))
    return tuple(struct.unpack(f"{order}{count}{_CODES[kind]}", raw))


def _text(raw: bytes) -> str:
    """Up to the first NUL. UTF-8 where it is that, else the Chinese of older cameras and phones."""
    bare = raw.split(b"\x00", 1)[0]
    for encoding in ("utf-8", "gb18030"):
        try:
            return "".join(c for c in bare.decode(encoding).strip() if c.isprintable())
        except UnicodeDecodeError:
            continue
    return bare.decode("latin-1").strip()


def _exact(value: Value) -> Fraction | None:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int) or (isinstance(value, float) and value - value == 0):
        return Fraction(value)
    return None


def _said(value: Value) -> str:
    if isinstance(value, Fraction | float):
        return f"{float(value):.10g}"
    if isinstance(value, bytes):
        return value.hex()
    return "" if value is None else str(value)


def degrees(numbers: tuple[Fraction | None, ...], reference: str, letters: str) -> float | None:
    """Decimal degrees of degrees, minutes and seconds (missing ones are zero). ``letters`` is "NS" (up to
    90°) or "EW" (up to 180°), the second one negative.

    ``None`` where the reference is neither, a number is missing or negative, or the sum is too large.
    """
    sign = {letters[0]: 1, letters[1]: -1}.get(reference[:1].upper())
    if sign is None or not 1 <= len(numbers) <= 3:
        return None
    total = Fraction(0)
    for part, number in enumerate(numbers):
        if number is None or number < 0:
            return None
        total += number / 60**part
    return None if total > (90 if letters == "NS" else 180) else float(sign * total)
