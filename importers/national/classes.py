"""Which layers of a file are classes of a national template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from faultgis.errors import InputError
from faultgis.national.naming import field_of
from faultgis.national.template import Template, TemplateClass, files, load

LEAST = 2
"""So many layers must be classes before a file counts as a package."""
_LEAST_FIELDS = 3


@dataclass(frozen=True)
class Recognised:
    """A template, and which of a file's layers are which of its classes."""

    template: Template
    classes: dict[str, TemplateClass]


def class_of(template: Template, layer: str) -> TemplateClass | None:
    """The class that a layer is named after, whatever its case and underscores, wherever it lies."""
    return template.find(PurePosixPath(layer).name)


def fits(described: TemplateClass, columns: Sequence[str]) -> bool:
    """Whether a layer has enough of the class's fields to be it."""
    known = {field.name for column in columns if (field := field_of(described, column)) is not None}
    return len(known) >= min(_LEAST_FIELDS, len(described.fields))


def recognised(layers: Iterable[str], least: int = LEAST) -> Recognised | None:
    """The template of which most layers are classes, the shipped one among equals; ``None`` where fewer than
    ``least`` are of any. Templates that cannot be read are passed over."""
    names = list(layers)
    best: Recognised | None = None
    for template in _templates():
        found = {name: described for name in names if (described := class_of(template, name)) is not None}
        if len({each.name for each in found.values()}) < least:
            continue
        if best is None or len(found) > len(best.classes):
            best = Recognised(template, found)
    return best


def _templates() -> list[Template]:
    found = []
    for name in sorted(files(), key=lambda each: (each != "cn-survey", each)):
        try:
            found.append(load(name))
        except InputError:
            continue
    return found
