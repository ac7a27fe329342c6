"""National templates: classes, fields, code domains and conventions, as versioned files that an office may
replace: ``resources/templates/*.json``; an office's own, of the same form, in ``templates`` of FaultGIS'
folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import resources
from faultgis.errors import InputError
from faultgis.office_files import held, read_json
from faultgis.settings import default_home

TYPES = ("text", "integer", "real", "flag", "date")
GEOMETRIES = ("point", "line", "polygon", "none")
DEFAULT = "cn-survey"


@dataclass(frozen=True)
class TemplateCode:
    """One code of a domain, as it is written, and its labels."""

    code: str
    zh: str
    en: str = ""
    note: str = ""
    confidence: str = "verified"


@dataclass(frozen=True)
class Domain:
    """A list of codes that fields draw from."""

    name: str
    zh: str
    codes: tuple[TemplateCode, ...]

    @cached_property
    def by_code(self) -> Mapping[str, TemplateCode]:
        """The codes by themselves."""
        return {entry.code: entry for entry in self.codes}


@dataclass(frozen=True)
class Chosen:
    """A reference whose class is named by the code in another field (``otherwise`` where that class is not
    in the template)."""

    field: str
    classes: Mapping[str, str]
    otherwise: str = ""


@dataclass(frozen=True)
class TemplateField:
    """A field of a class; ``name`` is kept as published, misspellings included.

    ``type`` is text, integer, real, flag (0 or 1) or date (YYYYMMDD as text). ``range`` are the least and
    greatest numbers allowed. ``refers`` are classes whose key stands here; ``attachment`` says that it names
    a file. ``confidence`` is ``uncertain`` where name or title were not seen.
    """

    name: str
    zh: str
    type: str = "text"
    unit: str = ""
    length: int = 0
    key: bool = False
    required: bool = False
    domain: str = ""
    range: tuple[float, float] | None = None
    refers: tuple[str, ...] = ()
    refers_by: Chosen | None = None
    attachment: bool = False
    confidence: str = "verified"
    note: str = ""

    @property
    def numeric(self) -> bool:
        """Whether numbers stand in it."""
        return self.type in ("integer", "real", "flag")


@dataclass(frozen=True)
class TemplateClass:
    """A class: ``geometry`` is point, line, polygon or none; ``dataset`` the feature data set it lies in."""

    name: str
    zh: str
    geometry: str
    fields: tuple[TemplateField, ...]
    theme: str = ""
    dataset: str = ""
    confidence: str = "verified"
    note: str = ""

    @cached_property
    def by_name(self) -> Mapping[str, TemplateField]:
        """The fields by name without regard to case and underscores, as programs differ in both."""
        return {plain(entry.name): entry for entry in self.fields}

    def field(self, name: str) -> TemplateField | None:
        """The field of a name, or ``None``."""
        return self.by_name.get(plain(name))

    @cached_property
    def key(self) -> str:
        """The field that identifies a row; empty: the class has none."""
        return next((entry.name for entry in self.fields if entry.key), "")


@dataclass(frozen=True)
class Empty:
    """How "not available" is written in texts, numbers and dates; other dates are texts of eight digits."""

    text: str = "NA"
    number: float = -9999
    date: str = "NA"


@dataclass(frozen=True)
class Template:
    """A template in one version, with where it comes from and how sure it is."""

    id: str
    version: str
    zh: str
    en: str
    source: str
    confidence: str
    classes: tuple[TemplateClass, ...]
    domains: tuple[Domain, ...]
    empty: Empty = Empty()
    id_pattern: str = ""
    text_length: int = 254
    srid: int = 4490
    path: str = field(default="", compare=False)

    @cached_property
    def by_name(self) -> Mapping[str, TemplateClass]:
        """The classes by name without regard to case and underscores."""
        return {plain(entry.name): entry for entry in self.classes}

    def find(self, name: str) -> TemplateClass | None:
        """The class of a name, or ``None``."""
        return self.by_name.get(plain(name))

    @cached_property
    def domain_by_name(self) -> Mapping[str, Domain]:
        """The domains by name."""
        return {entry.name: entry for entry in self.domains}

    def domain_of(self, entry: TemplateField) -> Domain | None:
        """The domain of a field, or ``None``."""
        return self.domain_by_name.get(entry.domain) if entry.domain else None


def plain(name: str) -> str:
    """A name without regard to case and underscores."""
    return name.replace("_", "").casefold()


def files() -> dict[str, Path]:
    """The template files by id, an office's own before the shipped ones."""
    shipped = {path.stem: path for path in resources.path("templates").glob("*.json")}
    own = {path.stem: path for path in (default_home() / "templates").glob("*.json")}
    return {**shipped, **own}


def load(name: str = DEFAULT) -> Template:
    """A template by its id or by its file.

    Raises ``InputError`` with ``template.unknown`` or ``template.invalid``.
    """
    path = files().get(name) or Path(name)
    if not path.is_file():
        raise InputError("template.unknown", name=name, known=", ".join(sorted(files())))
    return _load(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _load(path: str, _changed: int) -> Template:
    try:
        return parse(read_json(Path(path)), path)
    except ValueError as error:
        raise InputError("template.invalid", file=path, reason=str(error)) from error


def parse(told: Mapping[str, Any], path: str = "") -> Template:
    """A template from its JSON object. Raises ``InputError("template.invalid")``, which names the place."""
    try:
        classes = tuple(_class(each) for each in told["classes"])
        domains = tuple(_domain(each) for each in told["domains"])
        empty = Empty(**told.get("empty", {}))
        kept = {key: told[key] for key in ("id", "version", "zh", "en", "source", "confidence")}
        extra = {key: told[key] for key in ("id_pattern", "text_length", "srid") if key in told}
        made = held(Template(classes=classes, domains=domains, empty=empty, path=path, **kept, **extra))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError("template.invalid", file=path, reason=f"{type(error).__name__}: {error}") from error
    _check(made)
    return made


def _class(told: Mapping[str, Any]) -> TemplateClass:
    fields = tuple(_field(each) for each in told["fields"])
    return TemplateClass(**{**told, "fields": fields})


def _field(told: Mapping[str, Any]) -> TemplateField:
    values = dict(told)
    if "range" in values:
        low, high = values["range"]
        values["range"] = (float(low), float(high))
    values["refers"] = tuple(values.get("refers", ()))
    if (by := values.get("refers_by")) is not None:
        values["refers_by"] = Chosen(by["field"], dict(by["classes"]), by.get("else", ""))
    return TemplateField(**values)


def _domain(told: Mapping[str, Any]) -> Domain:
    return Domain(told["name"], told["zh"], tuple(TemplateCode(**each) for each in told["codes"]))


def _check(made: Template) -> None:
    for each in made.classes:
        if each.geometry not in GEOMETRIES:
            raise _wrong(made, each.name, f"geometry {each.geometry!r}")
        names = [plain(entry.name) for entry in each.fields]
        for entry in each.fields:
            if entry.type not in TYPES:
                raise _wrong(made, f"{each.name}.{entry.name}", f"type {entry.type!r}")
            if entry.domain and entry.domain not in made.domain_by_name:
                raise _wrong(made, f"{each.name}.{entry.name}", f"domain {entry.domain!r}")
            if names.count(plain(entry.name)) > 1:
                raise _wrong(made, f"{each.name}.{entry.name}", "named twice")
    if len(made.by_name) < len(made.classes):
        raise _wrong(made, made.id, "a class is named twice")


def _wrong(made: Template, place: str, what: str) -> InputError:
    return InputError("template.invalid", file=made.path, reason=f"{place}: {what}")
