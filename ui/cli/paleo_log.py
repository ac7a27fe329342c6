"""``faultgis trench show CODE --log FILE``: a trench's log to scale, drawn by a child process with Qt."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.errors import InputError
from faultgis.records.trench import Trench, Wall
from faultgis.walls.log import Records
from ui import words
from ui.printing.log import print_log
from ui.words import error_sentence, tr

Log = Annotated[
    Path | None,
    typer.Option("--log", metavar="FILE.pdf|svg", help="按比例尺写出编录图 / write the log to scale"),
]
Scale = Annotated[
    int | None, typer.Option("--scale", metavar="20|25|40|50", help="比例尺分母，默认 20 / 1:N, else 1:20")
]
Paper = Annotated[
    str | None,
    typer.Option(
        "--paper",
        metavar="A4|A3|A2|A1|A0|whole",
        help="图幅，默认取容得下全图的最小者；whole 为整幅 / the sheet; else the smallest that holds it",
    ),
]
Walls = Annotated[
    list[str] | None, typer.Option("--wall", metavar="CODE", help="只画此壁，可重复 / only this wall")
]
Pictures = Annotated[
    float | None,
    typer.Option(
        "--pictures", min=0.0, max=1.0, metavar="0–1", help="照片的浓淡 / how strongly pictures show"
    ),
]
Author = Annotated[
    str | None, typer.Option("--author", metavar="NAME", help="编录人 / who logged it; else who drew it")
]


def write_log(
    ctx: typer.Context, records: Records, code: str, file: Path, asked: Mapping[str, Any]
) -> dict[str, Any]:
    """Write the log of the trench of this code, or of the only trench of the site of this code."""
    trench = _trench(records, code)
    options = ctx.obj
    return print_log(
        records,
        trench.id,
        file,
        asked["scale"] or 20,
        [wall.id for wall in _walls(records, trench, asked["walls"] or ())],
        words.language(),
        options.progress(),
        paper=asked["paper"] or "auto",
        pictures=asked["pictures"] or 0.0,
        author=asked["author"] or "",
        home=options.home,
    )


def require_log(file: Path | None, asked: Mapping[str, Any]) -> None:
    """Refuse options of the log without one. Raises ``InputError("log.only_with_log")``."""
    given = ["--wall" if key == "walls" else f"--{key}" for key, value in asked.items() if value]
    if file is None and given:
        raise InputError("log.only_with_log", options=", ".join(given))


def log_page(made: Mapping[str, Any]) -> str:
    """What was written, as lines."""
    width, height = made["page_mm"]
    text = tr(
        "{file}: 1:{scale}, {sheets} × {paper}, {width} × {height} mm",
        file=", ".join(made["files"]),
        scale=made["scale"],
        sheets=made["sheets"],
        paper=tr("cut to measure") if made["paper"] == "whole" else made["paper"],
        width=f"{width:g}",
        height=f"{height:g}",
    )
    problems = (error_sentence(InputError(p["code"], image=p["image"])) for p in made["problems"])
    return "\n".join([text, *problems])


def _trench(records: Records, code: str) -> Trench:
    trenches = [t for t in records["trench"].values() if isinstance(t, Trench)]
    sites = {site.id for site in records["trench_site"].values() if getattr(site, "code", "") == code}
    of_site = sorted((t for t in trenches if t.site_id in sites), key=lambda t: t.code)
    named = [t for t in trenches if t.code == code]
    found = named or of_site
    if not found:
        raise InputError("log.no_trench")
    if len(found) > 1:
        raise InputError("log.several_trenches", site=code, trenches=", ".join(t.code for t in found))
    return found[0]


def _walls(records: Records, trench: Trench, codes: Sequence[str]) -> list[Wall]:
    walls = [w for w in records["wall"].values() if isinstance(w, Wall) and w.trench_id == trench.id]
    by_code = {wall.code: wall for wall in walls}
    for code in codes:
        if code not in by_code:
            known = ", ".join(sorted(by_code))
            raise InputError("log.no_wall", trench=trench.code, wall=code, walls=known)
    return [by_code[code] for code in codes]
