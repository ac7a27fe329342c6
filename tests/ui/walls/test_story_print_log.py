"""The log of a trench printed from its own window, with what was drawn and not yet saved."""

import subprocess
from pathlib import Path

from faultgis.records.trench import Trench
from tests.ui.person import LEFT, QTest, SitDown, push
from tests.ui.walls.logger import open_log
from ui.dialogs.print_log import PrintLog


def test_what_is_not_saved_yet_is_on_the_printed_log(sit_down: SitDown, tmp_path: Path) -> None:
    person = sit_down()
    person.window.actions_.run("practice_trench")
    (trench,) = (t for t in person.session.records["trench"].values() if isinstance(t, Trench))
    person.workspace.select([("trench", trench.id)])
    person.window.actions_.run("trench_log")
    log = open_log(person)
    out = tmp_path / "log.pdf"

    def fill(dialog: PrintLog) -> None:
        dialog.scale.setCurrentIndex(dialog.scale.findData(50))
        dialog.file.setText(str(out))
        push(dialog, "Print")
        person.wait(lambda: not dialog.open_button.isHidden())
        push(dialog, "Close")

    person.answer(PrintLog, fill)
    button = log.window.toolbar.widgetForAction(log.window.printing)
    assert button is not None
    QTest.mouseClick(button, LEFT)
    text = subprocess.run(["pdftotext", str(out), "-"], capture_output=True, text=True, check=True).stdout
    assert {"U13", "U1", "E7", "Das309", "CONSTRUCTED"} <= set(text.split())
    assert person.session.saved
