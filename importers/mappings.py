"""Field mappings as data: which column of a file means what; bound to a file's columns with evidence."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import resources
from faultgis.errors import InputError
from faultgis.office_files import held, read_json
from faultgis.settings import default_home

_SHORTEST_CUT = 8
_LONGEST_CUT = 10


@dataclass(frozen=True)
class ColumnRule:
    """One column of a mapping: its names (the first is the template's own), its target and its reader.

    ``target`` is ``level.field`` ("fault.dip", "trace.exposure"), ``id``, or empty for an ignored column,
    whose reason is the code ``why``. ``reader`` names a reader of ``importers.fields``; ``empty`` lists
    further words that mean "no value"; ``values`` is a crosswalk: words of the file and what they stand for,
    taken before the reader sees them.
    """

    names: tuple[str, ...]
    target: str = ""
    reader: str = "text"
    why: str = ""
    empty: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


_DRAWING = ColumnRule(("drawing",), why="import.why.drawing")
_DRAWING_COLUMNS = frozenset(
    {"tessellate", "extrude", "visibility", "draworder", "icon", "altitudemode", "timestamp", "begin", "end"}
)


@dataclass(frozen=True)
class Template:
    """A mapping by name. ``namespace`` keeps the ids of one data set apart from those of another.

    ``signature`` are columns that a file must have for the mapping to be guessed. ``constants`` are values
    that every feature of the data set gets ("trace.mapping_scale"). ``renames`` says whether cells are kept
    under the template's column names, so that a data set's formats agree in spite of cut names.
    """

    name: str
    zh: str
    en: str
    version: str
    source: str
    columns: tuple[ColumnRule, ...]
    kind: str = "traces"
    namespace: str = ""
    code_prefix: str = ""
    language: str = ""
    signature: tuple[str, ...] = ()
    renames: bool = False
    constants: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def places(self) -> Mapping[str, Sequence[tuple[int, int]]]:
        """The columns that each plain name stands for, and its place among the names of that column."""
        found: dict[str, list[tuple[int, int]]] = {}
        for index, rule in enumerate(self.columns):
            for at, name in enumerate(rule.names):
                found.setdefault(plain(name), []).append((index, at))
        return found


@dataclass(frozen=True)
class BoundColumn:
    """A column of a file, the rule it answers to (``None``: unknown to the mapping) and how it was told."""

    column: str
    rule: ColumnRule | None
    evidence: str
    label: str


@lru_cache(maxsize=8192)
def plain(name: str) -> str:
    """A column name without case, width, blanks, dots, hyphens and underscores."""
    return re.sub(r"[\s_.\-:/]+", "", unicodedata.normalize("NFKC", name).casefold())


_PARTS = ("zone", "fault", "segment", "part", "trace")


def templates() -> tuple[Template, ...]:
    """The mappings that the user made, before those of the same name that come with the program; the generic
    ones last. A file of the user's that cannot be used is passed over here; naming it says why."""
    own = {template.name: template for file in _own_files() if (template := _readable(file)) is not None}
    found = {**{template.name: template for template in _shipped()}, **own}
    return tuple(sorted(found.values(), key=lambda template: (not template.signature, template.name)))


@cache
def _shipped() -> tuple[Template, ...]:
    files = sorted(resources.path("mappings").glob("*.json"))
    return tuple(parse(json.loads(file.read_text("utf-8"))) for file in files)


def own_folder() -> Path:
    """Where the user's own mappings stand."""
    return default_home() / "mappings"


def _own_files() -> list[Path]:
    return sorted(own_folder().glob("*.json"))


def _readable(file: Path) -> Template | None:
    try:
        return _read(str(file), file.stat().st_mtime_ns)
    except (InputError, OSError):
        return None


@lru_cache(maxsize=64)
def _read(file: str, _changed: int) -> Template:
    try:
        template = parse(read_json(Path(file)))
    except ValueError as error:
        raise InputError("mapping.invalid", file=file, reason=str(error)) from error
    for rule in template.columns:
        if rule.target and rule.target not in _targets():
            level = rule.target.partition(".")[0]
            known = sorted(each for each in _targets() if each.startswith(f"{level}.")) or sorted(_targets())
            raise InputError("mapping.unknown_target", file=file, name=rule.target, known=", ".join(known))
    return template


@cache
def _targets() -> frozenset[str]:
    """What columns can be read into: what the program's own mappings use; faults, their segments and traces
    have the same fields."""
    used = {rule.target for template in _shipped() for rule in template.columns if rule.target}
    parts = [each.partition(".")[2] for each in used if each.partition(".")[0] in _PARTS]
    return frozenset(used | {f"{level}.{name}" for level in _PARTS for name in parts})


def parse(raw: Mapping[str, Any]) -> Template:
    """A mapping from its JSON object; titles and version may be left out. Raises ``InputError``:
    ``mapping.lacks``, ``mapping.invalid``."""
    given_names = raw if isinstance(raw, Mapping) else {}
    if lacking := [name for name in ("name", "columns") if name not in given_names]:
        raise InputError("mapping.lacks", names=", ".join(lacking))
    if not isinstance(raw["columns"], list) or not all(
        isinstance(entry, Mapping) and isinstance(entry.get("names"), list) and entry["names"]
        for entry in raw["columns"]
    ):
        raise InputError("mapping.lacks", names="columns[].names")
    try:
        columns = tuple(_rule(entry) for entry in raw["columns"])
        given = {key: value for key, value in raw.items() if key in Template.__dataclass_fields__}
        signature = tuple(raw.get("signature", ()))
        plain = {"zh": raw["name"], "en": raw["name"], "version": "", "source": ""}
        return held(Template(**{**plain, **given, "columns": columns, "signature": signature}))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError("mapping.invalid", reason=f"{type(error).__name__}: {error}") from error


def _rule(entry: Mapping[str, Any]) -> ColumnRule:
    names = tuple(str(name) for name in entry["names"])
    target, why = str(entry.get("to", "")), str(entry.get("why", ""))
    reader = str(entry.get("as", "text"))
    values = tuple(sorted((str(word), str(code)) for word, code in entry.get("values", {}).items()))
    return ColumnRule(names, target, reader, why, tuple(str(e) for e in entry.get("empty", ())), values)


def named(name: str) -> Template:
    """A mapping by its name or its file.

    Raises ``InputError`` with ``mapping.unknown`` or ``mapping.invalid``.
    """
    for template in templates():
        if template.name == name:
            return template
    own = own_folder() / f"{name}.json"
    path = own if own.is_file() else Path(name)
    if not path.is_file():
        raise InputError("mapping.unknown", name=name, known=", ".join(t.name for t in templates()))
    return _read(str(path), path.stat().st_mtime_ns)


def guess(columns: Sequence[str], kind: str = "traces") -> tuple[Template, tuple[str, ...]]:
    """The mapping whose signature the columns carry, the longest signature winning; else the generic one.

    The columns that spoke for it come along as evidence.
    """
    best: tuple[int, Template, tuple[str, ...]] | None = None
    for template in templates():
        if template.kind != kind:
            continue
        bound = bind(template, columns)
        by_label = {b.rule.names[0]: b.column for b in bound if b.rule is not None}
        if all(name in by_label for name in template.signature):
            told = tuple(by_label[name] for name in template.signature)
            if best is None or len(told) > best[0]:
                best = (len(told), template, told)
    if best is None:
        raise InputError("mapping.none", kind=kind)
    return best[1], best[2]


def choose(name: str | None, columns: Sequence[str], kind: str) -> tuple[Template, tuple[str, ...]]:
    """The mapping asked for by name or file, else the guessed one with its evidence."""
    if not name:
        return guess(columns, kind)
    template = named(name)
    if template.kind != kind:
        raise InputError("mapping.wrong_kind", name=name, kind=template.kind)
    return template, ()


def bind(template: Template, columns: Sequence[str]) -> list[BoundColumn]:
    """The file's columns with their rules: by name, else by a name cut off as Shapefiles do (8–10 bytes).

    A rule takes one column only: the one whose name stands first in its list.
    """
    taken: dict[int, tuple[int, str, str]] = {}
    for column in columns:
        for index, at in template.places.get(plain(column), ()):
            match = (at, column, "name")
            taken[index] = min(match, taken.get(index, match))
    used = {column for _, column, _ in taken.values()}
    for column in columns:
        if column not in used and (cut := _cut(template, column, taken)) is not None:
            taken[cut] = (0, column, "cut")
    by_column = {column: (template.columns[i], evidence) for i, (_, column, evidence) in taken.items()}
    return [_bound(template, column, *by_column.get(column, (None, ""))) for column in columns]


def _bound(template: Template, column: str, rule: ColumnRule | None, evidence: str) -> BoundColumn:
    if rule is None and plain(column) in _DRAWING_COLUMNS:
        return BoundColumn(column, _DRAWING, "format", column)
    label = rule.names[0] if rule is not None and template.renames else column
    return BoundColumn(column, rule, evidence, label)


def _cut(template: Template, column: str, taken: Mapping[int, Any]) -> int | None:
    """The one rule still free whose name begins with this cut-off column name."""
    sizes = [len(column.encode(encoding, "replace")) for encoding in ("gbk", "utf-8")]
    if not any(_SHORTEST_CUT <= size <= _LONGEST_CUT for size in sizes):
        return None
    stem = plain(column)
    found = {
        index for name, places in template.places.items() if name.startswith(stem) for index, _ in places
    }
    return free.pop() if len(free := found - taken.keys()) == 1 else None
