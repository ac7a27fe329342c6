"""Rows of classes for which there is no record: kept as ``TemplateRow``, they come out as they came in."""

from uuid import UUID

from faultgis.national.rows import Row
from faultgis.national.template import Template, TemplateClass
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
