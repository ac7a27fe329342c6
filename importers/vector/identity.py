"""Which row is which: keys by the source's own number or by geometry, and the fault a row belongs to."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from importers.batch import Problem
from importers.fields import Row
from importers.mappings import Template
from importers.vector.settling import Piece

_NAMELESS = frozenset(
    {"无名", "无名断裂", "无名断层", "未命名", "未知", "unnamed", "unknown", "no name", "noname", "?"}
)


_NAME_FIELDS = ("name_zh", "name", "name_en")
_NAME_ENDS = tuple(f".{field}" for field in _NAME_FIELDS)


def assign_keys(pieces: Sequence[Piece], template: Template) -> list[Problem]:
    """Give every piece its key: the source's number where it is unique in the file, else the geometry.

    Lines that lie exactly on each other are told apart by their order.
    """
    numbers = Counter(piece.text("id") for piece in pieces)
    repeated = sorted(number for number, count in numbers.items() if number and count > 1)
    many = set(repeated)
    for piece in pieces:
        number = piece.text("id")
        piece.number = "" if number in many else number
        piece.key = (
            f"{template.namespace}:{piece.number}" if piece.number else f"geometry:{piece.fingerprint}"
        )
    seen: Counter[str] = Counter()
    for piece in pieces:
        seen[piece.key] += 1
        if seen[piece.key] > 1:
            piece.key = f"{piece.key}#{seen[piece.key]}"
    if not repeated:
        return []
    return [Problem("import.id_repeated", {"count": len(repeated), "example": repeated[0]})]


def forget_nameless(row: Row) -> None:
    """Drop names that say that there is none; their cells stay in the source attributes."""
    for target in [t for t in row.values if t.endswith(_NAME_ENDS)]:
        if str(row.values[target]).strip().casefold() in _NAMELESS:
            del row.values[target]


def name_of(piece: Piece, level: str, template: Template) -> str:
    """The name that a row gives to its fault, segment or zone, in the language of the data set first."""
    values = piece.row.values
    for target in _name_targets(level, template.language == "en"):
        if target in values and (name := piece.text(target).strip()):
            return name
    return ""


@cache
def _name_targets(level: str, english: bool) -> tuple[str, ...]:
    order = _NAME_FIELDS[::-1] if english else _NAME_FIELDS
    return tuple(f"{level}.{field}" for field in order)


def fault_key(piece: Piece, template: Template, file: str) -> str:
    """The same source code, else the same name within a zone and a file (or data set), is one fault."""
    code = piece.text("fault.source_code").strip()
    if code:
        return f"{template.namespace}:fault:code:{code}"
    zone, name = name_of(piece, "zone", template), name_of(piece, "fault", template)
    if not name and not zone:
        return f"{piece.key}:fault"
    scope = "" if template.renames else f"{_stem(file)}/"
    return f"{template.namespace}:fault:name:{scope}{zone}/{name}"


@cache
def _stem(file: str) -> str:
    return Path(file).stem


def segment_key(piece: Piece, template: Template, fault: str) -> str:
    """The segment's key, or an empty text for a row without one: by number, else by name, else by row."""
    mark = piece.text("segment.code").strip() or name_of(piece, "segment", template)
    if mark:
        return f"{fault}/segment:{mark}"
    has_own = any(target.startswith("segment.") for target in piece.row.values)
    return f"{fault}/segment:{piece.key}" if has_own else ""
