"""A survey's records by what they hang on, found once and asked often."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

import shapely

from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace

# Records that others are a part of, whose names and places stand in their rows, by the kind of those.
_OWNERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Trace": (("fault", "fault_id"),),
    "Fault": (("fault_zone", "zone_id"),),
    "Segment": (("fault", "fault_id"),),
    "Measurement": (("observation_point", "point_id"),),
    "PiercingLine": (("offset_marker", "marker_id"),),
    "Trench": (("trench_site", "site_id"),),
    "Wall": (("trench", "trench_id"),),
    "WallImage": (("wall", "wall_id"),),
    "WallFeature": (("wall", "wall_id"),),
    "StratUnit": (("trench", "trench_id"),),
    "UnitOrder": (("trench", "trench_id"),),
    "PaleoEvent": (("trench_site", "site_id"),),
    "EventEvidence": (("paleo_event", "event_id"),),
    "Sample": (("wall", "wall_id"), ("trench", "trench_id"), ("trench_site", "site_id")),
    "LabResult": (("sample", "sample_id"),),
}


class Index:
    """``survey`` with its records by kind, as ``Store.load`` gives them."""

    def __init__(self, survey: Survey, records: Mapping[str, Sequence[AnyRecord]]) -> None:
        self.survey = survey
        self.records = records
        self._by_id: dict[str, dict[UUID, AnyRecord]] = {}
        self._children: dict[tuple[str, str], dict[UUID, list[AnyRecord]]] = {}
        self._ordered: dict[str, list[AnyRecord]] = {}
        self._line_of: tuple[Any, Trace | None] = (None, None)
        self._trees: dict[UUID, tuple[shapely.STRtree, list[Trace]]] = {}

    def ordered(self, kind: str) -> Sequence[AnyRecord]:
        """The records of a kind, the oldest first."""
        if kind not in self._ordered:
            self._ordered[kind] = sorted(self.records.get(kind, ()), key=lambda record: record.id.int)
        return self._ordered[kind]

    def get(self, kind: str, key: UUID | None) -> AnyRecord | None:
        """The record of a kind with this id."""
        if key is None:
            return None
        if kind not in self._by_id:
            self._by_id[kind] = {record.id: record for record in self.records.get(kind, ())}
        return self._by_id[kind].get(key)

    def children(self, kind: str, field: str, key: UUID) -> Sequence[Any]:
        """The records of a kind whose ``field`` names the one with this id, the oldest first."""
        if (kind, field) not in self._children:
            found: dict[UUID, list[AnyRecord]] = defaultdict(list)
            for record in self.ordered(kind):
                if (owner := getattr(record, field)) is not None:
                    found[owner].append(record)
            self._children[kind, field] = found
        return self._children[kind, field].get(key, ())

    def line(self, record: Any) -> Trace | None:
        """The trace that a record belongs to: the one that it names, else the nearest of its fault's."""
        if self._line_of[0] is not record:
            self._line_of = record, self._line(record)
        return self._line_of[1]

    def _line(self, record: Any) -> Trace | None:
        if record.trace_id is not None:
            return self.get("trace", record.trace_id)  # type: ignore[return-value]
        return self.nearest_of(record)

    def nearest(self, fault_id: UUID, shape: Any) -> Trace | None:
        """The trace of a fault that lies nearest to a shape; without a shape the oldest."""
        tree, traces = self._tree(fault_id)
        if not traces:
            return None
        if shape is None or shape.is_empty:
            return traces[0]
        found = tree.query_nearest(shape)
        return traces[int(min(found))] if len(found) else traces[0]

    def nearest_of(self, record: Any) -> Trace | None:
        """The trace of a record's fault that lies nearest to it."""
        return None if record.fault_id is None else self.nearest(record.fault_id, record.geometry)

    def _tree(self, fault_id: UUID) -> tuple[shapely.STRtree, list[Trace]]:
        if fault_id not in self._trees:
            traces = list(self.children("trace", "fault_id", fault_id))
            self._trees[fault_id] = shapely.STRtree([trace.geometry for trace in traces]), traces
        return self._trees[fault_id]

    def secrecy(self, record: Any) -> int:
        """The level of a record: its own, or that of a record that it is a part of."""
        level: int = record.secrecy
        for kind, field in _OWNERS.get(type(record).__name__, ()):
            if (owner := self.get(kind, getattr(record, field))) is not None:
                level = max(level, self.secrecy(owner))
        return level

    def up_to(self, level: int) -> "Index":
        """The same survey as if it held nothing above a level: itself, where it holds nothing of the kind."""
        given = {
            kind: [each for each in listed if self.secrecy(each) <= level]
            for kind, listed in self.records.items()
            if kind != "survey"
        }
        if all(len(listed) == len(self.records[kind]) for kind, listed in given.items()):
            return self
        return Index(self.survey, given)

    @cached_property
    def template_rows(self) -> Mapping[str, Sequence[Any]]:
        """The rows without a record of their own, by class."""
        found: dict[str, list[Any]] = defaultdict(list)
        for row in self.records.get("template_row", ()):
            found[row.class_name].append(row)  # type: ignore[union-attr]
        return found
