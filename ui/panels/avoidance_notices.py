"""The register of certificates in the desktop: those issued, and those that newer data would change."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from faultgis.changes import Changes
from faultgis.errors import DatabaseError, NotAllowedError
from faultgis.progress import Progress
from faultgis.records.assessment import Certificate
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey
from faultgis.services.assessing import KINDS
from faultgis.services.certifying import certificates
from faultgis.services.noticing import Notice, answered, concerned
from ui import site_words, theme
from ui.latest import Latest
from ui.panels.avoidance_parts import heading
from ui.words import tr
from ui.workspace import Workspace

Records = Mapping[str, Mapping[UUID, AnyRecord]]
Touched = Mapping[str, frozenset[UUID]]
TOUCHING = frozenset((*KINDS, "survey", "certificate"))


class CertificateWatch(QObject):
    """Compares the certificates of the open survey with the saved data: all of them when a survey opens,
    after each save and after others' saves those that the changed records concern. ``looked`` tells that
    ``notices`` is fresh. What changed is told once."""

    looked = pyqtSignal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._latest = Latest(workspace.jobs, "certificates")
        self._told: set[tuple[str, int]] = set()
        self._unsaved = False
        self._changes: Touched = {}
        self._asked: Touched = {}
        self._before: Records = {}
        self.notices: Sequence[Notice] = ()
        workspace.opened.connect(self._opened)
        workspace.changed.connect(self._changed)
        workspace.state_changed.connect(self._state)

    @property
    def changed(self) -> list[Notice]:
        """The certificates whose answer would be another one today."""
        return [notice for notice in self.notices if notice.changed]

    def _opened(self) -> None:
        self.notices, self._told, self._unsaved = (), set(), False
        self._changes, self._asked, self._before = {}, {}, self._records()
        self.looked.emit()
        self.look()

    def _records(self) -> Records:
        session = self._workspace.session
        return {} if session is None else {kind: dict(session.records[kind]) for kind in KINDS}

    def _changed(self, changes: Changes) -> None:
        session = self._workspace.session
        if not changes.ids.keys() & TOUCHING:
            return
        self._changes = _joined(self._changes, changes.ids)
        if session is not None and session.saved:
            self._unsaved = True  # nothing has changed for others before it is saved
        else:
            self.look()

    def _state(self) -> None:
        session = self._workspace.session
        if self._unsaved and session is not None and not session.saved and not self._workspace.saving:
            self._unsaved = False
            self.look()

    def look(self) -> None:
        """Compare anew, in a worker, what is new and what changes concern; the newest wish counts."""
        session = self._workspace.session
        if session is None:
            return
        # The desktop's protocol does not speak of the past; the database behind it does.
        try:
            store: Any = self._workspace.store
        except DatabaseError:
            return  # without a database there is no register
        # What a look that is given up should have seen, the next one sees.
        changes = self._asked = _joined(self._asked, self._changes)
        self._changes = {}
        survey, before, after = session.survey, self._before, self._records()
        known = {notice.certificate.id: notice for notice in self.notices}

        def work(progress: Progress) -> list[Notice]:
            issued = _seen(store, survey)
            stale = {each.id for each in concerned(issued, before, after, changes)} if changes else set()
            asked = [each for each in issued if each.id in stale or each.id not in known]
            fresh = {n.certificate.id: n for n in answered(store, survey, asked, progress)} if asked else {}
            return [fresh.get(each.id) or known[each.id] for each in issued]

        def done(found: list[Notice]) -> None:
            if session is self._workspace.session:
                self.notices, self._before, self._asked = found, after, {}
                self.looked.emit()
                self._tell()

        self._latest.ask(work, done)

    def _tell(self) -> None:
        fresh = [n for n in self.changed if self._key(n) not in self._told]
        self._told = {self._key(notice) for notice in self.changed}
        if not fresh:
            return
        numbers = tr(", ").join(notice.certificate.code for notice in fresh[:5])
        said = tr("Data under an issued certificate changed; its answer would be another one now: {numbers}")
        self._workspace.tell(said.format(numbers=numbers), "warning")

    @staticmethod
    def _key(notice: Notice) -> tuple[str, int]:
        return notice.certificate.code, hash(tuple((d.field, str(d.now)) for d in notice.differences))


class CertificateList(QWidget):
    """The certificates issued, newest first; ``wanted`` hands over the one that was chosen."""

    wanted = pyqtSignal(object)

    def __init__(self, watch: CertificateWatch) -> None:
        super().__init__()
        self._watch, self._lines = watch, 4
        self.list = QListWidget()
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 0)
        layout.setSpacing(4)
        layout.addWidget(heading("Certificates issued"))
        layout.addWidget(self.list)
        self.list.itemActivated.connect(self._chosen)
        watch.looked.connect(self.refresh)
        self.refresh()

    @property
    def short(self) -> bool:
        """Whether only two lines are shown."""
        return self._lines == 2

    def shorten(self, short: bool) -> None:
        """Show two lines at once instead of four."""
        self._lines = 2 if short else 4
        self.refresh()

    def refresh(self) -> None:
        """List them anew."""
        self.list.clear()
        for notice in reversed(self._watch.notices):
            self._add(notice)
        self.setVisible(bool(self._watch.notices))
        rows = min(self._lines, max(1, self.list.count()))
        self.list.setFixedHeight(rows * max(1, self.list.sizeHintForRow(0)) + 2 * self.list.frameWidth())

    def _add(self, notice: Notice) -> None:
        certificate = notice.certificate
        said = site_words.answer_word(certificate.outcome)
        text = f"{certificate.code} · {said}"
        if notice.changed:
            text = f"⚠ {text} · {_news(notice)}"
        text = f"{text} · {certificate.site_name}"
        if notice.hidden:
            text = f"{text} · {tr('rests on data that are not published')}"
        item = QListWidgetItem(text)
        item.setToolTip(f"{text}\n{tr('A double click opens the PDF and shows the site.')}")
        item.setData(Qt.ItemDataRole.UserRole, certificate)
        if notice.changed:
            item.setForeground(QColor(theme.colours().warning))
        self.list.addItem(item)

    def _chosen(self, item: QListWidgetItem) -> None:
        found = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(found, Certificate):
            self.wanted.emit(found)


def _joined(one: Touched, other: Touched) -> Touched:
    return {kind: one.get(kind, frozenset()) | other.get(kind, frozenset()) for kind in {*one, *other}}


def _seen(store: Any, survey: Survey) -> list[Certificate]:
    """The certificates that this user sees; a login that only looks has no register."""
    try:
        return certificates(store, survey)
    except NotAllowedError:
        return []


def _news(notice: Notice) -> str:
    """What would be different now."""
    answer = next((d for d in notice.differences if d.field == "answer"), None)
    if answer is not None:
        return tr("now: {answer}", answer=site_words.answer_word(str(answer.now)))
    distance = next((d for d in notice.differences if d.field == "distance_m"), None)
    if distance is not None:
        return tr("now {distance} away", distance=site_words.metres(distance.now))
    if any(d.field == "crossings" for d in notice.differences):
        return tr("crossings changed")
    return tr("reasons changed")
