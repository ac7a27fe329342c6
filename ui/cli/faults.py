"""``faultgis faults``: the faults of a survey with their parameters."""

from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

import typer

from faultgis import codes
from faultgis.names import matches
from faultgis.records.fault import Parameters
from faultgis.records.files import LocalGrid
from faultgis.records.site import OffsetMarker
from faultgis.records.survey import Survey
from faultgis.services.frames import values
from faultgis.services.summarizing import FaultSummary, estimates, slip_rate
from faultgis.values import Estimate
from ui import words
from ui.cli import output
from ui.cli.fault_surface import surface
from ui.cli.finding import InSurvey, one_fault, summaries_of
from ui.cli.options import Json
from ui.words import tr


def register(app: typer.Typer) -> None:
    """Add the verbs ``faults list``, ``show``, ``parameters`` and ``surface``."""
    group = typer.Typer(no_args_is_help=True, help="断层及其参数 / faults with their parameters")
    group.command("list")(list_all)
    group.command("show")(show)
    group.command("parameters")(parameters)
    group.command("surface")(surface)
    app.add_typer(group, name="faults")


def list_all(
    ctx: typer.Context,
    survey: InSurvey = None,
    find: Annotated[str, typer.Option(metavar="TEXT", help="名称、拼音或编号 / name, pinyin or code")] = "",
    as_json: Json = False,
) -> None:
    """列出断层 / all faults."""
    values = [
        fault_value(found, of)
        for of, found in summaries_of(ctx, survey)
        if matches(find, found.fault.name_zh, found.fault.name_en, found.fault.code, found.fault.source_code)
    ]
    output.emit({"faults": values}, as_json, lambda: fault_table(values))


def show(ctx: typer.Context, code: str, survey: InSurvey = None, as_json: Json = False) -> None:
    """一条断层：分段、迹线与位错 / one fault with its segments, traces and measured offsets."""
    of, found = one_fault(ctx, code, survey)
    value = {**_full_value(found, of), "offset_list": _offsets(ctx, of, found.fault.id)}
    output.emit(value, as_json, lambda: _page(value))


def parameters(ctx: typer.Context, code: str, survey: InSurvey = None, as_json: Json = False) -> None:
    """一条断层的参数 / a fault's parameters, each with bounds, unit, basis and source."""
    of, found = one_fault(ctx, code, survey)
    rows = list(_parameter_values(found.fault, ""))
    for segment in found.segments:
        rows += _parameter_values(segment, segment.code)
    value = {"code": found.fault.code, "survey": of.code, "parameters": rows}
    output.emit(value, as_json, lambda: _parameter_table(rows))


def estimate_value(estimate: Estimate) -> dict[str, Any]:
    """An estimate as JSON."""
    return {
        "best": estimate.best,
        "low": estimate.low,
        "high": estimate.high,
        "unit": estimate.unit,
        "range": estimate.range.value,
        "component": estimate.component,
        "basis": estimate.basis.value,
        "source": estimate.source,
    }


def fault_value(found: FaultSummary, survey: Survey) -> dict[str, Any]:
    """A fault as JSON, as lists show it."""
    fault = found.fault
    rate = slip_rate(fault)
    return {
        "code": fault.code,
        "survey": survey.code,
        "name_zh": fault.name_zh,
        "name_en": fault.name_en,
        "kinematics": fault.kinematics,
        "latest_activity": fault.latest_activity,
        "length_km": None if found.length_km is None else round(found.length_km, 4),
        "dip_direction": None if fault.dip_direction is None else fault.dip_direction.middle,
        "slip_rate": None if rate is None else {"kind": rate[0], **estimate_value(rate[1])},
        "segments": len(found.segments),
        "traces": len(found.traces),
    }


def _full_value(found: FaultSummary, survey: Survey) -> dict[str, Any]:
    fault = found.fault
    return {
        **fault_value(found, survey),
        "id": str(fault.id),
        "source_code": fault.source_code,
        "aliases": fault.aliases,
        "notes": fault.notes,
        "secrecy": fault.secrecy,
        "publication": fault.publication,
        "kinematics_text": fault.kinematics_text,
        "activity_text": fault.activity_text,
        "parameters": list(_parameter_values(fault, "")),
        "segment_list": [
            {"code": s.code, "position": s.position, "name_zh": s.name_zh, "name_en": s.name_en}
            for s in found.segments
        ],
        "trace_list": [
            {"id": str(t.id), "length_km": round(km, 4), "exposure": t.exposure, "accuracy": t.accuracy}
            for t, km in zip(found.traces, found.trace_lengths_km, strict=True)
        ],
    }


