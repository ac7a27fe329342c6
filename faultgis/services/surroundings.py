"""What answers are made from as the database has it: a whole survey, or a site's surroundings."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.mapped import Bounds, Mapped, prepare
from faultgis.avoidance.sites import Site
from faultgis.progress import Progress
from faultgis.records.assessment import Certificate
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.assessing import KINDS
from faultgis.store import Store

Records = Mapping[str, Iterable[AnyRecord]]
# How far about a site a survey is read at first, in degrees of latitude, and from where on all of it; the
# nearest trace must lie so many times nearer, for what the certificate's map shows around it.
LEAST_DEG, MOST_DEG, SPARE = 0.4, 20.0, 12.0
METRES = 110_000.0


class Register(Store, Protocol):
    """A store that knows its past."""

    def as_of(
        self, survey_id: UUID, when: date | datetime | int, kinds: Iterable[str] | None = None
    ) -> dict[str, list[AnyRecord]]:
        """A survey's records by kind as they stood at a data version or at a moment."""
        ...

    def as_issued(
        self, survey_id: UUID, certificate_id: UUID, revision: int, kinds: Iterable[str]
    ) -> dict[str, list[AnyRecord]]:
        """The records that a certificate of this data version rests on, as far as this user may see them."""
        ...

    def around(
        self, survey_id: UUID, kinds: Iterable[str], bounds: Bounds
    ) -> tuple[dict[str, list[AnyRecord]], int, dict[str, Any]]:
        """What a survey knows about a box in degrees (all of the faults that come into it), at one moment;
        the data version; and what of the survey this user sees (``publication``, ``secrecy``)."""
        ...

    def sees_drafts(self) -> bool:
        """Whether this user sees records that are not published."""
        ...

    def revision_at(self, when: date | datetime | int) -> int:
        """The data version at a moment."""
        ...

    def changed_since(self, survey_id: UUID, revision: int) -> dict[str, list[UUID]]:
        """Ids by kind of a survey's records that were written or deleted after a data version."""
        ...


def loaded(
    store: Register, survey: Survey, progress: Progress | None = None
) -> tuple[dict[str, list[AnyRecord]], int]:
    """What answers are made from as the database has it, and its data version: nobody saved in between."""
    while True:
        version = store.revision_at(datetime.now(UTC))
        records = store.load(survey.id, KINDS, progress)
        if store.revision_at(datetime.now(UTC)) == version:
            return records, version


@dataclass(frozen=True)
class Surroundings:
    """What of a survey an answer about one site is made from and its certificate's map shows: the records of
    the faults that come into ``bounds`` (``None``: all), the data version, and what of the survey the asker
    could see; a replay by somebody who sees more must leave the rest out."""

    records: Records
    bounds: Bounds | None
    version: int
    seen: Mapping[str, Any]

    def mapped(self, survey: Survey, seen: Mapping[str, Any] | None = None) -> Mapped:
        """Its traces made ready, as somebody with this sight sees them."""
        records = self.records if seen is None else visible(self.records, seen)
        return prepare(survey, records, self.bounds)


def about(
    store: Register, survey: Survey, site: Site, reach_m: float, progress: Progress | None = None
) -> Surroundings:
    """A site's surroundings; all of the survey where nothing is mapped near the site."""
    progress = progress or Progress()
    radius = max(LEAST_DEG, 4 * reach_m / METRES)
    while site.problem is None and site.geometry is not None and radius < MOST_DEG:
        progress.check()
        bounds = box_around(site.geometry, radius)
        records, version, seen = store.around(survey.id, KINDS, bounds)
        if _nearest_deg(records, site.geometry) * SPARE < radius:
            return Surroundings(records, bounds, version, seen)
        radius *= 8
    records, version, seen = store.around(survey.id, KINDS, (-180.0, -90.0, 180.0, 90.0))
    return Surroundings(records, None, version, seen)


def box_around(geometry: BaseGeometry, radius: float) -> Bounds:
    """A geometry's box with so many degrees of latitude, and as many metres of longitude, around it."""
    west, south, east, north = geometry.bounds
    wide = radius / max(0.05, math.cos(math.radians(min(89.0, max(abs(south), abs(north))))))
    return west - wide, south - radius, east + wide, north + radius


def _nearest_deg(records: Records, geometry: BaseGeometry) -> float:
    """How far the nearest trace lies, in degrees; infinite where there is none."""
    traces = (record for record in records["trace"] if isinstance(record, Trace))
    return min((float(shapely.distance(trace.geometry, geometry)) for trace in traces), default=math.inf)


def _publication(record: AnyRecord) -> str:
    return str(getattr(record, "publication", "published"))


def hidden_from(store: Register, issued: Iterable[Certificate]) -> set[UUID]:
    """The certificates (by id) that may rest on records which this user, who sees published ones only, does
    not see."""
    found = {each.id for each in issued if each.question["seen"]["publication"] != "published"}
    return set() if not found or store.sees_drafts() else found


def visible(records: Records, seen: Mapping[str, Any]) -> dict[str, list[AnyRecord]]:
    """The records that somebody with this sight sees."""

    def shown(record: AnyRecord) -> bool:
        open_enough = seen["publication"] == "all" or _publication(record) == "published"
        return open_enough and int(getattr(record, "secrecy", 0)) <= int(seen["secrecy"])

    return {kind: [record for record in of_kind if shown(record)] for kind, of_kind in records.items()}
