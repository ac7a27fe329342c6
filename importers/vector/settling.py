"""Rows that speak of one fault: which value the fault gets where they differ, and what of the others."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import MultiLineString

from faultgis.records.unread import Unread
from importers.fields import Row, said

OWN = frozenset({"kinematics", "latest_activity", "dip_direction", "dip"})
"""Fields that a trace may have for itself, beside its fault's."""

_JOINED = frozenset({"notes", "activity_text", "kinematics_text", "aliases", "activity_evidence"})


@dataclass(slots=True)
class Piece:
    """One feature on its way to a trace."""

    row: Row
    geometry: MultiLineString | Unread
    fingerprint: str
    key: str
    number: str = ""

    def get(self, target: str) -> Any:
        """A typed value of the row, or ``None``."""
        return self.row.values.get(target)

    def text(self, target: str) -> str:
        """A text of the row, or an empty one."""
        value = self.row.values.get(target)
        return value if type(value) is str else str(value or "")


def settle(pieces: Sequence[Piece], level: str) -> dict[str, Any]:
    """The values of a fault or a segment by field, from the rows that belong to it.

    The value that most rows give wins, the first one among equals. A row that differs keeps its own value
    where traces have such a field; texts are joined; any other value is refused in that row.
    """
    prefix = f"{level}."
    given: dict[str, list[tuple[Piece, Any]]] = {}
    for piece in pieces:
        for target, value in piece.row.values.items():
            if target.startswith(prefix):
                given.setdefault(target, []).append((piece, value))
    return {
        target[len(prefix) :]: _settle(found, target, target[len(prefix) :])
        for target, found in given.items()
    }


def _settle(given: Sequence[tuple[Piece, Any]], target: str, field: str) -> Any:
    given = [(piece, value) for piece, value in given if value is not None]
    chosen = most_common(value for _, value in given)
    if field in _JOINED and field != "activity_evidence":
        return "; ".join(dict.fromkeys(str(value) for _, value in given))
    for piece, value in given:
        if value is not chosen and value != chosen:
            _differ(piece, target, field, value, chosen)
    return chosen


def _differ(piece: Piece, target: str, field: str, value: Any, chosen: Any) -> None:
    if field in OWN:
        piece.row.values[f"trace.{field}"] = value
    elif field in ("name", "name_zh", "name_en"):
        piece.row.flag(target, "fault.other_name", kept=str(chosen), found=str(value))
    elif field == "code" or isinstance(value, str):
        piece.row.flag(target, "fault.other_text", kept=str(chosen), found=value)
    else:
        piece.row.refuse(target, "fault.other_value", kept=said(chosen), found=said(value))


def most_common(values: Iterable[Any]) -> Any:
    """The value that occurs most often, the first one among equals; ``None`` without values."""
    found = list(values)
    if all(value is found[0] for value in found):
        return found[0] if found else None
    counted = Counter(found)
    return max(counted, key=lambda value: counted[value], default=None)
