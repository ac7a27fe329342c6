"""Field names of ten bytes, as Shapefiles have them: the same for the same class each time, no two alike."""

from collections.abc import Mapping, Sequence

from faultgis.national.template import TemplateClass, TemplateField, plain

LIMIT = 10


def short_names(names: Sequence[str]) -> tuple[str, ...]:
    """A short name for each name, in their order.

    What fits keeps its name. The others are cut at ten bytes; where that is taken (capitals or not) at eight,
    with a number behind: "Profile1_A", "Profile1_1", "Profile1_2" … as GDAL does.
    """
    given: dict[int, str] = {}
    taken: set[str] = set()
    for position, name in enumerate(names):
        if len(name.encode("gb18030")) <= LIMIT and name.casefold() not in taken:
            given[position] = name
            taken.add(name.casefold())
    for position, name in enumerate(names):
        if position not in given:
            given[position] = _free(name, taken)
            taken.add(given[position].casefold())
    return tuple(given[position] for position in range(len(names)))


def _free(name: str, taken: set[str]) -> str:
    short = _cut(name, LIMIT)
    number = 0
    while short.casefold() in taken:
        number += 1
        ending = f"_{number}"
        short = _cut(name, LIMIT - max(len(ending), 2)) + ending
    return short


def _cut(name: str, size: int) -> str:
    """The longest beginning of a name that takes so many bytes, whole characters only."""
    kept = name
    while len(kept.encode("gb18030")) > size:
        kept = kept[:-1]
    return kept


def fields_by_short(described: TemplateClass) -> Mapping[str, TemplateField]:
    """The fields of a class by their short names, without regard to case."""
    names = short_names([field.name for field in described.fields])
    return {name.casefold(): field for name, field in zip(names, described.fields, strict=True)}


def field_of(described: TemplateClass, column: str) -> TemplateField | None:
    """The field that a file's column is: by its name, else by the short name that it would have."""
    found = described.by_name.get(plain(column))
    return found or fields_by_short(described).get(column.casefold())
