"""Findings that say the same of all of a class, told once: what is wrong with everything is one task."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import replace

from faultgis.quality.finding import Finding

# So many alike findings, and such a share of all that could have them, are one.
MANY, NEARLY_ALL = 20, 0.9
# So many that nobody goes through them one by one, if they are at least half of all.
TOO_MANY, HALF = 200, 0.5


def told_once(
    found: Iterable[Finding], of: int, *, share: float = NEARLY_ALL, by_value: bool = True
) -> list[Finding]:
    """Findings of one class, those that are alike in sentence and field (and, ``by_value``, in what stands
    there) told once if they are ``MANY`` and at least a ``share`` of the ``of`` things that were looked at,
    or ``TOO_MANY`` and half of them.

    The one finding stands for all of them: its sentence is ``RULE.variant_all`` (``RULE.all``) with ``count``
    and ``of``; record and place are those of the first; its fix mends all that have one.
    """
    alike: dict[Hashable, list[Finding]] = defaultdict(list)
    for each in found:
        value = each.value if by_value else ""
        alike[each.code, each.class_name, each.kind, each.field, each.severity, value].append(each)
    told: list[Finding] = []
    for same in alike.values():
        whole = len(same) >= max(MANY, share * of) or len(same) >= max(TOO_MANY, HALF * of)
        told += [_one(same, of)] if whole else same
    return told


def _one(same: list[Finding], of: int) -> Finding:
    first = same[0]
    fixes = [each.fix for each in same if each.fix is not None]
    values = {each.value for each in same}
    return replace(
        first,
        code=f"{first.code}{'_' if '.' in first.code else '.'}all",
        params={**first.params, "count": len(same), "of": of},
        row_code="",
        value=first.value if len(values) == 1 else "",
        fix=replace(fixes[0], also=tuple(fixes[1:])) if fixes else None,
        count=len(same),
    )
