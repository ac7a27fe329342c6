"""A certificate as PDF: what it says, put into words, and its file in the folder of certificates; a child
process draws. Knows no Qt."""

import hashlib
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.zones import zones
from faultgis.crs.ellipsoid import metres_per_degree
from faultgis.progress import Progress
from faultgis.records.assessment import Certificate
from faultgis.records.fault import Fault
from faultgis.records.trace import Trace
from faultgis.services.certifying import Asked, Printed, issue
from faultgis.services.surroundings import Register
from ui.printing.certificate_content import Area, Content, SiteMap, told
from ui.printing.certificate_scale import scale_for
from ui.printing.certificate_template import template
from ui.printing.child import SECONDS, draw

FOLDER = "certificates"
# Beyond this the map shows the site's surroundings only, and the nearest strand stays outside of it.
FARTHEST_M = 100_000.0


def issue_certificate(
    store: Register,
    home: Path,
    asked: Asked,
    language: str,
    by: str,
    progress: Progress | None = None,
    relief: Path | None = None,
) -> Certificate:
    """Print an answer and enter it in the register under the next number; ``relief`` is the survey's raster,
    shown below the map where it covers it. Long: not on the GUI thread."""

    def printed(of: Asked, draft: Certificate) -> Printed:
        return print_certificate(of, draft, home, progress, relief)

    return issue(store, asked, printed, language=language, by=by)


def print_certificate(
    asked: Asked,
    draft: Certificate,
    home: Path,
    progress: Progress | None = None,
    relief: Path | None = None,
) -> Printed:
    """Print a certificate that is about to be issued, in its language, into the home's folder of certificates
    under the SHA-256 of its content. Long: not on the GUI thread. Raises ``InputError`` as the printer and
    the template do; ``CancelledError``, and then there is no file."""
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    fresh = folder / f".{draft.id}.pdf"
    draw(certificate_spec(asked, draft, home, fresh, relief), progress)
    digest = hashlib.sha256(fresh.read_bytes()).hexdigest()
    fresh.replace(folder / f"{digest}.pdf")
    return Printed(f"{digest}.pdf", digest)


def _sweep(folder: Path) -> None:
    """Remove what printers left behind that were killed; none takes longer than this."""
    before = time.time() - 2 * SECONDS
    for left in folder.glob(".*"):
        with suppress(OSError):
            if left.stat().st_mtime < before:
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def file_of(certificate: Certificate, home: Path) -> Path:
    """Where a certificate's PDF lies."""
    return home / FOLDER / certificate.path


def certificate_spec(
    asked: Asked, draft: Certificate, home: Path, file: Path, relief: Path | None = None
) -> dict[str, Any]:
    """What the printer is told: it finds the words itself, in the certificate's language."""
    _, _, width, height = template(home, draft.language).boxes["map"]
    shown = replace(_map(asked, width, height), relief=None if relief is None else relief.absolute())
    content = Content(draft, asked.survey, asked.answer.rule.file, shown)
    return {
        "certificate": told(content),
        "out": str(file.absolute()),
        "lang": draft.language,
        "home": str(home),
    }


def _map(asked: Asked, width_mm: float, height_mm: float) -> SiteMap:
    site = asked.answer.site.geometry
    assert site is not None
    distance, width = asked.value["distance_m"] or 0.0, asked.value["width_m"] or 0.0
    # To the nearest strand; from within its zone on to the zone's end beyond it.
    far = distance if distance > width else distance + width
    reach = min(max(1.15 * far, 0.6 * asked.answer.rule.widest_m, 60.0), FARTHEST_M)
    scale = scale_for(site, reach, width_mm, height_mm)
    box = _around(site, scale * (width_mm + height_mm) / 1000)
    near = [known for known in asked.mapped.known if shapely.intersects(known.trace.geometry, box)]
    records: list[Trace | Fault] = [known.trace for known in near]
    faults = {known.fault.id: known.fault for known in near if known.fault is not None}
    nearest = asked.answer.finding
    line = None if nearest is None else shapely.shortest_line(site, nearest.known.trace.geometry)
    met = [(each["lon"], each["lat"]) for each in asked.value.get("crossings", ())]
    return SiteMap(scale, site, [*records, *faults.values()], _areas(asked, box), line, crossings=met)


def _around(site: BaseGeometry, metres: float) -> BaseGeometry:
    east, north = metres_per_degree(site.centroid.y)
    west, south, right, top = site.bounds
    return shapely.box(
        west - metres / east, south - metres / north, right + metres / east, top + metres / north
    )


def _areas(asked: Asked, box: BaseGeometry) -> Sequence[Area]:
    """The zones of the faults near the site, cut to the map's surroundings."""
    question, mapped = asked.assessed.question, asked.mapped
    near = set(mapped.pieces.owner[mapped.near(box.bounds, question.rule.widest_m)].tolist())
    belts, _ = zones(mapped, question.rule, question.given, only=near)
    found = [Area(belt.kind, shapely.intersection(belt.geometry, box)) for belt in belts]
    return [area for area in found if not area.geometry.is_empty]
