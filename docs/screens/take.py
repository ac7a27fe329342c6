"""Takes a picture of every screen in both languages: ``python -m docs.screens.take [NAME ...]``.

Works on a private server of its own with the demo surveys, which may be shown to anybody, and without a
display. Names choose some of the screens; ``FAULTGIS_SCREENS`` another folder than ``docs/screens``.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("FAULTGIS_DATABASE", None)
WORK = Path("/tmp/faultgis-screens")
os.environ["HOME"] = str(WORK)  # no picture shows where it was taken
OUT = Path(os.environ.get("FAULTGIS_SCREENS") or Path(__file__).parent)

from PyQt6.QtWidgets import QApplication, QDialog, QWidget  # noqa: E402

from docs.screens import paleo_scenes, pictures, quality_scenes, scenes, terrain_scenes  # noqa: E402
from tests.ui.person import Person  # noqa: E402
from ui import words  # noqa: E402

TWICE = ("form_trace", "import_2_contents", "symbols")


@dataclass
class Camera:
    """Takes the pictures of one language."""

    language: str
    wanted: tuple[str, ...]
    twice: bool

    def wants(self, name: str) -> bool:
        """Whether this screen was asked for."""
        if self.twice:
            return name in TWICE and (not self.wanted or name in self.wanted)
        return not self.wanted or name in self.wanted

    def take(self, name: str, widget: QWidget) -> None:
        """Save the widget as it looks now."""
        if not self.wants(name):
            return
        QApplication.processEvents()
        path = OUT / f"{name}{'@2x' if self.twice else ''}_{self.language}.png"
        size = pictures.save(widget.grab().toImage(), path)
        print(f"{path.name:40} {size / 1000:6.1f} kB", flush=True)

    @contextmanager
    def dialog(self, person: Person, name: str, kind: type[QDialog]) -> Iterator[None]:
        """What is done inside opens a dialog: take it and close it again."""

        def shot(dialog: QDialog) -> None:
            person.wait(lambda: not person.workspace.jobs.running)
            self.take(name, dialog)
            dialog.reject()

        person.answer(kind, shot)
        yield


def visit(camera: Camera, home: Path) -> None:
    """One language: start the desktop on each survey in turn and go through its scenes."""
    for survey, survey_scenes in (
        ("himatibet", (*scenes.REGIONAL, *quality_scenes.SCENES)),
        ("practice", scenes.PRACTICE),
        ("practice", terrain_scenes.SCENES),
        ("practice", paleo_scenes.SCENES),
    ):
        person = Person(None, home, survey, camera.language).start()
        sys.excepthook = sys.__excepthook__  # what goes wrong here is for us, not for a report
        for scene in survey_scenes:
            scene(person, camera)
            person.settle()
        person.leave()


def print_pages(camera: Camera, home: Path) -> None:
    """The printed page, as the command line draws it."""
    if camera.twice or not camera.wants("print_page"):
        return
    page = home / "page.png"
    options = ["--home", str(home), "--lang", camera.language, "map", "--survey", "himatibet", "--dpi", "96"]
    area = ["--bbox", "74.9,39.3,76.7,40.5", "--scale", "1000000", "--out", str(page)]
    subprocess.run(
        [sys.executable, "-P", "-m", "ui.cli.main", *options, *area], check=True, stdout=subprocess.DEVNULL
    )
    from PyQt6.QtGui import QImage

    path = OUT / f"print_page_{camera.language}.png"
    print(f"{path.name:40} {pictures.save(QImage(str(page)), path) / 1000:6.1f} kB", flush=True)


def main(wanted: tuple[str, ...], twice: bool) -> None:
    """All screens, or those named."""
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    home = WORK / ("home-twice" if twice else "home")
    for language in words.LANGUAGES:
        camera = Camera(language, wanted, twice)
        visit(camera, home)
        print_pages(camera, home)


def write_index() -> None:
    """A page that shows all pictures, Chinese beside English."""
    names = sorted({path.name.rpartition("_")[0] for path in OUT.glob("*_zh.png")})
    rows = [f"| {name} | ![{name}]({name}_zh.png) | ![{name}]({name}_en.png) |" for name in names]
    head = "# Screens 界面\n\nTaken by `make screens` on the demo surveys. 由 `make screens` 在演示项目上截取。\n\n"
    table = "| | 中文 | English |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    (OUT / "README.md").write_text(head + table, encoding="utf-8")


if __name__ == "__main__":
    names = tuple(sys.argv[1:])
    twice = os.environ.get("QT_SCALE_FACTOR") == "2"
    if not twice:
        shutil.rmtree(WORK, ignore_errors=True)
        OUT.mkdir(parents=True, exist_ok=True)
        WORK.mkdir(mode=0o755)
    main(names, twice)
    if not twice and (not names or set(names) & set(TWICE)):
        again = [sys.executable, "-P", "-m", "docs.screens.take", *names]
        subprocess.run(
            again, check=True, env={**os.environ, "QT_SCALE_FACTOR": "2", "PYTHONPATH": os.getcwd()}
        )
    if not twice:
        write_index()
    shutil.rmtree(WORK, ignore_errors=True)
