"""What a check is given: the mapped rows, our records, the rule's parameters and the files beside them."""

import dataclasses
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import shapely

from faultgis.national import kept
from faultgis.national.rows import Package, Row
from faultgis.national.template import TemplateClass, TemplateField
from faultgis.quality.finding import ERROR, Cells, Finding, Fix
from faultgis.records.delivery import TemplateRow
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Record
from faultgis.records.survey import Batch
from faultgis.store import Kept, Rejected

T = TypeVar("T")


@dataclass(frozen=True)
class Given:
    """``records`` are all of the survey by kind. ``file`` finds an attachment by the text that names it
    (``None``: there is none). ``today`` is the day of the check. ``rule``, ``severity`` and ``parameters``
    are those of the rule being run. ``imports`` are the survey's import batches with the rows that each could
    not use. ``elsewhere`` says for national IDs of other surveys whose they are. ``ask`` puts an
    administrator's question to the database (``None``: there is none to ask); ``past`` is what that keeps of
    the survey's past (``None``: not known). ``kept`` is work that several rules share (``shared``)."""

    package: Package
    records: Mapping[str, Sequence[AnyRecord]]
    today: date
    file: Callable[[str], Path | None] = lambda _name: None
    rule: str = ""
    severity: str = ERROR
    parameters: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    imports: Sequence[tuple[Batch, Sequence[Rejected]]] = ()
    elsewhere: Mapping[str, str] = dataclasses.field(default_factory=dict)
    ask: Callable[[str], Iterable[Mapping[str, Any]]] | None = None
    past: Kept | None = None
    kept: dict[Any, Any] = dataclasses.field(default_factory=dict, repr=False, compare=False)

    def parameter(self, name: str, default: Any) -> Any:
        """A parameter of the rule, or our default."""
        return self.parameters.get(name, default)

    def classes(self, geometry: str = "") -> Iterator[tuple[TemplateClass, tuple[Row, ...]]]:
        """The classes that have rows (of one geometry), with their rows."""
        for each in self.package.template.classes:
            rows = self.package.of(each.name)
            if rows and (not geometry or each.geometry == geometry):
                yield each, rows

    def fields(
        self, wanted: Callable[[TemplateClass, TemplateField], bool]
    ) -> Iterator[tuple[TemplateClass, TemplateField, Row]]:
        """Every row with every field that is wanted."""
        for each, rows in self.classes():
            for entry in each.fields:
                if wanted(each, entry):
                    for row in rows:
                        yield each, entry, row

    def empty(self, value: Any) -> bool:
        """Whether a value says nothing: blank, or one of the template's marks for "not available"."""
        marks = self.package.template.empty
        if value is None:
            return True
        if isinstance(value, str):
            return value.strip() in ("", marks.text)
        return bool(value == marks.number)

    def number(self, row: Row, name: str) -> float | None:
        """The number in a field; ``None`` where there is none or it is no number."""
        value = row.values.get(name)
        if self.empty(value):
            return None
        try:
            return float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            return None

    def shared(self, name: str, make: Callable[[], T]) -> T:
        """What several rules need, made once for the same rows and records."""
        key = name, id(self.package), id(self.records)
        if key not in self.kept:
            # Rows and records are held as well: while they live, nothing else has their numbers.
            self.kept[key] = self.package, self.records, make()
        made: T = self.kept[key][-1]
        return made

    @cached_property
    def by_id(self) -> Mapping[tuple[str, UUID], AnyRecord]:
        """Our records by kind and id."""
        pairs = ((kind, each) for kind, held in self.records.items() for each in held)
        return self.shared("by_id", lambda: {(kind, each.id): each for kind, each in pairs})

    @cached_property
    def mapped(self) -> frozenset[tuple[str, str]]:
        """The fields of our records, by kind and name, that stand in a field of the rows: who checks the rows
        has checked them."""
        places = self.package.places.items()
        kinds = {name: {row.kind for row in rows} for name, rows in self.package.rows.items()}
        return frozenset(
            (kind, field.split(".")[0]) for (name, _), field in places for kind in kinds.get(name, ())
        )

    def record(self, row: Row) -> AnyRecord | None:
        """The record that a row is made from, if it is at hand."""
        return self.by_id.get((row.kind, row.id)) if row.id is not None else None

    def mend(self, row: Row, field: str, value: Any, label: str) -> Fix | None:
        """A change of our record that puts ``value`` into a field of the row. ``None`` where the record has
        nothing that stands in the row as it is."""
        record = self.record(row)
        ours = self.package.places.get((row.class_name, field), "")
        if record is not None and ours and getattr(record, ours, None) == row.values.get(field):
            return Fix(row.kind, record.id, {ours: value}, label, str(value))
        return self.mend_cell(row, field, value, label)

    def mend_cell(self, row: Row, field: str, value: Any, label: str) -> Fix | None:
        """A change of the cell that our record keeps of a national row, where it has no field for it or says
        the same otherwise. ``None`` where it keeps none."""
        record = self.record(row)
        if isinstance(record, TemplateRow):
            return Fix(row.kind, record.id, {"values": Cells({field: value})}, label, str(value))
        cells = kept.cells(record, row.class_name) if isinstance(record, Record) else None
        # Blank cells are not kept: one may be filled.
        if (
            not isinstance(record, Record)
            or cells is None
            or row.values.get(field) not in (None, cells.get(field))
        ):
            return None
        name = field if record.source.key.startswith(f"{row.class_name}:") else f"{row.class_name}.{field}"
        return Fix(row.kind, record.id, {"source": Cells({name: kept.text_of(value)})}, label, str(value))

    def wrong(
        self,
        row: Row | None,
        field: str = "",
        variant: str = "",
        *,
        fix: Fix | None = None,
        where: tuple[float, float] | None = None,
        severity: str = "",
        class_name: str = "",
        **params: Any,
    ) -> Finding:
        """A finding of this rule. Its sentence is ``RULE`` or ``RULE.variant`` of ``ui.words``, with the
        parameters, ``value``, ``field`` and ``title`` (the field's Chinese title)."""
        rule = f"{self.rule}.{variant}" if variant else self.rule
        if row is None:
            return Finding(
                self.rule, severity or self.severity, rule, params, class_name, field=field, where=where
            )
        described = self.package.template.find(row.class_name)
        value = row.values.get(field)
        entry = described.field(field) if described and field else None
        told = {"value": written(value), "field": field, "title": entry.zh if entry else "", **params}
        return Finding(
            rule=self.rule,
            severity=severity or self.severity,
            code=rule,
            params=told,
            class_name=row.class_name,
            row_code=row.code(described.key) if described and described.key else "",
            field=field,
            # Waivers hold by it: it is not written anew.
            value="" if value is None else str(value),
            kind=row.kind,
            id=row.id,
            our_field=self.package.places.get((row.class_name, field), ""),
            where=where or middle(row),
            fix=fix,
        )


def written(value: Any) -> str:
    """A value as people write it: nothing as nothing, whole numbers without a fraction."""
    if value is None:
        return ""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    return str(int(value)) if whole else str(value)


def middle(row: Row) -> tuple[float, float] | None:
    """A place on a row's shape, in degrees; ``None`` where it has none that is finite."""
    shape = row.geometry
    if shape is None or shape.is_empty:
        return None
    point = shape if shape.geom_type == "Point" else shapely.point_on_surface(shape)
    if point.is_empty or not (math.isfinite(point.x) and math.isfinite(point.y)):
        return None
    return float(point.x), float(point.y)
