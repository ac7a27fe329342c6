"""The legend of a printed map: the symbols that occur in it, drawn by the code that draws the map."""

import re
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtGui import QPainter
from shapely import LineString, MultiLineString

from faultgis import codes
from faultgis.records.provenance import new_id
from faultgis.records.trace import Trace
from faultgis.sheets.layout import MARGIN_LEFT, MARGIN_TOP, PageLayout
from ui import words
from ui.layers.frame import Frame
from ui.layers.look import LEFT, Look, Resolver
from ui.layers.store import Chunk, TraceStore
from ui.layers.vector import draw_traces
from ui.printing.paper import Paper
from ui.words import tr

ROW = 6.4
LINE = 3.4
SAMPLE = 20.0
EDGE = 5.0
POINTS = 8.0


def draw_legend(paper: Paper, layout: PageLayout, store: TraceStore, frame: Frame) -> None:
    """List activity, line style and kinematics as far as they occur within the frame."""
    looks = _looks_in_view(store, frame)
    x = MARGIN_LEFT + layout.frame_mm[0] + 16.0
    y = MARGIN_TOP
    paper.text(x, y, tr("Legend"), 12, bold=True)
    if not looks:
        paper.text(x, y + ROW + 1.5, tr("No faults are mapped within this frame."), 8)
    for title, rows in _groups(looks):
        y += ROW + 1.5
        paper.text(x, y, title, 8.5, bold=True)
        for label, look in rows:
            y += ROW
            _sample(paper, x, y, look)
            left = x + SAMPLE + 3
            lines = wrapped(paper, label, layout.page_mm[0] - EDGE - left)
            for number, line in enumerate(lines):
                paper.text(left, y + number * LINE, line, POINTS)
            y += (len(lines) - 1) * LINE


def wrapped(paper: Paper, label: str, room: float) -> list[str]:
    """A label in lines that fit into so many millimetres, broken between words and before a bracket."""
    lines = [""]
    for part in re.split(r"(?<= )|(?=（)", label):
        if lines[-1] and paper.text_width((lines[-1] + part).rstrip(), POINTS) > room:
            lines.append("")
        lines[-1] += part
    return [line.rstrip() for line in lines]


def _looks_in_view(store: TraceStore, frame: Frame) -> set[Look]:
    found = set()
    for chunk in store.chunks:
        found |= {chunk.looks[chunk.lines.owner[part]] for part in chunk.within(frame.bounds)}
    return found


def _groups(looks: set[Look]) -> list[tuple[str, list[tuple[str, Look]]]]:
    language = words.language()
    plain = Look(accuracy="accurate", exposure="exposed", activity="holocene")
    groups = []
    for title, name, field in (
        (tr("Latest activity"), "latest_activity", "activity"),
        (tr("Location accuracy"), "accuracy", "accuracy"),
        (tr("Kinematics"), "kinematics", "kinematics"),
    ):
        used = {getattr(look, field) for look in looks}
        rows = []
        for code in codes.code_list(name).entries:
            if code.code in used:
                rows.append((code.label(language), _example(plain, field, code.code)))
        if rows:
            groups.append((title, rows))
    return groups


def _example(plain: Look, field: str, code: str) -> Look:
    look = replace(plain, **{field: code})
    return replace(look, hanging_wall=LEFT, downthrown=LEFT) if field == "kinematics" else look


class _Fixed(Resolver):
    def __init__(self, look: Look) -> None:
        super().__init__({})
        self._look = look

    def look(self, trace: Trace) -> Look:
        return self._look


def _sample(paper: Paper, x: float, y: float, look: Look) -> None:
    """A short stretch of such a line at this place on the page."""
    d = paper.dots_per_mm
    line = MultiLineString([LineString([(x, y), (x + SAMPLE, y)])])
    trace = Trace(survey_id=new_id(), geometry=line)

    def project(mm: NDArray[np.float64]) -> NDArray[np.float64]:
        return (mm - (x - 5, y - 5)) * d

    bounds = (x - 5, y - 5, x + SAMPLE + 5, y + 5)
    frame = Frame(project, (SAMPLE + 10) * d, 10 * d, bounds, d, 1.0)
    painter: QPainter = paper.painter
    painter.save()
    painter.translate((x - 5) * d, (y - 5) * d)
    for _ in draw_traces(painter, frame, [Chunk([trace], _Fixed(look))]):
        pass
    painter.restore()
