"""What takes long to read in is not read in before the first map."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui import words

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "alembic",
    "babel",
    "fontTools",
    "geoalchemy2",
    "geopandas",
    "keyring",
    "laspy",
    "numba",
    "openpyxl",
    "pandas",
    "pikepdf",
    "pyogrio",
    "pypinyin",
    "rasterio",
    "rich",
    "scipy",
    "typer",
}
OPENING = """
import json, sys
from pathlib import Path

import pytest

from ui import words
import ui.app
from ui.wiring import open_program
program = open_program(sys.argv[1], Path(sys.argv[2]))
program.store.surveys()
program.listen().close()
program.close()
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_the_way_to_the_first_map_is_light(database_url: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPENING, database_url, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert HEAVY & set(json.loads(done.stdout)) == set()


WINDOW = """
import json, sys
from pathlib import Path

from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.state import State
from ui.workspace import Workspace
app = QApplication([])
workspace = Workspace(None, Jobs())
window = MainWindow(None, workspace, State(Path(sys.argv[1])), None)
window.show()
QTest.qWait(1000)
workspace.jobs.wait()
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_the_window_opens_without_what_its_hidden_panels_need(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WINDOW, str(tmp_path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert HEAVY & set(json.loads(done.stdout)) == set()


def test_words_are_read_where_nothing_may_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    po = tmp_path / "own.po"
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    po.write_text(f'{header}msgid "Save"\nmsgstr "保存"\n', encoding="utf-8")

    def refused(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(Path, "write_bytes", refused)
    assert words._messages(po) == {"Save": "保存"}
    assert list(tmp_path.iterdir()) == [po]
