"""Opens vector files by looking inside: layers, features, coordinate system and encoding, each with evidence."""

from pathlib import Path
from typing import Any

import shapely

from faultgis.progress import Progress
from importers.batch import FileInfo, LayerInfo, Problem
from importers.vector.raw import RawFeature, RawLayer

__all__ = ["RawFeature", "RawLayer", "inspect", "open_layers"]


def inspect(path: Path | str) -> FileInfo:
    """What the file holds, without importing it."""
    layers = open_layers(path)
    return FileInfo(str(path), "ogr", tuple(_describe(layer) for layer in layers))


def _describe(layer: RawLayer) -> LayerInfo:
    features = list(layer.features)
    shapes = [f.geometry for f in features if f.geometry is not None]
    kinds = sorted({shape.geom_type for shape in shapes})
    extent = tuple(float(v) for v in shapely.total_bounds(shapes)) if shapes else None
    return LayerInfo(
        name=layer.name,
        features=len(features),
        geometry="/".join(kinds),
        crs=layer.crs,
        encoding=layer.encoding,
        encoding_evidence=layer.encoding_evidence.code,
        fields=layer.fields,
        extent=extent,  # type: ignore[arg-type]
    )


def open_layers(
    path: Path | str,
    *,
    layer: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> list[RawLayer]:
    """The layers of the file, or the one named, with all their features."""
    import pyogrio

    names = [layer] if layer else [name for name, _ in pyogrio.list_layers(path)]
    return [_layer(Path(path), name, crs, encoding) for name in names]


def _layer(path: Path, name: str, crs: str | None, encoding: str | None) -> RawLayer:
    import pyogrio

    meta, fids, geometry, columns = pyogrio.raw.read(
        path, layer=name, encoding=encoding, return_fids=True, datetime_as_string=True
    )
    fields = tuple(str(field) for field in meta["fields"])
    shapes = [None] * len(fids) if geometry is None else shapely.from_wkb(geometry)
    cells = [[_plain(value) for value in column] for column in columns]
    features = [
        RawFeature(i + 1, int(fid), shape, {f: cells[k][i] for k, f in enumerate(fields)})
        for i, (fid, shape) in enumerate(zip(fids, shapes, strict=True))
    ]
    return RawLayer(
        file=str(path),
        name=name,
        crs=crs or meta["crs"],
        crs_evidence=Problem("crs.from_file"),
        encoding=str(meta["encoding"] or "UTF-8"),
        encoding_evidence=Problem("encoding.from_file"),
        fields=fields,
        features=features,
    )


def _plain(value: Any) -> Any:
    if hasattr(value, "item"):
        value = value.item()
    return None if value != value else value
