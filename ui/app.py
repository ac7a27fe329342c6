"""Starts the desktop: the window at once, the database beside it."""

import argparse
import os
import sys
import time
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType

STARTED = time.perf_counter()

from PyQt6.QtCore import QTimer  # noqa: E402
from PyQt6.QtGui import QGuiApplication  # noqa: E402
from PyQt6.QtWidgets import QApplication  # noqa: E402

from faultgis.errors import FaultGISError, InputError  # noqa: E402
from faultgis.progress import Progress, Step  # noqa: E402
from faultgis.settings import default_home  # noqa: E402
from ui import theme, words  # noqa: E402
from ui.jobs import Jobs  # noqa: E402
from ui.main_window import MainWindow  # noqa: E402
from ui.program import Program  # noqa: E402
from ui.reports import fault, report  # noqa: E402
from ui.state import State  # noqa: E402
from ui.words import tr  # noqa: E402
from ui.workspace import Workspace  # noqa: E402

Open = Callable[[str | None, Progress], Program]


@dataclass(frozen=True)
class Options:
    """What the desktop was asked to open."""

    database: str | None
    home: Path
    language: str
    survey: str


def read_arguments(arguments: Sequence[str]) -> Options:
    """The options of the command line, with ``FAULTGIS_DATABASE`` and ``FAULTGIS_HOME`` behind them."""
    parser = argparse.ArgumentParser(prog="faultgis-desktop")
    parser.add_argument("--database", metavar="URL", default=os.environ.get("FAULTGIS_DATABASE"))
    parser.add_argument("--home", type=Path, default=None)
    parser.add_argument("--lang", choices=words.LANGUAGES, default="")
    parser.add_argument("--survey", default="")
    given = parser.parse_args(arguments)
    if given.home is not None:
        os.environ["FAULTGIS_HOME"] = str(given.home.absolute())  # what the office replaced lies there, too
    return Options(given.database, given.home or default_home(), given.lang, given.survey)


def opener(home: Path) -> Open:
    """Opens a database when called. The imports stay in here: they are half the start's time and run
    beside the building of the window."""

    def open_it(database: str | None, progress: Progress) -> Program:
        from ui.wiring import open_program

        program: Program = open_program(database, home, progress)
        return program

    return open_it


class Relay:
    """Passes steps on to a job that begins later than the work it waits for."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._progress: Progress | None = None

    def __call__(self, step: Step) -> None:
        self._steps.append(step)
        if self._progress is not None:
            self._progress.report(step.what, step.done, step.total)

    def to(self, progress: Progress) -> None:
        """Pass them on to this progress, what was heard so far first."""
        for step in list(self._steps):
            progress.report(step.what, step.done, step.total)
        self._progress = progress


class Desktop:
    """One running desktop: the window, its workspace, and the opening of database and survey."""

    def __init__(self, app: QApplication, options: Options, open_it: Open) -> None:
        self.app, self.options = app, options
        self.state = State(options.home)
        database = options.database or self.state.settings.text("database") or None
        self._beside = ThreadPoolExecutor(1)
        self._relay = Relay()
        self._opening = self._beside.submit(open_it, database, Progress(self._relay))
        self._speak()
        theme.set_fonts(app)
        theme.apply(app, self.state.settings.text("theme"))
        hints = QGuiApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(lambda _scheme: theme.apply(app))
        self.jobs = Jobs()
        self.jobs.report = partial(report, options.home)
        self.workspace = Workspace(None, self.jobs)
        self.window = MainWindow(None, self.workspace, self.state, open_it)
        self.window.commands.appearance.translate_qt()
        sys.excepthook = _Unforeseen(self)

    def _speak(self) -> None:
        wanted = self.options.language or self.state.settings.text("language")
        words.use(wanted if wanted in words.LANGUAGES else words.system_language())

    def start(self) -> None:
        """Show the window, then open what was asked for."""
        self.window.show()
        self.window.survey.warm_up()  # while the database starts
        self.jobs.run(
            tr("Opening the database"),
            self._wait_for_program,
            self._joined,
            self._not_opened,
            over_map=True,
            stoppable=False,
        )

    def end(self) -> None:
        """Let go of journal and database once the window is closed; the last program out stops the private
        server."""
        for job in self.jobs.running:
            job.progress.cancel()
        self.jobs.wait()
        session, program = self.workspace.session, self.window.commands.parts.program
        if program is None and self._opening.done() and self._opening.exception() is None:
            program = self._opening.result()  # closed before the window heard of it
        if session is not None and session.journal is not None:
            session.journal.close()
        if program is not None:
            program.close()

    def _wait_for_program(self, progress: Progress) -> Program:
        self._relay.to(progress)
        return self._opening.result()

    def _joined(self, program: Program) -> None:
        self._beside.shutdown(wait=False)
        self.window.join(program)
        self.window.commands.parts.opening.first(self.options.survey)

    def _not_opened(self, error: FaultGISError) -> None:
        self.workspace.tell_error(error)
        self.window.commands.parts.opening.ask_database()

    def unforeseen(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """What nobody foresaw: written to a report; the window and its edits live on."""
        if issubclass(kind, KeyboardInterrupt):
            self.window.close()
            return
        self.workspace.tell_error(self.jobs.report(fault(error.with_traceback(trace))))


class _Unforeseen:
    """The hook for what nobody foresaw. It does not keep the desktop: every thread holds the hook that was in
    use when it began."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = weakref.ref(desktop)

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        desktop = self._desktop()
        if desktop is None:
            sys.__excepthook__(kind, error, trace)
        else:
            desktop.unforeseen(kind, error, trace)


def _refuse(error: FaultGISError, language: str) -> int:
    """Say why the desktop cannot open, where it was started."""
    words.use(language or words.system_language())
    print(words.error_sentence(error), words.error_help(error), sep="\n", file=sys.stderr)
    return 2


def time_first_frame(desktop: Desktop) -> None:
    """Print when the map first shows the survey's faults (``FAULTGIS_TIMING``), for the benchmarks."""
    view = desktop.window.desk.view
    said: list[bool] = []

    def told() -> None:
        if desktop.workspace.session is None or said:
            return
        said.append(True)
        print(f"first frame {(time.perf_counter() - STARTED) * 1000:.0f} ms", flush=True)

    view.frame_done.connect(told)


def run(arguments: Sequence[str] | None = None) -> int:
    """Open the desktop and stay until its window closes."""
    options = read_arguments(sys.argv[1:] if arguments is None else arguments)
    if options.home.exists() and not options.home.is_dir():
        return _refuse(InputError("home.not_a_folder", home=str(options.home)), options.language)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("FaultGIS")
    app.setDesktopFileName("faultgis")
    app.setStyle("Fusion")
    desktop = Desktop(app, options, opener(options.home))
    if os.environ.get("FAULTGIS_TIMING"):
        time_first_frame(desktop)
    QTimer.singleShot(0, desktop.start)
    code = app.exec()
    desktop.end()
    return code


if __name__ == "__main__":
    sys.exit(run())
