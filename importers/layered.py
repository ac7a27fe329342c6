"""Layers of features as batches of records: which kind each layer is, and what stands in its way."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from importers.batch import Batch, Problem
from importers.vector import buried, deformed, slices
from importers.vector.points import read_points
from importers.vector.position import SERIOUS
from importers.vector.raw import RawLayer
from importers.vector.traces import read_traces

KINDS = {
    "traces": read_traces,
    "observations": read_points,
    buried.KIND: buried.read_buried,
    deformed.KIND: deformed.read_deformed,
}
AUTO = "auto"
# Names may hold commas and equals signs themselves.
_NAMED = re.compile(r"(.+?)=\s*(\w*)\s*(?:,|$)")
_KIND_OF = {
    "LineString": "traces",
    "MultiLineString": "traces",
    "LinearRing": "traces",
    "GeometryCollection": "traces",
    "Point": "observations",
    "MultiPoint": "observations",
}
_BLOCKING = SERIOUS | {"crs.missing", "crs.refused_datum"}
# A system that the user names is believed, but no fault lies within 360 m of where a projection begins.
_IMPOSSIBLE = {"crs.degrees_as_metres"}


def batches_of(
    layers: Sequence[RawLayer],
    path: Path,
    survey: Survey,
    kind: str | None,
    crs: str | None,
    mapping: str | None,
    progress: Progress,
) -> list[Batch]:
    """A batch for each layer that can be read as ``kind`` says, or as its shapes do; a warning for each of
    the others.

    Raises ``InputError``: ``layer.nothing_to_import``, ``layer.no_shapes``, as ``kinds_by_layer``, and what
    contradicts the layer's coordinate system.
    """
    by_name = kinds_by_layer(path, kind, layers)
    told = [by_name.get(raw.name, "") if by_name else kind or AUTO for raw in layers]
    chosen = [(raw, kind_of(raw) if name == AUTO else name) for raw, name in zip(layers, told, strict=True)]
    wanted = [(raw, as_kind) for raw, as_kind in chosen if as_kind]
    if not wanted:
        kinds = ", ".join(sorted({name for raw in layers for name in _shapes(raw)}))
        code = "layer.nothing_to_import" if kinds else "layer.no_shapes"
        raise InputError(code, file=str(path), kinds=kinds)
    for raw, _ in wanted:
        _refuse_doubtful(raw, _BLOCKING if crs is None else _IMPOSSIBLE)
    made = [KINDS[as_kind](raw, survey, mapping=mapping, progress=progress) for raw, as_kind in wanted]
    for (raw, _), batch in zip(wanted, made, strict=True):
        _say_why(raw, batch)
    made[0].warnings += [_passed_over(raw) for raw, as_kind in chosen if not as_kind]
    return made


def _say_why(layer: RawLayer, batch: Batch) -> None:
    """A row that has no shape because its place cannot be read is rejected for that."""
    told = {problem.row: problem for problem in layer.problems if problem.row is not None}
    batch.rejected = [
        replace(each, code=told[each.row].code, params=dict(told[each.row].params))
        if each.code == "geometry.missing" and each.row in told
        else each
        for each in batch.rejected
    ]


def kinds_by_layer(path: Path, kind: str | None, layers: Sequence[RawLayer]) -> dict[str, str]:
    """The kinds that the user named by layer (``断层=traces,产状=observations``; ``auto``: as shapes say);
    empty if not by layer.

    Raises ``InputError``: layer.unknown, import.unknown_kind.
    """
    if not kind or "=" not in kind:
        return {}
    names = [raw.name for raw in layers]
    pairs = {name.strip(): as_kind for name, as_kind in _NAMED.findall(kind)}
    if not re.fullmatch(f"(?:{_NAMED.pattern})+", kind):
        raise InputError("import.unknown_kind", field="--as", kind=kind, known=", ".join(KINDS))
    for name, as_kind in pairs.items():
        if as_kind != AUTO and as_kind not in KINDS:
            raise InputError("import.unknown_kind", field="--as", kind=as_kind, known=", ".join(KINDS))
        if name not in names:
            raise InputError("layer.unknown", file=str(path), layer=name, names=", ".join(names))
    return pairs


def kind_of(layer: RawLayer) -> str:
    """What most of a layer's shapes are good for: "traces", "observations" (points with the columns of
    buried fault points: "buried_points"), or an empty text."""
    counts: Counter[str] = Counter()
    as_points = buried.KIND if buried.signed(layer.fields) else "observations"
    for name, count in _shapes(layer).items():
        found = _KIND_OF.get(name, "")
        counts[as_points if found == "observations" else found] += count
    del counts[""]
    return counts.most_common(1)[0][0] if counts else ""


def _shapes(layer: RawLayer) -> Counter[str]:
    return slices.facts(layer.features).kinds()


def _passed_over(layer: RawLayer) -> Problem:
    shown = {
        "name": layer.name,
        "kinds": ", ".join(sorted(_shapes(layer))) or "-",
        "count": len(slices.rows(layer.features)),
    }
    return Problem("layer.passed_over", shown, layer=layer.name)


def _refuse_doubtful(layer: RawLayer, blocking: set[str] | frozenset[str]) -> None:
    for problem in layer.problems:
        if problem.code in blocking:
            raise InputError(problem.code, file=layer.file, layer=layer.name, **problem.params)
