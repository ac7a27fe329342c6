"""What a DXF drawing says of itself and GDAL does not tell: encoding, unit, entities that are passed over.

Each layer of the drawing is a layer of its own for us.
"""

import mmap
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from importers.batch import Problem
from importers.vector.cells import by_user
from importers.vector.encoding import UTF8, Decision, decide, known_name
from importers.vector.raw import RawFeature

_UNICODE_SINCE = b"AC1021"
# A run of letters is taken as a whole: taking it by halves needs the square of its length.
_ENTITY = re.compile(rb"(?:^|\n)[ \t]*0[ \t]*\r?\n[ \t]*(?=[0-9_]*[A-Z])([A-Z0-9_]++)[ \t]*\r?(?=\n|$)")
_SECTION = re.compile(rb"\n[ \t]*2[ \t]*\r?\n[ \t]*ENTITIES[ \t]*\r?\n")
_END = re.compile(rb"\n[ \t]*0[ \t]*\r?\n[ \t]*ENDSEC")
_VARIABLE = rb"\n[ \t]*\$%s[ \t]*\r?\n[ \t]*\d+[ \t]*\r?\n[ \t]*([^\r\n]*)"
_PARTS = frozenset({"VERTEX", "SEQEND", "ENDSEC", "SECTION", "EOF"})
_READ = frozenset(
    {
        "POINT", "LINE", "POLYLINE", "LWPOLYLINE", "CIRCLE", "ELLIPSE", "ARC", "SPLINE", "HELIX", "TEXT",
        "MTEXT", "ATTRIB", "ATTDEF", "INSERT", "SOLID", "TRACE", "HATCH", "3DFACE", "3DSOLID", "DIMENSION",
        "LEADER", "MLEADER", "MULTILEADER", "WIPEOUT",
    }
)  # fmt: skip
_UNITS = {1: "in", 2: "ft", 4: "mm", 5: "cm", 7: "km"}
_FOREIGN = re.compile(rb"[\x80-\xff][^\r\n]*")
_HEADER, _MOST_LINES = 400_000, 200_000


@dataclass(frozen=True)
class Drawing:
    """How its texts are encoded (``None``: nothing is told of a binary drawing), its unit where that is not
    the metre, and the entities by type that GDAL does not read."""

    decision: Decision | None = None
    unit: str = ""
    dropped: Counter[str] = field(default_factory=Counter)


def scan(path: Path, wanted: str | None = None) -> Drawing:
    """Look through the drawing; ``wanted`` is the encoding that the user named."""
    if path.stat().st_size == 0:
        return Drawing()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[:18] == b"AutoCAD Binary DXF":
            return Drawing()
        head = data[:_HEADER]
        decision = by_user(wanted) if wanted else decide(_foreign(data), *_declared(head))
        number = _variable(head, b"INSUNITS")
        unit = _UNITS.get(int(number), "") if number.isdigit() else ""
        return Drawing(decision, unit, _dropped(data))


def _variable(head: bytes, name: bytes) -> bytes:
    found = re.search(_VARIABLE % name, head)
    return found[1].strip() if found else b""


def _foreign(data: mmap.mmap) -> list[bytes]:
    lines = (found[0].strip() for found in _FOREIGN.finditer(data))
    return list(dict.fromkeys(islice(lines, _MOST_LINES)))


def _declared(head: bytes) -> tuple[str | None, str]:
    version, page = _variable(head, b"ACADVER"), _variable(head, b"DWGCODEPAGE")
    if version >= _UNICODE_SINCE:
        return UTF8, version.decode("ascii", "replace")
    name = known_name(page.decode("ascii", "replace").removeprefix("ANSI_")) if page else None
    return (name, "$DWGCODEPAGE") if name else (None, "")


def config(drawing: Drawing) -> dict[str, str]:
    """The options by which GDAL decodes the texts so; undecided ones come with one character per byte."""
    if drawing.decision is None:
        return {}
    return {"DXF_ENCODING": (drawing.decision.encoding or "ISO-8859-1").replace("windows-", "CP")}


def _dropped(data: mmap.mmap) -> Counter[str]:
    begin = _SECTION.search(data)
    if begin is None:
        return Counter()
    end = _END.search(data, begin.end())
    stop = end.start() if end else len(data)
    names = (found[1].decode() for found in _ENTITY.finditer(data, begin.end() - 1, stop))
    return Counter(name for name in names if name not in _READ and name not in _PARTS)


def notices(drawing: Drawing) -> list[Problem]:
    """What the user must know of the whole drawing."""
    found = []
    if drawing.dropped:
        kinds = ", ".join(f"{name} × {count}" for name, count in sorted(drawing.dropped.items()))
        found.append(Problem("dxf.dropped", {"count": drawing.dropped.total(), "kinds": kinds}))
    if drawing.unit:
        found.append(Problem("dxf.unit", {"unit": drawing.unit}))
    return found


def by_layer(features: Sequence[RawFeature]) -> tuple[dict[str, list[RawFeature]], int]:
    """The entities of each layer, and how many lie on paper: frames and titles of a printed sheet have no
    place on the ground and are left out."""
    layers: dict[str, list[RawFeature]] = {}
    on_paper = 0
    for feature in features:
        if feature.values.get("PaperSpace"):
            on_paper += 1
            continue
        layers.setdefault(str(feature.values.get("Layer") or "0"), []).append(feature)
    return layers, on_paper
