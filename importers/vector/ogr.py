"""Opens vector files by looking inside: layers, features, coordinate system, encoding; each with evidence."""

from collections import Counter
from dataclasses import replace
from itertools import chain
from pathlib import Path, PurePosixPath

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from faultgis.collector import without_collector
from faultgis.crs import read_crs
from faultgis.errors import InputError
from faultgis.progress import Progress
from importers.batch import FileInfo, LayerInfo, Problem
from importers.vector import mojibake, own, position, slices
from importers.vector.encoding import UTF8, known_name
from importers.vector.parsed import Parsed, Wish
from importers.vector.preflight import Source, sources
from importers.vector.raw import RawFeature, RawLayer

__all__ = ["RawFeature", "RawLayer", "inspect", "open_layers"]

# So many features are looked at; a layer's number of features and its extent are always of the whole layer.
INSPECTED = 20_000
REPAIR = "repair"
_SWAP = "+swap"


def inspect(path: Path | str, progress: Progress | None = None) -> FileInfo:
    """What the file holds, without importing it.

    Raises ``InputError`` for what is no vector file, with the name of what it is; never anything else.
    """
    reader, layers = _parse(Path(path), Wish(limit=INSPECTED, progress=progress, sliced=True), None)
    problems = [replace(p, layer=layer.name) for layer in layers for p in _all_problems(layer)]
    return FileInfo(str(path), reader, tuple(_describe(layer) for layer in layers), tuple(problems))


@without_collector()
def open_layers(
    path: Path | str,
    *,
    layer: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
    progress: Progress | None = None,
    sliced: bool = False,
) -> list[RawLayer]:
    """The layers of the file, or the one named, with all their features; with ``sliced``, those of a large
    layer may be ``slices.Sliced``.

    ``crs`` and ``encoding`` are the user's word and override the file's. ``crs`` may end in "+swap" (or be
    "+swap"): the file's x and y are exchanged. ``encoding="repair"`` undoes a wrong decoding that was found.
    Raises ``InputError`` for what cannot be opened, and: encoding.ambiguous, encoding.mojibake,
    encoding.unknown, crs.unknown, layer.unknown. Doubts about coordinates are in ``RawLayer.problems``.
    """
    wish = Wish(layer, _encoding(encoding), None, progress, sliced)
    _, layers = _parse(Path(path), wish, encoding)
    return [_delivered(str(path), parsed, crs, encoding) for parsed in layers]


def _encoding(encoding: str | None) -> str | None:
    if encoding is None or encoding.lower() == REPAIR:
        return None
    name = known_name(encoding)
    if name is None:
        raise InputError("encoding.unknown", encoding=encoding)
    return name


def _parse(path: Path, wish: Wish, encoding: str | None) -> tuple[str, list[Parsed]]:
    read: list[tuple[Source, Parsed]] = []
    readers: list[str] = []
    with sources(path) as found:
        for source in found:
            reader, parsed = _read(path, source, replace(wish, layer=None) if len(found) > 1 else wish)
            readers.append(reader)
            for layer in parsed:
                layer.problems[:0] = source.problems
            read += [(source, layer) for layer in parsed]
    _name_apart(read)
    layers = [layer for _, layer in read if wish.layer in (None, layer.name)]
    if not layers:
        raise _no_layer(path, wish, ", ".join(readers))
    for layer in layers:
        _look_for_mojibake(layer, encoding)
    return ", ".join(dict.fromkeys(readers)), layers


def _name_apart(read: list[tuple[Source, Parsed]]) -> None:
    """Layers of one name in several files of an archive are called by their file, too."""
    counts = Counter(layer.name for _, layer in read)
    for source, layer in read:
        if counts[layer.name] > 1:
            file = PurePosixPath(source.name).with_suffix("")
            layer.name = str(file) if file.name == layer.name else f"{file}/{layer.name}"


def _no_layer(path: Path, wish: Wish, reader: str) -> InputError:
    if wish.layer is None:
        return InputError("layer.none", file=str(path), reader=reader)
    _, layers = _parse(path, replace(wish, layer=None, limit=1), None)
    names = ", ".join(layer.name for layer in layers)
    return InputError("layer.unknown", file=str(path), layer=wish.layer, names=names)


def _read(path: Path, source: Source, wish: Wish) -> tuple[str, list[Parsed]]:
    """One data set's layers. An error names the file that the user gave, not an unpacked copy."""
    try:
        return own.read(source, wish)
    except InputError as error:
        error.file = str(path)
        if source.found.family == "unknown" and error.code == "file.damaged":
            error.code = "file.unrecognised"
        raise


