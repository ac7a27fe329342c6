"""The small language in which a mapping file says what stands in a field.

A *pipe* starts at a path or a text in quotes and goes through converters::

    fault.dip | middle | round 1
    measurements[kind=fault_plane].dip_direction | whole
    'F5'

A path starts at the record. ``fault`` follows ``fault_id``; a kind with an "s" (``samples``) are the records
that name this one, of which a further step takes the oldest; ``line`` is the trace that it belongs to;
``cell[NAME]`` is a cell of the source row; ``template[NAME]`` a value of a document. A list of pipes is the
first of them that says something. ``{"join": [...]}`` is all of them put together, nothing unless all say
something; ``"then"`` beside it (or beside ``"first"``) are converters for the outcome.
"""

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faultgis.errors import InputError
from faultgis.national import converters
from faultgis.national.working import Working
from faultgis.records.kinds import KINDS
from faultgis.records.provenance import Source
from faultgis.records.survey import Survey

Evaluate = Callable[[Any, Working], Any]
Tables = Mapping[str, Mapping[str, Any]]

LINKS = {
    "fault": "fault",
    "zone": "fault_zone",
    "segment": "segment",
    "trace": "trace",
    "point": "observation_point",
    "site": "trench_site",
    "trench": "trench",
    "wall": "wall",
    "unit": "strat_unit",
    "event": "paleo_event",
    "marker": "offset_marker",
    "sample": "sample",
    "chronology": "chronology_model",
}
_LINK_OF = {kind: f"{link}_id" for link, kind in LINKS.items()}
_STEP = re.compile(r"(\w+)(?:\[([^\]]+)\])?\Z")
_TOKEN = re.compile(r"'[^']*'|\S+")


@dataclass(frozen=True)
class Expression:
    """An expression made ready. ``place`` is the path of the first field of our records that it reads."""

    value: Evaluate
    place: str = ""


@dataclass(frozen=True)
class _Reached:
    """Where a path has come: a kind of record, a list of them, or a plain value (``kind`` empty)."""

    kind: str
    many: bool = False


def parse(told: Any, kind: str, tables: Tables) -> Expression:
    """An expression over records of a kind. Raises ``InputError("template_mapping.expression")``."""
    if isinstance(told, str):
        return _pipe(told, kind, tables)
    if isinstance(told, list):
        return _first([parse(each, kind, tables) for each in told])
    if isinstance(told, dict) and ("first" in told) != ("join" in told):
        inner = [parse(each, kind, tables) for each in told["first" if "first" in told else "join"]]
        made = _first(inner) if "first" in told else _joined(inner)
        return _then(made, _converters(told["then"], tables)) if "then" in told else made
    raise _wrong(str(told), "neither a pipe, nor a list, nor first or join")


def _first(inner: Sequence[Expression]) -> Expression:
    values = [each.value for each in inner]

    def first(record: Any, working: Working) -> Any:
        for value in values:
            if (found := value(record, working)) is not None and found != "":
                return found
        return None

    return Expression(first, next((each.place for each in inner if each.place), ""))


def _joined(inner: Sequence[Expression]) -> Expression:
    values = [each.value for each in inner]

    def joined(record: Any, working: Working) -> Any:
        parts = [value(record, working) for value in values]
        if any(part is None or part == "" for part in parts):
            return None
        return "".join(str(part) for part in parts)

    return Expression(joined, next((each.place for each in reversed(inner) if each.place), ""))


def _then(made: Expression, steps: Sequence[converters.Convert]) -> Expression:
    start = made.value

    def value(record: Any, working: Working) -> Any:
        found = start(record, working)
        for step in steps:
            found = step(found, working)
        return found

    return Expression(value, made.place)


def _pipe(text: str, kind: str, tables: Tables) -> Expression:
    start, *rest = (part.strip() for part in _split(text))
    if start.startswith("'"):
        constant = start.strip("'")
        made = Expression(lambda _record, _working: constant)
    else:
        made = Expression(_path(start, kind), start)
    return _then(made, [step for part in rest for step in _converters(part, tables)]) if rest else made


def _split(text: str) -> list[str]:
    return re.findall(r"(?:'[^']*'|[^|'])+", text)


def _converters(text: str, tables: Tables) -> list[converters.Convert]:
    found = []
    for part in _split(text):
        name, *words = _TOKEN.findall(part)
        try:
            found.append(converters.make(name, [word.strip("'") for word in words], tables))
        except (KeyError, TypeError, ValueError) as error:
            raise _wrong(text, f"{name}: {error}") from error
    return found


def _path(text: str, kind: str) -> Evaluate:
    steps: list[Evaluate] = []
    reached = _Reached(kind)
    for token in text.split("."):
        if (match := _STEP.match(token)) is None:
            raise _wrong(text, token)
        if reached.many:
            steps.append(lambda found, _working: found[0] if found else None)
        step, reached = _step(match[1], match[2] or "", reached.kind, text)
        steps.append(step)
    if len(steps) == 1:
        return steps[0]

    def walk(record: Any, working: Working) -> Any:
        for step in steps:
            if record is None:
                return None
            record = step(record, working)
        return record

    return walk


def _step(name: str, inside: str, kind: str, text: str) -> tuple[Evaluate, _Reached]:
    fields = _fields(kind)
    if name == "self":
        return (lambda record, _working: record), _Reached(kind)
    if name == "survey" and kind != "survey":
        return (lambda _record, working: working.index.survey), _Reached("survey")
    if name == "cell":
        return (lambda record, _working: dict(record.source.attributes).get(inside)), _Reached("")
    if name == "line" and {"fault_id", "trace_id"} <= fields:
        return (lambda record, working: working.index.line(record)), _Reached("trace")
    if name in fields:
        return _attribute(name, inside), _Reached("source" if name == "source" else "")
    if f"{name}_id" in fields and name in LINKS:
        field, target = f"{name}_id", LINKS[name]
        return (lambda r, working: working.index.get(target, getattr(r, field))), _Reached(target)
    child = name if name in KINDS and name == "media" else name.removesuffix("s")
    if name != kind and child in KINDS and (link := _link(child, kind)):
        return _children(child, link, inside), _Reached(child, many=True)
    raise _wrong(text, f"{kind or '-'}.{name}")


def _fields(kind: str) -> frozenset[str]:
    described = {"survey": Survey, "source": Source}.get(kind) or KINDS.get(kind)
    return frozenset(f.name for f in dataclasses.fields(described)) if described else frozenset()


def _attribute(name: str, inside: str) -> Evaluate:
    if not inside:
        return lambda record, _working: getattr(record, name)
    return lambda record, _working: getattr(record, name).get(inside)


def _link(child: str, kind: str) -> str:
    if child == "media":
        return "owner_id"
    link = _LINK_OF.get(kind, "")
    return link if link in _fields(child) else ""


def _children(child: str, link: str, inside: str) -> Evaluate:
    field, _, wanted = inside.partition("=")
    allowed = frozenset(wanted.split("/"))

    def children(record: Any, working: Working) -> Any:
        found = working.index.children(child, link, record.id)
        return [each for each in found if getattr(each, field) in allowed] if field else found

    return children


def _wrong(text: str, what: str) -> InputError:
    return InputError("template_mapping.expression", text=text, reason=what)
