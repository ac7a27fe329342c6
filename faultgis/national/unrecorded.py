"""Rows of classes for which there is no record: kept as ``TemplateRow``, they come out as they came in."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from faultgis.national.rows import Attachment, Row
from faultgis.national.template import Template, TemplateClass
from faultgis.national.working import Working
from faultgis.records.delivery import TemplateRow
from faultgis.records.provenance import Source
from faultgis.values import Document


def row_of(record: TemplateRow, described: TemplateClass) -> Row:
    """A kept row as it came; values of fields that the template does not know are its extras."""
    known = {field.name for field in described.fields}
    values = {field.name: record.values.get(field.name) for field in described.fields}
    extras = {name: value for name, value in record.values.items() if name not in known}
    return Row(described.name, values, record.geometry, "template_row", record.id, extras, record.secrecy)


def record_of(row: Row, survey_id: UUID, template: Template, source: Source) -> TemplateRow:
    """The record that keeps a row."""
    described = template.find(row.class_name)
    cells = {**row.values, **row.extras}
    return TemplateRow(
        survey_id=survey_id,
        geometry=row.geometry,
        class_name=row.class_name,
        code=row.code(described.key) if described else "",
        template=template.id,
        values=Document({name: value for name, value in cells.items() if value is not None}),
        secrecy=row.secrecy,
        source=source,
    )


def add_unrecorded(working: Working, rows: dict[str, list[Row]]) -> None:
    """Rows without a record of their own, and those that were calculated elsewhere."""
    for name, listed in working.index.template_rows.items():
        described = working.template.find(name)
        if described is None:
            working.note("national.rows_of_unknown_class", name=name, count=len(listed))
            continue
        rows[described.name] += [row_of(each, described) for each in listed]
    for name, extra in working.settings.extra.items():
        if name in rows:
            rows[name] += extra
        else:
            working.note("national.rows_of_unknown_class", name=name, count=len(extra))


def files_of(working: Working, rows: Mapping[str, Sequence[Row]]) -> Iterator[Attachment]:
    """The files of rows without a record, under the names that stand in their cells."""
    for name, listed in rows.items():
        described = working.template.find(name)
        key = described.key if described else ""
        for row in listed:
            if row.kind != "template_row" or row.id is None:
                continue
            for medium in working.index.children("media", "owner_id", row.id):
                told = dict(medium.source.attributes)
                if told.get("name"):
                    field, file = told.get("field", ""), told["name"]
                    yield Attachment(name, row.code(key), field, file, medium.path, medium.sha256)
