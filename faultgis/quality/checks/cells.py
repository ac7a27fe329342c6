"""Numbers as the source wrote them: tuples, signs, free text, and values of another column."""

from collections.abc import Iterator
from typing import Any

from faultgis.national.rows import Row
from faultgis.national.template import Domain, TemplateClass, TemplateField
from faultgis.quality import reading
from faultgis.quality.columns import NUMERIC, Cell, cells
from faultgis.quality.finding import Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.saying import of_record
from faultgis.quality.together import told_once
from faultgis.values import Estimate

_UNREAD = ("value.not_a_number", "tuple.prose", "tuple.mixed_signs")
_SHIFTED = ("value.column_shift",)
_UNKNOWN = ("", "unknown", "undetermined", None)
# Codes shorter than this are in many lists.
_TELLING_CODE = 4


@check("QC-RNG-010")
def triples(given: Given) -> Iterator[Finding | None]:
    """Minimum, preferred and maximum stand in this order, in rows and in tuples of the source."""
    for described, rows in given.classes():
        for least, best, most in _triples(described):
            for row in rows:
                yield from _ordered(given, row, (least, best, most))
    wrong: list[Finding] = []
    for cell in cells(given):
        found = reading.triple(cell.text) if cell.means.sort in NUMERIC else None
        if found is None:
            continue
        variant = _tuple(found) if _as_imported(cell) else None
        if variant is None:
            yield None
        else:
            wrong.append(of_record(given, cell.record, cell.means.field, variant, **_cell(cell)))
    # What a source writes so throughout is its way, and told of the column.
    yield from told_once(wrong, 0, by_value=False)


def _cell(cell: Cell) -> dict[str, Any]:
    """A cell as its finding tells it."""
    return {"value": cell.text, "column": cell.column, "name": cell.name}


def _triples(described: TemplateClass) -> Iterator[tuple[str, str, str]]:
    for entry in described.fields:
        least, most = described.field(f"{entry.name}Min"), described.field(f"{entry.name}Max")
        if least is not None and most is not None:
            yield least.name, entry.name, most.name


def _ordered(given: Given, row: Row, names: tuple[str, str, str]) -> Iterator[Finding | None]:
    numbers = [(name, n) for name in names if (n := given.number(row, name)) is not None]
    values = [number for _, number in numbers]
    if len(numbers) > 1:
        others = ", ".join(f"{name} = {number:g}" for name, number in numbers[1:])
        sound = values == sorted(values)
        yield None if sound else given.wrong(row, numbers[0][0], "rows", others=others)


def _tuple(found: tuple[float | None, float | None, float | None]) -> str | None:
    """What is wrong with a tuple (``None``: nothing). Signs that are all negative stand for the sense."""
    best, low, high = found
    if best is None or (low is None) != (high is None):
        return "partial"
    if low is None or high is None:
        return None
    turned = max(found, key=lambda each: each or 0.0) or 0.0
    in_order = low <= best <= high or (turned <= 0 and -low <= -best <= -high)
    return None if in_order else ""


@check("QC-RNG-011")
def signs(given: Given) -> Iterator[Finding | None]:
    """Rates of the source are positive; one that is not is settled where the fault says its sense itself."""
    wrong: list[Finding] = []
    for cell in cells(given):
        found = reading.triple(cell.text) if cell.means.sort == "rate" else None
        if found is None:
            continue
        negative = any(each is not None and each < 0 for each in found)
        settled = getattr(cell.record, "kinematics", "") not in _UNKNOWN and not _negative(cell)
        if negative and not settled:
            wrong.append(of_record(given, cell.record, cell.means.field, **_cell(cell)))
        else:
            yield None
    yield from told_once(wrong, 0, by_value=False)


def _negative(cell: Cell) -> bool:
    value = getattr(cell.record, cell.means.field, None)
    return isinstance(value, Estimate) and value.middle < 0


