"""Keeps in the database what was asked: sites and lists at once, other conditions when they have settled."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from PyQt6.QtCore import QObject, QTimer

from faultgis.errors import NotAllowedError
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from faultgis.services.assessing import Told
from faultgis.services.certifying import log_query
from ui.words import tr
from ui.workspace import Workspace

# Somebody who turns a choice over several values asks with the last one.
SETTLED_MS = 1500


class QueryLog(QObject):
    """``actor`` is who asks."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self.actor = ""
        self._waiting: dict[str, tuple[Survey, Told]] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self.flush)

    def keep(self, what: str, told: Told, soon: bool) -> None:
        """Keep an answered question: about the ``site`` in hand or the ``list``. ``soon``: not at once, the
        conditions are being changed."""
        session = self._workspace.session
        if session is None:
            return
        if not soon:
            self.flush()
        self._waiting[what] = session.survey, told
        if soon:
            self._settle.start(SETTLED_MS)
        else:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        self._settle.stop()
        waiting, self._waiting = list(self._waiting.values()), {}
        for survey, told in waiting:
            self._write(survey, told)

    def _write(self, survey: Survey, told: Told) -> None:
        # The desktop's protocol does not speak of the past; the database behind it does.
        store: Any = self._workspace.store
        by = self.actor
        answered: Any = told

        def work(_progress: Progress) -> None:
            version = store.revision_at(datetime.now(UTC))
            with suppress(NotAllowedError):  # a login that only looks writes no log
                log_query(store, survey, replace(answered, data_version=version), by=by)

        self._workspace.jobs.run(tr("Keeping the question"), work, quiet=True)
