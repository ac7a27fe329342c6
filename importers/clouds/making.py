"""Clouds to terrain as a whole: the originals kept, the work in a child process, all or nothing."""

from pathlib import Path
from typing import Any

from faultgis.progress import Progress
from importers.clouds import child, pipeline
from importers.clouds.archive import Archive
from importers.clouds.order import Order


def make_terrain(order: Order, home: Path, progress: Progress) -> dict[str, Any]:
    """Do the order in a child process and answer with its report; ``originals`` are the files as the archive
    in ``home`` keeps them. Nothing is kept when the work fails.

    Raises as ``Order.check``, ``pipeline.run``, ``child.run`` and ``Archive.staged`` do.
    """
    order.check()
    with Archive(home).staged(order.files, progress) as copies:
        found: dict[str, Any] = child.run(pipeline.run, order, progress=progress, file=order.files[0])
        kept = [copy.settle() for copy in copies]
    originals = [{"file": str(f), "sha256": k.digest} for f, k in zip(order.files, kept, strict=True)]
    return {**found, "originals": originals}
