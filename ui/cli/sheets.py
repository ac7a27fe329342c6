"""``faultgis sheet``: national map sheets by place or number."""

import re
from typing import Annotated, Any

import typer

from faultgis.crs import parse_place
from faultgis.errors import InputError
from faultgis.services import calculating
from faultgis.sheets import index
from ui.cli import output
from ui.cli.options import Json
from ui.words import tr


def register(app: typer.Typer) -> None:
    """Add the verb ``sheet``."""
    app.command("sheet", context_settings={"ignore_unknown_options": True})(sheet)


def sheet(
    place: Annotated[
        list[str], typer.Argument(metavar="LON LAT | NAME", help="坐标或图幅号 / a place or a sheet number")
    ],
    scale: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="比例尺分母，1000000–5000，默认 50000 / 1:N from 1000000 to 5000, else 50000"
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """国家基本比例尺图幅（GB/T 13989） / the national map sheet at a place or of a number."""
    found = calculating.map_sheet(**_asked(place, scale))
    output.emit(found, as_json, lambda: _told(found))


def _asked(place: list[str], scale: int | None) -> dict[str, Any]:
    text = " ".join(place)
    words = text.replace(",", " ").replace("，", " ").split()
    if len(words) == 2 and all(_is_number(word) for word in words):
        return {"lon": float(words[0]), "lat": float(words[1]), "scale": scale}
    if unknown := next((w for w in place if w.startswith("--")), None):
        raise InputError("sheet.malformed", field="sheet", number=unknown)
    if index.is_number(text) or len(words) < 2 or not any(sign in text for sign in "°度NSEWnsew"):
        return {"sheet": text, "scale": scale}
    lon, lat = parse_place(text)
    return {"lon": lon, "lat": lat, "scale": scale}


def _is_number(word: str) -> bool:
    return re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", word) is not None


def _told(found: dict[str, Any]) -> str:
    around = found["neighbours"]
    rows = [
        (tr("Sheet"), found["sheet"]),
        (tr("Scale"), f"1:{found['scale']:,}"),
        (tr("Old number"), found["old_number"] or "—"),
        (tr("West – east"), f"{found['west']:.6f}° – {found['east']:.6f}°"),
        (tr("South – north"), f"{found['south']:.6f}° – {found['north']:.6f}°"),
        (tr("6° zone"), f"EPSG:{found['epsg_6deg']}" if found["epsg_6deg"] else "—"),
        (tr("3° zone"), f"EPSG:{found['epsg_3deg']}" if found["epsg_3deg"] else "—"),
    ]
    for line in (("nw", "n", "ne"), ("w", "", "e"), ("sw", "s", "se")):
        shown = [around.get(name, "—") if name else found["sheet"] for name in line]
        rows.append((tr("Neighbours") if "nw" in line else "", "  ".join(f"{s:<10}" for s in shown)))
    return output.table(rows[1:], rows[0])
