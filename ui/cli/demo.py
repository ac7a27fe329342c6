"""``faultgis demo``: the main job told without a screen, step by step, on the demo surveys."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis import names
from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import FaultGISError
from faultgis.geometry.lines import nearest
from faultgis.records.fault import Fault
from faultgis.records.trace import Trace
from faultgis.services.digitizing import change_record, draw_trace, new_fault_for_trace, split_trace
from faultgis.services.editing import EditingSession
from faultgis.sheets.index import sheet_at
from faultgis.values import Estimate
from ui import words
from ui.cli import maps, output
from ui.cli.options import Json, Options
from ui.wiring import Program

DRAWN_NAME = "演示绘制（虚构）"
_START = (15.8365, 46.4574)
_STEPS = 10


@dataclass
class Story:
    """What the steps share, and what they left behind."""

    options: Options
    program: Program
    out: Path
    session: EditingSession | None = None
    fault: Fault | None = None
    done: list[dict[str, Any]] = field(default_factory=list)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("demo")(demo)


def demo(
    ctx: typer.Context,
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR", help="地图与结果写入的文件夹 / folder for maps and results"),
    ] = Path("faultgis-demo"),
    as_json: Json = False,
) -> None:
    """在演示项目上走一遍主要工作流程 / tell the main job on the demo survey, without a screen."""
    out.mkdir(parents=True, exist_ok=True)
    story = Story(ctx.obj, ctx.obj.open_program(), out.absolute())
    for name, step in _STORY:
        _tell(story, name, step, quiet=as_json or ctx.obj.quiet)
    output.emit({"steps": story.done}, as_json, "")
    if not all(step["ok"] for step in story.done):
        raise typer.Exit(1)


def _tell(story: Story, name: str, step: Callable[[Story], tuple[str, list[str]]], quiet: bool) -> None:
    started = time.perf_counter()
    try:
        said, files = step(story)
        ok = True
    except FaultGISError as error:
        said, files, ok = words.error_sentence(error), [], False
    seconds = round(time.perf_counter() - started, 2)
    story.done.append({"name": name, "ok": ok, "seconds": seconds, "files": files, "text": said})
    if not quiet:
        mark = "✓" if ok else "✗"
        output.say(f"{mark} {words.sentence(f'demo.{name}')}  ({seconds:.1f} s)\n   {said}")


def _load(story: Story) -> tuple[str, list[str]]:
    loaded = story.program.load_demo(story.options.progress())
    surveys = ", ".join(s.code for s in story.program.store.surveys())
    return words.tr("surveys: {codes} ({n} loaded now)", codes=surveys, n=len(loaded)), []


def _look(story: Story) -> tuple[str, list[str]]:
    survey = story.program.store.survey("himatibet")
    counts = story.program.store.counts(survey.id)
    return words.tr("{faults} faults, {traces} traces", faults=counts["fault"], traces=counts["trace"]), []


def _find(story: Story) -> tuple[str, list[str]]:
    session = story.program.open_session("himatibet")
    faults = [f for f in session.records["fault"].values() if isinstance(f, Fault)]
    found = [f for f in faults if names.matches("haiyuan", f.name_zh, f.name_en, f.code)]
    return " · ".join(f"{f.code} {f.name_zh} {f.name_en}" for f in found), []


def _print_region(story: Story) -> tuple[str, list[str]]:
    return _map(story, "region.pdf", survey="himatibet", bbox="73.2,37.8,79.8,41.8", scale=1_000_000)


def _draw(story: Story) -> tuple[str, list[str]]:
    session = story.session = story.program.open_session("practice")
    _remove_earlier(session)
    points = [_vertex(i) for i in range(_STEPS)]
    drawn = draw_trace(
        session.survey.id, points, exposure="exposed", accuracy="accurate", mapping_scale=50_000
    )
    session.apply(drawn)
    session.undo()
    session.redo()
    trace = drawn.changes[0].record
    assert isinstance(trace, Trace)
    session.apply(
        new_fault_for_trace(session.records, trace, name_zh=DRAWN_NAME, name_en="Demo (constructed)")
    )
    return words.tr("{n} vertices; undone, redone", n=_STEPS), []


def _vertex(i: int) -> tuple[float, float]:
    return _START[0] + 0.0006 * i, _START[1] - 0.0004 * i + 0.00015 * math.sin(i)


def _remove_earlier(session: EditingSession) -> None:
    """What an earlier run of the demo drew goes first, so that every run tells the same story."""
    old = {
        f.id for f in session.records["fault"].values() if isinstance(f, Fault) and f.name_zh == DRAWN_NAME
    }
    traces = [t for t in session.records["trace"].values() if isinstance(t, Trace) and t.fault_id in old]
    changes = [Change(record, None) for record in (*traces, *(session.records["fault"][i] for i in old))]
    session.apply(Edit("edit.delete", tuple(changes)))


def _drawn(session: EditingSession) -> tuple[Fault, list[Trace]]:
    fault = next(
        f for f in session.records["fault"].values() if isinstance(f, Fault) and f.name_zh == DRAWN_NAME
    )
    traces = [t for t in session.records["trace"].values() if isinstance(t, Trace) and t.fault_id == fault.id]
    return fault, traces


def _split(story: Story) -> tuple[str, list[str]]:
    session = story.session
    assert session is not None
    _, (trace,) = _drawn(session)
    session.apply(split_trace(session.records, trace, nearest(trace.geometry, *_vertex(5))))
    fault, traces = _drawn(session)
    dip = Estimate(unit="deg", best=205, low=195, high=215)
    session.apply(change_record(fault, kinematics="normal", latest_activity="holocene", dip_direction=dip))
    return words.tr("{n} traces; normal, dip direction 205°", n=len(traces)), []


def _save(story: Story) -> tuple[str, list[str]]:
    session = story.session
    assert session is not None
    saved = session.save(story.program.store, "demo")
    again = story.program.open_session("practice")
    fault, traces = _drawn(again)
    story.fault = fault
    ok = fault.kinematics == "normal" and len(traces) == 2
    if not ok:
        raise FaultGISError("demo.lost")
    return words.tr("revision {n}, fault {code} read again", n=saved.revision, code=fault.code), []


def _print_practice(story: Story) -> tuple[str, list[str]]:
    return _map(story, "practice.pdf", survey="practice", bbox="15.8325,46.4500,15.8465,46.4600", scale=5_000)


def _print_fault(story: Story) -> tuple[str, list[str]]:
    assert story.fault is not None
    return _map(story, "fault.png", survey="practice", fault=story.fault.code, scale=5_000)


def _sheet(_story: Story) -> tuple[str, list[str]]:
    found = sheet_at(102.2644, 27.8945)
    return f"102.2644, 27.8945 → {found.number}", []


def _map(story: Story, name: str, **wanted: Any) -> tuple[str, list[str]]:
    spec = {
        "sheet": None,
        "bbox": None,
        "fault": None,
        "dpi": 200,
        "basemap": "hillshade",
        **wanted,
        "out": str(story.out / name),
        "database": story.program.url,
        "home": str(story.options.home),
        "lang": story.options.lang,
    }
    made = maps.draw(spec)
    return str(made["file"]), [str(made["file"])]


_STORY: tuple[tuple[str, Callable[[Story], tuple[str, list[str]]]], ...] = (
    ("load", _load),
    ("look", _look),
    ("find", _find),
    ("print_region", _print_region),
    ("draw", _draw),
    ("split", _split),
    ("save", _save),
    ("print_practice", _print_practice),
    ("print_fault", _print_fault),
    ("sheet", _sheet),
)
