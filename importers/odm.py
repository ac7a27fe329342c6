"""A folder of OpenDroneMap's results, taken as one: orthophoto, surface, terrain, cloud, photographs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from faultgis.errors import FaultGISError, InputError
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from importers.batch import Batch, FileInfo, LayerInfo, Problem
from importers.clouds.preflight import look
from importers.photos.reading import inspect_photos, read_photos

READER = "OpenDroneMap"
RASTER, CLOUD, PHOTOS = "raster", "cloud", "photos"
# Where OpenDroneMap puts its results; the first of several that is there is taken.
PARTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("orthophoto", RASTER, ("odm_orthophoto/odm_orthophoto.tif",)),
    ("dsm", RASTER, ("odm_dem/dsm.tif",)),
    ("dtm", RASTER, ("odm_dem/dtm.tif",)),
    (
        "cloud",
        CLOUD,
        ("odm_georeferencing/odm_georeferenced_model.laz", "odm_georeferencing/odm_georeferenced_model.las"),
    ),
    ("photos", PHOTOS, ("images",)),
)
_MARKS = ("odm_orthophoto", "odm_dem", "odm_georeferencing", "odm_report", "odm_texturing", "opensfm")


@dataclass(frozen=True)
class Part:
    """One result: its name among ``PARTS``, what it is (raster, cloud or photos) and where."""

    name: str
    kind: str
    path: Path


@dataclass(frozen=True)
class Results:
    """A folder of results and those that are in it."""

    folder: Path
    parts: tuple[Part, ...]

    def part(self, name: str) -> Part | None:
        """The result of this name, if it is there."""
        return next((part for part in self.parts if part.name == name), None)


def recognise(path: Path) -> Results | None:
    """The results in a folder; ``None`` where it is no folder of OpenDroneMap."""
    if not path.is_dir() or not any((path / mark).is_dir() for mark in _MARKS):
        return None
    found = []
    for name, kind, places in PARTS:
        present = next((path / place for place in places if (path / place).exists()), None)
        if present is not None:
            found.append(Part(name, kind, present))
    return Results(path, tuple(found)) if any(part.kind != PHOTOS for part in found) else None


def inspect(results: Results, progress: Progress | None = None) -> FileInfo:
    """What the results hold, one layer each, named by its place in the folder. A result that cannot be read
    is a problem of its layer and hides none of the others."""
    layers: list[LayerInfo] = []
    problems: list[Problem] = []
    readers: dict[str, Callable[[Path], LayerInfo]] = {RASTER: _raster, CLOUD: _cloud}
    for part in results.parts:
        name = part.path.relative_to(results.folder).as_posix()
        try:
            if part.kind == PHOTOS:
                info = inspect_photos(part.path, progress=progress)
                layer, found = info.layers[0], info.problems
            else:
                layer, found = readers[part.kind](part.path), ()
        except FaultGISError as error:
            problems.append(Problem(error.code, dict(error.params), layer=name))
            continue
        layers.append(_named(layer, name))
        problems += [Problem(p.code, p.params, name, p.row, p.field) for p in found]
    problems += [Problem("odm.missing", {"name": name}) for name, _, _ in PARTS if results.part(name) is None]
    return FileInfo(str(results.folder), READER, tuple(layers), tuple(problems), "results")


def _named(layer: LayerInfo, name: str) -> LayerInfo:
    return LayerInfo(**{**vars(layer), "name": name})


def _raster(path: Path) -> LayerInfo:
    import rasterio

    from importers.rasters.geotiff import open_raster

    raster = open_raster(path)
    with rasterio.open(path) as source:
        bounds = source.bounds
    return LayerInfo(
        name=path.name,
        features=1,
        geometry=f"Raster {raster.width}×{raster.height}×{raster.bands}",
        crs=raster.crs or None,
        encoding="-",
        encoding_evidence=Problem("odm.no_text"),
        fields=(raster.kind,),
        extent=(bounds.left, bounds.bottom, bounds.right, bounds.top),
        crs_evidence=Problem("odm.crs_of_raster"),
    )


def _cloud(path: Path) -> LayerInfo:
    found = look(path)
    west, south, _, east, north, _ = found.bounds
    return LayerInfo(
        name=path.name,
        features=found.count,
        geometry="Point Z",
        crs=found.crs,
        encoding="-",
        encoding_evidence=Problem("odm.no_text"),
        fields=(f"LAS {found.version}", f"PDRF {found.point_format}"),
        extent=(west, south, east, north) if found.sound_bounds else None,
        crs_evidence=found.crs_evidence,
    )


def read(results: Results, survey: Survey, progress: Progress | None = None) -> list[Batch]:
    """The results' photographs as records. Raises ``InputError("odm.no_photos")`` where there are none."""
    photos = results.part("photos")
    others = ", ".join(part.name for part in results.parts if part.kind != PHOTOS)
    if photos is None:
        raise InputError("odm.no_photos", file=str(results.folder), names=others)
    batch = read_photos(photos.path, survey, progress=progress)
    batch.warnings.append(Problem("odm.left", {"names": others}))
    return [batch]
