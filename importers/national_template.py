"""A national template taken from a File Geodatabase or GeoPackage with its domains, as the office has it.

What a database does not say of itself (what a class's key is, which field refers to which class, which names
a file) is taken from a template that is known, where it has the class and the field.
"""

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from faultgis.errors import InputError
from faultgis.national import template as templates
from faultgis.national.template import Template, TemplateClass, TemplateField
from faultgis.settings import default_home
from importers.national.rows import SYSTEM
from importers.vector.schema import Column, Domain, Schema, Table, read_schema

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
_TYPES = ("text", "integer", "real", "date")
# Facts that no database holds; the others are the database's own.
_KNOWN = ("unit", "key", "refers", "refers_by", "attachment")


def template_of(path: Path, name: str, like: Template) -> dict[str, Any]:
    """The template that a database's structure is, as its JSON object; ``like`` is the one that is known.

    Raises ``InputError``: ``template.name``, ``template.no_classes``, and as ``read_schema`` does.
    """
    if not _NAME.match(name):
        raise InputError("template.name", name=name)
    schema = read_schema(path)
    used = {column.domain for table in schema.tables for column in table.columns if column.domain}
    domains = [_domain(each, like) for each in schema.domains if each.name in used and each.kind == "coded"]
    classes = [_class(table, schema, like) for table in schema.tables if _wanted(table)]
    if not classes:
        raise InputError("template.no_classes", file=str(path))
    return {
        "id": name,
        "version": "1",
        "zh": f"{path.name} 的结构",
        "en": f"The structure of {path.name}",
        "source": f"Taken from {path.name}; keys, references and attachments as in {like.id} {like.version}",
        "confidence": "verified",
        "text_length": like.text_length,
        "empty": dataclasses.asdict(like.empty),
        "id_pattern": like.id_pattern,
        "srid": like.srid,
        "classes": classes,
        "domains": domains,
    }


def _wanted(table: Table) -> bool:
    return bool(table.name) and not table.name.upper().startswith(("GDB_", "GPKG_", "RTREE_", "FAULTGIS_"))


def _domain(domain: Domain, like: Template) -> dict[str, Any]:
    known = like.domain_by_name.get(domain.name)
    codes = [{"code": code, "zh": label or code} for code, label in domain.values]
    return {"name": domain.name, "zh": known.zh if known else domain.description, "codes": codes}


def _class(table: Table, schema: Schema, like: Template) -> dict[str, Any]:
    known = like.find(table.name)
    told: dict[str, Any] = {
        "name": table.name,
        "zh": table.alias if table.alias and table.alias != table.name else known.zh if known else table.name,
        "geometry": _geometry(table.geometry),
        "fields": list(_fields(table, schema, known)),
    }
    if known:
        told |= {name: getattr(known, name) for name in ("theme", "dataset") if getattr(known, name)}
    return told


def _geometry(name: str) -> str:
    plain = name.casefold()
    for part, ours in (("point", "point"), ("line", "line"), ("polygon", "polygon"), ("surface", "polygon")):
        if part in plain:
            return ours
    return "none"


def _fields(table: Table, schema: Schema, known: TemplateClass | None) -> Iterator[dict[str, Any]]:
    ranges = {domain.name: domain for domain in schema.domains if domain.kind == "range"}
    coded = {domain.name for domain in schema.domains if domain.kind == "coded"}
    taken: set[str] = set()
    has_key = False
    for column in table.columns:
        plain = templates.plain(column.name)
        if column.type not in _TYPES or column.name.casefold() in SYSTEM or plain in taken:
            continue
        taken.add(plain)
        field = known.field(column.name) if known else None
        told = _field(column, field, coded, ranges)
        has_key = has_key or told.get("key", False)
        if not known and not has_key and plain == "id":
            told["key"] = has_key = True
        yield told


def _field(
    column: Column, known: TemplateField | None, coded: set[str], ranges: dict[str, Domain]
) -> dict[str, Any]:
    alias = column.alias if column.alias != column.name else ""
    title = alias or (known.zh if known else column.name)
    told: dict[str, Any] = {"name": column.name, "zh": title, "type": _type(column, known)}
    if column.length:
        told["length"] = column.length
    if not column.nullable:
        told["required"] = True
    if column.domain in coded:
        told["domain"] = column.domain
    elif (bounds := ranges.get(column.domain)) and bounds.least is not None and bounds.most is not None:
        told["range"] = [bounds.least, bounds.most]
    return told | (_of_known(known) if known else {})


def _type(column: Column, known: TemplateField | None) -> str:
    """A flag is an integer and a date is a text in most databases; which, a known template says."""
    if known and (known.type, column.type) in (("flag", "integer"), ("date", "text")):
        return known.type
    return column.type


def _of_known(known: TemplateField) -> dict[str, Any]:
    found = {name: value for name in _KNOWN if (value := getattr(known, name))}
    if known.refers:
        found["refers"] = list(known.refers)
    if known.refers_by:
        by = known.refers_by
        found["refers_by"] = {"field": by.field, "classes": dict(by.classes), "else": by.otherwise}
    return found


def save(told: dict[str, Any], replace: bool = False) -> Path:
    """Keep a template among the office's own. Raises ``InputError``: ``template.exists``,
    ``template.invalid``."""
    path = default_home() / "templates" / f"{told['id']}.json"
    templates.parse(told, str(path))
    if path.exists() and not replace:
        raise InputError("template.exists", name=told["id"], path=str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_suffix(".json.part")
    waiting.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    waiting.replace(path)
    return path
