"""A template from an office's own geodatabase: its names, titles and code lists, our knowledge of keys."""

from pathlib import Path

import pytest

from faultgis.errors import InputError
from faultgis.national import template as templates
from importers.national.classes import recognised
from importers.national_template import save, template_of
from tests.importers import made_gdb
from tests.ui.command import Command


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FAULTGIS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_geodatabase_becomes_a_template(tmp_path: Path, home: Path) -> None:
    told = template_of(made_gdb.write(tmp_path / "office.gdb"), "office-1", templates.load())
    path = save(told)
    assert path == home / "templates" / "office-1.json"
    made = templates.load("office-1")
    fault = made.find("Fault")
    assert fault is not None
    assert (fault.geometry, fault.theme) == ("point", "断层与构造")
    fields = {field.name: field for field in fault.fields}
    assert fields["Feature"].zh == "断层性质"
    domain = made.domain_of(fields["Feature"])
    assert domain is not None
    assert [(code.code, code.zh) for code in domain.codes] == [("01", "正断层"), ("02", "逆断层")]
    assert fields["Epoch"].type == "integer"
    assert fields["Clination"].range == (0.0, 90.0)
    with pytest.raises(InputError) as caught:
        save(told)
    assert caught.value.code == "template.exists"
    assert save(told, replace=True) == path


def test_the_template_whose_classes_fit_best_is_taken(tmp_path: Path, home: Path) -> None:
    told = template_of(made_gdb.write(tmp_path / "office.gdb"), "office-1", templates.load())
    told["classes"].append({**told["classes"][0], "name": "OurOwnClass"})
    save(told)
    found = recognised(["Fault", "OurOwnClass"])
    assert found is not None
    assert found.template.id == "office-1"
    shipped = recognised(["Fault", "Fold"])
    assert shipped is not None
    assert shipped.template.id == "cn-survey"


def test_on_the_command_line(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    faultgis = Command(capsys, monkeypatch)
    gdb = str(made_gdb.write(tmp_path / "office.gdb"))
    made = faultgis.json("template", "import", gdb, "--id", "office-1", "--json")
    assert (made["id"], made["classes"]) == ("office-1", 1)
    listed = faultgis.json("template", "list", "--json")["templates"]
    assert [each["id"] for each in listed] == ["cn-survey", "office-1"]
    shown = faultgis.json("template", "show", "cn-survey", "faultsvypoint", "--json")
    assert shown["class"] == "FaultSvyPoint"
    assert {field["field"]: field["refers"] for field in shown["fields"]}["GeologicalSvyPointID"] == (
        "GeologicalSvyPoint"
    )
    wrong = faultgis.json("template", "import", gdb, "--id", "../x", "--json", expect=2)["error"]
    assert wrong["code"] == "template.name"
    assert "Feature" in faultgis("template", "show", "office-1", "Fault")
