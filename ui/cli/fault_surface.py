"""``faultgis faults surface``: a fault's surface in space, as polygons with heights."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.services.surfaces import TraceSurface, surfaces
from ui.cli import output
from ui.cli.finding import InSurvey, one_fault
from ui.cli.options import Json
from ui.words import tr


def surface(
    ctx: typer.Context,
    code: str,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.geojson", help="写出三维多边形 / write the polygons with heights"),
    ] = None,
    survey: InSurvey = None,
    as_json: Json = False,
) -> None:
    """断层面（由迹线、倾角、深度） / the fault's surface from trace, dip and depths."""
    _, found = one_fault(ctx, code, survey)
    planes = list(surfaces(found))
    if out is not None:
        _write(out, code, planes)
    value = {
        "fault": code,
        "area_km2": sum(plane.plane.area_km2 for plane in planes),
        "surfaces": [_told(plane) for plane in planes],
        "files": [str(out)] if out is not None else [],
    }
    output.emit(value, as_json, lambda: _page(value))


def _told(found: TraceSurface) -> dict[str, Any]:
    plane = found.plane
    return {
        "trace": str(found.trace.id),
        "strike_deg": round(plane.strike_deg, 2),
        "dip_direction_deg": round(plane.dip_direction_deg, 2),
        "length_km": round(plane.length_km, 4),
        "width_km": round(plane.width_km, 4),
        "area_km2": round(plane.area_km2, 3),
        "taken_from": found.taken,
    }


def _write(out: Path, code: str, planes: list[TraceSurface]) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"fault": code, **_told(plane)},
            "geometry": {"type": "Polygon", "coordinates": [list(map(list, plane.shape.exterior.coords))]},
        }
        for plane in planes
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1)
    half = out.with_name(out.name + ".part")
    half.write_text(text + "\n", encoding="utf-8")
    half.replace(out)


def _page(value: dict[str, Any]) -> str:
    keys = ("strike_deg", "dip_direction_deg", "length_km", "width_km", "area_km2")
    heads = ("Strike (°)", "Dip direction (°)", "Length (km)", "Width (km)", "Area (km²)")
    return output.table([[s[key] for key in keys] for s in value["surfaces"]], [tr(head) for head in heads])
