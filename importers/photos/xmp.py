"""XMP as drones write it: heights, gimbal and aircraft, beside what EXIF has room for."""

import math
from collections.abc import Mapping
from xml.etree import ElementTree

SPACES = {
    "http://www.dji.com/drone-dji/1.0/": "drone-dji",
    "http://ns.sensefly.com/sensefly/1.0/": "sensefly",
    "http://pix4d.com/camera/1.0": "camera",
    "http://pix4d.com/camera/1.0/": "camera",
}
_MOST_TAGS = 200


def read_xmp(data: bytes) -> dict[str, str]:
    """What the packet says in the vocabularies of drones, as ``drone-dji:GimbalYawDegree`` to text.

    Nothing where it is no XML or declares entities: a packet never needs any.
    """
    text = data.strip(b"\x00 \r\n\t")
    if b"<!DOCTYPE" in text.replace(b"\x00", b""):
        return {}
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, LookupError):
        return {}
    found: dict[str, str] = {}
    for element in root.iter():
        pairs = [*element.attrib.items(), (element.tag, element.text or "")]
        for name, value in pairs:
            known = _name(name)
            if known and value.strip() and len(found) < _MOST_TAGS:
                found.setdefault(known, value.strip())
    return found


def _name(tag: object) -> str:
    if not isinstance(tag, str):
        return ""
    space, _, name = tag.removeprefix("{").partition("}")
    return f"{SPACES[space]}:{name}" if name and space in SPACES else ""


def number(values: Mapping[str, str], name: str) -> float | None:
    """The number under a name (``+12.3`` is one), ``None`` where there is none."""
    try:
        found = float(values[name])
    except (KeyError, ValueError):
        return None
    return found if math.isfinite(found) else None
