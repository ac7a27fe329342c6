"""What a certificate is made of, as plain values that go to the printer. Knows no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.telling import canonical
from faultgis.records.assessment import Certificate
from faultgis.records.encoding import decode, encode
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace


@dataclass(frozen=True)
class Area:
    """Ground to be shaded on the map: ``kind`` zone or location_error."""

    kind: str
    geometry: BaseGeometry


@dataclass(frozen=True)
class SiteMap:
    """What the map shows, in CGCS2000 degrees. ``nearest`` leads from the site to the nearest strand;
    ``relief`` is a raster that may lie below; ``crossings`` are where a route meets traces, in its order."""

    scale: int
    site: BaseGeometry
    records: Sequence[Trace | Fault] = ()
    areas: Sequence[Area] = ()
    nearest: BaseGeometry | None = None
    relief: Path | None = None
    crossings: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True)
class Content:
    """A certificate about to be issued with its survey, the rule file that it rests on, and its map."""

    draft: Certificate
    survey: Survey
    rule_file: str
    map: SiteMap

    @property
    def qr(self) -> str:
        """What the QR code holds: enough to look the certificate up and to compare its answer."""
        return f"FAULTGIS {self.survey.code} {self.draft.code} {self.draft.answer_hash}"

    @property
    def attached(self) -> dict[str, str]:
        """The files attached to the PDF: the answer, whose SHA-256 stands on the page, and all that it was
        made from but for the data."""
        return {
            "answer.json": canonical(self.draft.answer.plain()),
            "question.json": self.draft.question.text,
        }


def told(content: Content) -> dict[str, Any]:
    """The content as JSON can say it."""
    shown = content.map
    return {
        "draft": encode(content.draft),
        "survey": encode(content.survey),
        "rule_file": content.rule_file,
        "map": {
            "scale": shown.scale,
            "site": _hex(shown.site),
            "records": [encode(record) for record in shown.records],
            "areas": [[area.kind, _hex(area.geometry)] for area in shown.areas],
            "nearest": None if shown.nearest is None else _hex(shown.nearest),
            "relief": None if shown.relief is None else str(shown.relief),
            "crossings": [list(place) for place in shown.crossings],
        },
    }


def heard(value: dict[str, Any]) -> Content:
    """The content that ``told`` wrote."""
    draft, survey, shown = decode(value["draft"]), decode(value["survey"]), value["map"]
    assert isinstance(draft, Certificate)
    assert isinstance(survey, Survey)
    records = (decode(record) for record in shown["records"])
    nearest = shown["nearest"]
    site_map = SiteMap(
        scale=int(shown["scale"]),
        site=_geometry(shown["site"]),
        records=[record for record in records if isinstance(record, Trace | Fault)],
        areas=[Area(kind, _geometry(wkb)) for kind, wkb in shown["areas"]],
        nearest=None if nearest is None else _geometry(nearest),
        relief=Path(shown["relief"]) if shown.get("relief") else None,
        crossings=[(lon, lat) for lon, lat in shown["crossings"]],
    )
    return Content(draft, survey, value["rule_file"], site_map)


def _hex(geometry: BaseGeometry) -> str:
    return bytes(shapely.to_wkb(geometry)).hex()


def _geometry(text: str) -> BaseGeometry:
    return shapely.from_wkb(bytes.fromhex(text))
