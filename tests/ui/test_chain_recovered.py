"""Kill -9 while a chronology is sampled: what was calculated before comes back, nothing is half done."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from tests.ui.person import LEFT, Person, QTest, SitDown, push, rows
from ui.dialogs.recovery import RecoveryDialog

ROOT = Path(__file__).resolve().parents[2]


def test_kill_9_while_a_chronology_is_sampled(sit_down: SitDown, office: str, tmp_path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-m", "tests.ui.chain_victim", office, str(tmp_path / "home")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
    told = json.loads(killed.stdout)
    assert told["calibrated_age"] == 14
    assert "chronology_model" not in told
    assert rows(office, "select count(*) from faultgis.calibrated_age") == [(0,)]

    def bring_back(person: Person) -> None:
        person.answer(RecoveryDialog, lambda dialog: push(dialog, "Bring back"))

    person = sit_down(first=bring_back)
    assert {kind: len(found) for kind, found in person.session.records.items() if found} == told
    person.window.actions_.run("ages")
    chain = person.window.chain
    assert not any(chain.freshness.is_stale(key) for key in person.session.records["calibrated_age"])
    person.wait(chain.dates.chronology.isEnabled)
    QTest.mouseClick(chain.dates.chronology, LEFT)
    person.wait(lambda: len(person.session.records["event_age"]) == 7)
    person.save()
    assert rows(office, "select count(*) from faultgis.chronology_model") == [(1,)]