def _as_imported(cell: Cell) -> bool:
    """Whether the record still says what was made of the cell, or nothing."""
    value = getattr(cell.record, cell.means.field, None)
    return not isinstance(value, Estimate) or value.text in ("", cell.text)


@check("QC-RNG-012")
def numbers(given: Given) -> Iterator[Finding | None]:
    """Numbers are numbers: in rows, in what records keep of their source, in rows that an import refused."""
    for described, rows in given.classes():
        numeric = [entry for entry in described.fields if entry.numeric]
        for row in rows if numeric else ():
            values = row.values
            texts = [(e, v) for e in numeric if isinstance(v := values.get(e.name), str)]
            found = [_written(given, row, entry, text) for entry, text in texts if not given.empty(text)]
            yield from found or (None,)
    for cell in cells(given):
        if cell.means.sort in NUMERIC and not reading.looks(cell.means.sort, cell.text):
            yield (
                None
                if _understood(cell)
                else of_record(
                    given, cell.record, cell.means.field, "source", value=cell.text, column=cell.column
                )
            )
    yield from _refused(given, _UNREAD)


def _written(given: Given, row: Row, entry: TemplateField, text: str) -> Finding:
    read = reading.read(text)
    if read is None:
        return given.wrong(row, entry.name)
    fix = given.mend(row, entry.name, read.value, "fix.value") if read.value is not None else None
    return given.wrong(row, entry.name, "readable", fix=fix)


def _understood(cell: Cell) -> bool:
    told_in_words = cell.means.sort == "dip" and reading.steep(cell.text)
    return told_in_words or reading.read(cell.text) is not None or _filled(cell)


def _filled(cell: Cell) -> bool:
    """Whether the record has a value there all the same: somebody has settled it."""
    return getattr(cell.record, cell.means.field, None) not in _UNKNOWN


def _refused(given: Given, codes: tuple[str, ...]) -> Iterator[Finding | None]:
    for batch, rejected in given.imports:
        for row in rejected:
            if row.code in codes:
                text = str(row.params.get("text", row.values.get(row.field, "")))
                told: dict[str, Any] = {"file": batch.file, "number": row.row, "column": row.field}
                yield given.wrong(None, row.field, "row", value=text, **told)
            else:
                yield None


@check("QC-RNG-013")
def shifts(given: Given) -> Iterator[Finding | None]:
    """No value belongs to another column: codes of another list, and cells of the source that look so."""
    for described, rows in given.classes():
        domains = [
            (entry, domain)
            for entry in described.fields
            if (domain := given.package.template.domain_of(entry)) is not None
        ]
        for row in rows if domains else ():
            found = [_shifted(given, row, entry, domain, domains) for entry, domain in domains]
            yield from [each for each in found if each is not None] or (None,)
    for cell in cells(given):
        looks = reading.looks(cell.means.sort, cell.text)
        told = _cell(cell)
        # Remarks are always filled; other fields are where somebody has settled the matter.
        wrong = looks and (cell.means.sort == "notes" or not _filled(cell))
        yield of_record(given, cell.record, cell.means.field, looks, **told) if wrong else None
    yield from _refused(given, _SHIFTED)


def _shifted(
    given: Given, row: Row, entry: TemplateField, domain: Domain, domains: list[tuple[TemplateField, Domain]]
) -> Finding | None:
    value = row.values.get(entry.name)
    text = "" if value is None or given.empty(value) else str(value).strip()
    if not text or text in domain.by_code:
        return None
    for other, theirs in domains:
        if theirs is not domain and len(text) >= _TELLING_CODE and text in theirs.by_code:
            return given.wrong(row, entry.name, other=other.name)
    sort = {"FaultTypeCVD": "kinematics", "AgeCVD": "age", "StratigraphyCVD": "age"}.get(domain.name, "")
    looks = reading.looks(sort, text) if sort else ""
    names = {"kinematics": "FaultTypeCVD", "age": "AgeCVD"}
    return given.wrong(row, entry.name, other=names.get(looks, looks)) if looks else None
