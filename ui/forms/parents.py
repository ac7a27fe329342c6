"""The choice of the record that another one belongs to: trace to fault or segment, fault to zone."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QVBoxLayout

from faultgis.records.fault import Segment
from faultgis.records.kinds import AnyRecord
from faultgis.records.trench import StratUnit
from faultgis.services.editing import EditingSession
from ui.forms import shown
from ui.forms.combos import SearchCombo
from ui.forms.editors import Editor
from ui.forms.fields import Field
from ui.forms.offered import offered
from ui.forms.widgets import Button
from ui.words import tr

NEW_WORDS = {"fault": "New fault from here", "fault_zone": "New zone from here"}


class ParentEditor(Editor):
    """A searchable list of possible parents; for faults and zones also a button that makes a new one.

    ``value`` is ``(kind, id)`` or ``None``.
    """

    def __init__(
        self,
        field: Field,
        session: Callable[[], EditingSession | None],
        make: Callable[[str], Any],
        children: Callable[[], Sequence[AnyRecord]] = tuple,
    ) -> None:
        super().__init__(field)
        self._session = session
        self._children = children
        self.combo = SearchCombo()
        self._full = False
        self.combo.opening.connect(self.refresh)
        self.combo.chosen.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.combo)
        new = next((kind for kind in field.parents if kind in NEW_WORDS), "")
        self.new_button = Button(NEW_WORDS[new], lambda: make(new), "flat") if new else None
        if self.new_button is not None:
            layout.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.combo)

    def _choose(self, _key: object) -> None:
        self.typed.emit()
        self.settled.emit()

    def refresh(self) -> None:
        """Offer all parents that exist now; they may be thousands, so only when the list is looked at."""
        session = self._session()
        if session is None or self._full:
            return
        self._full = True
        items: list[tuple[object, str, str]] = [(None, "—", "")]
        for kind in self.field.parents:
            records = offered(session, kind, self._children())
            titled = [(self._label(session, record), record) for record in records]
            titled.sort(key=lambda pair: pair[0])
            items += [((kind, r.id), label, " ".join(shown.search_words(r))) for label, r in titled]
        self.combo.fill(items)

    @staticmethod
    def _label(session: EditingSession, record: Any) -> str:
        if isinstance(record, Segment):
            fault = session.get("fault", record.fault_id)
            return f"{shown.title(fault)} · {shown.title(record)}"
        if isinstance(record, StratUnit):
            return " ".join(dict.fromkeys((record.code, shown.title(record))))
        return shown.title(record)

    def value(self) -> tuple[str, UUID] | None:
        found: tuple[str, UUID] | None = self.combo.currentData()
        return found

    def show_value(self, value: Any) -> None:
        self._full = False
        session = self._session()
        items: list[tuple[object, str, str]] = [(None, "—", "")]
        record = session.get(*value) if session is not None and value is not None else None
        if session is not None and record is not None:
            items.append((value, self._label(session, record), ""))
        self.combo.fill(items)
        self.combo.choose(value)

    def show_mixed(self) -> None:
        self._full = False
        self.combo.setCurrentIndex(-1)
        edit = self.combo.lineEdit()
        assert edit is not None
        edit.setPlaceholderText(tr("several values"))
