"""The printer's part of a log: composes it in the language asked for and writes PDF or SVG, whole or not."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from faultgis.errors import InputError
from ui.printing.log_content import Content, Wanted, heard
from ui.printing.log_marks import Sheet
from ui.printing.log_pages import Plan, composed, planned
from ui.printing.log_pdf import write_pdf
from ui.printing.log_pictures import Laid
from ui.printing.log_svg import svg
from ui.printing.log_title import title

Tell = Callable[[str], None]


def print_log(spec: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Write the log that a specification holds: sheets as pages of one PDF, or as numbered SVG files."""
    out = Path(spec["out"])
    suffix = out.suffix.lower()
    if suffix not in (".pdf", ".svg"):
        raise InputError("log.format", suffix=out.suffix)
    content, wanted = heard(spec["log"]), _wanted(spec["log"])
    plan = planned(content, wanted, breaks=suffix == ".pdf")
    laid = Laid(content.log.images, wanted.pictures) if wanted.pictures > 0 else None
    tell("print.drawing")
    sheets = composed(content, wanted, plan, laid)
    folder = Path(spec["folder"])
    write = _pdf if suffix == ".pdf" else _svgs
    files = write(sheets, content, folder, out)
    for fresh, final in files:
        fresh.replace(final)
    return _answer(plan, wanted, [str(final) for _, final in files], laid)


def _wanted(value: dict[str, Any]) -> Wanted:
    return Wanted(
        scale=int(value["scale"]),
        paper=str(value["paper"]),
        walls=tuple(UUID(key) for key in value["walls"]),
        pictures=float(value["pictures"]),
        author=str(value["author"]),
        printed_on=date.fromisoformat(value["printed_on"]),
    )


def _pdf(sheets: list[Sheet], content: Content, folder: Path, out: Path) -> list[tuple[Path, Path]]:
    fresh = folder / out.name
    write_pdf(sheets, fresh, title(content))
    return [(fresh, out)]


def _svgs(sheets: list[Sheet], content: Content, folder: Path, out: Path) -> list[tuple[Path, Path]]:
    files = []
    for number, sheet in enumerate(sheets):
        name = out.name if len(sheets) == 1 else f"{out.stem}-{number + 1}{out.suffix}"
        (folder / name).write_text(svg(sheet, title(content)), encoding="utf-8")
        files.append((folder / name, out.with_name(name)))
    return files


def _answer(plan: Plan, wanted: Wanted, files: list[str], laid: Laid | None) -> dict[str, Any]:
    problems = laid.problems if laid is not None else []
    return {
        "file": files[0],
        "files": files,
        "scale": wanted.scale,
        "paper": plan.size.name,
        "page_mm": [round(plan.size.width, 2), round(plan.size.height, 2)],
        "sheets": plan.count,
        "problems": [{"code": code, "image": name} for code, name in problems],
    }
