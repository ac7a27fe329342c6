"""The register of deliveries: who sent what, when, from which data, and what the receiving side answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from faultgis.changes import Change
from faultgis.errors import InputError
from faultgis.records.delivery import Delivery
from faultgis.records.survey import Survey
from faultgis.store import Store

TRIES = 20


def rows_in(counts: Mapping[str, Sequence[int]], since: int | None) -> int:
    """How many rows a package holds by its counts (rows, added, changed, deleted of each class): all, or
    since an earlier delivery those added and changed."""
    return sum(each[1] + each[2] if since else each[0] for each in counts.values())


def enter(store: Store, survey: Survey, draft: Delivery) -> Delivery:
    """Enter a delivery under the next free number. Raises ``InputError("delivery.no_number")``."""
    number = 0
    for _ in range(TRIES):
        # Beyond the one tried before: who took it may be hidden from this user.
        number = max(number + 1, _next_number(deliveries(store, survey)))
        try:
            saved = store.save([Change(None, replace(draft, number=number))], "delivery").records[0]
            assert isinstance(saved, Delivery)
            return saved
        except InputError as error:
            if error.code != "record.duplicate":
                raise
    raise InputError("delivery.no_number")


def _next_number(known: Iterable[Delivery]) -> int:
    return max((each.number for each in known), default=0) + 1


def deliveries(store: Store, survey: Survey) -> list[Delivery]:
    """A survey's register, by number."""
    found = store.load(survey.id, ("delivery",))["delivery"]
    return sorted((d for d in found if isinstance(d, Delivery)), key=lambda d: d.number)


def delivery(store: Store, survey: Survey, number: int) -> Delivery:
    """The delivery of a number. Raises ``InputError("delivery.unknown")``."""
    found = next((each for each in deliveries(store, survey) if each.number == number), None)
    if found is None:
        raise InputError("delivery.unknown", number=number, survey=survey.code)
    return found


def receive(store: Store, survey: Survey, number: int, receipt: str, on: date | None = None) -> Delivery:
    """Keep what the receiving side answered to a delivery. Raises ``InputError("delivery.unknown")``."""
    known = delivery(store, survey, number)
    answered = replace(known, receipt=receipt, receipt_on=on or date.today())
    saved = store.save([Change(known, answered)], "receipt").records[0]
    assert isinstance(saved, Delivery)
    return saved
