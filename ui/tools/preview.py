"""The trace as it will look while it is being drawn: symbol, teeth, dip arrow, and the direction guard."""

import math
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QLineF, QPointF
from PyQt6.QtGui import QColor, QPainter, QPen

from faultgis.codes import label
from faultgis.geometry import lines
from faultgis.geometry.direction import Claims, Finding, check
from faultgis.records.kinds import AnyRecord
from faultgis.records.trace import Trace
from faultgis.values import Estimate
from ui.canvas.scale import MapScale
from ui.layers.look import Resolver
from ui.layers.store import Chunk
from ui.layers.vector import batches, draw_ornament, line_pen
from ui.tools.relief import Heights
from ui.tools.rubber import ACCENT, Row
from ui.tools.sketch import Place
from ui.words import language, sentence

COLOURS = {"error": QColor(179, 38, 30), "warning": QColor(150, 90, 0), "note": QColor(84, 92, 101)}
_ARROW_PX = 26.0

Records = Mapping[str, Mapping[UUID, AnyRecord]]


def claims_of(trace: Trace, records: Records, heights: Heights = None) -> Claims:
    """What is said of a trace, with what it inherits from its segment and its fault; ``heights`` are those of
    the ground left and right of it."""
    parents = (records["segment"].get(trace.segment_id), records["fault"].get(trace.fault_id))  # type: ignore[arg-type]

    def inherited(name: str) -> float | None:
        for holder in (trace, *parents):
            estimate = getattr(holder, name, None)
            if isinstance(estimate, Estimate):
                return estimate.middle
        return None

    return Claims(
        kinematics=Resolver(records).look(trace).kinematics,
        hanging_wall=trace.hanging_wall,
        upthrown=trace.upthrown,
        dip_direction=inherited("dip_direction"),
        dip=inherited("dip"),
        relief_left=heights[0] if heights is not None else None,
        relief_right=heights[1] if heights is not None else None,
    )


_LISTS = {
    "stated": "side",
    "dips": "side",
    "expected": "side",
    "higher": "side",
    "kinematics": "kinematics",
}


def finding_text(finding: Finding) -> str:
    """What the direction guard found, in the user's language."""
    params = {
        name: label(_LISTS[name], value, language()).lower() if name in _LISTS else value
        for name, value in finding.params.items()
    }
    said = sentence(finding.code, params)
    return said[:1].upper() + said[1:]


class Preview:
    """Made anew with each mouse move by ``show``; ``paint`` only draws."""

    def __init__(self) -> None:
        self.findings: tuple[Finding, ...] = ()
        self._chunks: list[Chunk] = []
        self._dip: tuple[Place, float, float | None] | None = None

    def clear(self) -> None:
        """Nothing to show."""
        self.findings, self._chunks, self._dip = (), [], None

    def show(
        self,
        survey_id: UUID,
        records: Records,
        points: list[Place],
        fields: Mapping[str, Any],
        heights: Heights = None,
    ) -> None:
        """The trace through these places with these fields."""
        if len(set(points)) < 2:
            self.clear()
            return
        trace = Trace(survey_id=survey_id, geometry=lines.multi(points), **fields)
        claims = claims_of(trace, records, heights)
        self.findings = check(trace.geometry, claims)
        self._chunks = [Chunk([trace], Resolver(records))]
        self._dip = None
        if claims.dip_direction is not None:
            (x1, y1), (x2, y2) = points[-2], points[-1]
            self._dip = (((x1 + x2) / 2, (y1 + y2) / 2), claims.dip_direction, claims.dip)

    @property
    def colour(self) -> QColor:
        """The colour of the worst that was found."""
        return COLOURS[self.findings[0].severity] if self.findings else ACCENT

    @property
    def rows(self) -> list[Row]:
        """What was found, in words."""
        return [(finding_text(finding), COLOURS[finding.severity]) for finding in self.findings]

    def paint(self, painter: QPainter, scale: MapScale, dots_per_inch: float) -> None:
        """Draw the symbol and the dip arrow."""
        frame = scale.frame(dots_per_inch)
        for drawn in batches(self._chunks, frame):
            if drawn is not None:
                painter.setPen(line_pen(drawn.symbol, frame))
                for polygon in drawn.polygons:
                    painter.drawPolyline(polygon)
                for ornament in drawn.symbol.ornaments:
                    draw_ornament(painter, frame, drawn.paths, ornament, drawn.symbol)
        if self._dip is not None:
            self._paint_dip(painter, scale, *self._dip)

    def _paint_dip(
        self, painter: QPainter, scale: MapScale, place: Place, azimuth: float, dip: float | None
    ) -> None:
        x, y = scale.to_screen(*place)
        east, south = math.sin(math.radians(azimuth)), -math.cos(math.radians(azimuth))
        tip = QPointF(x + _ARROW_PX * east, y + _ARROW_PX * south)
        painter.setPen(QPen(self.colour, 2.0))
        painter.drawLine(QLineF(QPointF(x, y), tip))
        for turn in (150.0, 210.0):
            angle = math.radians(azimuth + turn)
            painter.drawLine(QLineF(tip, tip + QPointF(8 * math.sin(angle), -8 * math.cos(angle))))
        if dip is not None:
            painter.drawText(tip + QPointF(6 * east, 6 * south + 4), f"{dip:.0f}°")
