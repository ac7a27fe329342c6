"""What a point cloud is, in the user's words: for the command line and the import alike."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from faultgis.errors import InputError
from faultgis.records.files import PointCloud, Raster
from ui import words
from ui.words import tr

if TYPE_CHECKING:
    from importers.batch import Problem
    from importers.clouds.preflight import CloudInfo

_UNITS = {
    "metre": "metre",
    "us_foot": "US survey foot",
    "foot": "international foot",
    "degree": "degree",
    "geocentric": "geocentric metre",
    "unknown": "unknown",
}


def rows(found: "CloudInfo") -> list[tuple[str, str]]:
    """Labels and texts, only those that say something."""
    told = [
        (tr("Points"), f"{found.count:,}"),
        (tr("Format"), _format(found)),
        (tr("Extent"), _extent(found)),
        (tr("Coordinate system"), _system(found)),
        (tr("Units"), tr(_UNITS[found.units])),
        (tr("Heights"), _heights(found)),
        (tr("Density"), _density(found)),
        (tr("Points by return"), _returns(found.counts_by_return)),
        (tr("Points by class"), _classes(found)),
        (tr("Made by"), _maker(found)),
    ]
    return [(label, text) for label, text in told if text]


def record_rows(cloud: PointCloud, whole: bool = True) -> list[tuple[str, str]]:
    """What the record of a cloud says, only what it knows; unless ``whole``, without what its form holds."""
    known = [] if cloud.z_low_m is None else [f"{cloud.z_low_m:g} … {cloud.z_high_m:g} m"]
    classes = {int(code): count for code, count in cloud.counts.get("classes", {}).items()}
    accuracy = cloud.accuracy
    told = [
        (tr("File"), cloud.source.file),
        (tr("Format"), tr(", ").join(filter(None, (cloud.format, f"{cloud.size_bytes:,} B")))),
        (tr("Points"), f"{cloud.points:,}"),
        (tr("Points by class"), _counts(classes)),
        (tr("Points by return"), _returns(cloud.counts.get("returns", ()))),
        (
            tr("Density"),
            "" if cloud.density_m2 is None else tr("{number} points/m²", number=f"{cloud.density_m2:g}"),
        ),
        (tr("Heights"), tr(", ").join([*known, datum_of(cloud.vertical_datum)])),
        (tr("Coordinate system"), system_of(cloud)),
        (tr("As declared"), cloud.crs_declared),
        (tr("Acquired"), acquired_of(cloud) if whole else ""),
        (tr("Sensor"), cloud.sensor if whole else ""),
        (tr("Vertical accuracy"), "" if accuracy is None else f"± {accuracy.middle:g} m"),
        (tr("Flags"), tr("; ").join(flags_of(cloud))),
        ("SHA-256", cloud.sha256),
    ]
    return [(label, text) for label, text in told if text]


def raster_rows(raster: Raster) -> list[tuple[str, str]]:
    """What the record of a raster says, only what it knows."""
    inputs = raster.lineage.get("inputs", ())
    size = tr("{columns} × {rows} cells", columns=f"{raster.columns:,}", rows=f"{raster.rows:,}")
    cell = "" if raster.cell_m is None else tr("{number} m each", number=f"{raster.cell_m:g}")
    told = [
        (tr("Made of"), raster.source.file if inputs else ""),
        (tr("Size"), tr(", ").join(filter(None, (size, cell, f"{raster.size_bytes:,} B")))),
        (tr("Coordinate system"), system_of(raster)),
        (tr("Height datum"), datum_of(raster.vertical_datum)),
        (tr("File"), raster.path.rpartition("/")[2].removeprefix(f"{raster.sha256}_")),
        ("SHA-256", raster.sha256),
    ]
    return [(label, text) for label, text in told if text]


def kept_rows(record: PointCloud | Raster) -> list[tuple[str, str]]:
    """What the record of a cloud or raster says, only what it knows."""
    return record_rows(record, whole=False) if isinstance(record, PointCloud) else raster_rows(record)


def flags_of(cloud: PointCloud) -> list[str]:
    """What was noted of a cloud's file, in words."""
    quality = cloud.quality
    told = [words.sentence(code) for code in quality.get("flags", ()) if words.known(code)]
    if quality.get("lost"):
        told.append(tr("{count} points were lost to damage", count=f"{quality['lost']:,}"))
    return [text for text in told if "{" not in text]


