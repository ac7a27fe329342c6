"""The sites of a file over the map: of very many those that are seen, the gravest last and on top."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from faultgis.avoidance.deciding import ANSWERS
from faultgis.services.screening import Screened

Bounds = tuple[float, float, float, float]
# So many sites are drawn at once: of more in view the gravest.
MOST = 4000


def _nothing() -> NDArray[np.object_]:
    return np.empty(0, dtype=object)


@dataclass(frozen=True)
class Many:
    """Sites in degrees (``None``: cannot be shown) and the places of their answers among ``ANSWERS``."""

    shapes: NDArray[np.object_] = field(default_factory=_nothing)
    answers: NDArray[np.int8] = field(default_factory=lambda: np.empty(0, dtype=np.int8))

    @classmethod
    def of(cls, found: Screened) -> "Many":
        """Screened sites, their tree planted. For a worker."""
        made = cls(found.shapes, found.column("answer"))
        assert made._tree is not None
        return made

    @cached_property
    def _tree(self) -> STRtree:
        return STRtree(self.shapes)

    def within(self, bounds: Bounds) -> list[tuple[shapely.Geometry, str]]:
        """The sites that come into a box with their answers, the gravest last."""
        found = self._tree.query(shapely.box(*bounds))
        gravest = found[np.argsort(self.answers[found], kind="stable")][:MOST]
        return [(self.shapes[n], ANSWERS[self.answers[n]]) for n in gravest[::-1].tolist()]
