"""What the national side sent back, as findings among those of the rules."""

import dataclasses
from collections.abc import Sequence
from uuid import UUID

from faultgis.national.rows import Package, Row
from faultgis.quality.finding import CHECKED, ERROR, Checked, Finding, Report
from faultgis.quality.given import middle
from faultgis.quality.waiving import answered, lapsed
from faultgis.records.delivery import Rejection, Waiver

RULE = "REJ"
OPEN = "open"


def joined(
    report: Report, rejections: Sequence[Rejection], package: Package, waivers: Sequence[Waiver] = ()
) -> Report:
    """The report with the rejections that are still open. They are outside the score: it is ours."""
    found = [finding_of(each, package) for each in rejections if each.state == OPEN]
    if not rejections:
        return report
    standing, waived = answered(found, waivers)
    counts = {ERROR: len(standing)}
    told = Checked(
        RULE, CHECKED, len(rejections), len(found), counts=counts, things=counts, waived=len(waived)
    )
    return dataclasses.replace(
        report,
        findings=[*report.findings, *standing],
        waived=[*report.waived, *waived],
        checked=[*report.checked, told],
        lapsed=[*report.lapsed, *lapsed(waivers, waived, {RULE})],
    )


def row_of(package: Package, class_name: str, code: str) -> Row | None:
    """The row that a rejection means: of the class, or of any where none is named."""
    described = package.template.find(class_name) if class_name else None
    names = [described.name] if described is not None else list(package.rows)
    for name in names:
        key = described.key if described is not None else _key(package, name)
        row = next((row for row in package.of(name) if key and row.code(key) == code), None)
        if row is not None:
            return row
    return None


def _key(package: Package, name: str) -> str:
    described = package.template.find(name)
    return described.key if described is not None else ""


def finding_of(rejection: Rejection, package: Package) -> Finding:
    """What the national side found wrong, on the row that it means where the survey has that."""
    row = row_of(package, rejection.class_name, rejection.row_code)
    name = row.class_name if row is not None else rejection.class_name
    described = package.template.find(name)
    entry = described.field(rejection.field) if described is not None and rejection.field else None
    field = entry.name if entry is not None else rejection.field
    value = row.values.get(field) if row is not None else None
    told = {
        "message": rejection.message,
        "theirs": f" [{rejection.rule}]" if rejection.rule else "",
        "delivery": rejection.delivery or "",
        "field": field,
        "title": entry.zh if entry is not None else "",
        "value": "" if value is None else str(value),
        "rejection": rejection.id,
    }
    record: UUID | None = row.id if row is not None else None
    return Finding(
        rule=RULE,
        severity=ERROR,
        code="REJ" if row is not None else "REJ.unknown",
        params=told,
        class_name=name,
        row_code=rejection.row_code,
        field=field,
        value=f"{rejection.rule}\x1f{rejection.message}",
        kind=row.kind if row is not None else "rejection",
        id=record or rejection.id,
        our_field=package.places.get((name, field), ""),
        where=middle(row) if row is not None else None,
    )
