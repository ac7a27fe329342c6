"""Which findings somebody answers for."""

from collections.abc import Iterable, Sequence

from faultgis.quality.finding import Finding, Waived
from faultgis.records.delivery import Waiver


def answered(found: Sequence[Finding], waivers: Iterable[Waiver]) -> tuple[list[Finding], list[Waived]]:
    """The findings that stand, and those that a waiver names by their key."""
    by_key = {each.finding: each for each in waivers}
    if not by_key:
        return list(found), []
    standing: list[Finding] = []
    waived: list[Waived] = []
    for each in found:
        waiver = by_key.get(each.key)
        if waiver is None:
            standing.append(each)
        else:
            on = waiver.waived_at.date() if waiver.waived_at else None
            waived.append(Waived(each, waiver.reason, waiver.waived_by, on))
    return standing, waived
