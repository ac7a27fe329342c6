"""The user's own field mappings: made from a guessed one by a change of columns or codes, and remembered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from faultgis.errors import InputError
from importers.mappings import ColumnRule, Template, bind, own_folder, templates

_GENERIC = ("plain", "plain_points", "plain_buried_points", "plain_deformation_zones")


def remember(template: Template) -> Path:
    """Keep a mapping among the user's own: a file with the same columns is read by it from now on.

    Raises ``InputError``: ``mapping.name`` (empty, or unfit for a file), ``mapping.not_kept``.
    """
    if (
        not template.name.strip()
        or any(c in template.name for c in '/\\:*?"<>|\0')
        or template.name[0] == "."
    ):
        raise InputError("mapping.name", name=template.name)
    file = own_folder() / f"{template.name}.json"
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(as_json(template), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError("mapping.not_kept", file=str(file), reason=error.strerror or str(error)) from error
    return file


def is_own(name: str) -> bool:
    """Whether the user keeps a mapping of this name."""
    return (own_folder() / f"{name}.json").is_file()


def forget(name: str) -> None:
    """Remove a mapping of the user's own; those of the program stay."""
    (own_folder() / f"{name}.json").unlink(missing_ok=True)


def as_json(template: Template) -> dict[str, Any]:
    """A mapping as the JSON object that ``parse`` reads."""
    told = {
        entry.name: getattr(template, entry.name) for entry in fields(template) if entry.name != "columns"
    }
    return {
        **told,
        "signature": list(template.signature),
        "columns": [_told(rule) for rule in template.columns],
    }


def _told(rule: ColumnRule) -> dict[str, Any]:
    values = {"to": rule.target, "as": rule.reader, "why": rule.why, "empty": list(rule.empty)}
    usual = {"to": "", "as": "text", "why": "", "empty": []}
    told = {key: value for key, value in values.items() if value != usual[key]}
    return {"names": list(rule.names), **told, **({"values": dict(rule.values)} if rule.values else {})}


def changed(
    template: Template,
    columns: Sequence[str],
    targets: Mapping[str, tuple[str, str]],
    crosswalk: Mapping[str, Mapping[str, str]],
    name: str,
) -> Template:
    """A mapping for just these columns of a file: ``targets`` gives the target and the reader of a column
    (an empty target: it is left out), ``crosswalk`` what words of a column stand for. What is not told stays
    as ``template`` has it. Its signature are all columns, so that the same table is known again."""
    rules = []
    for bound in bind(template, columns):
        rule = bound.rule or ColumnRule((bound.column,))
        if bound.column in targets:
            target, reader = targets[bound.column]
            rule = replace(rule, target=target, reader=reader, why="" if target else "import.why.not_wanted")
        values = {**dict(rule.values), **crosswalk.get(bound.column, {})}
        rules.append(replace(rule, names=(bound.column,), values=tuple(sorted(values.items()))))
    kept: dict[str, Any] = {
        "name": name,
        "zh": name,
        "en": name,
        "source": "",
        "version": "1",
        "namespace": template.namespace,
    }
    return replace(template, columns=tuple(rules), signature=tuple(columns), renames=False, **kept)


def targets(kind: str) -> dict[str, str]:
    """What a column can be read into, with the reader for it, by the generic mapping of a kind of import."""
    generic = next((each for each in templates() if each.kind == kind and each.name in _GENERIC), None)
    return {rule.target: rule.reader for rule in generic.columns if rule.target} if generic else {}
