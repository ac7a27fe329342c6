"""What stands in a record for a line that is not in memory."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any


class Unread:
    """A line that stays in its file or in the database while the rest of its record is worked on.

    ``bounds`` are west, south, east, north and ``ends`` the first and the last vertex, in degrees of
    CGCS2000; ``ends`` is ``None`` where nobody needs them. Each is equal to itself alone: whoever reads the
    line gives it under the very mark that stands for it.
    """

    __slots__ = ("bounds", "ends")

    def __init__(
        self,
        bounds: tuple[float, float, float, float],
        ends: tuple[tuple[float, ...], tuple[float, ...]] | None = None,
    ) -> None:
        self.bounds = bounds
        self.ends = ends


Lines = Callable[[], Iterator[Mapping[Unread, Any]]]
"""Reads lines slice by slice, each under its mark."""
