"""``faultgis import`` and ``faultgis undo-import``: files into a survey, and back out as a unit."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.errors import FaultGISError, InputError
from faultgis.records.survey import Batch, Survey
from faultgis.services.alike import WAYS
from faultgis.services.import_report import ClassCount
from faultgis.services.importing import ImportReport, Links, import_file, undo_import
from ui import words
from ui.cli import output
from ui.cli.options import Json
from ui.words import tr

_KINDS = (
    "traces", "observations", "measurements", "buried_points", "deformation_zones",
    "photos", "samples", "chronologies", "oxcal", "national",
)  # fmt: skip
_FINDINGS = 3
_COUNTS = ("read", "created", "updated", "unchanged", "rejected")


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("import")(import_files)
    app.command("undo-import")(undo)


def import_files(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="要导入的文件 / files to import")],
    survey: Annotated[str, typer.Option("--survey", metavar="CODE", help="调查项目 / survey project")],
    kind: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="|".join(_KINDS) + "|LAYER=KIND,…",
            help="读作什么（可按图层指定） / what to read it as, also by layer",
        ),
    ] = None,
    layer: Annotated[str | None, typer.Option("--layer", metavar="NAME", help="图层 / layer")] = None,
    crs: Annotated[
        str | None, typer.Option("--crs", metavar="EPSG:n", help="坐标系 / coordinate system")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="文字编码 / text encoding")
    ] = None,
    mapping: Annotated[
        str | None, typer.Option("--mapping", metavar="NAME|FILE", help="字段对照 / field mapping")
    ] = None,
    create_samples: Annotated[
        bool, typer.Option("--create-samples", help="样品不存在时新建 / make samples that are unknown")
    ] = False,
    sigma: Annotated[
        int, typer.Option("--sigma", metavar="1|2", min=0, max=2, help="误差级别 / level of the errors")
    ] = 0,
    datum_year: Annotated[
        int | None,
        typer.Option("--datum-year", metavar="YEAR", help="ka 年龄起算年 / ka count from"),
    ] = None,
    site: Annotated[
        str, typer.Option("--site", metavar="CODE", help="探槽点或观测点 / trench site or observation point")
    ] = "",
    fault: Annotated[str, typer.Option("--fault", metavar="CODE", help="断层 / fault")] = "",
    alike: Annotated[
        str,
        typer.Option(
            metavar="|".join(WAYS),
            help="库中似已有的要素如何处理 / features that the survey seems to hold already",
        ),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不保存 / check only")] = False,
    as_json: Json = False,
) -> None:
    """导入矢量文件、照片、测年表、古地震年表 / read files, check them, save each in one transaction."""
    from importers.registry import read

    if kind is not None and "=" not in kind and kind not in _KINDS:
        raise InputError("import.unknown_kind", field="--as", kind=kind, known=", ".join(_KINDS))
    if alike and alike not in WAYS:
        raise InputError("import.unknown_way", field="--alike", way=alike, known=", ".join(WAYS))
    store = ctx.obj.open_store()
    target = store.survey(survey)
    options: dict[str, Any] = {"kind": kind, "layer": layer, "crs": crs, "encoding": encoding}
    options |= {"mapping": mapping, "links": Links(sigma, datum_year, create_samples, site, fault, alike)}
    done: list[ImportReport | FaultGISError] = []
    for file in files:
        try:
            progress = ctx.obj.progress()
            done.append(import_file(store, read, file, target, **options, dry_run=dry_run, progress=progress))
        except InputError as error:
            if len(files) == 1:
                raise
            done.append(error)
    _tell(done, files, as_json)


def _tell(done: Sequence[ImportReport | FaultGISError], files: Sequence[Path], as_json: bool) -> None:
    """One file's report, or all of them under ``files``; a file that could not be read does not hide the
    others. The exit code is that of the worst."""
    values = [
        report_value(each)
        if isinstance(each, ImportReport)
        else {"file": file.name} | output.error_value(each)
        for each, file in zip(done, files, strict=True)
    ]
    value = {"files": values} | (values[0] if len(values) == 1 else {})
    output.emit(value, as_json, lambda: "\n\n".join(_text_of(each) for each in done))
    failed = [each.exit_code for each in done if isinstance(each, FaultGISError)]
    rejected = any(each.rejected for each in done if isinstance(each, ImportReport))
    if failed or rejected:
        raise typer.Exit(max(failed) if failed else _FINDINGS)


def _text_of(each: ImportReport | FaultGISError) -> str:
    if isinstance(each, ImportReport):
        return report_text(each)
    return " ".join(filter(None, (words.error_sentence(each), words.error_help(each))))


def undo(
    ctx: typer.Context,
    batch: Annotated[
        str | None,
        typer.Argument(metavar="BATCH", help="导入批次；不给出时列出全部 / the import; else all are listed"),
    ] = None,
    as_json: Json = False,
) -> None:
    """撤销一次导入 / take an import back: what it created goes, what it changed returns."""
    if batch is None:
        return _list(ctx, as_json)
    saved = undo_import(ctx.obj.open_store(), batch)
    value = {"batch": batch, "revision": saved.revision}
    return output.emit(value, as_json, lambda: tr("Import {batch} was taken back.", batch=batch))


def _list(ctx: typer.Context, as_json: bool) -> None:
    store = ctx.obj.open_store()
    values = [_batch_value(batch, survey) for survey in store.surveys() for batch in store.batches(survey.id)]
    output.emit({"batches": values}, as_json, lambda: _batch_table(values))


def _batch_value(batch: Batch, survey: Survey) -> dict[str, Any]:
    counts = {name: getattr(batch, name) for name in _COUNTS}
    at = {"at": batch.imported_at, "by": batch.imported_by, "undone_at": batch.undone_at}
    return {"batch": str(batch.id), "survey": survey.code, "file": batch.file, **at, **counts}


def _batch_table(values: Sequence[dict[str, Any]]) -> str:
    if not values:
        return tr("Nothing was imported yet.")
    rows = [
        (
            v["batch"],
            v["survey"],
            v["file"],
            f"{v['at'].astimezone():%Y-%m-%d %H:%M}" if v["at"] else "",
            v["by"],
            *(v[name] for name in _COUNTS),
            tr("taken back") if v["undone_at"] else "",
        )
        for v in values
    ]
    heads = (
        "Import",
        "Survey",
        "File",
        "Imported at",
        "By",
        "Read",
        "Created",
        "Updated",
        "Unchanged",
        "Rejected",
    )
    return output.table(rows, [*(tr(head) for head in heads), ""])


def report_value(report: ImportReport) -> dict[str, Any]:
    """A report as JSON; ``read`` = ``created`` + ``updated`` + ``unchanged`` + the length of ``rejected``."""
    return {
        "file": report.file,
        "layers": list(report.layers),
        "kind": report.kind,
        "mapping": report.mapping,
        "crs": report.crs,
        "crs_accuracy_m": report.crs_accuracy_m,
        "encoding": report.encoding,
        "read": report.read,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "alike": dict(report.alike),
        "rejected": [_place(r) | {"code": r.code, "message": sentence(r)} for r in report.rejected],
        "warnings": [_place(w) | {"code": w.code, "message": sentence(w)} for w in report.warnings],
        "records": dict(report.records),
        **({"classes": [class_value(count) for count in report.classes]} if report.classes else {}),
        "cells": {column: dict(counts) for column, counts in report.cells.items()},
        "batch": None if report.batch is None else str(report.batch),
        "dry_run": report.dry_run,
    }


def class_value(count: ClassCount) -> dict[str, Any]:
    """How the rows of a national class fared, as JSON."""
    return {
        "class": count.name,
        "title": count.title,
        "read": count.read,
        "created": count.created,
        "updated": count.updated,
        "unchanged": count.unchanged,
        "kept": count.kept,
        "notes": count.notes,
        "as_text": dict(count.as_text),
    }


def sentence(notice: Any) -> str:
    """A rejected row's or a warning's sentence."""
    return words.sentence(notice.code, {**notice.params, "row": notice.row, "field": notice.field})


def _place(notice: Any) -> dict[str, Any]:
    return {"row": notice.row, "field": notice.field or None}


def report_text(report: ImportReport) -> str:
    """A report to read: the counts, the rejected rows, the warnings by kind, the cells by column."""
    lines = [
        tr(
            "{file}: {read} features read, {created} created, {updated} updated, {unchanged} unchanged,"
            " {rejected} rejected.",
            file=report.file,
            read=report.read,
            created=report.created,
            updated=report.updated,
            unchanged=report.unchanged,
            rejected=len(report.rejected),
        )
    ]
    used = {"mapping": report.mapping or "—", "crs": report.crs or "—"}
    lines.append(tr("Field mapping {mapping}; coordinate system {crs}.", **used))
    if report.alike:
        lines.append(
            tr(
                "The survey seems to hold already: {same} the same, {similar} similar"
                " (--alike leaves them out).",
                same=report.alike.get("same", 0),
                similar=report.alike.get("similar", 0),
            )
        )
    lines += _by_code(tr("Rejected rows"), report.rejected)
    lines += _by_code(tr("Warnings"), report.warnings)
    if report.classes or report.cells:
        lines.append(_class_table(report.classes) if report.classes else _cell_table(report))
    if report.batch is not None:
        lines.append(tr("Saved as import {batch}; undo-import takes it back.", batch=str(report.batch)))
    elif report.dry_run:
        lines.append(tr("Dry run: nothing was saved."))
    else:
        lines.append(tr("Nothing new: nothing was saved."))
    return "\n".join(lines)


def _by_code(title: str, notices: Iterable[Any]) -> list[str]:
    """One line per kind of notice, with the first example and the rows."""
    found = list(notices)
    if not found:
        return []
    counts = Counter(notice.code for notice in found)
    first = {notice.code: notice for notice in reversed(found)}
    lines = [f"{title}{tr(': ')}{len(found)}"]
    for code, count in counts.most_common():
        rows = [str(notice.row) for notice in found if notice.code == code and notice.row is not None]
        shown = ", ".join(rows[:5]) + (" …" if len(rows) > 5 else "")
        where = tr("rows {rows}", rows=shown) if rows else ""
        lines.append(f"  {count}× {sentence(first[code])} {f'({where})' if where else ''}".rstrip())
    return lines


def _class_table(classes: Sequence[ClassCount]) -> str:
    """How the rows of each class fared; then which fields hold what no field of our records does."""
    heads = ("Class", "Name", "Read", "Created", "Updated", "Unchanged", "Kept as rows", "Remarks")
    rows = [[c.name, c.title, c.read, c.created, c.updated, c.unchanged, c.kept, c.notes] for c in classes]
    lines = [output.table(rows, [tr(head) for head in heads])]
    for count in classes:
        if count.as_text:
            told = ", ".join(f"{field} ({cells})" for field, cells in count.as_text.items())
            lines.append(tr("{name}: kept as text, with the record: {fields}", name=count.name, fields=told))
    return "\n".join(lines)


def _cell_table(report: ImportReport) -> str:
    states = ("typed", "flagged", "kept", "rejected", "ignored", "empty")
    rows = [[column, *(counts.get(state, 0) for state in states)] for column, counts in report.cells.items()]
    heads = [tr("Column"), *(words.sentence(f"import.state.{state}") for state in states)]
    return output.table(rows, heads)
