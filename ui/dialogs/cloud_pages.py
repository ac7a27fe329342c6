"""What clouds are before their import, and what came of it: the pages of the import as rich text."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from faultgis import codes
from faultgis.records.files import PointCloud, Raster
from ui import cloud_words, words
from ui.words import tr

ROUND_M = (2.0, 5.0, 10.0, 20.0, 50.0, 100.0)


def described(info: Any) -> str:
    """A cloud that was looked at, with its doubts."""
    rows = "".join(_line(label, text) for label, text in cloud_words.rows(info))
    doubts = "".join(_doubt(said, way_out) for said, way_out in cloud_words.problems(info.problems))
    return f"<p><b>{escape(Path(info.file).name)}</b></p><table>{rows}</table>{doubts}"


def reported(report: Any) -> str:
    """What came of it: of all clouds together, of each cloud, and what must be known about them."""
    facts = report.facts
    counts = {name: getattr(report, name) for name in ("read", "created", "updated", "unchanged")}
    said = tr("{read} clouds: {created} created, {updated} updated, {unchanged} unchanged.", **counts)
    rows = [
        (tr("Points"), f"{facts['points']:,}"),
        (tr("Ground"), words.sentence(f"cloud.ground_{facts['ground']}", facts)),
        (tr("Coordinate system"), cloud_words.system_of(report.rasters[0])),
        (tr("Height datum"), cloud_words.datum_of(facts["vertical"] or "")),
        (tr("Rasters"), tr(", ").join(_made_of(raster) for raster in report.rasters)),
    ]
    lines = "".join(_line(label, text) for label, text in rows)
    clouds = "".join(_line(cloud.code, _density(cloud)) for cloud in report.clouds)
    doubts = "".join(_warned(warning) for warning in facts.get("warnings", ()))
    return f"<p><b>{escape(said)}</b></p><table>{lines}{clouds}</table>{doubts}"


def _warned(warning: Mapping[str, Any]) -> str:
    code = warning["code"]
    way_out = words.sentence(f"{code}/help", dict(warning)) if words.known(f"{code}/help") else ""
    return _doubt(words.sentence(code, dict(warning)), way_out)


def _made_of(raster: Raster) -> str:
    return codes.label("raster_kind", raster.kind, words.language())


def _density(cloud: PointCloud) -> str:
    points = tr("{count} points", count=f"{cloud.points:,}")
    density = cloud.density_m2
    parts = [points] if density is None else [points, tr("{number} points/m²", number=f"{density:.3g}")]
    return tr(", ").join(parts)


def _line(label: str, text: str) -> str:
    return f"<tr><td style='padding-right: 12px'>{escape(label)}</td><td>{escape(text)}</td></tr>"


def _doubt(said: str, way_out: str) -> str:
    return f"<p>⚠ {escape(said)}{'<br/>' + escape(way_out) if way_out else ''}</p>"


def fitting_cell(infos: Sequence[Any]) -> float:
    """A metre; where points lie more than two metres apart, a round size that is as wide (metres)."""
    apart = max((1 / math.sqrt(info.density_m2) for info in infos if info.density_m2), default=0.0)
    return next((size for size in ROUND_M if apart <= size), ROUND_M[-1]) if apart > ROUND_M[0] else 1.0
