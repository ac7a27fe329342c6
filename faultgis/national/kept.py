"""What a record keeps of the national rows that it came from: what nobody changed goes back as it was.

Cells stand in ``source.attributes``: those of the class that ``source.key`` names ("Fault:640…") by their
field, those of a further class as "FaultSvyPoint.Lon". Blank cells are left out. Where our record says
something else than the cell (another length, another spelling), ``_differs`` holds what it said when it was
read: as long as it still says so, the cell stands. ``_shape`` is the fingerprint of the row's shape.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from faultgis.national.template import Empty, TemplateClass, TemplateField

DIFFERS, SHAPE = "_differs", "_shape"
_DIGITS = 8
_SAME = 1e-9
Cell = str | int | float | None


def source_class(record: Any) -> str:
    """The class of the national row that a record was read from; empty for other records."""
    name, colon, _ = record.source.key.partition(":")
    return name if colon and name.isidentifier() else ""


def cells(record: Any, class_name: str) -> dict[str, str] | None:
    """The cells of a class that a record was read from; ``None``: it was not read from one."""
    key: str = record.source.key
    if key.startswith(f"{class_name}:"):
        pairs = record.source.attributes
        return {name: text for name, text in pairs if name not in (DIFFERS, SHAPE) and "." not in name}
    prefix = f"{class_name}."
    found = {n[len(prefix) :]: text for n, text in record.source.attributes if n.startswith(prefix)}
    found.pop(SHAPE, None)
    return found or None


def shape_of(record: Any, class_name: str) -> str:
    """The fingerprint of the shape that a record's row of a class had when it was read."""
    own = record.source.key.startswith(f"{class_name}:")
    wanted = SHAPE if own else f"{class_name}.{SHAPE}"
    return next((text for name, text in record.source.attributes if name == wanted), "")


def fingerprint(shape: Any) -> str:
    """A hash of a shape's vertices to about a millimetre; empty without a shape."""
    if shape is None or shape.is_empty:
        return ""
    flat = shapely.transform(shape, lambda points: np.round(points, _DIGITS) + 0.0)
    return hashlib.sha256(shapely.to_wkb(flat)).hexdigest()[:16]


def differing(record: Any, class_name: str) -> Mapping[str, Any]:
    """What the record said otherwise than its cells of a class when it was read."""
    for name, text in record.source.attributes:
        if name == DIFFERS:
            return json.loads(text).get(class_name, {})  # type: ignore[no-any-return]
    return {}


def text_of(value: Cell) -> str:
    """A cell as text that ``typed`` turns back."""
    return repr(value) if isinstance(value, float) else "" if value is None else str(value)


def typed(text: str, entry: TemplateField | None) -> Cell:
    """A kept cell in its field's type; what is no number stays text."""
    if entry is None or not entry.numeric:
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    if not math.isfinite(number):
        return text
    return int(number) if entry.type != "real" and number.is_integer() else number


def says(value: Any, empty: Empty) -> bool:
    """Whether a value says anything: neither blank nor one of the marks for "not available"."""
    if value is None:
        return False
    if isinstance(value, str):
        return value.strip() not in ("", empty.text, empty.date)
    return bool(value != empty.number)


def agree(one: Any, other: Any, empty: Empty) -> bool:
    """Whether two values are the same (degrees to a centimetre), or both say nothing."""
    if one == other:
        return True
    if isinstance(one, float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=_SAME)
    return not (says(one, empty) or says(other, empty))


def mark(entry: TemplateField, empty: Empty, blank: bool) -> Cell:
    """How "not available" is written in a field; ``None`` where blank is the code for it."""
    if entry.key or blank:
        return None
    if entry.numeric:
        return int(empty.number) if entry.type != "real" else float(empty.number)
    return empty.date if entry.type == "date" else empty.text


def fields_by_name(described: TemplateClass | None) -> Mapping[str, TemplateField]:
    """The fields of a class by their exact names."""
    return {entry.name: entry for entry in described.fields} if described else {}
