"""Whether a value may stand in a field: one sentence beside the field, before anything is changed."""

from typing import Any

from faultgis import codes
from faultgis.errors import InputError
from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.services.editing import EditingSession
from faultgis.values import Estimate
from ui.forms.fields import Field
from ui.forms.shown import number


def check(field: Field, value: Any, record: AnyRecord, session: EditingSession) -> None:
    """Raises ``InputError``: ``field.required, field.range, field.taken, field.unknown_code``."""
    if field.required and value in (None, ""):
        raise InputError("field.required")
    if field.unique and value:
        _check_unique(field, value, record, session)
    if field.editor == "code" and value not in ("", None) and not codes.known(field.codes, str(value)):
        raise InputError("field.unknown_code", value=value)
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
    below = field.low is not None and value < field.low
    above = field.high is not None and value > field.high
    if (below or above) and field.high is not None:
        raise InputError("field.range", low=number(field.low), high=number(field.high))
    if below:
        raise InputError("field.at_least", low=number(field.low))
