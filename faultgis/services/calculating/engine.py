"""Runs a calculation on JSON values: checks, broadcasts, keeps errors in their places."""

import math
from collections.abc import Mapping
from typing import Any

from faultgis.errors import FaultGISError, InputError
from faultgis.services.calculating.function import CARRIED, Function, Key
from faultgis.services.calculating.registry import FUNCTIONS

_JSON_TYPES: Mapping[str, tuple[type, ...]] = {
    "number": (int, float),
    "integer": (int,),
    "string": (str,),
    "array": (list,),
    "object": (dict,),
    "boolean": (bool,),
    "distribution": (int, float, dict),
    "span": (int, float, list),
    "table": (list, dict),
}


def function(name: str) -> Function:
    """The calculation of this name. Raises ``InputError("compute.unknown_function")``."""
    if name not in FUNCTIONS:
        raise InputError("compute.unknown_function", name=name, known=", ".join(sorted(FUNCTIONS)))
    return FUNCTIONS[name]


def compute(name: str, value: Any, seed: int | None = None) -> Any:
    """The answer to one object, or the list of answers to a list; in a list, an error stands in the place of
    its item as the ``FaultGISError`` itself. A single bad object raises it. ``seed`` serves a calculation
    that draws, in items that state none."""
    called = function(name)
    if seed is not None and any(key.name == "seed" for key in called.inputs):
        seeded = {"seed": seed}
        value = [_with(item, seeded) for item in value] if isinstance(value, list) else _with(value, seeded)
    if isinstance(value, list):
        return [_answer_or_error(called, item) for item in value]
    return answer(called, value)


def _with(item: Any, default: Mapping[str, Any]) -> Any:
    return {**default, **item} if isinstance(item, dict) else item


def _answer_or_error(called: Function, item: Any) -> dict[str, Any] | FaultGISError:
    try:
        return answer(called, item)
    except FaultGISError as error:
        return error


def answer(called: Function, item: Any) -> dict[str, Any]:
    """The answer to one object; keys that are only carried stand first. Raises ``InputError``."""
    if not isinstance(item, dict):
        raise InputError("compute.not_object")
    keys = {key.name: key for key in called.inputs}
    for given in item:
        if given not in keys and given not in CARRIED:
            raise InputError("compute.unknown_key", field=given, known=", ".join(keys))
    values = {k: v for k, v in item.items() if k in keys and v is not None}
    for key in called.inputs:
        if key.required and key.name not in values:
            raise InputError("compute.missing", field=key.name)
    if called.one_of and sum(all(n in values for n in names) for names in called.one_of) != 1:
        ways = " | ".join(" + ".join(names) for names in called.one_of)
        raise InputError("compute.which_input", ways=ways)
    carried = {k: v for k, v in item.items() if k in CARRIED}
    return carried | _broadcast(called, keys, values)


def _broadcast(called: Function, keys: Mapping[str, Key], values: dict[str, Any]) -> dict[str, Any]:
    lists = {k: v for k, v in values.items() if isinstance(v, list) and keys[k].broadcasts}
    if not lists:
        return called.run(**{k: _typed(keys[k], v) for k, v in values.items()})
    counts = {len(v) for v in lists.values()}
    if len(counts) > 1 or 0 in counts:
        raise InputError("compute.lengths", field=next(iter(lists)), keys=", ".join(lists))
    answers = []
    for place in range(counts.pop()):
        single = {k: v[place] if k in lists else v for k, v in values.items()}
        answers.append(called.run(**{k: _typed(keys[k], v) for k, v in single.items()}))
    return {key: [each.get(key) for each in answers] for key in dict.fromkeys(k for a in answers for k in a)}


def _typed(key: Key, value: Any) -> Any:
    if key.type == "integer" and isinstance(value, float) and value.is_integer():
        value = int(value)
    sound = isinstance(value, _JSON_TYPES[key.type]) and isinstance(value, bool) == (key.type == "boolean")
    if not sound or (isinstance(value, float) and not math.isfinite(value)):
        raise InputError("compute.type", field=key.name, wanted=key.type, value=str(value)[:60])
    return value
