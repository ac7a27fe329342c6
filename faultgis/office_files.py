"""JSON files that an office lays beside the program: read, and held to the types of what they become."""

import dataclasses
import json
import types
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Made = TypeVar("Made")
_MOST_SHOWN = 60


def read_json(path: Path) -> Any:
    """The value of a file in UTF-8, with or without a byte order mark. Raises ``OSError``, and ``ValueError``
    as ``loads``."""
    return loads(path.read_text(encoding="utf-8-sig"))


def loads(text: str) -> Any:
    """The value of a text. Raises ``ValueError`` for what is no JSON or no value to go on with: NaN, numbers
    beyond all bounds, halves of characters, nesting without end."""
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def held(made: Made) -> Made:
    """What was made of a file, if every field of it, and of what it holds, has a value of its type. Raises
    ``TypeError`` that names the field."""
    of: Any = type(made)
    for name, hint in _hints(of).items():
        value = getattr(made, name)
        if not _fits(value, hint):
            raise TypeError(f"{name} = {value!r}"[:_MOST_SHOWN])
    return made


@cache
def _hints(of: type) -> dict[str, Any]:
    hints = get_type_hints(of)
    return {each.name: hints[each.name] for each in dataclasses.fields(of)}


def _fits(value: Any, hint: Any) -> bool:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is None:
        return _is_plain(value, hint)
    if origin in (Union, types.UnionType):
        return any(_fits(value, each) for each in arguments)
    if origin is tuple and arguments[-1] is not Ellipsis:
        return isinstance(value, tuple | list) and _all_fit(value, arguments)
    if issubclass(origin, Mapping):
        of_key, of_value = arguments
        return isinstance(value, Mapping) and all(
            _fits(key, of_key) and _fits(each, of_value) for key, each in value.items()
        )
    if issubclass(origin, Collection):
        several = isinstance(value, Collection) and not isinstance(value, str | bytes | Mapping)
        return several and all(_fits(each, arguments[0]) for each in value)
    return isinstance(value, origin)


def _all_fit(values: Any, hints: tuple[Any, ...]) -> bool:
    return len(values) == len(hints) and all(map(_fits, values, hints))


def _is_plain(value: Any, hint: Any) -> bool:
    if hint is Any:
        return True
    if hint in (int, float):
        return isinstance(value, int | hint) and not isinstance(value, bool)
    if isinstance(value, hint) and dataclasses.is_dataclass(value):
        held(value)
    return isinstance(value, hint)
