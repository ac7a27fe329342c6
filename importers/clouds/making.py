"""Clouds to terrain without a survey: the work in a child process, all or nothing."""

from typing import Any

from faultgis.progress import Progress
from importers.clouds import child, pipeline
from importers.clouds.order import Order


def make_terrain(order: Order, progress: Progress) -> dict[str, Any]:
    """Do the order in a child process and answer with its report. Nothing is kept when the work fails.

    Raises as ``Order.check``, ``pipeline.run`` and ``child.run`` do.
    """
    order.check()
    found: dict[str, Any] = child.run(pipeline.run, order, progress=progress, file=order.files[0])
    return found
