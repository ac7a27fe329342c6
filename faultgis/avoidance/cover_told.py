"""What boreholes and seismic lines say of the cover where a site lies, told beside what the user states."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.cover import ALONG_M, Evidence, Range, Witness, foot, outcrop_m
from faultgis.avoidance.facts import Known, facts_under
from faultgis.avoidance.frames import Centred
from faultgis.avoidance.rules import Rule
from faultgis.avoidance.sites import Reason

# Of more points the nearest are told one by one; the document has all.
SAID = 5


@dataclass(frozen=True)
class Cover:
    """The cover of the strand that decides, as a site sees it: ``along_m`` is where on the strand's part its
    nearest place lies, ``stated`` what the user says, ``used`` what the rule was asked with (m). ``asked``
    tells whether the rule asks for it at all."""

    evidence: Evidence
    along_m: float
    stated: Range | None
    used: Range | None
    outcrop_m: float | None
    asked: bool

    @property
    def contradicted(self) -> bool:
        """Whether what the user states cannot be reconciled with what was met."""
        met, stated = self.evidence.depth, self.stated
        return met is not None and stated is not None and (stated[1] < met[0] or stated[0] > met[1])

    def apart_m(self, witness: Witness) -> float:
        """How far along strike a point lies from the place nearest to the site (m)."""
        return round(abs(witness.along_m - self.along_m), 1)

    def nearest(self, witnesses: tuple[Witness, ...]) -> list[Witness]:
        """The points from the nearest along strike outwards."""
        return sorted(witnesses, key=lambda w: (self.apart_m(w), w.point.code, w.point.id))


def cover_of(known: Known, rule: Rule, given: Mapping[str, Fact], site: BaseGeometry) -> Cover | None:
    """What is known of the cover of a stretch near a site; ``None`` where no point met its strand."""
    if known.evidence is None or not (known.evidence.witnesses or known.evidence.others):
        return None
    line = shapely.shortest_line(site, shapely.LineString(known.evidence.places))
    here = shapely.get_coordinates(line)[1]
    _, there = foot(Centred(float(here[0]), float(here[1])), known.evidence.places)
    along = min((min(max(there, a), b) for a, b in known.evidence.spans), key=lambda at: abs(at - there))
    return Cover(
        evidence=known.evidence,
        along_m=along,
        stated=_range(given.get("cover_m")),
        used=_range(facts_under(known, given).get("cover_m")),
        outcrop_m=outcrop_m(known.evidence.depth, known.dip),
        asked=any("cover_m" in row.when for row in rule.rows),
    )


def _range(fact: Fact) -> Range | None:
    return fact if isinstance(fact, tuple) else None


def reasons(cover: Cover) -> Iterator[Reason]:
    """The steps from the points to the cover that the rule was asked with, and to the plane's way upwards."""
    met = cover.evidence.depth
    if met is None:
        return
    points = cover.nearest(cover.evidence.witnesses)
    for witness in points[:SAID]:
        yield _point(cover, witness)
    params = {**_bounds(met), "count": len(points), "limit_m": ALONG_M}
    yield Reason("cover.met", params)
    if cover.asked and cover.stated is not None and cover.used is not None:
        told = {f"stated_{name}": number for name, number in _bounds(cover.stated).items()}
        stated = {**told, "used_m": round(cover.used[0], 3), **_bounds(met)}
        yield Reason("cover.contradicted" if cover.contradicted else "cover.stated", stated)
    if cover.outcrop_m:
        yield Reason("cover.outcrop", {"outcrop_m": round(cover.outcrop_m, 1), "depth_m": round(met[1], 1)})


def _point(cover: Cover, witness: Witness) -> Reason:
    point = witness.point
    params: dict[str, Any] = {"point": point.code, "method": point.method, "line": point.line_name or "-"}
    params |= {**_bounds(witness.depth), "along_m": cover.apart_m(witness)}
    return Reason("cover.point" if witness.trusted else "cover.point_poor", params)


def _bounds(depth: Range) -> dict[str, Any]:
    """A depth's bounds as parameters; open upwards: no upper one."""
    return {"low_m": round(depth[0], 3), "high_m": None if math.isinf(depth[1]) else round(depth[1], 3)}


def unknowns(cover: Cover) -> Iterator[Reason]:
    """What the points leave open."""
    if cover.evidence.depth is None:
        nearest = min(cover.apart_m(w) for w in cover.evidence.others)
        if cover.asked:
            yield Reason("unknown.cover_far", {"nearest_m": nearest, "limit_m": ALONG_M})
        return
    if cover.asked and cover.contradicted:
        yield Reason("unknown.cover_contradicted")
    if cover.outcrop_m is None:
        yield Reason("unknown.outcrop")


def not_soil(cover: Cover) -> Iterator[Reason]:
    """What an exemption by the thickness of soil leaves open where points met the tip: it may lie in rock."""
    if cover.evidence.depth is not None:
        yield Reason("unknown.tip_in_rock")


def value(cover: Cover) -> dict[str, Any]:
    """The cover as part of the answer's document, in metres."""
    met = cover.evidence.depth
    return {
        "met_m": _pair(met),
        "stated_m": _pair(cover.stated),
        "used_m": _pair(cover.used) if cover.asked else None,
        "contradicted": cover.contradicted,
        "outcrop_m": None if cover.outcrop_m is None else round(cover.outcrop_m, 3),
        "limit_along_m": ALONG_M,
        "points": [_told(cover, w, True) for w in cover.nearest(cover.evidence.witnesses)]
        + [_told(cover, w, False) for w in cover.nearest(cover.evidence.others)],
    }


def _pair(depth: Range | None) -> list[float | None] | None:
    return None if depth is None else list(_bounds(depth).values())


def _told(cover: Cover, witness: Witness, speaks: bool) -> dict[str, Any]:
    point = witness.point
    return {
        "point": point.code,
        "id": str(point.id),
        "method": point.method,
        "line": point.line_name or None,
        "depth_m": _pair(witness.depth),
        "along_m": cover.apart_m(witness),
        "away_m": round(witness.away_m, 1),
        "reliability": point.reliability,
        "counts": speaks,
    }
