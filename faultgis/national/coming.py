"""Which rows there will be: of which record, with which shape, under which ID."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

from faultgis.national import kept
from faultgis.national.identity import NO_DIVISION, Register
from faultgis.national.mapping_file import Entry, TemplateMapping
from faultgis.national.template import TemplateClass
from faultgis.national.working import Working


@dataclass(frozen=True, slots=True)
class Coming:
    """A row to be made: of a record, by an entry, with its shape and ID."""

    entry: Entry
    record: Any
    geometry: BaseGeometry | None
    code: str
    part: int


def coming(working: Working, mapping: TemplateMapping) -> dict[str, list[Coming]]:
    """Every row that will be, with its ID, so that rows can name each other."""
    survey, settings = working.index.survey, working.settings
    division, topic = settings.division or survey.division, settings.topic or survey.topic
    if not division:
        working.note("national.no_division", used=NO_DIVISION)
    found: dict[str, list[Coming]] = {}
    for name in dict.fromkeys(entry.class_name for entry in mapping.entries):
        if (described := working.template.find(name)) is None:
            working.note("national.class_unknown", name=name, template=working.template.id)
            continue
        taken = [pair for entry in mapping.of(name) for pair in _records(entry, working)]
        found[described.name] = _coded(described, taken, Register(name, division, topic), working)
    return found


def _records(entry: Entry, working: Working) -> list[tuple[Entry, Any]]:
    return [(entry, record) for record in working.index.ordered(entry.kind) if _goes(entry, record, working)]


def _goes(entry: Entry, record: Any, working: Working) -> bool:
    if entry.unless and kept.source_class(record) in entry.unless:
        return False
    return all(condition.value(record, working) for condition in entry.where)


def _coded(
    described: TemplateClass, taken: Sequence[tuple[Entry, Any]], register: Register, working: Working
) -> list[Coming]:
    """The rows of a class with their IDs: first those that came with one, then the others, oldest first."""
    own = [_own_code(described, record, working) for _, record in taken]
    for code in filter(None, own):
        register.keep(code)
    found: list[Coming] = []
    for (entry, record), code in zip(taken, own, strict=True):
        for part, shape in enumerate(_shapes(entry.shape.value(record, working), described, working)):
            made = code if code and part == 0 else register.give(record.id, part)
            found.append(Coming(entry, record, shape, made, part))
            if part == 0:
                working.codes[described.name, record.id] = made
    return found


def _own_code(described: TemplateClass, record: Any, working: Working) -> str:
    cells = kept.cells(record, described.name)
    return (cells or {}).get(described.key, "").strip()


def _shapes(shape: Any, described: TemplateClass, working: Working) -> list[BaseGeometry | None]:
    """A record's shape as rows have it: single where it is single, in parts where they are asked for."""
    if shape is None or shape.is_empty or described.geometry == "none":
        return [None]
    parts = list(getattr(shape, "geoms", (shape,)))
    if len(parts) == 1 or (described.geometry == "line" and working.settings.multipart == "explode"):
        return parts
    return [shape]
