"""What a point cloud is, in the user's words: for the command line and the import alike."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

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
    return f"{found.crs} ({said})" if found.crs else said


def _heights(found: "CloudInfo") -> str:
    unit = tr(_UNITS[found.vertical_units])
    return f"{found.vertical_crs or tr('datum not stated')}{tr(', ')}{tr('unit: {name}', name=unit)}"


def _density(found: "CloudInfo") -> str:
    density = found.density_m2
    if density is None:
        return tr("unknown")
    return tr("{number} points per m² of the bounding rectangle", number=f"{density:.3g}")


def _returns(counts: Sequence[int]) -> str:
    told = [f"{number}: {count:,}" for number, count in enumerate(counts, 1) if count]
    return tr(", ").join(told)


def _classes(found: "CloudInfo") -> str:
    if found.classes is None:
        return ""
    return tr(", ").join(f"{code} {_class(code)} {count:,}" for code, count in found.classes.items())


def _class(code: int) -> str:
    return words.sentence(f"cloud.class_{code}") if words.known(f"cloud.class_{code}") else ""


def _maker(found: "CloudInfo") -> str:
    made = "" if found.date is None else found.date.isoformat()
    return tr(", ").join(filter(None, (found.software, made)))
