"""``faultgis export FORMAT``: a survey's data as files for others; a format is a module with ``export``."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Protocol, cast

import typer

from faultgis.errors import FindingsError, InputError
from faultgis.exports.written import Written
from ui.cli import output
from ui.cli.options import Json, Options
from ui.words import tr

# So many records are named for one thing that was found; JSON names all.
_NAMED = 5
# Which module brings which format; it is loaded when the format is asked for.
_WORLD = ("gpkg", "qgis", "geojson", "shp", "gdb", "kml", "xlsx", "gem", "nrml", "opensha", "oxcal")
FORMATS = {"national": "exporting_national", **dict.fromkeys(_WORLD, "exporting_world")}
_WHICH = f"格式：{'|'.join(FORMATS)} / one of {'|'.join(FORMATS)}"


@dataclass(frozen=True)
class Asked:
    """What stands on the command line."""

    options: Options
    survey: str
    out: Path
    format: str
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Exported:
    """What was written, and what is to be said about it: findings with code, message and place. ``told`` are
    further keys of the JSON document, ``lines`` further lines of text; ``sound`` is false where the result
    needs somebody's eye."""

    files: Sequence[Written]
    findings: Sequence[dict[str, Any]] = ()
    told: dict[str, Any] = field(default_factory=dict)
    lines: Sequence[str] = ()
    sound: bool = True


class Format(Protocol):
    """A module that exports."""

    def export(self, asked: Asked) -> Exported:
        """Write what was asked for."""
        ...


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("export")(export)


def export(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="FORMAT", help=_WHICH)],
    survey: Annotated[str, typer.Option(metavar="CODE", help="调查项目 / survey project")],
    out: Annotated[
        Path, typer.Option(metavar="PATH", help="写到何处，不得已存在 / where to; must not exist")
    ],
    template: Annotated[
        str | None, typer.Option(metavar="ID", help="国家模板，默认 cn-survey / national template")
    ] = None,
    mapping: Annotated[
        str | None, typer.Option(metavar="ID", help="模板映射，默认 cn-survey / mapping to the template")
    ] = None,
    since: Annotated[
        int, typer.Option(metavar="DELIVERY", min=0, help="只交此次汇交之后的变化 / what changed since")
    ] = 0,
    formats: Annotated[
        str | None, typer.Option(metavar="LIST", help="gdb,shp,gpkg,xlsx 中的若干，默认全部 / default: all")
    ] = None,
    level: Annotated[
        int | None,
        typer.Option(metavar="0|1|2|3", min=0, max=3, help="成果密级，默认同项目 / secrecy of the package"),
    ] = None,
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="降密汇交的理由 / why below the survey's level")
    ] = "",
    recipient: Annotated[str, typer.Option(metavar="NAME", help="接收单位 / who receives it")] = "",
    check: Annotated[
        bool, typer.Option("--check", help="先质检，有未处理的错误则不汇交 / not with open errors")
    ] = False,
    despite: Annotated[
        str, typer.Option(metavar="REASON", help="带错汇交的理由 / why with open errors all the same")
    ] = "",
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="震源模型的设置，如 lower_depth_km=15 / of hazard models"
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """导出调查成果 / write a survey's data for others: national package and exchange formats."""
    if name not in FORMATS:
        raise InputError("export.unknown_format", format=name, known=", ".join(FORMATS))
    given = {
        "template": template,
        "mapping": mapping,
        "since": since,
        "formats": formats,
        "level": level,
        "reason": reason,
        "recipient": recipient,
        "check": check or bool(despite),
        "despite": despite,
        "settings": settings,
    }
    asked = Asked(ctx.obj, survey, out, name, {key: value for key, value in given.items() if value})
    if level == 0:
        asked.given["level"] = 0
    module = cast(Format, import_module(f"ui.cli.{FORMATS[name]}"))
    done = module.export(asked)
    value = {"files": [vars_of(each) for each in done.files], "findings": list(done.findings), **done.told}
    output.emit(value, as_json, lambda: page(done))
    if not done.sound:
        raise typer.Exit(FindingsError.exit_code)


def vars_of(written: Written) -> dict[str, Any]:
    """A written layer as JSON."""
    return {
        "path": written.path,
        "layer": written.layer,
        "features": written.features,
        "sha256": written.sha256,
    }


def page(done: Exported) -> str:
    """What was written, as lines of text; empty layers are left to the JSON document."""
    rows = [(each.path, each.layer, each.features) for each in done.files if each.layer and each.features]
    lines = [output.table(rows, [tr("File"), tr("Layer"), tr("Rows")])] if rows else []
    lines += _told(done.findings)
    return "\n".join([*lines, *done.lines])


def _told(findings: Sequence[dict[str, Any]]) -> list[str]:
    """A line for each thing that was found, with some of the records where it was."""
    places: dict[str, list[str]] = {}
    for finding in findings:
        places.setdefault(finding["message"], []).append(str(finding.get("record") or ""))
    lines = []
    for message, records in places.items():
        named = [record for record in records if record]
        few = ", ".join(named[:_NAMED]) + (" …" if len(named) > _NAMED else "")
        count = f" ({len(records)})" if len(records) > 1 else ""
        lines.append(f"· {message}{count}" + (f" {few}" if few else ""))
    return lines
