"""The rows of a national package as our records. Every cell stays with the record that it came to; rows of
classes for which there is no record, and rows without a shape that our record needs, are kept as rows."""

import dataclasses
import json
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from faultgis.national import kept
from faultgis.national.mapping import package_of
from faultgis.national.mapping_file import TemplateMapping, load_mapping
from faultgis.national.read_buried import read_buried
from faultgis.national.read_faults import read_faults
from faultgis.national.read_files import read_files
from faultgis.national.read_points import read_points
from faultgis.national.read_trenches import read_samples, read_trenches
from faultgis.national.renaming import renaming
from faultgis.national.rows import Note, Row
from faultgis.national.taking import Pairs, Taking
from faultgis.national.template import Template, load
from faultgis.progress import Progress
from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.records.survey import Survey

MAPPED = (
    "Fault", "Fold", "GeologicalSvyPoint", "FaultSvyPoint", "GeoGeomorphySvyPoint", "StratigraphySvyPoint",
    "GeomorphyPoint", "FaultAttitude", "Trench", "SamplePoint", "DrillFaultPoint", "GeophySvyFaultPoint",
)  # fmt: skip


@dataclass(frozen=True)
class Read:
    """What rows became. ``main`` says which record stands for a row, by class and key; ``kept`` how many rows
    of a class stay rows; ``keys`` are those of the rows of each class, in their order; ``named`` are
    class, key and field that name the file of a record."""

    records: tuple[AnyRecord, ...]
    main: Mapping[tuple[str, str], AnyRecord]
    keys: Mapping[str, tuple[str, ...]]
    kept: Mapping[str, int]
    notes: tuple[Note, ...]
    named: Mapping[UUID, tuple[str, str, str]]


def records_of(
    rows: Mapping[str, Sequence[Row]],
    survey: Survey,
    template: Template | None = None,
    mapping: TemplateMapping | None = None,
    *,
    file: str = "",
    known: Mapping[tuple[str, str], AnyRecord] | None = None,
    files: Mapping[str, tuple[str, str]] | None = None,
    told: dict[tuple[int, str], Pairs] | None = None,
    progress: Progress | None = None,
) -> Read:
    """Records of all rows. ``known`` are records of the survey by class and ID, for references to rows that
    are not among these; ``files`` the package's files by name, with path and SHA-256;
    ``told`` is shared by readings of the same rows, which the caller keeps."""
    spelt, mapping = renaming(template or load()), mapping or load_mapping()
    template, rows = spelt.inside, spelt.rows_into(rows)
    # Rows under other names are copies that end with this reading.
    shared = {} if told is None or spelt.needed else told
    progress = progress or Progress()
    taking = Taking(survey.id, template, rows, file, known or {}, files=files or {}, told=shared)
    steps = (
        read_faults,
        read_points,
        read_trenches,
        lambda each: read_samples(each, mapping),
        read_buried,
        _keep_others,
        read_files,
    )
    for number, step in enumerate(steps):
        progress.report("national.reading", number, len(steps))
        step(taking)
    return Read(
        records=tuple(taking.records),
        main=taking.main,
        keys={name: tuple(cells.key for cells in taking.cells(name)) for name in rows},
        kept=dict(taking.kept),
        notes=tuple(taking.notes),
        named=taking.named,
    )


def _keep_others(taking: Taking) -> None:
    for name in taking.rows:
        if name not in MAPPED:
            for cells in taking.cells(name):
                taking.keep(cells)


@dataclass(frozen=True)
class Marked:
    """Records with a mark of what they say otherwise than their cells, by id; and how many cells of each
    class and field say what no field of our records does: they stand as long as nobody changes the record."""

    records: Mapping[UUID, AnyRecord]
    as_text: Mapping[str, Mapping[str, int]]


def marked(
    records: Mapping[str, Sequence[AnyRecord]],
    ids: Container[UUID],
    survey: Survey,
    template: Template | None = None,
    mapping: TemplateMapping | None = None,
    progress: Progress | None = None,
) -> Marked:
    """The records of these ids that need a mark. ``records`` are all that a package of them needs."""
    template, mapping = renaming(template or load()).inside, mapping or load_mapping()
    package = package_of(survey, records, template, mapping, progress=progress, as_read=False)
    by_id: dict[UUID, Any] = {r.id: r for listed in records.values() for r in listed if r.id in ids}
    planned = {(entry.class_name, entry.kind): entry.named for entry in mapping.entries}
    found: dict[UUID, dict[str, dict[str, Any]]] = {}
    as_text: dict[str, Counter[str]] = {}
    for row in package:
        cells = kept.cells(by_id[row.id], row.class_name) if row.id in by_id else None
        if row.kind == "template_row" or cells is None or row.id is None:
            continue
        fields = planned.get((row.class_name, row.kind), frozenset())
        differing, silent = _differing(row, cells, fields, template)
        spoken = [name for name in differing if kept.says(cells.get(name), template.empty)]
        as_text.setdefault(row.class_name, Counter()).update((*spoken, *silent))
        if differing:
            found.setdefault(row.id, {})[row.class_name] = differing
    return Marked({key: _with_mark(by_id[key], told) for key, told in found.items()}, as_text)


def _differing(
    row: Row, cells: Mapping[str, str], fields: frozenset[str], template: Template
) -> tuple[dict[str, Any], list[str]]:
    """What the record says otherwise than its cells, by field; and fields of which it says nothing at all."""
    described = template.find(row.class_name)
    assert described is not None
    differing: dict[str, Any] = {}
    silent = [name for name in cells if described.field(name) is None]
    for field in described.fields:
        name = field.name
        cell = kept.typed(cells[name], field) if name in cells else None
        if field.key or kept.agree(row.values[name], cell, template.empty):
            continue
        if name in fields:
            differing[name] = row.values[name]
        else:
            silent.append(name)
    return differing, silent


def _with_mark(record: Any, told: Mapping[str, Mapping[str, Any]]) -> Any:
    mark = (kept.DIFFERS, json.dumps(told, ensure_ascii=False, separators=(",", ":")))
    cells = tuple(pair for pair in record.source.attributes if pair[0] != kept.DIFFERS)
    return dataclasses.replace(record, source=dataclasses.replace(record.source, attributes=(*cells, mark)))


def by_kind(records: Iterable[AnyRecord]) -> dict[str, list[AnyRecord]]:
    """Records as ``Store.load`` gives them."""
    found: dict[str, list[AnyRecord]] = {}
    for record in records:
        found.setdefault(kind_of(record), []).append(record)
    return found
