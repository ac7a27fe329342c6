"""A layer as its reader hands it over, and what was asked of the reader."""

from dataclasses import dataclass, field

from faultgis.progress import Progress
from importers.batch import Problem
from importers.vector.encoding import Decision
from importers.vector.raw import RawFeature
from importers.vector.slices import Sliced


@dataclass
class Parsed:
    """One layer as read: features in the file's order, and where its system and encoding come from."""

    name: str
    fields: tuple[str, ...]
    features: list[RawFeature] | Sliced
    decision: Decision
    crs: str | None
    crs_evidence: Problem
    problems: list[Problem] = field(default_factory=list)
    total: int = 0
    bounds: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Wish:
    """What the caller asks for: one layer only, the encoding the user named, ``limit`` features at most.

    ``sliced``: the shapes of a large layer may be left in their file (``slices.Sliced``).
    """

    layer: str | None = None
    encoding: str | None = None
    limit: int | None = None
    progress: Progress | None = None
    sliced: bool = False
