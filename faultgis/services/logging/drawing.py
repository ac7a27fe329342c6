"""Features drawn on a wall, reshaped, split and taken away."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from shapely import LineString, box
from shapely.geometry.base import BaseGeometry

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import InputError
from faultgis.records.sample import Sample
from faultgis.records.trench import StratUnit, Trench, Wall, WallFeature
from faultgis.services.digitizing import delete_records
from faultgis.services.trenching import first_free
from faultgis.walls import shapes
from faultgis.walls.frames import Place, reach
from faultgis.walls.log import Records, TrenchLog
from faultgis.walls.reshaping import reshaped, touches

_UP_M = 0.01


def draw(records: Records, wall: Wall, kind: str, places: Sequence[Place], **fields: Any) -> Edit:
    """A new feature from its vertices (metres of the wall). A contact takes its units from the areas that lie
    on its two sides, where it is not told them; a fault is a main one.

    Raises what ``walls.shapes.made`` raises.
    """
    shape = shapes.made(kind, places)
    given = {**_defaults(records, wall, kind, shape), **fields}
    made = WallFeature(survey_id=wall.survey_id, wall_id=wall.id, kind=kind, shape=shape, **given)
    return Edit(f"edit.draw_{kind}", (Change(None, made),))


def _defaults(records: Records, wall: Wall, kind: str, shape: BaseGeometry) -> dict[str, Any]:
    if kind == "fault":
        return {"role": "main", "certainty": "certain"}
    if kind == "contact":
        return {"certainty": "certain", **_beside(records, wall, shape)}
    return {}


def _beside(records: Records, wall: Wall, shape: BaseGeometry) -> dict[str, Any]:
    """The units directly below and above the middle of a line, where areas are drawn there."""
    middle = shape.interpolate(0.5, normalized=True)
    found = {
        "older_unit_id": unit_at(records, wall.id, (middle.x, middle.y - _UP_M)),
        "younger_unit_id": unit_at(records, wall.id, (middle.x, middle.y + _UP_M)),
    }
    if found["older_unit_id"] == found["younger_unit_id"]:
        return {}
    return {name: unit for name, unit in found.items() if unit is not None}


def unit_at(records: Records, wall_id: UUID, place: Place) -> UUID | None:
    """The unit whose area lies at a place of a wall; a wedge or a fill before the unit that it lies in."""
    here = shapes.made("sample", [place])
    around = [
        f
        for f in records["wall_feature"].values()
        if isinstance(f, WallFeature)
        and f.wall_id == wall_id
        and f.unit_id is not None
        and f.kind in shapes.AREA_KINDS
        and f.shape.covers(here)
    ]
    return min(around, key=lambda f: f.shape.area).unit_id if around else None


def place_sample(records: Records, wall: Wall, place: Place, sample: Sample | None = None) -> Edit:
    """A sample put on a wall: a new one with a free code, of the unit that lies there, or one that is there
    already (its place and wall follow)."""
    trench = records["trench"].get(wall.trench_id)
    unit = unit_at(records, wall.id, place)
    changes: list[Change] = []
    put: dict[str, Any] = {"wall_id": wall.id, "x_m": place[0], "y_m": place[1]}
    if sample is None:
        codes = (getattr(s, "code", "") for s in records["sample"].values())
        sample = Sample(
            survey_id=wall.survey_id,
            code=first_free(codes, "YP{:02d}"),
            site_id=trench.site_id if isinstance(trench, Trench) else None,
            trench_id=wall.trench_id,
            unit_id=unit,
            **put,
        )
        changes.append(Change(None, sample))
    else:
        after = replace(sample, trench_id=wall.trench_id, unit_id=sample.unit_id or unit, **put)
        changes.append(Change(sample, after))
        old = [f for f in records["wall_feature"].values() if getattr(f, "sample_id", None) == sample.id]
        changes += [Change(f, None) for f in old]
    shape = shapes.made("sample", [place])
    feature = WallFeature(
        survey_id=wall.survey_id, wall_id=wall.id, kind="sample", shape=shape, sample_id=sample.id
    )
    return Edit("edit.place_sample", (*changes, Change(None, feature)))


def reshape(
    records: Records, feature: WallFeature, shape: BaseGeometry, merge_key: str = "", name: str = ""
) -> Edit:
    """A feature with another shape; a sample's own place follows its point."""
    changes = [Change(feature, replace(feature, shape=shape))]
    sample = records["sample"].get(feature.sample_id) if feature.sample_id is not None else None
    if feature.kind == "sample" and isinstance(sample, Sample):
        place = shape.centroid
        changes.append(Change(sample, replace(sample, x_m=place.x, y_m=place.y)))
    return Edit(name or "edit.move_vertex", tuple(c for c in changes if c.before != c.after), merge_key)


