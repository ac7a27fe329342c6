"""Copies of very many records that differ in a few fields."""

from typing import Any, TypeVar

_Record = TypeVar("_Record")


def with_values(record: _Record, **values: Any) -> _Record:
    """The record with other values in these fields: what ``dataclasses.replace`` gives, in a quarter of the
    time, and with the names of the fields unchecked. The copies share one table of names, as records do that
    are made one by one. For records and their sources only: they check nothing when they are made.
    """
    made: _Record = object.__new__(type(record))
    fields = vars(record).copy()
    fields.update(values)
    object.__setattr__(made, "__dict__", fields)
    return made
