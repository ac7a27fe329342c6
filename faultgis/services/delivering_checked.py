"""A delivery behind the quality gate: errors that nobody mended or answers for keep it back, unless somebody
says why it goes out with them."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from faultgis.services import checking, delivering
from faultgis.services.delivering import Done
from faultgis.services.delivery_order import Order, ready_for


class Deliverable(checking.Checkable, Protocol):
    """A store that can be checked and delivered from."""


@dataclass(frozen=True)
class Gate:
    """What the gate says: the score (``None``: nothing to check), findings by severity and waived ones, and
    the findings that waivers name which are found no more."""

    score: float | None
    counts: dict[str, int]
    lapsed: tuple[str, ...] = ()

    @property
    def errors(self) -> int:
        """How many errors stand open."""
        return self.counts.get("error", 0)


def gate(
    store: Deliverable, survey: Survey, order: Order, archive: Path, progress: Progress | None = None
) -> Gate:
    """Check the rows that an order would deliver. Raises as ``checking.check`` and ``delivering.deliver``."""
    ready = ready_for(survey, order)
    wanted = checking.Order(
        folders=(archive,), template=ready.template, mapping=ready.mapping, settings=ready.settings
    )
    report = checking.check(store, survey, wanted, progress).report
    return Gate(report.score, report.counts(), tuple(each.finding for each in report.lapsed))


def allowed(order: Order, found: Gate, despite: str) -> Order:
    """The order with what the gate says. Raises ``InputError("delivery.open_findings")`` where errors stand
    open and nobody says why it goes out all the same."""
    if found.errors and not despite.strip():
        raise InputError("delivery.open_findings", count=found.errors)
    quality: dict[str, Any] = {"counts": found.counts}
    if found.lapsed:
        quality["waivers_lapsed"] = sorted(found.lapsed)
    if found.errors:
        quality["delivered_despite"] = despite.strip()
    return replace(order, score=found.score, quality=quality)


def deliver_checked(
    store: Deliverable,
    survey: Survey,
    order: Order,
    archive: Path,
    *,
    by: str,
    despite: str = "",
    progress: Progress | None = None,
) -> Done:
    """Check, then deliver. Raises as ``allowed``, ``gate`` and ``delivering.deliver``."""
    found = gate(store, survey, order, archive, progress)
    ready = allowed(order, found, despite)
    return delivering.deliver(store, survey, ready, archive, by=by, progress=progress)
