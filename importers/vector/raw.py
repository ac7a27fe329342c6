"""What a vector file holds before anyone interprets it: layers of features with their cells as found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from shapely.geometry.base import BaseGeometry

from importers.batch import Problem


@dataclass(frozen=True, slots=True)
class RawFeature:
    """One feature. ``row`` counts from 1 in the order of the file; ``fid`` is the format's own number.

    ``geometry`` is in the file's coordinates (x first, Z kept), ``None`` where the feature has none.
    ``values`` holds text, whole and decimal numbers, truth values, ``None`` for empty cells; dates and times
    as ISO 8601 text.
    """

    row: int
    fid: int | str | None
    geometry: BaseGeometry | None
    values: dict[str, Any]


@dataclass(frozen=True)
class RawLayer:
    """One layer of a file.

    ``crs`` is an authority code ("EPSG:4490") or, without one, WKT; ``None`` when the file states none and
    the user named none. ``encoding`` is the one the texts were decoded by. The evidence says where each was
    found, as a ``Problem`` whose code and parameters ``ui.words`` turns into a sentence.
    """

    file: str
    name: str
    crs: str | None
    crs_evidence: Problem
    encoding: str
    encoding_evidence: Problem
    fields: tuple[str, ...]
    features: Iterable[RawFeature]
    problems: list[Problem] = field(default_factory=list)
