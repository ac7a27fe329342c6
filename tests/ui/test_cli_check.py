"""``faultgis check``, ``waive`` and ``rejections`` on a database, as a clerk works through them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from shapely import LineString, MultiLineString

from db.work import Database
from faultgis.changes import Change
from faultgis.quality.finding import Finding
from faultgis.records.delivery import TemplateRow
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.values import Document, Estimate
from tests.ui.certificate_made import pages
from tests.ui.command import Command
from ui import words
from ui.printing import quality_content as content

LINE = LineString([(105.4, 36.6), (105.5, 36.6), (105.6, 36.59)])
OWN_RULE = {
    "change": [{"id": "QC-TOP-010", "enabled": False, "reason": "本区比例尺较小"}],
    "rules": [
        {
            "id": "HY-SQL",
            "group": "logic",
            "severity": "warning",
            "zh": "断层须有英文名。",
            "check": {
                "sql": "select 'fault' as kind, id, 'name_en' as field,"
                " case when name_en = '' then code end as message"
                " from faultgis.fault where survey_id = %(survey)s"
            },
        }
    ],
}


@pytest.fixture
def survey(database: Database) -> Survey:
    """Two faults of one trace each, the rate of one impossible, and a row without a record of its own."""
    survey = database.create_survey(Survey(code="HY", name_zh="海原断裂带", division="640522", topic="100"))
    own: dict[str, Any] = {"survey_id": survey.id}
    faults = [
        Fault(code="HY-1", name_zh="海原断层", net_slip_rate=Estimate(unit="mm/a", best=71.0), **own),
        Fault(code="HY-2", name_zh="南断层", name_en="South", **own),
    ]
    traces = [Trace(geometry=MultiLineString([LINE]), fault_id=faults[0].id, **own)]
    values = {"ID": "6405221000000001", "BasinName": "海原盆地", "CreateDate": " 33320000"}
    basin = TemplateRow(class_name="Basin", code=values["ID"], values=Document(values), **own)
    records: list[AnyRecord] = [*faults, *traces, basin]
    database.save([Change(None, each) for each in records])
    return survey


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def command(
    survey: Survey,
    database_url: str,
    home: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Command:
    monkeypatch.setenv("FAULTGIS_HOME", str(home))
    return Command(
        capsys, monkeypatch, "--database", database_url, "--home", str(home), "--lang", "zh", "--quiet"
    )


def test_a_clerk_checks_waives_and_reports(command: Command, tmp_path: Path) -> None:
    found = command.json("check", "--survey", "HY", "--json", expect=3)
    assert found["counts"]["error"] > 0
    assert 0 < found["score"] < 100
    states = {each["rule"]: each["state"] for each in found["rules"]}
    assert len(states) == 80
    assert "failed" not in states.values()
    rate = next(each for each in found["findings"] if each["rule"] == "QC-RNG-004")
    assert (rate["severity"], rate["record"], rate["kind"]) == ("error", "HY-1", "fault")
    assert rate["message"] == "HY-1 的总滑动速率为 71 mm/a，超过 60 mm/a。"
    code = next(each for each in found["findings"] if each["rule"] == "QC-DOM-001")
    assert (code["class"], code["field"], code["fix"]) == ("Basin", "CreateDate", "改为代码 33320000")

    key = rate["finding"]
    command("waive", key[:10], expect=2)
    kept = command.json("waive", key[:10], "--reason", "已与原作者核实", "--survey", "HY", "--json")
    assert (kept["finding"], kept["message"]) == (key, rate["message"])
    assert kept["waived_by"]
    html, xlsx, pdf = (tmp_path / f"报告.{suffix}" for suffix in ("html", "xlsx", "pdf"))
    files = ("--html", str(html), "--xlsx", str(xlsx), "--pdf", str(pdf))
    again = command.json("check", "--survey", "HY", *files, "--json", expect=3)
    assert again["counts"] == {**found["counts"], "error": found["counts"]["error"] - 1, "waived": 1}
    assert again["score"] > found["score"]
    assert (again["waived"][0]["reason"], again["waived"][0]["on"]) == ("已与原作者核实", str(date.today()))

    for text in (html.read_text("utf-8"), pages(pdf)):
        for said in ("数据质量检查报告", "已与原作者核实", "海原断裂带", "QC-TOP-012", "6405221000000001"):
            assert said in text
    book = openpyxl.load_workbook(xlsx)
    assert book.sheetnames[:3] == ["报告", "问题", "已豁免"]
    rows = list(book["问题"].iter_rows(values_only=True))
    assert len(rows) - 1 == sum(again["counts"][name] for name in ("error", "warning", "info"))
    assert command.json("waive", key, "--withdraw", "--json")["finding"] == key
    assert command.json("waive", "--list", "--json") == {"waivers": []}


def test_an_office_changes_a_rule_and_an_administrator_asks_the_database(
    command: Command, home: Path
) -> None:
    (home / "quality").mkdir(parents=True)
    (home / "quality" / "office.json").write_text(json.dumps(OWN_RULE, ensure_ascii=False), encoding="utf-8")
    told = command.json("check", "--survey", "HY", "--rule", "HY-SQL", "--json", expect=3)
    assert [(each["record"], each["message"]) for each in told["findings"]] == [
        ("HY-1", "断层须有英文名。HY-1")
    ]
    assert told["rules"][0]["looked_at"] == 2
    whole = command.json("check", "--survey", "HY", "--json", expect=3)
    assert "QC-TOP-010" not in {each["rule"] for each in whole["rules"]}
    assert "没有质检规则" in _err(command, "check", "--survey", "HY", "--rule", "QC-XYZ", expect=2)


def _err(command: Command, *arguments: str, expect: int) -> str:
    command(*arguments, expect=expect)
    return command.err


LIST = (
    "汇交质检退回意见\n\n数据集,要素编号,字段,退回意见\n"
    "Basin,6405221000000001,MaxDepth,最大厚度缺失\nFault,999999100#######1,,编号不存在\n"
    "Basin,6405221000000001,BasinName,\n"
)


def test_what_the_national_side_sent_back_is_found_and_settled(command: Command, tmp_path: Path) -> None:
    (tmp_path / "退回.csv").write_bytes(LIST.encode("gb18030"))
    book = openpyxl.Workbook()
    for cells in (
        ("Feature class", "ID", "Field", "Message", "Rule"),
        ("Basin", 6405221000000001, "x", "deep", "R7"),
    ):
        book.active.append(cells)
    book.save(tmp_path / "rejected.xlsx")
    list_file = str(tmp_path / "退回.csv")
    done = command.json("rejections", "import", list_file, "--survey", "HY", "--json", expect=3)
    assert (done["read"], done["created"], len(done["rejected"])) == (3, 2, 1)
    assert done["rejected"][0]["row"] == 6
    assert done["rejected"][0]["field"] == "退回意见"
    assert [each["record"] for each in done["unknown"]] == ["999999100#######1"]
    again = command.json("rejections", "import", list_file, "--survey", "HY", "--json", expect=3)
    assert (again["created"], again["unchanged"]) == (0, 2)
    command("rejections", "import", str(tmp_path / "rejected.xlsx"), "--survey", "HY", "--delivery", "2")

    found = command.json("check", "--survey", "HY", "--json", expect=3)
    sent_back = [each for each in found["findings"] if each["rule"] == "REJ"]
    assert len(sent_back) == 3
    deep = next(each for each in sent_back if "最大厚度缺失" in each["message"])
    assert (deep["class"], deep["record"], deep["field"]) == ("Basin", "6405221000000001", "MaxDepth")
    assert deep["kind"] == "template_row"
    assert deep["message"].endswith("最大厚度缺失")  # no empty brackets where they name no rule
    assert any(each["message"].endswith("deep [R7]") for each in sent_back)

    command("rejections", "settle", "6405221000000001", "--survey", "HY", "--refuse", expect=2)
    command("rejections", "settle", "6405221000000001", "--survey", "HY", "--answer", "已补")
    kept = command.json("rejections", "list", "--state", "settled", "--json")["rejections"]
    assert {each["answer"] for each in kept} == {"已补"}
    left = command.json("check", "--survey", "HY", "--json", expect=3)
    assert len([each for each in left["findings"] if each["rule"] == "REJ"]) == 1
    command("undo-import", done["batch"], expect=6)
    (tmp_path / "空.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert "编号" in _err(
        command, "rejections", "import", str(tmp_path / "空.csv"), "--survey", "HY", expect=2
    )


def test_a_record_without_a_code_is_called_by_its_kind() -> None:
    words.use("zh")
    said = {"record": "", "value": "铲形", "column": "断层倾角"}
    lacks = Finding("QC-RNG-012", "warning", "QC-RNG-012.source", said, kind="trace")
    assert content.told(lacks).startswith("迹线")
    of_all = Finding("QC-MET-002", "warning", "QC-MET-002.draft", {}, row_code="trace", kind="trace")
    assert content.id_of(of_all) == ""
