"""What is asked of the clouds' pipeline."""

from dataclasses import dataclass
from pathlib import Path

from faultgis.errors import InputError
from faultgis.terrain.ground import preset

GROUNDS = ("auto", "class", "compute", "none")
TERRAINS = ("idw", "tin")
PRODUCTS = ("dtm", "dsm", "density", "sigma", "voids", "hillshade")
FINEST_M, COARSEST_M = 0.05, 100.0
MOST_FILLED = 200
LEAST_EDGE, MOST_EDGE = 1.5, 100
_EDGE_M, _EDGE_CELLS = 20.0, 50
_GROUND_MM = 1000


@dataclass(frozen=True)
class Order:
    """What to make of which files.

    ``ground``: ``class`` trusts the provider's class 2, ``compute`` finds the ground anew, ``auto`` trusts
    the class where it is there and plausible, ``none`` takes every point. ``resolution`` and ``fill`` (how
    far voids are filled) in metres; ``tile`` in cells; ``crs`` and ``vertical`` (the datum of heights)
    as the user declares them. With ``noise`` points that stand alone are left out. ``dtm``: heights by
    inverse distance (``idw``) or by triangles (``tin``) with edges of at most ``max_edge`` metres. With
    ``counted`` the report tells of each file what a record of it holds.
    """

    files: tuple[Path, ...]
    out: Path
    scratch: Path
    crs: str | None = None
    vertical: str | None = None
    resolution: float = 1.0
    ground: str = "auto"
    preset: str = "standard"
    fill: float = 10.0
    tile: int = 1024
    products: tuple[str, ...] = PRODUCTS
    salvage: bool = False
    name: str = ""
    counted: bool = False
    noise: bool = True
    dtm: str = "idw"
    max_edge: float | None = None

    @property
    def cell_mm(self) -> int:
        """Side of a cell in millimetres."""
        return round(self.resolution * 1000)

    @property
    def longest(self) -> float:
        """The longest edge of a triangle in metres: as asked, or 20 m, if that is no more than 50 cells."""
        cell = self.resolution
        return self.max_edge if self.max_edge is not None else max(2 * cell, min(_EDGE_M, _EDGE_CELLS * cell))

    @property
    def ground_mm(self) -> int:
        """Side of a cell of the grid on which ground is sought: about a metre, whole cells in it or of it."""
        cell = self.cell_mm
        return cell * round(_GROUND_MM / cell) if cell <= _GROUND_MM else cell // _parts(cell)

    @property
    def tile_cells(self) -> int:
        """Cells along a tile, such that whole cells of the ground's grid fit in."""
        ratio = max(1, self.ground_mm // self.cell_mm)
        return max(16, -(-self.tile // ratio)) * ratio

    def check(self) -> None:
        """Raises ``InputError``: ``cloud.no_files``, ``cloud.unknown_ground``, ``cloud.unknown_dtm``,
        ``cloud.unknown_preset``, ``cloud.max_edge``,
        ``cloud.resolution``, ``cloud.fill``, ``cloud.name``."""
        if not self.files:
            raise InputError("cloud.no_files")
        if self.ground not in GROUNDS:
            known = ", ".join(GROUNDS)
            raise InputError("cloud.unknown_ground", field="ground", name=self.ground, known=known)
        if self.dtm not in TERRAINS:
            raise InputError("cloud.unknown_dtm", field="dtm", name=self.dtm, known=", ".join(TERRAINS))
        preset(self.preset)
        self._check_numbers()
        if Path(self.name).name != self.name:
            raise InputError("cloud.name", field="name", name=self.name)

    def _check_numbers(self) -> None:
        cell, fill = self.resolution, self.fill
        if not (FINEST_M <= cell <= COARSEST_M and abs(self.cell_mm - cell * 1000) < 1e-6):
            low, high = FINEST_M, COARSEST_M
            raise InputError("cloud.resolution", field="resolution", value=cell, low=low, high=high)
        if not 0 <= fill / cell <= MOST_FILLED:
            most = MOST_FILLED * cell
            raise InputError("cloud.fill", field="fill", value=fill, high=most)
        if not LEAST_EDGE <= self.longest / cell <= MOST_EDGE:
            low, high = LEAST_EDGE * cell, MOST_EDGE * cell
            raise InputError("cloud.max_edge", field="max_edge", value=self.longest, low=low, high=high)


def _parts(cell: int) -> int:
    """Into how many whole parts a cell is cut, each about a metre."""
    wanted = round(cell / _GROUND_MM)
    return next(n for step in range(wanted) for n in (wanted - step, wanted + step) if cell % n == 0)
