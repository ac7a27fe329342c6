"""The direction guard beside a trace's fields: what does not fit together, with the change that would."""

from functools import partial

from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from faultgis.geometry.direction import Finding, check
from faultgis.records.trace import Trace
from faultgis.services.digitizing import change_record
from ui import theme
from ui.forms import shown
from ui.forms.fields import fields
from ui.forms.widgets import Button
from ui.tools.preview import claims_of, finding_text
from ui.words import tr
from ui.workspace import Workspace

SIGNS = {"error": "✕", "warning": "⚠", "note": "ⓘ"}


class Guard(QWidget):
    """Checks dip, hanging wall, uplift and sense of one trace against its line and each other."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._trace: Trace | None = None
        self.findings: tuple[Finding, ...] = ()
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(12, 0, 12, 8)
        self._list.setSpacing(4)
        self.hide()

    def show_trace(self, trace: Trace | None) -> None:
        """Check this trace, or nothing."""
        self._trace, session = trace, self._workspace.session
        found: tuple[Finding, ...] = ()
        if trace is not None and session is not None:
            found = check(trace.geometry, claims_of(trace, session.records))
        self.findings = found
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for finding in found:
            self._list.addWidget(self._row(finding))
        self.setVisible(bool(found))

    def _row(self, finding: Finding) -> QWidget:
        c = theme.colours()
        colour = {"error": c.error, "warning": c.warning}.get(finding.severity, c.quiet)
        frame = QFrame()
        label = QLabel(f"{SIGNS.get(finding.severity, '')} {finding_text(finding)}")
        label.setWordWrap(True)
        label.setStyleSheet(f"color: {colour};")
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label)
        line = QHBoxLayout()
        for name, value in finding.fix.items():
            button = Button("", partial(self._fix, name, value), "flat")
            button.setText(self._offer(name, value))
            line.addWidget(button)
        line.addStretch()
        if finding.fix:
            column.addLayout(line)
        return frame

    @staticmethod
    def _offer(name: str, value: str) -> str:
        field = next(f for f in fields("trace") if f.name == name)
        said = shown.code_label(field.codes or "side", value)
        return tr("Set {field}: {value}", field=tr(field.label), value=said)

    def _fix(self, name: str, value: str) -> None:
        trace = self._workspace.record(("trace", self._trace.id)) if self._trace is not None else None
        if isinstance(trace, Trace):
            self._workspace.apply(change_record(trace, **{name: value}))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.show_trace(self._trace)
