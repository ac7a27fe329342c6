"""Strands that share a zone under a rule: by fault, row and widths; and what is told of their ground."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.avoidance.area_belts import Groups, Key
from faultgis.avoidance.belts import Left, too_coarse
from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.deciding import Decision, decide
from faultgis.avoidance.facts import Known, facts_under
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.rules import Rule

Metres = NDArray[np.float64]


def grouped(
    mapped: Mapped, rule: Rule, given: Mapping[str, Fact], fault: str | None, only: Container[int] | None
) -> tuple[Groups, dict[Key, Decision], list[Left]]:
    """The strands that share a belt, what was decided for them, and the traces without one."""
    groups: Groups = defaultdict(list)
    rows: dict[Key, Decision] = {}
    left: list[Left] = []
    laid_out = set(np.unique(mapped.pieces.owner).tolist())
    decided: dict[tuple[tuple[str, Fact], ...], Decision] = {}
    beyond: dict[tuple[str, int], list[tuple[Key, Decision]]] = {}
    for number, known in enumerate(mapped.known):
        if number not in laid_out or _passed_over(known, number, fault, only):
            continue
        facts = facts_under(known, given)
        key = tuple(facts.items())
        found = decided[key] = decided.get(key) or decide(rule, facts)
        why = _without(rule, known, found)
        if why is not None:
            left.append(why)
            continue
        name = known.fault.code if known.fault is not None else ""
        if (name, id(found)) not in beyond:
            beyond[name, id(found)] = list(_outward(rule, name, found))
        for group, decision in beyond[name, id(found)]:
            groups[group].append(number)
            rows[group] = decision
    return groups, rows, left


def _outward(rule: Rule, name: str, found: Decision) -> Iterator[tuple[Key, Decision]]:
    """The row that decides for traces of a fault and those that rule beyond it, each with what it is grouped
    by."""
    row, depth = found.row, 0
    while row is not None and row.outcome == "width":
        key = (name, depth, row.id, row.hanging_m, row.foot_m, found.assumed)
        yield key, replace(found, row=row)
        row, depth = rule.row(row.outer) if row.outer else None, depth + 1


def _passed_over(known: Known, number: int, fault: str | None, only: Container[int] | None) -> bool:
    if only is not None and number not in only:
        return True
    return fault is not None and (known.fault is None or known.fault.code != fault)


def _without(rule: Rule, known: Known, found: Decision) -> Left | None:
    if found.row is None:
        return Left(known, "not_evaluated", "advice.missing" if found.missing else "advice.no_row")
    if too_coarse(rule, known, found.row):
        return Left(known, "not_evaluated", "advice.too_coarse")
    return None if found.row.outcome == "width" else Left(known, found.row.outcome, found.row.id)


def told_of(
    mapped: Mapped, found: Decision, strands: Sequence[int], mine: NDArray[np.int64]
) -> dict[str, Any]:
    """What is told of a zone of these strands and pieces beside its ground."""
    (told,) = told_of_many(mapped, [found], [strands], mine, np.zeros(1, dtype=np.int64))
    return told


def told_of_many(
    mapped: Mapped,
    found: Sequence[Decision],
    strands: Sequence[Sequence[int]],
    mine: NDArray[np.int64],
    firsts: NDArray[np.int64],
) -> list[dict[str, Any]]:
    """What is told of several zones, whose pieces are ``mine`` from each of the places ``firsts`` on."""
    pieces = mapped.pieces
    deformed = _ranges(pieces.left[mine], pieces.right[mine], firsts)
    errors = _ranges(*pieces.doubt(mine), firsts)
    sideless = np.logical_or.reduceat(pieces.hanging[mine] == 0, firsts).tolist()
    told = []
    for each, numbers, *more in zip(found, strands, deformed, errors, sideless, strict=True):
        row, (deformation_m, error_m, no_side) = each.row, more
        assert row is not None
        told.append(
            {
                "row": row,
                "assumed": each.assumed,
                "faults": tuple(mapped.known[number] for number in numbers),
                "hanging_m": row.hanging_m,
                "foot_m": row.foot_m,
                "deformation_m": deformation_m,
                "error_m": error_m,
                "unknown_side": not row.symmetric and no_side,
            }
        )
    return told


def _ranges(left: Metres, right: Metres, firsts: NDArray[np.int64]) -> list[tuple[float, float]]:
    """The least and the most of both sides, from each place on to the next."""
    low = np.minimum.reduceat(np.minimum(left, right), firsts).tolist()
    high = np.maximum.reduceat(np.maximum(left, right), firsts).tolist()
    return list(zip(low, high, strict=True))
