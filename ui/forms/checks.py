"""Whether a value may stand in a field: one sentence beside the field, before anything is changed."""

from typing import Any

from faultgis import codes
from faultgis.errors import InputError
from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.services.editing import EditingSession
from faultgis.values import Estimate
from ui.forms.fields import Field
from ui.forms.shown import number

# The two sides of an event, and of an order: never the same unit.
_BESIDE = {
    ("paleo_event", "older_unit_id"): "younger_unit_id",
    ("paleo_event", "younger_unit_id"): "older_unit_id",
    ("unit_order", "older_id"): "younger_id",
    ("unit_order", "younger_id"): "older_id",
}


def check(field: Field, value: Any, record: AnyRecord, session: EditingSession) -> None:
    """Raises ``InputError``: ``field.required, field.range, field.at_least, field.above, field.taken,
    field.unknown_code, field.year_zero, field.same_unit``."""
    if field.required and value in (None, ""):
        raise InputError("field.required")
    if field.unique and value:
        _check_unique(field, value, record, session)
    if field.editor == "code" and value not in ("", None) and not codes.known(field.codes, str(value)):
        raise InputError("field.unknown_code", value=value)
    beside = _BESIDE.get((kind_of(record), field.name))
    if beside is not None and value is not None and value == getattr(record, beside):
        raise InputError("field.same_unit")
    for part in _numbers(value):
        _check_range(field, part)


def _check_unique(field: Field, value: Any, record: AnyRecord, session: EditingSession) -> None:
    for other in session.records[kind_of(record)].values():
        if other.id != record.id and getattr(other, field.name) == value:
            raise InputError("field.taken", value=value)


def _numbers(value: Any) -> list[float]:
    if isinstance(value, Estimate):
        return [n for n in (value.low, value.best, value.high) if n is not None]
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []


def _check_range(field: Field, value: float) -> None:
    if field.above is not None and value <= field.above:
        raise InputError("field.above", low=number(field.above))
    if field.name == "known_year" and value == 0:
        raise InputError("field.year_zero")
    below = field.low is not None and value < field.low
    above = field.high is not None and value > field.high
    if (below or above) and field.high is not None:
        raise InputError("field.range", low=number(field.low), high=number(field.high))
    if below:
        raise InputError("field.at_least", low=number(field.low))
