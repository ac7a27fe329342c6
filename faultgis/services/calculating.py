"""The calculations that ``faultgis compute`` offers: by name, on JSON values, checked against their schema.

One object in gives one object out; an array gives an array in order, with the error in the place of each bad
item. Unknown keys are refused by name. Lists broadcast: where a plain value is meant and a list is given, the
calculation runs once per entry (all lists equally long) and each output becomes a list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from faultgis.crs import gk_zone, zone_epsg
from faultgis.errors import FaultGISError, InputError
from faultgis.sheets import index

CARRIED = ("name", "lab", "role", "type", "note")
_JSON_TYPES: Mapping[str, tuple[type, ...]] = {
    "number": (int, float),
    "integer": (int,),
    "string": (str,),
    "array": (list,),
    "object": (dict,),
}


@dataclass(frozen=True)
class Key:
    """One key of an input or output: its JSON type, what it means (with unit), and its default if any."""

    name: str
    type: str
    meaning: str
    default: Any = None

    @property
    def schema(self) -> dict[str, Any]:
        """The key as JSON Schema."""
        plain: dict[str, Any] = {"type": self.type}
        said = {"description": self.meaning}
        if self.default is not None:
            said["default"] = self.default
        return said | (
            plain if self.type == "array" else {"anyOf": [plain, {"type": "array", "items": plain}]}
        )


@dataclass(frozen=True)
class Function:
    """A calculation: its name, what it does, its keys, and the function that is called with them."""

    name: str
    zh: str
    en: str
    inputs: tuple[Key, ...]
    outputs: tuple[Key, ...]
    run: Callable[..., dict[str, Any]]
    one_of: tuple[tuple[str, ...], ...] = ()

    def schema(self) -> dict[str, Any]:
        """JSON Schema of one input object and of its answer."""
        carried = {name: {"description": "carried through"} for name in CARRIED}
        asked: dict[str, Any] = {
            "type": "object",
            "properties": {key.name: key.schema for key in self.inputs} | carried,
            "additionalProperties": False,
        }
        if self.one_of:
            asked["oneOf"] = [{"required": list(names)} for names in self.one_of]
        answer = {"type": "object", "properties": {key.name: key.schema for key in self.outputs} | carried}
        title = {"title": self.name, "description": f"{self.en} / {self.zh}"}
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", **title}
        return {**head, "input": asked, "output": answer}


def function(name: str) -> Function:
    """The calculation of this name. Raises ``InputError("compute.unknown_function")``."""
    if name not in FUNCTIONS:
        raise InputError("compute.unknown_function", name=name, known=", ".join(sorted(FUNCTIONS)))
    return FUNCTIONS[name]


def compute(name: str, value: Any) -> Any:
    """The answer to one object, or the list of answers to a list; in a list, an error stands in the place of
    its item as the ``FaultGISError`` itself. A single bad object raises it."""
    called = function(name)
    if isinstance(value, list):
        return [_answer_or_error(called, item) for item in value]
    return answer(called, value)


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
    if called.one_of and sum(all(n in values for n in names) for names in called.one_of) != 1:
        ways = " | ".join(" + ".join(names) for names in called.one_of)
        raise InputError("compute.which_input", ways=ways)
    carried = {k: v for k, v in item.items() if k in CARRIED}
    return carried | _broadcast(called, keys, values)


def _broadcast(called: Function, keys: Mapping[str, Key], values: dict[str, Any]) -> dict[str, Any]:
    lists = {k: v for k, v in values.items() if isinstance(v, list) and keys[k].type != "array"}
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
    if isinstance(value, bool) or not isinstance(value, _JSON_TYPES[key.type]):
        raise InputError("compute.type", field=key.name, wanted=key.type, value=str(value)[:60])
    return value


def map_sheet(
    lon: float | None = None, lat: float | None = None, scale: int | None = None, sheet: str | None = None
) -> dict[str, Any]:
    """The national map sheet at a place, or of a number (GB/T 13989), with neighbours and EPSG codes.

    With ``sheet``, ``scale`` may ask for the smaller-scale sheet that contains it. The EPSG codes are those
    of the CGCS2000 zones with prefix, ``None`` where China has no such zone; a sheet wider than a 3° zone
    takes that of the place, or of its middle.
    """
    if sheet is not None:
        found = _at_scale(index.sheet(sheet), scale)
        middle = found.centre[0]
    else:
        assert lon is not None
        assert lat is not None
        found = index.sheet_at(lon, lat, scale or 50_000)
        middle = lon
    return {
        "sheet": found.number,
        "scale": found.scale,
        **dict(zip(("west", "south", "east", "north"), found.bounds, strict=True)),
        "old_number": index.old_number(found) or None,
        "neighbours": index.neighbours(found),
        "epsg_6deg": _epsg(middle, 6),
        "epsg_3deg": _epsg(middle, 3),
    }


def _at_scale(found: index.Sheet, scale: int | None) -> index.Sheet:
    if scale is None or scale == found.scale:
        return found
    if scale < found.scale:
        raise InputError("sheet.finer", field="scale", number=found.number, scale=scale)
    return index.sheet_at(*found.centre, scale)


def _epsg(lon: float, width: int) -> int | None:
    try:
        return zone_epsg(gk_zone(lon, width), width, prefix=True)
    except InputError:
        return None


FUNCTIONS: Mapping[str, Function] = {
    f.name: f
    for f in (
        Function(
            "map_sheet",
            "国家基本比例尺图幅：编号、范围、邻幅、坐标系",
            "National map sheet (GB/T 13989): number, bounds, neighbours, EPSG codes",
            (
                Key("lon", "number", "longitude, degrees CGCS2000"),
                Key("lat", "number", "latitude, degrees CGCS2000, 0 to 88"),
                Key("scale", "integer", "scale denominator", 50_000),
                Key("sheet", "string", "sheet number, new or old style"),
            ),
            (
                Key("sheet", "string", "number after GB/T 13989"),
                Key("scale", "integer", "scale denominator"),
                Key("west", "number", "degrees"),
                Key("south", "number", "degrees"),
                Key("east", "number", "degrees"),
                Key("north", "number", "degrees"),
                Key("old_number", "string", "old style, null where it is not known"),
                Key("neighbours", "object", "numbers of the sheets around by n, ne, e, se, s, sw, w, nw"),
                Key("epsg_6deg", "integer", "CGCS2000 6° zone with prefix"),
                Key("epsg_3deg", "integer", "CGCS2000 3° zone with prefix"),
            ),
            map_sheet,
            (("lon", "lat"), ("sheet",)),
        ),
    )
}
