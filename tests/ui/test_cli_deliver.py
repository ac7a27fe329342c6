"""The clerk delivers to the national database from the command line, on a real PostGIS."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.engine import connect_engine
from db.work import Database
from faultgis.changes import Change
from faultgis.records.trace import Trace
from faultgis.services.delivery_register import rows_in
from tests.ui.command import Command
from ui import words


@pytest.fixture
def store(office: str) -> Any:
    """The office's database."""
    engine = connect_engine(office)
    yield Database(engine, user="tester")
    engine.dispose()


@pytest.fixture
def faultgis(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, office: str, tmp_path: Path
) -> Command:
    """The command line on it."""
    options = ("--database", office, "--home", str(tmp_path / "home"), "--lang", "en", "--quiet")
    return Command(capsys, monkeypatch, *options)


def _export(faultgis: Command, out: Path, *more: str, expect: int = 0) -> Any:
    return faultgis.json(
        "export", "national", "--survey", "practice", "--out", str(out), *more, "--json", expect=expect
    )


def test_the_clerk_delivers_twice_then_what_changed(faultgis: Command, store: Any, tmp_path: Path) -> None:
    first = _export(faultgis, tmp_path / "one", "--recipient", "活断层中心")
    _export(faultgis, tmp_path / "two", "--recipient", "活断层中心")
    sums = [(tmp_path / name / "SHA256SUMS").read_bytes() for name in ("one", "two")]
    assert sums[0] == sums[1]
    rows = {(each["path"], each["layer"]): each["features"] for each in first["files"]}
    assert rows["practice.gdb", "Fault"] == rows["shapefile/Fault.shp", "Fault"] == 5
    assert rows["practice.gpkg", "Fault"] == rows["practice.xlsx", "Fault"] == 5
    assert [each["code"] for each in first["findings"]] == ["national.no_division"]

    survey = store.survey("practice")
    traces = [each for each in store.load(survey.id, ("trace",))["trace"] if isinstance(each, Trace)]
    edited = replace(traces[0], geometry=traces[1].geometry)
    store.save([Change(traces[0], edited), Change(traces[2], None)])
    _export(faultgis, tmp_path / "since", "--since", "2", "--formats", "gpkg")
    manifest = json.loads((tmp_path / "since" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["classes"]["Fault"] == {"rows": 4, "added": 0, "changed": 1, "deleted": 1}
    assert manifest["since"]["number"] == 2
    assert (tmp_path / "since" / "changes.xlsx").exists()

    faultgis("deliveries", "receipt", "3", "Accepted, no. 12", "--survey", "practice", "--on", "2026-05-06")
    listed = faultgis.json("deliveries", "list", "--survey", "practice", "--json")["deliveries"]
    assert [(each["number"], each["since"], each["recipient"]) for each in listed] == [
        (1, 0, "活断层中心"),
        (2, 0, "活断层中心"),
        (3, 2, ""),
    ]
    assert (listed[2]["receipt"], listed[2]["receipt_on"]) == ("Accepted, no. 12", "2026-05-06")
    assert listed[0]["data_version"] == listed[1]["data_version"] < listed[2]["data_version"]
    shown = faultgis.json("deliveries", "show", "3", "--survey", "practice", "--json")
    assert shown["counts"]["Fault"] == [4, 0, 1, 1]
    assert rows_in({"Fault": [4, 0, 1, 1]}, 2) == 1
    assert "Accepted, no. 12" in faultgis("deliveries", "list", "--survey", "practice")


def test_what_cannot_be_delivered_says_why(faultgis: Command, store: Any, tmp_path: Path) -> None:
    survey = store.survey("practice")
    _export(faultgis, tmp_path / "one", "--formats", "xlsx")

    def refused(*more: str, out: str = "two") -> str:
        return str(_export(faultgis, tmp_path / out, *more, expect=2)["error"]["code"])

    assert refused(out="one") == "export.exists"
    assert refused("--formats", "mdb") == "delivery.format"
    assert refused("--since", "9") == "delivery.unknown"
    assert refused("--template", "nothing") == "template.unknown"
    assert refused("--check") == "delivery.open_findings"
    store.update_survey(replace(survey, division="640500", topic="101", secrecy=2))
    assert refused("--level", "1") == "delivery.no_reason"
    told = _export(faultgis, tmp_path / "three", "--since", "1", expect=2)["error"]
    assert told["code"] == "delivery.not_comparable"
    assert words.field_word("division") in told["message"]
    told = _export(
        faultgis, tmp_path / "low", "--level", "0", "--reason", "局办公会批准", "--formats", "gpkg"
    )
    assert told["delivery"]["reason"] == "局办公会批准"
    assert "national.coarsened" in {each["code"] for each in told["findings"] if each["kind"] == "redaction"}
    assert not (tmp_path / "two").exists()
    assert [path.name for path in tmp_path.glob(".*.part")] == []


def test_a_killed_delivery_leaves_nothing_under_its_name(
    faultgis: Command, store: Any, tmp_path: Path
) -> None:
    options, out = list(faultgis.options[:-1]), tmp_path / "out"
    arguments = ["export", "national", "--survey", "himatibet", "--out", str(out)]
    child = subprocess.Popen(
        [sys.executable, "-m", "ui.cli.main", *options, *arguments], stderr=subprocess.PIPE, text=True
    )
    assert child.stderr is not None
    for line in child.stderr:
        if "workbook" in line:
            os.kill(child.pid, signal.SIGKILL)
            break
    child.wait()
    assert child.returncode == -signal.SIGKILL
    assert not out.exists()
    assert list(tmp_path.glob(".out.*.part/himatibet.gpkg"))
    assert store.load(store.survey("himatibet").id, ("delivery",))["delivery"] == []
    faultgis(*arguments, "--formats", "gpkg")
    assert [path.name for path in tmp_path.iterdir() if path.name != "home" and path.name != "loading"] == [
        "out"
    ]
