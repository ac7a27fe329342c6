"""Which records a child may belong to: on a trench's log only what is of that trench."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from faultgis.records.kinds import AnyRecord
from faultgis.records.trench import Trench
from faultgis.services.editing import EditingSession

_OF_TRENCH = ("strat_unit", "wall")
_OF_SITE = ("paleo_event", "trench")


def offered(session: EditingSession, kind: str, children: Sequence[AnyRecord]) -> Iterable[AnyRecord]:
    """The possible parents of a kind. Units and walls are those of the children's own trench, events and
    trenches those of their site; of everything else all are."""
    records = session.records[kind].values()
    if kind not in (*_OF_TRENCH, *_OF_SITE):
        return records
    trenches = set[UUID]().union(*(trenches_of(session, child) for child in children))
    if not trenches:
        return records
    if kind in _OF_TRENCH:
        return [r for r in records if getattr(r, "trench_id", None) in trenches]
    found = (session.get("trench", key) for key in trenches)
    sites = {trench.site_id for trench in found if isinstance(trench, Trench)}
    return [r for r in records if getattr(r, "site_id", None) in sites]


def trenches_of(session: EditingSession, record: AnyRecord) -> set[UUID]:
    """The trenches that a record of a log belongs to."""
    own: UUID | None = getattr(record, "trench_id", None)
    if own is not None:
        return {own}
    for kind, name in (("wall", "wall_id"), ("paleo_event", "event_id"), ("sample", "sample_id")):
        above = session.get(kind, getattr(record, name, None))
        if above is not None:
            return trenches_of(session, above)
    site: UUID | None = getattr(record, "site_id", None)
    found = session.records["trench"].values() if site is not None else ()
    return {t.id for t in found if isinstance(t, Trench) and t.site_id == site}
