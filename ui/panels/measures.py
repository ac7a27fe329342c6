"""What lines tell by themselves: of a trace its length, vertices and strike; of a fault all its traces; and
what was measured on them."""

from uuid import UUID

from PyQt6.QtCore import QEvent, QSize, Qt
from PyQt6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from faultgis.changes import Changes
from faultgis.records.kinds import AnyRecord
from faultgis.records.site import OffsetMarker
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from ui import theme
from ui.forms import shown
from ui.forms.widgets import Label
from ui.panels.extent import traces_of
from ui.panels.rows import ROW, Rows
from ui.panels.survey_model import offset_line, offset_words
from ui.words import tr
from ui.workspace import Ref, Workspace

PARENTS = ("fault_zone", "fault", "segment")
SHOWN = 6
MOST = 500


class Measures(QWidget):
    """Under the head of the record; a click on a trace in the list selects it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._ref: Ref | None = None
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.heading = Label("Traces")
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.list = QListWidget()
        self.list.setItemDelegate(Rows(self.list))
        self.list.setCursor(Qt.CursorShape.PointingHandCursor)
        self.list.itemClicked.connect(self._go)
        self.offsets_heading, self.offsets = Label("Offset markers"), QListWidget()
        self.offsets_heading.setFont(font)
        self.offsets.setItemDelegate(Rows(self.offsets))
        self.offsets.setCursor(Qt.CursorShape.PointingHandCursor)
        self.offsets.itemClicked.connect(self._go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 8)
        layout.setSpacing(4)
        for widget in (self.heading, self.said, self.list, self.offsets_heading, self.offsets):
            layout.addWidget(widget)
        self.hide()

    def show_record(self, kind: str, record: AnyRecord | None) -> None:
        """Show what the lines of this record tell; ``None`` hides all."""
        self._ref = (kind, record.id) if record is not None and kind in ("trace", *PARENTS) else None
        self._fill()

    def heard(self, changes: Changes) -> None:
        """Records changed: say what is so now."""
        if self._ref is not None and changes.touches("trace", "offset_marker", *PARENTS):
            self._fill()

    def _fill(self) -> None:
        session, ref = self._workspace.session, self._ref
        traces = traces_of(session, ref) if session is not None and ref is not None else []
        offsets = _offsets_of(session, ref) if session is not None and ref is not None else []
        self.setVisible(bool(traces or offsets))
        if session is None or ref is None:
            return
        of_trace = ref[0] == "trace"
        self.heading.setVisible(bool(traces) and not of_trace)
        self.list.setVisible(bool(traces) and not of_trace)
        self.said.setVisible(bool(traces))
        if traces:
            self.said.setText(_of_one(traces[0]) if of_trace else self._of_all(session, traces))
        self._fill_offsets(offsets)

    def _fill_offsets(self, offsets: list[OffsetMarker]) -> None:
        """What was measured on the fault, on the earth and in local grids, with its uncertainty."""
        for widget in (self.offsets_heading, self.offsets):
            widget.setVisible(bool(offsets))
        self.offsets.clear()
        for record in offsets[:MOST]:
            item = QListWidgetItem(offset_line(record))
            item.setData(Qt.ItemDataRole.UserRole, record.id)
            item.setToolTip(offset_words(record))
            item.setForeground(theme.accent())
            item.setSizeHint(QSize(0, ROW))
            self.offsets.addItem(item)
        self.offsets.setFixedHeight(ROW * min(SHOWN, len(offsets)) + 4)

    def _of_all(self, session: EditingSession, traces: list[Trace]) -> str:
        from faultgis.crs import lengths_m

        lengths = [float(metres) for metres in lengths_m([trace.geometry for trace in traces])]
        self.list.clear()
        longest = sorted(zip(lengths, traces, strict=True), key=lambda pair: -pair[0])
        for metres, trace in longest[:MOST]:
            item = QListWidgetItem(_line(trace, metres))
            item.setData(Qt.ItemDataRole.UserRole, trace.id)
            item.setToolTip(shown.title(trace))
            item.setForeground(theme.accent())
            item.setSizeHint(QSize(0, ROW))
            self.list.addItem(item)
        self.list.setFixedHeight(ROW * min(SHOWN, len(traces)) + 4)
        return tr("{count} traces, {length} in all", count=len(traces), length=shown.kilometres(sum(lengths)))

    def _go(self, item: QListWidgetItem) -> None:
        key = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(key, UUID):
            kind = "offset_marker" if item.listWidget() is self.offsets else "trace"
            self._workspace.select([(kind, key)])

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._fill()


def _offsets_of(session: EditingSession, ref: Ref) -> list[OffsetMarker]:
    """The offset markers of a fault or of a trace, by their codes."""
    name = {"fault": "fault_id", "trace": "trace_id"}.get(ref[0])
    if name is None:
        return []
    markers = (m for m in session.records["offset_marker"].values() if isinstance(m, OffsetMarker))
    return sorted((m for m in markers if getattr(m, name) == ref[1]), key=lambda m: shown.order(m.code))


def _of_one(trace: Trace) -> str:
    import shapely

    from faultgis.crs import length_m
    from faultgis.geometry.direction import mean_strike

    if trace.geometry.is_empty:
        return ""
    return tr(
        "{length} · {count} vertices · mean strike {strike}",
        length=shown.kilometres(length_m(trace.geometry)),
        count=int(shapely.count_coordinates(trace.geometry)),
        strike=f"{round(mean_strike(trace.geometry)) % 180:03d}°",
    )


def _line(trace: Trace, metres: float) -> str:
    known = [(name, getattr(trace, name)) for name in ("exposure", "accuracy")]
    labels = [shown.code_label(name, code) for name, code in known if code not in ("", "unknown")]
    return " · ".join([*labels, shown.kilometres(metres)])
