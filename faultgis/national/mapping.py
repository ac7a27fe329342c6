"""A survey's records as the rows of a national template."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from faultgis.national import kept
from faultgis.national.attaching import ATTACHMENTS_WITHHELD, attached
from faultgis.national.coming import Coming, coming
from faultgis.national.expressions import Evaluate
from faultgis.national.index import Index
from faultgis.national.mapping_file import Entry, TemplateMapping, load_mapping
from faultgis.national.renaming import renaming
from faultgis.national.rows import Attachment, Package, Row, blank_values
from faultgis.national.template import Empty, Template, TemplateClass, TemplateField, load
from faultgis.national.unrecorded import add_unrecorded, files_of
from faultgis.national.withholding import coarsened, withheld
from faultgis.national.working import Settings, Working
from faultgis.progress import Progress
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey

__all__ = ["Settings", "TemplateMapping", "load_mapping", "package_of"]

_STRIDE = 500


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the rows of an entry are made: the values of a row that says nothing, in the template's order, and
    the fields that something is known of."""

    blank: dict[str, kept.Cell]
    made: tuple[tuple[TemplateField, Evaluate], ...]


def package_of(
    survey: Survey,
    records: Mapping[str, Sequence[AnyRecord]],
    template: Template | None = None,
    mapping: TemplateMapping | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
    *,
    as_read: bool = True,
) -> Package:
    """The rows of a survey. ``records`` are all of it by kind, as ``Store.load`` gives them.

    A cell that a record was read from stands unless the record changed; with ``as_read`` false every cell is
    made from the record as it is, for comparison.
    """
    spelt, mapping = renaming(template or load()), mapping or load_mapping()
    template, settings = spelt.inside, spelt.settings_into(settings or Settings())
    progress = progress or Progress()
    working = Working(Index(survey, records), template, settings)
    rows, attachments = _rows(working, mapping, progress, as_read)
    seen = rows = _chosen(rows, settings)
    if settings.level is not None and (left := working.index.up_to(settings.level)) is not working.index:
        # What is above the level is not only left out: nothing that is given is made of it.
        withheld_files = [each for each in working.notes if each.code == ATTACHMENTS_WITHHELD]
        working = Working(left, template, settings, notes=withheld_files)
        rows, attachments = _rows(working, mapping, progress, as_read)
        rows = _chosen(rows, settings)
    chosen, attachments = withheld(seen, rows, attachments, working)
    chosen = coarsened(chosen, working)
    package = Package(
        template=template,
        survey=survey,
        rows={name: _sorted(listed, template.find(name)) for name, listed in chosen.items()},
        places=_places(mapping, template),
        notes=tuple(working.notes),
        attachments=tuple(sorted(attachments)),
    )
    return spelt.package_out(package)


def _rows(
    working: Working, mapping: TemplateMapping, progress: Progress, as_read: bool
) -> tuple[dict[str, list[Row]], list[Attachment]]:
    """The rows of every class and the files that they name."""
    planned = coming(working, mapping)
    rows: dict[str, list[Row]] = {described.name: [] for described in working.template.classes}
    attachments: list[Attachment] = []
    for name, listed in planned.items():
        described = working.template.find(name)
        assert described is not None
        progress.report("national.mapping", len(rows[name]), len(listed))
        _make(described, listed, mapping, working, rows[name], attachments, progress, as_read)
    add_unrecorded(working, rows)
    attachments += files_of(working, rows)
    _note_unsaid(working, mapping)
    return rows, attachments


def _make(
    described: TemplateClass,
    listed: Sequence[Coming],
    mapping: TemplateMapping,
    working: Working,
    rows: list[Row],
    attachments: list[Attachment],
    progress: Progress,
    as_read: bool,
) -> None:
    working.class_name = described.name
    plans = {id(each): _plan(described, each, mapping, working) for each in mapping.of(described.name)}
    for number, each in enumerate(listed):
        if number % _STRIDE == 0:
            progress.report("national.mapping", number, len(listed))
        working.row_code, working.field, working.geometry = each.code, "", each.geometry
        files, named = attached(each.record, each.entry.attached, described, working)
        attachments += named
        rows.append(_row(described, each, plans[id(each.entry)], files, working, as_read))
        _note_losses(each, working)
    working.class_name = working.row_code = working.field = ""


