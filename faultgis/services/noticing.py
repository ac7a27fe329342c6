"""Notices: what newer data make of issued certificates, and which of them changed records concern at all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray

from faultgis.avoidance.mapped import Mapped
from faultgis.progress import Progress
from faultgis.records.assessment import Certificate
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey
from faultgis.services.assessing import KINDS, ready
from faultgis.services.replaying import (
    Difference,
    answer_now,
    current_rule,
    degrees_about,
    differences,
    registered_rule,
    site_of,
)
from faultgis.services.surroundings import Register, about, hidden_from, loaded, visible

# Of more certificates the whole survey is read once.
FEW = 8
Box = tuple[float, float, float, float]
LINKS = ("trace_id", "fault_id", "segment_id")


@dataclass(frozen=True)
class Notice:
    """What newer data make of a certificate; without differences its answer still stands. ``hidden``: it
    rests on data that this user does not see, and nothing can be said."""

    certificate: Certificate
    differences: tuple[Difference, ...] = ()
    hidden: bool = False

    @property
    def changed(self) -> bool:
        """Whether the answer would be another one today."""
        return bool(self.differences)


def notices(
    survey: Survey,
    records: Mapping[str, Sequence[AnyRecord]],
    issued: Sequence[Certificate],
    version: int,
    progress: Progress | None = None,
) -> list[Notice]:
    """What the data as they are now make of issued certificates; needs no right to read the history."""
    progress = progress or Progress()
    prepared: dict[tuple[str, int], Mapped] = {}
    found = []
    for done, certificate in enumerate(issued):
        progress.report("certificate.comparing", done, len(issued))
        seen = certificate.question["seen"]
        key = (seen["publication"], seen["secrecy"])
        if key not in prepared:
            prepared[key] = ready(survey, visible(records, seen))
        rule = current_rule(certificate) or registered_rule(certificate)
        now = answer_now(prepared[key], rule, certificate, version)
        found.append(Notice(certificate, differences(certificate.answer, now)))
    return found


def answered(
    store: Register, survey: Survey, issued: Sequence[Certificate], progress: Progress | None = None
) -> list[Notice]:
    """``notices`` from the database: of a few certificates only their surroundings are read."""
    hidden = hidden_from(store, issued)
    seen = [each for each in issued if each.id not in hidden]
    found = {each.certificate.id: each for each in _compared(store, survey, seen, progress)}
    return [found.get(each.id) or Notice(each, hidden=True) for each in issued]


def _compared(
    store: Register, survey: Survey, issued: Sequence[Certificate], progress: Progress | None
) -> list[Notice]:
    if len(issued) > FEW:
        records, version = loaded(store, survey, progress)
        return notices(survey, records, issued, version, progress)
    found = []
    for certificate in issued:
        rule = current_rule(certificate) or registered_rule(certificate)
        here = about(store, survey, site_of(certificate), rule.reach_m, progress)
        mapped = here.mapped(survey, certificate.question["seen"])
        now = answer_now(mapped, rule, certificate, here.version)
        found.append(Notice(certificate, differences(certificate.answer, now)))
    return found


def concerned(
    issued: Sequence[Certificate],
    before: Mapping[str, Mapping[UUID, AnyRecord]],
    after: Mapping[str, Mapping[UUID, AnyRecord]],
    changed: Mapping[str, Iterable[UUID]],
) -> list[Certificate]:
    """The certificates that changed records may concern: those whose reach meets the boxes of the records, as
    they were and as they are, and of all traces of the faults that they name. A certificate of a place where
    nothing was mapped is concerned by all."""
    if changed.keys() & {"survey", "sheet_state"}:
        return list(issued)
    times = (before, after)
    named = _by_link([trace for of in times for trace in of.get("trace", {}).values()])
    boxes: set[Box] = set()
    for kind in KINDS:
        for key in changed.get(kind, ()):
            records = [of[kind][key] for of in times if key in of.get(kind, {})]
            boxes |= {box for record in records for box in _boxes(kind, record, named)}
    ground = shapely.box(*np.array(sorted(boxes)).reshape(-1, 4).T)
    return [each for each in issued if boxes and _concerns(ground, each)]


def _concerns(ground: NDArray[np.object_], certificate: Certificate) -> bool:
    if certificate.answer["distance_m"] is None:
        return True
    rule = current_rule(certificate) or registered_rule(certificate)
    reach = degrees_about(certificate, 1.2 * rule.reach_m)
    return bool(shapely.dwithin(ground, certificate.geometry, reach).any())


def _by_link(traces: Iterable[AnyRecord]) -> Mapping[tuple[str, UUID], set[Box]]:
    """The boxes of traces by the fault and the segment that they name, and by themselves."""
    found: dict[tuple[str, UUID], set[Box]] = defaultdict(set)
    for trace in traces:
        for link, key in _links("trace", trace).items():
            found[link, key].add(trace.geometry.bounds)  # type: ignore[union-attr]
    return found


def _links(kind: str, record: AnyRecord) -> dict[str, UUID]:
    named = {name: key for name in LINKS if (key := getattr(record, name, None)) is not None}
    return {**named, f"{kind}_id": record.id}


def _boxes(kind: str, record: AnyRecord, named: Mapping[tuple[str, UUID], set[Box]]) -> set[Box]:
    """The box of a record and those of all traces that it may say something of."""
    found = {box for link in _links(kind, record).items() for box in named.get(link, ())}
    geometry = getattr(record, "geometry", None)
    return found if geometry is None or geometry.is_empty else {*found, geometry.bounds}
