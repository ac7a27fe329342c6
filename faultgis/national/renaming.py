"""Templates that spell classes and fields otherwise than the mapping does ("FAULT", "photo_aiid").

Inside, the spelling of the shipped template counts, so that mapping, kept cells and records agree whatever
template an office loads. Rows are renamed on the way in and on the way out; names that the shipped template
does not know stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import resources
from faultgis.national.rows import Package, Row, Values
from faultgis.national.template import DEFAULT, Chosen, Template, TemplateClass, TemplateField, load
from faultgis.national.working import Settings


@dataclass(frozen=True)
class Renaming:
    """``template`` as it is, ``inside`` as it is spelt within."""

    template: Template
    inside: Template

    @property
    def needed(self) -> bool:
        """Whether any name differs."""
        return self.inside is not self.template

    @cached_property
    def _fields(self) -> Mapping[str, tuple[TemplateClass, Mapping[str, str], Mapping[str, str]]]:
        """By the inside name of a class: the class as it is, its fields inside by outside, and back."""
        found = {}
        for outer, inner in zip(self.template.classes, self.inside.classes, strict=True):
            into = {o.name: i.name for o, i in zip(outer.fields, inner.fields, strict=True)}
            found[inner.name] = (outer, into, {i: o for o, i in into.items()})
        return found

    @cached_property
    def _into(self) -> Mapping[str, str]:
        return {outer.name: name for name, (outer, _, _) in self._fields.items()}

    def class_into(self, name: str) -> str:
        """The inside name of a class."""
        found = self.template.find(name)
        return self._into[found.name] if found else name

    def field_into(self, class_name: str, name: str) -> str:
        """The inside name of a field of a class named from outside."""
        known = self._fields.get(self.class_into(class_name))
        return known[1].get(name, name) if known else name

    def row_into(self, row: Row) -> Row:
        """A row under its inside names."""
        name = self.class_into(row.class_name)
        known = self._fields.get(name)
        return replace(row, class_name=name, values=_renamed(row.values, known[1] if known else {}))

    def rows_into(self, rows: Mapping[str, Sequence[Row]]) -> dict[str, list[Row]]:
        """Rows by class under their inside names."""
        if not self.needed:
            return {name: list(listed) for name, listed in rows.items()}
        return {
            self.class_into(name): [self.row_into(row) for row in listed] for name, listed in rows.items()
        }

    def columns_into(self, columns: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        """Fields by class under their inside names."""
        return {
            self.class_into(name): frozenset(self.field_into(name, field) for field in fields)
            for name, fields in columns.items()
        }

    def settings_into(self, settings: Settings) -> Settings:
        """Settings whose classes have their inside names."""
        if not self.needed:
            return settings
        return replace(
            settings,
            classes=tuple(self.class_into(name) for name in settings.classes),
            restricted={self.class_into(name): level for name, level in settings.restricted.items()},
            extra={name: tuple(rows) for name, rows in self.rows_into(settings.extra).items()},
        )

    def package_out(self, package: Package) -> Package:
        """A package made inside, under the template's own names."""
        if not self.needed:
            return package
        return replace(
            package,
            template=self.template,
            rows={
                self._class_out(name): tuple(self._row_out(row) for row in listed)
                for name, listed in package.rows.items()
            },
            places={self._place_out(*place): told for place, told in package.places.items()},
            notes=tuple(
                replace(
                    n, class_name=self._class_out(n.class_name), field=self._field_out(n.class_name, n.field)
                )
                for n in package.notes
            ),
            attachments=tuple(
                replace(
                    a, class_name=self._class_out(a.class_name), field=self._field_out(a.class_name, a.field)
                )
                for a in package.attachments
            ),
        )

    def _class_out(self, name: str) -> str:
        return self._fields[name][0].name if name in self._fields else name

    def _field_out(self, class_name: str, name: str) -> str:
        return self._fields[class_name][2].get(name, name) if class_name in self._fields else name

    def _place_out(self, class_name: str, name: str) -> tuple[str, str]:
        return self._class_out(class_name), self._field_out(class_name, name)

    def _row_out(self, row: Row) -> Row:
        out = self._fields[row.class_name][2]
        name = self._class_out(row.class_name)
        return replace(row, class_name=name, values=_renamed(row.values, out))


def _renamed(values: Values, names: Mapping[str, str]) -> Values:
    return {names.get(name, name): value for name, value in values.items()}


# Few templates are loaded in one run, and each is kept while its renaming is.
_KNOWN: dict[int, Renaming] = {}


def renaming(template: Template) -> Renaming:
    """How a template's names are spelt inside."""
    found = _KNOWN.get(id(template))
    if found is None or found.template is not template:
        shipped = load(str(resources.path(f"templates/{DEFAULT}.json")))
        found = _KNOWN[id(template)] = Renaming(template, _inside(template, shipped))
    return found


def _inside(template: Template, shipped: Template) -> Template:
    if template is shipped:
        return template
    classes = tuple(_class_inside(each, shipped) for each in template.classes)
    return template if classes == template.classes else replace(template, classes=classes)


def _class_inside(described: TemplateClass, shipped: Template) -> TemplateClass:
    known = shipped.find(described.name)
    if known is None:
        return described
    fields = tuple(_field_inside(field, known, shipped) for field in described.fields)
    return replace(described, name=known.name, fields=fields)


def _field_inside(field: TemplateField, known: TemplateClass, shipped: Template) -> TemplateField:
    same = known.field(field.name)
    by = field.refers_by
    return replace(
        field,
        name=same.name if same else field.name,
        refers=tuple(_class_name(name, shipped) for name in field.refers),
        refers_by=None
        if by is None
        else Chosen(
            _field_name(by.field, known),
            {code: _class_name(name, shipped) for code, name in by.classes.items()},
            _class_name(by.otherwise, shipped),
        ),
    )


def _class_name(name: str, shipped: Template) -> str:
    found = shipped.find(name) if name else None
    return found.name if found else name


def _field_name(name: str, known: TemplateClass) -> str:
    found = known.field(name)
    return found.name if found else name
