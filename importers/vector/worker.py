"""The process in which GDAL runs: whatever a hostile file does to it, the program survives.

Started by ``importers.vector.helper``. Requests and answers are pickles, each with its length before it, on
standard input and output; nothing else is ever written there. It ends when its input is closed.
"""

import gc
import os
import pickle
import struct
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

MEMORY_LIMIT = 6 * 1024**3
# Drivers that reach out to the network, run other programs, or read what a file merely points to.
SKIPPED_DRIVERS = " ".join(
    (
        "ADBC AmigoCloud Carto CSW EEDA Elasticsearch GDALG GPSBabel HTTP NGW",
        "OAPIF OGCAPI OGR_VRT PDS4 PLSCENES VRT WFS WMS",
    )
)


def main() -> None:
    """Answer requests until the input ends."""
    source, target = sys.stdin.buffer, _quiet_output()
    _prepare()
    while (request := receive(source)) is not None:
        send(target, _answer(request))
        # pyogrio leaves what it has read in a circle of references, which is found too late by itself.
        gc.collect()


def _quiet_output() -> BinaryIO:
    """The real output under another number, so that a library that prints cannot spoil the answers."""
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return target


def _prepare() -> None:
    os.environ.update({"GDAL_SKIP": SKIPPED_DRIVERS, "OGR_SKIP": SKIPPED_DRIVERS, "CPL_DEBUG": "OFF"})
    os.environ["OSM_USE_CUSTOM_INDEXING"] = "NO"
    for unneeded in ("geopandas", "pandas", "pyarrow", "shapely", "pyproj"):
        # pyogrio looks for them as it starts, which takes longer than reading most files.
        sys.modules[unneeded] = None  # type: ignore[assignment]
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def receive(source: Any) -> Any:
    """The next pickle, or ``None`` at the end."""
    head = source.read(8)
    if len(head) < 8:
        return None
    return pickle.loads(source.read(struct.unpack("<Q", head)[0]))


def send(target: Any, value: Any) -> None:
    """Write one pickle with its length before it."""
    data = pickle.dumps(value, protocol=5)
    target.write(struct.pack("<Q", len(data)))
    target.write(data)
    target.flush()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        with warnings.catch_warnings(record=True) as remarks:
            warnings.simplefilter("always")
            with _configured(request["config"]):
                found = _WORK[request["do"]](**request["with"])
        said = list(dict.fromkeys(str(remark.message) for remark in remarks))
        return {"ok": found, "remarks": said}
    except MemoryError:
        return {"error": "MemoryError", "message": ""}
    except Exception as error:  # whatever a reader raises is told to the parent, which says it to the user
        return {"error": type(error).__name__, "message": str(error)}


@contextmanager
def _configured(options: dict[str, str]) -> Iterator[None]:
    import pyogrio

    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(options))


def list_layers(path: str, restore_index: bool = False) -> list[str]:
    """The names of the file's layers. ``restore_index`` makes a missing .shx anew, beside the .shp."""
    import pyogrio

    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": restore_index})
    return [str(name) for name, _ in pyogrio.list_layers(path)]


def read_layer(
    path: str,
    layer: str | None,
    encoding: str,
    limit: int | None,
    shapes: bool = True,
    start: int | None = None,
) -> dict[str, Any]:
    """A layer's cells by column, its shapes as WKB (if wanted) and what it says of itself. ``start``: so many
    features are passed over, by somebody who reads part by part and needs nothing of the whole.

    Texts come as the file's bytes, each as the Latin-1 character of the same number. ``unread`` features
    stand behind the last that could be read. ``total`` may exceed what ``limit`` let through.
    """
    import pyogrio

    named = {"layer": layer, "encoding": encoding}
    options = {**named, "return_fids": True, "datetime_as_string": True, "read_geometry": shapes}
    unread = 0
    try:
        meta, fids, found, columns = pyogrio.raw.read(
            path, skip_features=start or 0, max_features=limit, **options
        )
    except pyogrio.errors.FeatureError:
        (meta, fids, found, columns), unread = _readable_part(path, options, limit)
    total, bounds = len(fids) + unread, None
    if limit and total >= limit and start is None:
        total, bounds = _whole(path, named, total)
    return {
        "fields": [str(name) for name in meta["fields"]],
        "types": [
            subtype if subtype == "OFSTBoolean" else kind
            for kind, subtype in zip(meta["ogr_types"], meta["ogr_subtypes"], strict=True)
        ],
        "crs": meta["crs"],
        "geometry": meta["geometry_type"],
        "fids": fids.tolist(),
        "shapes": None if found is None else list(found),
        "columns": [column.tolist() for column in columns],
        "total": total,
        "unread": unread,
        "bounds": bounds,
    }


def read_shapes(path: str, layer: str | None, encoding: str, start: int, end: int) -> dict[str, Any]:
    """The numbers of some of a layer's features, counted from 0, and their shapes as WKB."""
    import pyogrio

    part = {"skip_features": start, "max_features": end - start}
    _, fids, found, _ = pyogrio.raw.read(
        path, layer=layer, encoding=encoding, columns=[], return_fids=True, **part
    )
    shapes = [None] * len(fids) if found is None else list(found)
    return {"fids": fids.tolist(), "shapes": shapes}


def _whole(path: str, named: dict[str, Any], read: int) -> tuple[int, tuple[float, ...] | None]:
    import pyogrio

    info = pyogrio.read_info(path, force_feature_count=True, force_total_bounds=True, **named)
    bounds = info["total_bounds"]
    return max(int(info["features"]), read), None if bounds is None else tuple(float(v) for v in bounds)


def _readable_part(path: str, options: dict[str, Any], limit: int | None) -> tuple[Any, int]:
    """The features before the first that cannot be read, found by halving, and how many come after them."""
    import pyogrio

    info = pyogrio.read_info(
        path, layer=options["layer"], encoding=options["encoding"], force_feature_count=True
    )
    count = int(info["features"]) if limit is None else min(int(info["features"]), limit)
    best = pyogrio.raw.read(path, max_features=1, **options)
    readable, beyond = 1, count
    while beyond - readable > 1:
        middle = (readable + beyond) // 2
        try:
            best, readable = pyogrio.raw.read(path, max_features=middle, **options), middle
        except pyogrio.errors.FeatureError:
            beyond = middle
    return best, count - readable


_WORK: dict[str, Callable[..., Any]] = {"layers": list_layers, "read": read_layer, "shapes": read_shapes}

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main()
