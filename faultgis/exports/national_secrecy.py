"""What a delivery below its survey's level must lose, as a file that an office may replace:
``resources/templates/secrecy/*.json``; an office's own in ``secrecy`` of FaultGIS' folder.

Rows above the level, restricted classes and the decimals of positions are the mapping's business (its
``Settings``); here are the fields, and the log of everything withheld.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import resources
from faultgis.errors import InputError
from faultgis.national import kept
from faultgis.national.rows import Note, Package, Row
from faultgis.national.template import Template, TemplateClass, TemplateField
from faultgis.national.withholding import rounded
from faultgis.office_files import held, loads
from faultgis.settings import default_home

DEFAULT = "office"
LEVELS = (0, 1, 2, 3)
WAIVERS_WITHHELD = "delivery.waivers_withheld"
# Notes that say that something was withheld or made coarser.
REDACTIONS = (
    "national.withheld",
    "national.reference_withheld",
    "national.value_withheld",
    "national.attachments_withheld",
    "national.coarsened",
    "national.collapsed",
    "delivery.field_redacted",
    "delivery.field_coarsened",
    "delivery.attachment_withheld",
    WAIVERS_WITHHELD,
)
# What these say stands in the package's cells, too, or is the name of a kind of records.
_OPEN = (
    "delivery.text_cut", "delivery.text_unsure", "delivery.field_widened", "national.unsaid",
    "national.left_out",
)  # fmt: skip


@dataclass(frozen=True)
class LevelRule:
    """What goes at a level: ``decimals`` of degrees are kept (``None``: all); classes in ``restricted`` count
    at least as the level named; ``fields`` by class (``*``: all) are blanked; ``coordinates`` are further
    fields with degrees in them."""

    decimals: int | None = None
    restricted: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    coordinates: tuple[str, ...] = ()


@dataclass(frozen=True)
class SecrecyRules:
    """The rules by level, with the SHA-256 of their file."""

    id: str
    version: str
    below: Mapping[int, LevelRule]
    sha256: str

    def of(self, level: int, survey_level: int) -> LevelRule:
        """What a package of a level loses of a survey: nothing, unless the survey's level is higher."""
        return self.below.get(level, LevelRule()) if level < survey_level else LevelRule()


def load_secrecy(name: str = DEFAULT) -> SecrecyRules:
    """The rules of a name, an office's own before the shipped ones.

    Raises ``InputError("secrecy.invalid")``.
    """
    own = default_home() / "secrecy" / f"{name}.json"
    path = own if own.is_file() else resources.path(f"templates/secrecy/{name}.json")
    try:
        raw = path.read_bytes()
        told = loads(raw.decode("utf-8-sig"))
        below = {int(level): _rule(each) for level, each in told["below"].items()}
        return held(SecrecyRules(told["id"], told["version"], below, hashlib.sha256(raw).hexdigest()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise InputError("secrecy.invalid", file=str(path), reason=reason) from error


def _rule(told: Mapping[str, Any]) -> LevelRule:
    decimals = told.get("decimals")
    return LevelRule(
        None if decimals is None else int(decimals),
        {name: int(level) for name, level in told.get("restricted", {}).items()},
        {name: tuple(names) for name, names in told.get("fields", {}).items()},
        tuple(told.get("coordinates", ())),
    )


def redacted(package: Package, rule: LevelRule) -> Package:
    """The package with the rule's fields marked as not available and its coordinate fields rounded; a note
    says of each field in how many rows."""
    if not rule.fields and not (rule.coordinates and rule.decimals is not None):
        return package
    notes: list[Note] = []
    rows = {name: _class(package.template, name, of, rule, notes) for name, of in package.rows.items()}
    return replace(package, rows=rows, notes=(*package.notes, *notes))


def _class(
    template: Template, name: str, rows: Sequence[Row], rule: LevelRule, notes: list[Note]
) -> tuple[Row, ...]:
    described = template.find(name)
    if described is None:
        return tuple(rows)
    made = tuple(rows)
    for each in _named(described, (*rule.fields.get("*", ()), *rule.fields.get(name, ()))):
        made = _each(made, each, _mark(template, each), "delivery.field_redacted", notes)
    if rule.decimals is not None:
        for each in _named(described, rule.coordinates):
            made = _rounded(made, each, rule.decimals, template, notes)
    return made


def _named(described: TemplateClass, names: Sequence[str]) -> list[TemplateField]:
    return [each for name in names if (each := described.field(name)) is not None]


def _mark(template: Template, entry: TemplateField) -> str | float:
    empty = template.empty
    if entry.numeric:
        return empty.number
    return empty.date if entry.type == "date" else empty.text


def _each(
    rows: tuple[Row, ...], entry: TemplateField, mark: Any, code: str, notes: list[Note]
) -> tuple[Row, ...]:
    said = [row.values.get(entry.name) not in (None, "", mark) for row in rows]
    if any(said):
        notes.append(Note(code, rows[0].class_name, "", entry.name, {"count": sum(said)}))
    return tuple(
        replace(row, values={**row.values, entry.name: mark}) if touched else row
        for row, touched in zip(rows, said, strict=True)
    )


def _rounded(
    rows: tuple[Row, ...], entry: TemplateField, decimals: int, template: Template, notes: list[Note]
) -> tuple[Row, ...]:
    made, count = [], 0
    for row in rows:
        value = row.values.get(entry.name)
        if kept.says(value, template.empty):
            count += 1
            coarse = rounded(value, decimals, template.empty)
            made.append(replace(row, values={**row.values, entry.name: coarse}))
        else:
            made.append(row)
    if count:
        told = {"count": count, "decimals": decimals}
        notes.append(Note("delivery.field_coarsened", rows[0].class_name, "", entry.name, told))
    return tuple(made)


def logged(redactions: Sequence[Note], rows: bool) -> list[dict[str, Any]]:
    """What was withheld or made coarser, by code, class and field, with how many notes of it there are and
    what they say; with ``rows`` the IDs too: for the office's register, not for those who receive the
    package."""
    groups: dict[tuple[str, str, str], list[Note]] = {}
    for note in redactions:
        groups.setdefault((note.code, note.class_name, note.field), []).append(note)
    told = []
    for (code, class_name, field_name), found in sorted(groups.items()):
        group: dict[str, Any] = {"code": code, "class": class_name, "field": field_name, "count": len(found)}
        if len(found) == 1:
            params = found[0].params.items()
            group["params"] = {name: value for name, value in params if rows or not isinstance(value, str)}
        if rows:
            group["rows"] = [note.row_code for note in found if note.row_code]
        told.append(group)
    return told


def discreet(notes: Sequence[Note]) -> list[Note]:
    """Notes of losses without what was lost: places finer than those that are given, names, file names. Only
    what stands in the package itself is said again."""
    return [
        note
        if note.code in _OPEN
        else replace(note, params={name: _hidden(told) for name, told in note.params.items()})
        for note in notes
    ]


def _hidden(told: Any) -> Any:
    return "—" if isinstance(told, str) and told else told


def split(notes: Sequence[Note]) -> tuple[list[Note], list[Note]]:
    """Notes of losses, and those of redactions."""
    redactions = [note for note in notes if note.code in REDACTIONS]
    return [note for note in notes if note.code not in REDACTIONS], redactions
