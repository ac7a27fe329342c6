"""The cells that an office's comparisons speak of: of a row, of the row of another class that it names, of
our records; and what stands in another class."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields
from typing import Any

from faultgis.errors import InputError
from faultgis.national.rows import Row
from faultgis.national.template import Template, plain
from faultgis.quality.faults import ids
from faultgis.quality.given import Given
from faultgis.records.kinds import KINDS, AnyRecord
from faultgis.values import Estimate

Cell = Callable[[str], Any]
There = Callable[[str], Collection[str]]
_PARTS = ("middle", *(each.name for each in fields(Estimate)))


def of_row(given: Given, row: Row, via: str = "") -> Cell:
    """The cells of a row by field; ``Class.Field`` is that field in the row of the class whose ID stands in
    the field ``via``. ``None``: empty, or no such row."""
    by_name = {plain(name): value for name, value in row.values.items()}

    def own(name: str) -> Any:
        value = by_name.get(plain(name))
        return None if given.empty(value) else value

    def cell(name: str) -> Any:
        class_name, dot, field = name.partition(".")
        if not dot:
            return own(name)
        meant = ids(given, class_name).get(str(own(via)).strip())
        return None if meant is None else of_row(given, meant)(field)

    return cell


def of_mapping(values: Mapping[str, Any]) -> Cell:
    """The cells of a row that somebody wrote down."""
    by_name = {plain(name): value for name, value in values.items()}
    return lambda name: None if by_name.get(plain(name)) == "" else by_name.get(plain(name))


def of_record(record: AnyRecord) -> Cell:
    """The fields of a record, and what they are made of: ``net_slip_rate.best``."""

    def cell(name: str) -> Any:
        value: Any = record
        for part in name.split("."):
            value = getattr(value, part, None)
        return None if value == "" else value

    return cell


def standing(given: Given) -> There:
    """What stands in a class: its IDs (``Fault``), or the texts of one of its fields (``Fault.Name``)."""

    def there(name: str) -> Collection[str]:
        class_name, dot, field = name.partition(".")
        if not dot:
            return ids(given, class_name).keys()
        return given.shared(f"texts of {name}", lambda: set(_texts(given, class_name, field)))

    return there


def _texts(given: Given, class_name: str, field: str) -> Iterator[str]:
    described = given.package.template.find(class_name)
    for row in given.package.of(described.name if described else class_name):
        value = of_row(given, row)(field)
        if value is not None:
            yield str(value).strip()


def names(test: Mapping[str, Any]) -> Iterator[str]:
    """Every field that a comparison speaks of; those of other classes as ``Class.Field``, or the class."""
    yield from (test[key] for key in ("field", "other", "via") if key in test)
    if test["op"] == "found_in":
        yield f"{test['value']}." if "." not in test["value"] else test["value"]
    for condition in test.get("when", ()):
        yield from names(condition)


def refuse_unknown(rule_id: str, template: Template, class_name: str, test: Mapping[str, Any]) -> None:
    """Raises ``InputError`` where a comparison speaks of what the template does not have:
    ``quality.class_unknown``, ``quality.field_unknown``."""
    for name in names(test):
        other, dot, field = name.rpartition(".")
        within = other if dot else class_name
        described = template.find(within)
        if described is None:
            raise InputError("quality.class_unknown", rule=rule_id, name=within)
        if field and described.field(field) is None:
            raise InputError("quality.field_unknown", rule=rule_id, name=within, field=field)


def refuse_unknown_of_record(rule_id: str, kind: str, test: Mapping[str, Any]) -> None:
    """Raises ``ValueError`` where a comparison speaks of a field that records of a kind do not have."""
    known = {each.name for each in fields(KINDS[kind])}
    for name in names(test):
        field, *parts = name.split(".")
        if field not in known or len(parts) > 1 or any(part not in _PARTS for part in parts):
            raise ValueError(f"{rule_id}: {kind}.{name}?")