def _look_for_mojibake(layer: Parsed, encoding: str | None) -> None:
    if layer.decision.encoding is None:
        return
    rows = slices.rows(layer.features)
    cells = chain.from_iterable(feature.values.values() for feature in rows)
    mistake = mojibake.find(cells) or mojibake.find(layer.fields)
    if mistake is None:
        return
    shown = {"before": mistake.before, "after": mistake.after, "wrong": mistake.wrong, "right": mistake.right}
    if encoding is None or encoding.lower() != REPAIR:
        code = "encoding.mojibake" if encoding is None else "encoding.named_doubtful"
        layer.problems.append(Problem(code, shown))
        return
    layer.fields = tuple(mistake.repair(name) for name in layer.fields)
    repaired = [_repaired(feature, mistake) for feature in rows]
    whole = layer.features
    layer.features = replace(whole, rows=repaired) if isinstance(whole, slices.Sliced) else repaired
    layer.decision = replace(layer.decision, evidence=Problem("encoding.repaired", shown))


def _repaired(feature: RawFeature, mistake: mojibake.Mojibake) -> RawFeature:
    values = {
        mistake.repair(name): mistake.repair(cell) if isinstance(cell, str) else cell
        for name, cell in feature.values.items()
    }
    return replace(feature, values=values)


def _bounds(layer: Parsed, boxes: NDArray[np.float64]) -> tuple[float, ...] | None:
    if layer.bounds is not None:
        return layer.bounds
    if not len(boxes):
        return None
    ends = (*np.fmin.reduce(boxes[:, :2]), *np.fmax.reduce(boxes[:, 2:]))
    return tuple(float(value) for value in ends)


def _all_problems(layer: Parsed) -> list[Problem]:
    question = [layer.decision.evidence] if layer.decision.encoding is None else []
    boxes = slices.facts(layer.features).filled()
    doubts = position.check(layer.crs, boxes) if len(boxes) else []
    return [*question, *layer.problems, *doubts]


def _describe(layer: Parsed) -> LayerInfo:
    facts = slices.facts(layer.features)
    bounds = _bounds(layer, facts.filled())
    return LayerInfo(
        name=layer.name,
        features=layer.total,
        geometry="/".join(facts.kinds_with_z()),
        crs=position.name_of(layer.crs) if layer.crs else None,
        encoding=layer.decision.encoding,
        encoding_evidence=layer.decision.evidence,
        fields=layer.fields,
        extent=(bounds[0], bounds[1], bounds[2], bounds[3]) if bounds else None,
        crs_evidence=layer.crs_evidence,
    )


def _delivered(file: str, layer: Parsed, crs: str | None, encoding: str | None) -> RawLayer:
    for problem in [layer.decision.evidence, *layer.problems]:
        if problem.code in ("encoding.ambiguous", "encoding.mojibake"):
            raise InputError(problem.code, file=file, layer=layer.name, **problem.params)
    if crs is not None:
        _obey(layer, crs)
    return RawLayer(
        file=file,
        name=layer.name,
        crs=layer.crs,
        crs_evidence=layer.crs_evidence,
        encoding=layer.decision.encoding or UTF8,
        encoding_evidence=layer.decision.evidence,
        fields=layer.fields,
        features=layer.features,
        problems=[replace(problem, layer=layer.name) for problem in _all_problems(layer)],
    )


def _obey(layer: Parsed, crs: str) -> None:
    """Take the user's coordinate system instead of the file's."""
    wanted = crs.removesuffix(_SWAP).strip() or layer.crs
    if wanted != layer.crs:
        read_crs(wanted)
        if layer.crs:
            layer.problems.append(Problem("crs.overridden", {"stated": position.name_of(layer.crs)}))
    layer.crs, layer.crs_evidence = wanted, Problem("crs.by_user", {"crs": crs})
    if crs.endswith(_SWAP):
        layer.bounds = None
        layer.features = (
            layer.features.with_shapes(_swapped, (1, 0, 3, 2))
            if isinstance(layer.features, slices.Sliced)
            else [
                replace(f, geometry=None if f.geometry is None else _swapped(f.geometry))
                for f in layer.features
            ]
        )


def _swapped(geometry: BaseGeometry) -> BaseGeometry:
    order = [1, 0, 2] if geometry.has_z else [1, 0]
    return shapely.transform(geometry, lambda places: places[:, order], include_z=bool(geometry.has_z))
