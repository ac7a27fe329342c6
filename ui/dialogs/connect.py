"""Choose the database: the private one of this computer, or a team's server; try it before use."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from PyQt6.QtWidgets import QCheckBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from faultgis.errors import FaultGISError
from faultgis.progress import Progress
from ui import theme
from ui.dialogs.dialog import Dialog, field_grid, row
from ui.forms.widgets import Button, Label
from ui.jobs import Jobs
from ui.program import Program
from ui.words import tr

Opening = Callable[[str | None, Progress], Program]


def url_of(host: str, port: str, database: str, user: str, password: str) -> str:
    """The URL of a server from its parts; passwords may hold any sign."""
    login = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    place = f"{host}:{port}" if port else host
    return f"postgresql://{login}@{place}/{quote(database, safe='')}"


class Connect(Dialog):
    """``program`` is the opened one after Connect; ``url`` its address without the password."""

    def __init__(self, parent: QWidget | None, opening: Opening, jobs: Jobs, url: str = "") -> None:
        super().__init__(parent, "Connect to a database", "Connect", 520)
        self.program: Program | None = None
        self.url = ""
        self.password_to_keep = ""
        self._opening, self._jobs = opening, jobs
        self.private, self.server = QRadioButton(), QRadioButton()
        self.private.setText(tr("Private database on this computer"))
        self.server.setText(tr("Server of the team (PostgreSQL with PostGIS)"))
        self.body.addWidget(self.private)
        self.body.addWidget(self.server)
        self._fields = self._server_fields()
        self.body.addWidget(self._fields)
        self.result_line = Label("", wrap=True)
        self.body.addWidget(self.result_line)
        self.test = Button("Test connection", self._test)
        self.foot.insertWidget(0, self.test)
        self.server.toggled.connect(self._fields.setEnabled)
        self._fill(url)

    def _server_fields(self) -> QWidget:
        self.host, self.port, self.database, self.user, self.password, self.address = (
            QLineEdit() for _ in range(6)
        )
        self.port.setText("5432")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.address.setPlaceholderText("postgresql://user@host/database")
        self.keep = QCheckBox(tr("Keep the password in the system's keyring"))
        self.keep.setChecked(True)
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(24, 0, 0, 0)
        grid = field_grid()
        outer.addLayout(grid)
        pairs = (
            ("Host", self.host),
            ("Port", self.port),
            ("Database", self.database),
            ("User", self.user),
            ("Password", self.password),
            ("or URL", self.address),
        )
        for label, widget in pairs:
            row(grid, label, widget)
        outer.addWidget(self.keep)
        return page

    def _fill(self, url: str) -> None:
        parts = urlsplit(url) if url else None
        self.server.setChecked(parts is not None)
        self.private.setChecked(parts is None)
        self._fields.setEnabled(parts is not None)
        if parts is not None:
            self.host.setText(parts.hostname or "")
            self.port.setText(str(parts.port or 5432))
            self.database.setText(parts.path.lstrip("/"))
            self.user.setText(parts.username or "")

    def wanted(self) -> str | None:
        """The URL as entered; ``None`` for the private database."""
        if self.private.isChecked():
            return None
        if self.address.text().strip():
            return self.address.text().strip()
        texts = (w.text().strip() for w in (self.host, self.port, self.database, self.user))
        host, port, database, user = texts
        return url_of(host, port, database, user, self.password.text())

    def _test(self) -> None:
        self._open(self._tested)

    def accept(self) -> None:
        self._open(self._connected)

    def _open(self, done: Callable[[Program], None]) -> None:
        wanted = self.wanted()
        self.say_problem("")
        self.result_line.setText(tr("Connecting…"))
        self._enable(False)
        opening = self._opening
        title = tr("Connecting to the database")
        self._jobs.run(title, lambda p: opening(wanted, p), done, self._failed, lane="connect")

    def _enable(self, on: bool) -> None:
        self.test.setEnabled(on)
        if self.main is not None:
            self.main.setEnabled(on)

    def _tested(self, program: Program) -> None:
        self._enable(True)
        self.result_line.setText(tr("It works: {place}", place=program.place))
        self.result_line.setStyleSheet(f"color: {theme.colours().good};")
        self._jobs.run(tr("Closing the test connection"), lambda _p: program.close(), lane="connect")

    def _connected(self, program: Program) -> None:
        if not self.isVisible():  # the user left meanwhile
            self._jobs.run(tr("Closing the test connection"), lambda _p: program.close(), lane="connect")
            return
        self.program = program
        wanted = self.wanted()
        self.url = without_password(wanted) if wanted else ""
        if wanted and self.keep.isChecked() and wanted != self.url:
            self.password_to_keep = wanted
        super().accept()

    def _failed(self, error: FaultGISError) -> None:
        self._enable(True)
        self.result_line.setText("")
        self.say_error(error)


def without_password(url: str) -> str:
    """The URL as it may be written down."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    login, _, place = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{login.split(':')[0]}@{place}").geturl()