def split(features: Iterable[WallFeature], blade: LineString) -> Edit:
    """Features cut by a line across them: the largest piece keeps the record, the others are new ones of the
    same fields. What the line does not cross is left alone.

    Raises ``InputError("wall_shape.not_across")`` where nothing is cut.
    """
    changes: list[Change] = []
    for feature in features:
        if not feature.shape.intersects(blade):
            continue
        try:
            first, *others = shapes.split_by(feature.shape, blade)
        except InputError:
            continue
        changes.append(Change(feature, replace(feature, shape=first)))
        for piece in others:
            fields = {n: getattr(feature, n) for n in _KEPT}
            made = WallFeature(survey_id=feature.survey_id, shape=piece, **fields)
            changes.append(Change(None, made))
    if not changes:
        raise InputError("wall_shape.not_across")
    return Edit("edit.split_feature", tuple(changes))


def reshape_along(
    features: Sequence[WallFeature], chosen: Sequence[WallFeature], path: Sequence[Place]
) -> Edit:
    """A stretch drawn anew: of what is chosen, else of everything on which the path begins and ends, so that
    areas and the contact between them stay together.

    Raises ``InputError``: ``wall_shape.not_on`` (nothing has both ends on it), ``wall_shape.crossed``.
    """
    meant = [f for f in (chosen or features) if f.kind not in shapes.POINT_KINDS and touches(f.shape, path)]
    if not meant:
        raise InputError("wall_shape.not_on")
    changes = [Change(f, replace(f, shape=reshaped(f.shape, path))) for f in meant]
    return Edit("edit.reshape_features", tuple(changes))


_KEPT = (
    *("wall_id", "kind", "code", "unit_id", "older_unit_id", "younger_unit_id", "event_id", "role"),
    *("certainty", "description", "source", "secrecy", "publication"),
)


def close_area(log: TrenchLog, wall: Wall, place: Place, unit: StratUnit | None) -> Edit:
    """The area around a place that contacts, faults and the edge of the wall close, as an area of a unit.

    Raises ``InputError``: ``wall_shape.open``, ``wall_shape.taken`` (an area of a unit is there already).
    """
    features = log.on(wall.id)
    lines = [f.shape for f in features if f.kind in ("contact", "fault")]
    areas = [f.shape for f in features if f.kind in shapes.AREA_KINDS]
    edge = box(*reach([f.shape for f in features], wall.length_m, wall.height_m))
    shape = shapes.closed_around(lines, areas, edge, place)
    made = WallFeature(
        survey_id=wall.survey_id,
        wall_id=wall.id,
        kind="unit",
        shape=shape,
        unit_id=unit.id if unit is not None else None,
    )
    return Edit("edit.close_area", (Change(None, made),))


def take_away(records: Records, features: Iterable[WallFeature]) -> Edit:
    """Features deleted. A sample's record stays: it may be dated; only its point goes."""
    return replace(
        delete_records(records, [("wall_feature", f.id) for f in features]), name="edit.delete_records"
    )
