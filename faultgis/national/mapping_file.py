"""Mappings from our records to a template's classes, as versioned files that an office may replace:
``resources/templates/mappings/*.json``; an office's own, of the same form, in ``template_mappings`` of
FaultGIS' folder. The expressions in them are told in ``expressions``.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import resources
from faultgis.errors import InputError
from faultgis.national.expressions import Expression, Tables, parse
from faultgis.office_files import held, loads
from faultgis.records.kinds import KINDS
from faultgis.settings import default_home

DEFAULT = "cn-survey"


@dataclass(frozen=True)
class Loss:
    """Something that a row cannot say: the note to make when ``when`` holds, with ``value`` in it."""

    note: str
    field: str
    when: Expression
    value: Expression | None = None


@dataclass(frozen=True)
class Attached:
    """Fields that name the media of some kinds: one for the image, one for the original (perhaps empty)."""

    field: str
    original: str
    media: Expression
    kinds: frozenset[str]


@dataclass(frozen=True)
class Entry:
    """How records of one kind become rows of a class.

    ``where`` must all hold. A record that was read from a class in ``unless`` has its row there, not here.
    ``shape`` is the row's geometry.
    """

    class_name: str
    kind: str
    where: tuple[Expression, ...]
    unless: frozenset[str]
    shape: Expression
    fields: Mapping[str, Expression]
    attached: tuple[Attached, ...] = ()
    losses: tuple[Loss, ...] = ()

    @cached_property
    def named(self) -> frozenset[str]:
        """The fields that something of our records stands in, files included."""
        files = (name for rule in self.attached for name in (rule.field, rule.original) if name)
        return frozenset((*self.fields, *files))


@dataclass(frozen=True)
class TemplateMapping:
    """A mapping with its version and the template that it is for. ``blank`` are domains whose lists say
    "undetermined" by blank; ``unsaid`` kinds of records that the template has no place for, with the note for
    each; ``tables`` crosswalks by name; ``sha256`` that of the file."""

    id: str
    version: str
    template: str
    entries: tuple[Entry, ...]
    tables: Tables
    blank: frozenset[str] = frozenset()
    unsaid: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""
    path: str = ""

    def of(self, class_name: str) -> tuple[Entry, ...]:
        """The entries of a class."""
        return tuple(entry for entry in self.entries if entry.class_name == class_name)


def files() -> dict[str, Path]:
    """The mapping files by id, an office's own before the shipped ones."""
    shipped = {path.stem: path for path in resources.path("templates/mappings").glob("*.json")}
    own = {path.stem: path for path in (default_home() / "template_mappings").glob("*.json")}
    return {**shipped, **own}


def load_mapping(name: str = DEFAULT) -> TemplateMapping:
    """A mapping by its id or by its file.

    Raises ``InputError`` with ``template_mapping.unknown``, ``.invalid`` or ``.expression``.
    """
    path = files().get(name) or Path(name)
    if not path.is_file():
        raise InputError("template_mapping.unknown", name=name, known=", ".join(sorted(files())))
    return _load(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _load(path: str, _changed: int) -> TemplateMapping:
    content = Path(path).read_bytes()
    try:
        told = loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise InputError("template_mapping.invalid", file=path, reason=str(error)) from error
    return parse_mapping(told, path, hashlib.sha256(content).hexdigest())


def parse_mapping(told: Mapping[str, Any], path: str = "", sha256: str = "") -> TemplateMapping:
    """A mapping from its JSON object.

    Raises ``InputError`` with ``template_mapping.invalid`` or ``.expression``, which name the place.
    """
    place = "classes"
    try:
        tables: Tables = told.get("tables", {})
        entries = []
        for class_name, listed in told["classes"].items():
            for position, each in enumerate(listed):
                place = f"{class_name}[{position}]"
                entries.append(_entry(class_name, each, tables))
        made = TemplateMapping(
            id=told["id"],
            version=told["version"],
            template=told["template"],
            entries=tuple(entries),
            tables=tables,
            blank=frozenset(told.get("blank", ())),
            unsaid=dict(told.get("unsaid", {})),
            sha256=sha256,
            path=path,
        )
        return held(made)
    except InputError as error:
        raise InputError(error.code, file=path, place=place, **error.params) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        reason = f"{place}: {type(error).__name__}: {error}"
        raise InputError("template_mapping.invalid", file=path, reason=reason) from error


def _entry(class_name: str, told: Mapping[str, Any], tables: Tables) -> Entry:
    kind = told["from"]
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r}")

    def made(each: Any) -> Expression:
        return parse(each, kind, tables)

    return Entry(
        class_name=class_name,
        kind=kind,
        where=tuple(made(each) for each in told.get("where", ())),
        unless=frozenset(told.get("unless", ())),
        shape=made(told.get("shape", "geometry")),
        fields={name: made(each) for name, each in told["fields"].items()},
        attached=tuple(
            Attached(each["field"], each.get("original", ""), made(each["media"]), frozenset(each["kinds"]))
            for each in told.get("attachments", ())
        ),
        losses=tuple(
            Loss(
                each["note"],
                each.get("field", ""),
                made(each["when"]),
                made(each["value"]) if "value" in each else None,
            )
            for each in told.get("losses", ())
        ),
    )