def _offsets(ctx: typer.Context, survey: Survey, fault_id: UUID) -> list[dict[str, Any]]:
    """What was measured on the fault: on the earth (``place``: longitude, latitude) or in a local grid."""
    records = ctx.obj.open_store().load(survey.id, ("offset_marker", "local_grid"))
    grids = {grid.id: grid for grid in records["local_grid"]}
    markers = [marker for marker in records["offset_marker"] if marker.fault_id == fault_id]
    return [_offset_value(m, grids.get(m.local_grid_id)) for m in sorted(markers, key=lambda m: str(m.code))]


def _offset_value(marker: OffsetMarker, grid: LocalGrid | None) -> dict[str, Any]:
    place = marker.geometry
    return {
        "code": marker.code,
        "component": marker.component,
        "sense": values(marker).get("sense"),
        "offset": None if marker.offset is None else estimate_value(marker.offset),
        "quality": marker.quality,
        "place": None if place is None else [place.x, place.y],
        "local_grid": None if grid is None else grid.name_zh or grid.name_en or grid.code,
    }


def _parameter_values(of: Parameters, segment: str) -> Iterator[dict[str, Any]]:
    for name, estimate in estimates(of).items():
        yield {"parameter": name, "segment": segment or None, **estimate_value(estimate)}


def shown(value: dict[str, Any] | None) -> str:
    """An estimate in a line: 2.5 (1.9–3.1) mm/a."""
    if value is None:
        return ""
    best, low, high = value["best"], value["low"], value["high"]
    unit = "" if value["unit"] in ("", "1") else f" {value['unit']}"
    if low is None and high is None:
        return f"{best:g}{unit}"
    bounds = f"{low:g}–{high:g}" if low is not None and high is not None else ""
    bounds = bounds or (f"≥ {low:g}" if low is not None else f"≤ {high:g}")
    return f"{bounds if best is None else f'{best:g} ({bounds})'}{unit}"


def fault_table(values: list[dict[str, Any]]) -> str:
    """Faults as lines of text, in the user's language."""
    lang = words.language()
    rows = [
        (
            v["code"],
            v["name_zh"] or v["name_en"] if lang == "zh" else v["name_en"] or v["name_zh"],
            codes.label("kinematics", v["kinematics"], lang),
            codes.label("latest_activity", v["latest_activity"], lang),
            "" if v["length_km"] is None else f"{v['length_km']:.1f}",
            shown(v["slip_rate"]),
            v["traces"],
        )
        for v in values
    ]
    heads = ("Code", "Name", "Kinematics", "Latest activity", "Length (km)", "Slip rate", "Traces")
    return output.table(rows, [tr(head) for head in heads])


def _page(value: dict[str, Any]) -> str:
    listed = fault_table([value])
    lang = words.language()
    rows = [
        (
            t["id"],
            f"{t['length_km']:.2f}",
            codes.label("exposure", t["exposure"], lang),
            codes.label("accuracy", t["accuracy"], lang),
        )
        for t in value["trace_list"]
    ]
    traces = output.table(rows, (tr("Trace"), tr("Length (km)"), tr("Exposure"), tr("Accuracy")))
    parts = [listed, _parameter_table(value["parameters"]), traces]
    if value["offset_list"]:
        parts.append(_offset_table(value["offset_list"]))
    return "\n\n".join(parts)


def _offset_table(found: list[dict[str, Any]]) -> str:
    rows = []
    for offset in found:
        where = offset["local_grid"] or ", ".join(f"{degrees:.6f}" for degrees in offset["place"] or ())
        rows.append((offset["code"], shown(offset["offset"]), sense_word(offset), offset["quality"], where))
    heads = ("Offset marker", "Value", "Sense", "Quality", "Place or local grid")
    return output.table(rows, [tr(head) for head in heads])


def _parameter_table(rows: list[dict[str, Any]]) -> str:
    cells = [(words.sentence(f"parameter.{r['parameter']}"), r["segment"] or "", shown(r)) for r in rows]
    said = [(*cell, words.sentence(f"basis.{r['basis']}")) for cell, r in zip(cells, rows, strict=True)]
    return output.table(said, (tr("Parameter"), tr("Segment"), tr("Value"), tr("Basis")))


def sense_word(offset: dict[str, Any]) -> str:
    """The sense of a lateral offset, else the component measured, in the user's language."""
    if offset["sense"] in ("sinistral", "dextral"):
        return tr(offset["sense"])
    return codes.label("offset_component", offset["component"], words.language())
