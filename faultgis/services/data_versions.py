"""A survey's data at one moment, and the number of their version: the last save that touched them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol
from uuid import UUID

from faultgis.progress import Progress
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Stamp
from faultgis.records.survey import Survey
from faultgis.store import Store

# What an office keeps about its data, and not data: writing it makes no new version of them.
OFFICE = ("certificate", "site_query", "waiver", "delivery", "rejection")
Records = Mapping[str, Sequence[AnyRecord]]


class Past(Store, Protocol):
    """A store that knows its past."""

    def as_of(
        self, survey_id: UUID, when: date | datetime | int, kinds: Iterable[str] | None = None
    ) -> dict[str, list[AnyRecord]]:
        """A survey's records by kind as they stood at a data version or at a moment."""
        ...

    def revision_at(self, when: date | datetime | int) -> int:
        """The data version at a moment."""
        ...

    def changed_since(self, survey_id: UUID, revision: int) -> dict[str, list[UUID]]:
        """Ids by kind of a survey's records that were written or deleted after a data version."""
        ...


@dataclass(frozen=True)
class State:
    """A survey's data as one version has them, with its number and the moment it was made."""

    survey: Survey
    records: Records
    number: int
    when: datetime | None
    office: Records = field(default_factory=dict)


def state(store: Past, survey: Survey, progress: Progress | None = None) -> State:
    """A survey as the database has it, at one moment, with the version of its data: the last save that
    touched them, whatever the office wrote about them since."""
    while True:
        newest = store.revision_at(datetime.now(UTC))
        records = store.load(survey.id, progress=progress)
        current = store.survey(survey.code)
        if store.revision_at(datetime.now(UTC)) == newest:
            break
    data = {kind: of for kind, of in records.items() if kind not in OFFICE}
    stamps = _stamps(current, data)
    number = _last_touched(store, survey, max(stamp.revision for stamp in stamps), newest)
    when = max((stamp.updated_at for stamp in stamps if stamp.updated_at is not None), default=None)
    office = {kind: records.get(kind, []) for kind in OFFICE}
    return State(current, data, number, when, office)


def number_of(store: Past, survey: Survey, records: Records) -> int:
    """The version of a survey's records at hand, none of them changed since it was read."""
    data = {kind: of for kind, of in records.items() if kind not in OFFICE}
    newest = max(stamp.revision for stamp in _stamps(survey, data))
    return _last_touched(store, survey, newest, store.revision_at(datetime.now(UTC)))


def _stamps(survey: Survey, data: Records) -> list[Stamp]:
    return [survey.stamp, *(record.stamp for of in data.values() for record in of)]


def _last_touched(store: Past, survey: Survey, low: int, high: int) -> int:
    """The last revision that touched a survey's data. Deleted records leave no stamp: after ``low`` only they
    can have been touched."""

    def touched(after: int) -> bool:
        return any(kind not in OFFICE for kind in store.changed_since(survey.id, after))

    if not touched(low):
        return low
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if touched(middle) else (low, middle)
    return low