def acquired_of(cloud: PointCloud) -> str:
    """When the points were taken, as far as it is known."""
    first, last = cloud.acquired_on, cloud.acquired_until
    if first is None:
        return "" if last is None else tr("no later than {day} (date of the file)", day=last.isoformat())
    return first.isoformat() if last in (None, first) else f"{first} – {last}"


def system_of(record: PointCloud | Raster) -> str:
    """The horizontal system of a cloud or raster, as declared or else as found."""
    if isinstance(record, PointCloud):
        declared = record.crs_declared
        return tr("local grid") if record.local_grid_id else crs_name(declared or record.crs_found)
    return tr("local grid") if record.local_grid_id else crs_name(record.crs)


def datum_of(code: str) -> str:
    """A height datum in words: "not stated" where nothing is known."""
    if not code:
        return tr("datum not stated")
    return tr("ellipsoidal heights") if code == "ellipsoidal" else _named(code)


def datums_of(raster: Any) -> str:
    """The horizontal system and the height datum of an open raster (``importers.rasters.geotiff.Raster``);
    an image that states no height datum needs none."""
    system = crs_name(raster.crs) or tr("local grid")
    heights = datum_of(raster.vertical) if raster.vertical or raster.kind == "elevation" else ""
    return tr(" · ").join(filter(None, (system, heights)))


@lru_cache(maxsize=64)
def _named(code: str) -> str:
    """A code with the name that the register gives it."""
    from faultgis.crs import read_crs

    try:
        name = read_crs(code).name if code.upper().startswith("EPSG:") else ""
    except InputError:
        name = ""
    return f"{name} ({code})" if name else code


def crs_name(crs: str) -> str:
    """A system's code with its name or, of a WKT, its name."""
    return crs.split('"')[1] if '"' in crs else _named(crs.split(" + ")[0])


def problems(found: Sequence["Problem"]) -> list[tuple[str, str]]:
    """Each doubt in a sentence, with its way out or an empty text."""
    return [(words.sentence(each.code, each.params), way_out(each)) for each in found]


def way_out(problem: "Problem") -> str:
    """What the user can do about it, or an empty text."""
    code = f"{problem.code}/help"
    return words.sentence(code, problem.params) if words.known(code) else ""


def _format(found: "CloudInfo") -> str:
    kind = "COPC" if found.copc else "LAZ" if found.compressed else "LAS"
    return f"{kind} {found.version}{tr(', ')}{tr('point format {number}', number=found.point_format)}"


def _extent(found: "CloudInfo") -> str:
    if not found.sound_bounds or not found.count:
        return tr("none")
    x0, y0, z0, x1, y1, z1 = (f"{value:.10g}" for value in found.bounds)
    return f"x {x0} … {x1}, y {y0} … {y1}, z {z0} … {z1}"


def _system(found: "CloudInfo") -> str:
    said = words.sentence(found.crs_evidence.code, found.crs_evidence.params)
    return f"{crs_name(found.crs)}{tr(': ')}{said}" if found.crs else said


def _heights(found: "CloudInfo") -> str:
    unit = tr(_UNITS[found.vertical_units])
    return f"{datum_of(found.vertical_crs or '')}{tr(', ')}{tr('unit: {name}', name=unit)}"


def _density(found: "CloudInfo") -> str:
    density = found.density_m2
    if density is None:
        return tr("unknown")
    return tr("{number} points per m² of the bounding rectangle", number=f"{density:.3g}")


def _returns(counts: Sequence[int]) -> str:
    told = [f"{number}: {count:,}" for number, count in enumerate(counts, 1) if count]
    return tr(", ").join(told)


def _classes(found: "CloudInfo") -> str:
    return "" if found.classes is None else _counts(found.classes)


def _counts(classes: Mapping[int, int]) -> str:
    return tr(", ").join(f"{code} {_class(code)} {count:,}" for code, count in classes.items())


def _class(code: int) -> str:
    return words.sentence(f"cloud.class_{code}") if words.known(f"cloud.class_{code}") else ""


def _maker(found: "CloudInfo") -> str:
    made = "" if found.date is None else found.date.isoformat()
    return tr(", ").join(filter(None, (found.software, made)))
