"""Records as JSON values and back, without loss: for the edit journal, the history and the command line."""

import dataclasses
import types
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.records.kinds import KINDS, AnyRecord, kind_of
from faultgis.values import Document


def encode(record: AnyRecord) -> dict[str, Any]:
    """A record as a JSON object with its kind under ``"record"`` (some records have a ``kind`` of their own);
    geometries as WKB in hexadecimal."""
    return {"record": kind_of(record), **_encode(record)}


def decode(value: dict[str, Any]) -> AnyRecord:
    """The record that ``encode`` wrote. Raises ``KeyError`` for an unknown kind."""
    return _build(KINDS[value["record"]], value)  # type: ignore[no-any-return]


def _encode(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, Document):
        return value.plain()
    if isinstance(value, BaseGeometry):
        return bytes(shapely.to_wkb(value)).hex()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


@cache
def field_types(cls: type) -> dict[str, Any]:
    """The resolved type of each field of a record class."""
    return get_type_hints(cls)


def _build(cls: type, value: dict[str, Any]) -> Any:
    hints = field_types(cls)
    names = (f.name for f in dataclasses.fields(cls) if f.name in value)
    return cls(**{name: _decode(hints[name], value[name]) for name in names})


def _decode(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _decode(next(arg for arg in get_args(hint) if arg is not type(None)), value)
    if origin is tuple:
        args = get_args(hint)
        hints = [args[0]] * len(value) if args[-1] is Ellipsis else args
        return tuple(_decode(item_hint, item) for item_hint, item in zip(hints, value, strict=True))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _build(hint, value)
    return _decode_plain(hint, value)


def _decode_plain(hint: Any, value: Any) -> Any:
    if issubclass(hint, BaseGeometry):
        return shapely.from_wkb(bytes.fromhex(value))
    if hint in (UUID, Document) or issubclass(hint, Enum):
        return hint(value)
    if hint in (datetime, date):
        return hint.fromisoformat(value)
    return hint(value) if hint is float else value
