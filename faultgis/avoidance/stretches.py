"""Buried strands parted into stretches by the points that speak for them, each with what is known there."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import numpy as np
import shapely

from faultgis.avoidance.cover import (
    ACROSS_M,
    Evidence,
    Range,
    Witness,
    breaks,
    foot,
    outcrop_m,
    speaking,
    witnesses,
)
from faultgis.avoidance.facts import Known, doubted
from faultgis.avoidance.frames import Centred
from faultgis.avoidance.strands import Part, Strand, densified, edge_lengths
from faultgis.records.kinds import AnyRecord
from faultgis.records.site import BuriedPoint

EXPOSED = "exposed"
# The part, and which of its witnesses speak.
_Key = tuple[int, tuple[int, ...]]


def points_of(
    known: Sequence[Known], records: Mapping[str, Iterable[AnyRecord]]
) -> dict[UUID, list[BuriedPoint]]:
    """The points with a depth or an age by the trace that they met; one that names the fault only met its
    nearest trace, if that lies within ``ACROSS_M``."""
    by_fault: dict[UUID, list[Known]] = defaultdict(list)
    for each in known:
        if each.trace.fault_id is not None:
            by_fault[each.trace.fault_id].append(each)
    found: dict[UUID, list[BuriedPoint]] = defaultdict(list)
    points = (r for r in records.get("buried_point", ()) if isinstance(r, BuriedPoint))
    for point in sorted((p for p in points if p.top_depth or p.last_age), key=lambda p: p.id):
        trace_id = point.trace_id or _nearest_trace(point, by_fault)
        if trace_id is not None:
            found[trace_id].append(point)
    return found


def _nearest_trace(point: BuriedPoint, by_fault: Mapping[UUID, Sequence[Known]]) -> UUID | None:
    candidates = by_fault.get(point.fault_id, ()) if point.fault_id is not None else ()
    frame = Centred(point.geometry.x, point.geometry.y)
    found = [
        (foot(frame, shapely.get_coordinates(line))[0], each.trace.id)
        for each in candidates
        for line in each.trace.geometry.geoms
    ]
    away, trace_id = min(found, default=(math.inf, None))
    return trace_id if away <= ACROSS_M else None


def stretches(known: Known, whole: Strand, points: Sequence[BuriedPoint]) -> list[tuple[Known, Strand]]:
    """A strand as stretches with evidence of their own; as it is where no point met it, or where it is mapped
    at the surface."""
    known = doubted(known, points)
    deep = [point for point in points if point.top_depth is not None]
    if not deep or known.trace.exposure == EXPOSED:
        return [(known, whole)]
    met = witnesses(deep, [part.places for part in whole.parts])
    grouped: dict[_Key, list[tuple[Part, Range]]] = {}
    for number, (part, found) in enumerate(zip(whole.parts, met, strict=True)):
        for which, piece, span in _parted(part, found):
            grouped.setdefault((number, which), []).append((piece, span))
    return [
        _stretch(known, whole, pieces, whole.parts[key[0]], met[key[0]], key[1])
        for key, pieces in sorted(grouped.items())
    ]


def _parted(part: Part, found: Sequence[Witness]) -> Iterator[tuple[tuple[int, ...], Part, Range]]:
    """A part cut where what is known changes: which witnesses speak for each piece, the piece, its span."""
    lengths = edge_lengths(part.places)
    ends = np.cumsum(lengths)
    places, along = densified(part.places, lengths, breaks(found, float(ends[-1])))
    middle = (along[1:] + along[:-1]) / 2
    old = np.minimum(np.searchsorted(ends, middle), len(lengths) - 1)
    who = [speaking(found, float(at)) for at in middle]
    first = 0
    for at in range(1, len(who) + 1):
        if at == len(who) or who[at] != who[first]:
            own = old[first:at]
            sides = {name: getattr(part, name)[own] for name in ("error", "left", "right")}
            span = float(along[first]), float(along[at])
            yield who[first], replace(part, places=places[first : at + 1], **sides), span
            first = at


def _stretch(
    known: Known,
    whole: Strand,
    pieces: Sequence[tuple[Part, Range]],
    part: Part,
    found: Sequence[Witness],
    which: tuple[int, ...],
) -> tuple[Known, Strand]:
    near = tuple(found[i] for i in which)
    far = tuple(w for i, w in enumerate(found) if i not in which)
    evidence = Evidence(part.places, tuple(span for _, span in pieces), near, far)
    facts = known.facts if evidence.depth is None else {**known.facts, "cover_m": evidence.depth}
    here = replace(known, facts=facts, evidence=evidence)
    sides = _sides(outcrop_m(evidence.depth, here.dip) or 0.0, part.hanging)
    return here, replace(whole, parts=tuple(replace(piece, outcrop=sides) for piece, _ in pieces))


def _sides(metres: float, hanging: str) -> tuple[float, float]:
    """The way of the plane upwards, which leads away from the hanging wall; both ways where that is not
    known."""
    return 0.0 if hanging == "left" else metres, 0.0 if hanging == "right" else metres
