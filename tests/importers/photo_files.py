"""JPEG files made to order: a real picture's data with EXIF and XMP of our own."""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

Entry = tuple[int, Sequence[int | tuple[int, int]] | bytes]
ORDERS = {"<": b"II", ">": b"MM"}


def packed(order: str, entry: Entry) -> tuple[int, int, bytes]:
    """The kind, count and bytes of a value: text or bytes, rationals as pairs, else whole numbers."""
    kind, value = entry
    if isinstance(value, bytes):
        return kind, len(value), value
    if kind in (5, 10):
        numbers = [n for pair in value for n in pair]  # type: ignore[union-attr]
        return kind, len(value), struct.pack(f"{order}{len(numbers)}{'I' if kind == 5 else 'i'}", *numbers)
    code = {1: "B", 3: "H", 4: "I"}[kind]
    return kind, len(value), struct.pack(f"{order}{len(value)}{code}", *value)


def directory(order: str, at: int, entries: Mapping[int, Entry]) -> bytes:
    """A directory of a TIFF file that stands at ``at``, with its values behind it."""
    head, behind = struct.pack(f"{order}H", len(entries)), b""
    start = at + 2 + 12 * len(entries) + 4
    for tag, entry in sorted(entries.items()):
        kind, count, raw = packed(order, entry)
        if len(raw) <= 4:
            place = raw.ljust(4, b"\x00")
        else:
            place = struct.pack(f"{order}I", start + len(behind))
            behind += raw
        head += struct.pack(f"{order}HHI", tag, kind, count) + place
    return head + bytes(4) + behind


def exif(
    gps: Mapping[int, Entry],
    main: Mapping[int, Entry] | None = None,
    photo: Mapping[int, Entry] | None = None,
    order: str = "<",
) -> bytes:
    """An EXIF segment's TIFF part."""
    photo_at = 8 + 4096
    gps_at = photo_at + 4096
    pointers: dict[int, Entry] = {0x8769: (4, [photo_at]), 0x8825: (4, [gps_at])}
    start = ORDERS[order] + struct.pack(f"{order}HI", 42, 8)
    data = (start + directory(order, 8, {**(main or {}), **pointers})).ljust(photo_at, b"\x00")
    data = (data + directory(order, photo_at, photo or {})).ljust(gps_at, b"\x00")
    return data + directory(order, gps_at, gps)


def segment(marker: int, payload: bytes) -> bytes:
    """A JPEG segment."""
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def jpeg(source: Path, exif_data: bytes = b"", xmp: str = "") -> bytes:
    """The picture of ``source`` with this EXIF and XMP in place of its own."""
    data, at, kept = source.read_bytes(), 2, b""
    while data[at + 1] != 0xDA:
        length = int.from_bytes(data[at + 2 : at + 4], "big") + 2
        if data[at + 1] != 0xE1:
            kept += data[at : at + length]
        at += length
    own = segment(0xE1, b"Exif\x00\x00" + exif_data) if exif_data else b""
    own += segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + xmp.encode()) if xmp else b""
    return b"\xff\xd8" + own + kept + data[at:]


def position(latitude: Sequence[tuple[int, int]], longitude: Sequence[tuple[int, int]]) -> dict[int, Entry]:
    """North and east in rationals of degrees, minutes, seconds."""
    return {1: (2, b"N\x00"), 2: (5, latitude), 3: (2, b"E\x00"), 4: (5, longitude)}


HERE = position([(43, 1), (28, 1), (2814, 1000)], [(87, 1), (30, 1), (0, 1)])
DJI = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="DJI Meta Data" xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/"
 drone-dji:AbsoluteAltitude="+1534.21" drone-dji:RelativeAltitude="+80.10" drone-dji:GimbalRollDegree="+0.00"
 drone-dji:GimbalYawDegree="-123.40" drone-dji:GimbalPitchDegree="-90.00" drone-dji:FlightYawDegree="-120.10"
 drone-dji:RtkFlag="50"/></rdf:RDF></x:xmpmeta>"""
