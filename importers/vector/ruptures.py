"""Historical surface ruptures told in the rows of a fault table."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from faultgis.records.site import SurfaceRupture
from importers.freetext.quantities import magnitude
from importers.vector.building import Context
from importers.vector.settling import Piece

_FIELDS = ("magnitude", "length", "horizontal_slip", "vertical_slip")


def ruptures(context: Context, pieces: Sequence[Piece], fault_id: UUID) -> list[SurfaceRupture]:
    """The ruptures of one fault; rows that repeat the same cells tell of the same one."""
    found: dict[tuple[Any, ...], list[Piece]] = {}
    for piece in pieces:
        told = {t: v for t, v in piece.row.values.items() if t.startswith("rupture.")}
        if told:
            found.setdefault(tuple(sorted((t, repr(v)) for t, v in told.items())), []).append(piece)
    return [record for same in found.values() for record in _ruptures(context, same, fault_id)]


def _ruptures(context: Context, same: list[Piece], fault_id: UUID) -> list[SurfaceRupture]:
    piece = same[0]
    events = piece.get("rupture.events") or (None,)
    values = {field: piece.get(f"rupture.{field}") for field in _FIELDS}
    if len(events) > 1:
        for other in same:
            _ambiguous(other, values)
        return [
            _record(context, same, fault_id, event, {"magnitude": size}, number)
            for number, (event, size) in enumerate(
                zip(events, _sizes(context, same, len(events)), strict=True), 1
            )
        ]
    return [_record(context, same, fault_id, events[0], values, 1)]


def _ambiguous(piece: Piece, values: dict[str, Any]) -> None:
    """One length or slip for several earthquakes belongs to none of them with certainty."""
    for field in _FIELDS[1:]:
        if values.get(field) is not None:
            piece.row.refuse(f"rupture.{field}", "rupture.which_event")


def _sizes(context: Context, same: Sequence[Piece], count: int) -> list[Any]:
    """The magnitudes of several earthquakes where the cell gives just as many."""
    given = [p for p in re.split(r"[,，;；\s]+", context.words(same[:1], "rupture.magnitude")) if p]
    if len(given) == count:
        return [magnitude(text).value for text in given]
    for piece in same:
        if piece.get("rupture.magnitude") is not None:
            piece.row.refuse("rupture.magnitude", "rupture.which_event")
    return [None] * count


def _record(
    context: Context, same: Sequence[Piece], fault_id: UUID, event: Any, values: dict[str, Any], number: int
) -> SurfaceRupture:
    year, month, day, place, text = event or (None, None, None, "", context.words(same[:1], "rupture.date"))
    return SurfaceRupture(
        survey_id=context.survey.id,
        fault_id=fault_id,
        name=place,
        date_text=text,
        year=year,
        month=month,
        day=day,
        **values,
        source=context.source(same, f"{same[0].key}/rupture:{number}", ("rupture",)),
    )