def _plan(described: TemplateClass, entry: Entry, mapping: TemplateMapping, working: Working) -> _Plan:
    empty = working.template.empty
    blank = blank_values({f.name: kept.mark(f, empty, f.domain in mapping.blank) for f in described.fields})
    made = [
        (field, entry.fields[field.name].value) for field in described.fields if field.name in entry.fields
    ]
    return _Plan(blank, tuple(made))


def _row(
    described: TemplateClass,
    each: Coming,
    plan: _Plan,
    files: Mapping[str, str],
    working: Working,
    as_read: bool,
) -> Row:
    record = each.record
    said: dict[str, kept.Cell] = {}
    for field, evaluate in plan.made:
        working.field = field.name
        value = evaluate(record, working)
        if value is not None and value != "":
            said[field.name] = _typed(value, field)
    said.update(files)
    cells = kept.cells(record, described.name) if as_read else None
    if cells is None:
        values, extras = plan.blank.copy(), {}
        values.update(said)
    else:
        told = {name: said.get(name) for name in (*(field.name for field, _ in plan.made), *files)}
        values = _standing(described, cells, told, plan, record, working.template.empty)
        extras = {name: text for name, text in cells.items() if name not in plan.blank}
    if described.key:
        values[described.key] = each.code
    return Row(
        described.name,
        values,
        each.geometry,
        each.entry.kind,
        record.id,
        extras,
        working.index.secrecy(record),
    )


def _standing(
    described: TemplateClass,
    cells: Mapping[str, str],
    said: Mapping[str, kept.Cell],
    plan: _Plan,
    record: Any,
    empty: Empty,
) -> dict[str, kept.Cell]:
    """The cells that a record was read from, but where the record says something else by now."""
    then = kept.differing(record, described.name)
    values = plan.blank.copy()
    for field in described.fields:
        name = field.name
        cell = kept.typed(cells[name], field) if name in cells else None
        if name not in said or kept.agree(said[name], then.get(name, cell), empty):
            values[name] = cell
        else:
            values[name] = plan.blank[name] if said[name] is None else said[name]
    return values


def _typed(value: Any, field: TemplateField) -> kept.Cell:
    if field.type == "real":
        return float(value)
    if field.numeric:
        return round(float(value))
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _note_losses(each: Coming, working: Working) -> None:
    for loss in each.entry.losses:
        if loss.when.value(each.record, working):
            working.field = loss.field
            value = loss.value.value(each.record, working) if loss.value else ""
            working.note(loss.note, value=value)


def _note_unsaid(working: Working, mapping: TemplateMapping) -> None:
    """Kinds of records that the template has no place for."""
    for kind, note in mapping.unsaid.items():
        if count := len(working.index.records.get(kind, ())):
            working.field = kind
            working.note(note, kind=kind, count=count)
    for kind, count in _placeless(working, mapping).items():
        working.field = kind
        working.note("national.left_out", kind=kind, count=count)
    working.field = ""


def _placeless(working: Working, mapping: TemplateMapping) -> Counter[str]:
    """Records of mapped kinds that no class takes."""
    taken = {key for _, key in working.codes}
    kinds = dict.fromkeys(entry.kind for entry in mapping.entries)
    found: Counter[str] = Counter()
    for kind in kinds:
        found[kind] = sum(record.id not in taken for record in working.index.records.get(kind, ()))
    return +found


def _chosen(rows: Mapping[str, list[Row]], settings: Settings) -> dict[str, list[Row]]:
    wanted = frozenset(settings.classes)
    return {name: listed if not wanted or name in wanted else [] for name, listed in rows.items()}


def _sorted(listed: Sequence[Row], described: TemplateClass | None) -> tuple[Row, ...]:
    key = described.key if described else ""
    return tuple(sorted(listed, key=lambda row: (row.code(key), str(row.id or ""), _wkb(row))))


def _wkb(row: Row) -> bytes:
    return b"" if row.geometry is None or row.id is not None else bytes(shapely.to_wkb(row.geometry))


def _places(mapping: TemplateMapping, template: Template) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for entry in mapping.entries:
        if (described := template.find(entry.class_name)) is None:
            continue
        for name, expression in entry.fields.items():
            if expression.place:
                found.setdefault((described.name, name), expression.place)
    return found
