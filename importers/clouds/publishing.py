"""The finished rasters as cloud-optimized GeoTIFF; all appear together or none."""

import contextlib
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path

from faultgis.progress import Progress
from faultgis.terrain.grid import Frame
from importers.clouds import scratch
from importers.clouds.order import Order
from importers.clouds.placing import Place
from importers.clouds.work import KINDS, Work, every_key, tiles_near
from importers.products.rasters import NODATA, Legend, cog_from_raw

_EMPTY = {"dtm": NODATA, "dsm": NODATA, "sigma": NODATA, "density": None, "voids": 2, "hillshade": 0}
_MAKING = ".faultgis-making-"
_WRITERS = 2
_HEIGHTS = ("dtm", "dsm", "sigma")


def publish(work: Work, order: Order, where: Place, progress: Progress) -> dict[str, Path]:
    """Write the products that were ordered; answers with their paths.

    Raises ``InputError("product.not_written")``; then, and when cancelled, none of them has appeared.
    """
    work.close()
    name = stem(order)
    wanted = {kind: order.out / f"{name}_{kind}.tif" for kind in KINDS if kind in order.products}
    with scratch.folder(order.out, _MAKING) as folder:
        progress.report("cloud.writing", 0, len(wanted))
        with ThreadPoolExecutor(_WRITERS) as pool:
            tasks = [
                pool.submit(_write, work, order, where, kind, folder / p.name) for kind, p in wanted.items()
            ]
            try:
                for number, task in enumerate(as_completed(tasks)):
                    task.result()
                    progress.report("cloud.writing", number + 1, len(wanted))
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
        for path in wanted.values():
            (folder / path.name).replace(path)
    with contextlib.suppress(OSError):
        for canvas in work.made.values():
            canvas.path.unlink()
    return wanted


def _write(work: Work, order: Order, where: Place, kind: str, path: Path) -> None:
    legend = Legend(where.crs, _EMPTY[kind], where.height_datum, _lineage(work, order, kind))
    cog_from_raw(work.made[kind].path, path, KINDS[kind], work.frame, legend, _parts(work))


def _parts(work: Work) -> list[Frame] | None:
    """Where there are values; ``None`` if everywhere."""
    keys = tiles_near(work)
    return None if len(keys) == len(list(every_key(work))) else [work.part(key) for key in keys]


def stem(order: Order) -> str:
    """What the products' names begin with."""
    return order.name or order.files[0].name.split(".")[0]


def _lineage(work: Work, order: Order, kind: str) -> dict[str, str]:
    rule = work.rule
    ground = work.ground
    if ground == "compute":
        ground = (
            f"SMRF (Pingel et al. 2013), preset {order.preset}: slope {rule.slope}, "
            f"window {rule.window_m} m, threshold {rule.threshold_m} m, scaling {rule.scaling_m}, "
            f"cell {rule.cell_m} m, least {rule.least_m} m, play {rule.play}, pits {rule.low_slope} and "
            f"{rule.pit_m} m"
        )
    return {
        "SOFTWARE": "FaultGIS",
        "PRODUCT": kind,
        "SOURCES": ", ".join(path.name for path in order.files[:20])
        + (", …" if len(order.files) > 20 else ""),
        "GROUND": ground,
        "HEIGHTS_BY": f"triangles up to {order.longest:g} m" if order.dtm == "tin" else "inverse distance",
        "NOISE": "left out" if order.noise else "kept",
        "VOIDS_FILLED_TO_M": f"{order.fill:g}",
        "MADE": datetime.now(UTC).isoformat(timespec="seconds"),
        **(
            {"UNIT": "metre"}
            if kind in _HEIGHTS
            else {"UNIT": "points per square metre"}
            if kind == "density"
            else {}
        ),
    }
