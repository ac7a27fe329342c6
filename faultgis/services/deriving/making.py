"""What all derived records share in their making: inputs with their hash, request, answer and software."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from uuid import UUID

from faultgis.changes import Change
from faultgis.errors import InputError
from faultgis.records.kinds import AnyRecord
from faultgis.services.calculating import compute
from faultgis.services.deriving.staleness import as_inputs, digest, hashes
from faultgis.values import Basis, Document, Estimate, RangeKind

Records = Mapping[str, Mapping[UUID, AnyRecord]]


@contextmanager
def naming(**names: str) -> Iterator[None]:
    """What goes wrong in it is told with the records that it is about."""
    try:
        yield
    except InputError as error:
        raise InputError(error.code, field=error.field, **{**names, **error.params}) from error


def derived(
    records: Records, inputs: Iterable[AnyRecord], function: str, request: Mapping[str, Any], convention: str
) -> dict[str, Any]:
    """The fields of ``Derived`` for a calculation that is carried out here. Raises ``InputError``."""
    asked = Document(request)
    answer = compute(function, asked.plain())
    return {
        **provenance(records, inputs, function, asked, convention),
        "results": _kept(records, inputs, answer),
    }


def provenance(
    records: Records, inputs: Iterable[AnyRecord], function: str, request: Document, convention: str
) -> dict[str, Any]:
    """The fields of ``Derived`` but the results."""
    pairs = as_inputs(inputs)
    return {
        "inputs": pairs,
        "input_hash": digest(records, pairs),
        "function": function,
        "request": request,
        "convention": convention,
        "software": software(),
        "computed_at": datetime.now(UTC).replace(microsecond=0),
    }


@cache
def software() -> str:
    """The program and its version, as kept beside results."""
    try:
        return f"FaultGIS {version('faultgis')}"
    except PackageNotFoundError:
        return "FaultGIS"


def _kept(records: Records, inputs: Iterable[AnyRecord], answer: Mapping[str, Any]) -> Document:
    return Document({**answer, "input_hashes": hashes(records, as_inputs(inputs))})


def standing(records: Records, changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes whose records belong to what is there, or comes along with them: a result may be ready
    after somebody took away what it was for."""
    left, known = tuple(changes), {key for of_kind in records.values() for key in of_kind}
    while True:
        coming = known | {change.id for change in left if change.after is not None}
        kept = tuple(change for change in left if _parents(change.after) <= coming)
        if len(kept) == len(left):
            return kept
        left = kept


def _parents(record: AnyRecord | None) -> set[UUID]:
    named = {} if record is None else vars(record)
    return {v for name, v in named.items() if name.endswith("_id") and name != "survey_id" and v is not None}


def year_estimate(told: Mapping[str, Any]) -> Estimate:
    """A calendar year with its 95 % range from the answer of a dating."""
    return estimate("a", told["median"], told["q025"], told["q975"], 1)


def estimate(unit: str, best: float, low: float, high: float, digits: int, component: str = "") -> Estimate:
    """A derived number with its 95 % range, rounded for reading; the answer keeps all digits."""
    low, best, high = (round(number, digits) for number in (low, best, high))
    return Estimate(
        unit=unit,
        low=low,
        best=best,
        high=high,
        range=RangeKind.PERCENT_95,
        basis=Basis.DERIVED,
        component=component,
    )
