"""Constructed tables of laboratory results and a constructed trench for them: no laboratory made these."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shapely import Point

from db.work import Database
from faultgis.changes import Change
from faultgis.records.kinds import AnyRecord
from faultgis.records.sample import Sample
from faultgis.records.survey import Survey
from faultgis.records.trench import StratUnit, Trench, TrenchSite

HEADS = (
    "序号", "样品编号", "实验室编号", "测年方法", "14C年龄（a BP）", "误差（1σ）", "OSL年龄（ka）", "误差",
    "δ13C（‰）", "层位", "探槽编号", "测试材料", "采样日期", "备注",
)  # fmt: skip
ROWS: tuple[tuple[Any, ...], ...] = (
    (1, "TC1-C1", "Beta-1001", "AMS 14C", 5700, 30, None, None, -25.3, "U3", "TC1", "炭屑", "2019-07-03", ""),
    (2, "TC1-C2", "Beta-1002", "14C", ">43500", None, None, None, None, "U2", "TC1", "炭屑", None, "超限"),
    (3, "TC1-O1", "L-22", "OSL", None, None, "２．３+0.4/-0.3", None, None, "U4", "TC1", "粉砂", 43649, ""),
    (4, "TC1-C3", "Beta-1003", "14C", "5700～5900", None, None, None, None, "U2", "TC1", "炭屑", None, ""),
)


def survey_with_trench(database: Database, *samples: str) -> Survey:
    """A survey with one site, its trench TC1 and the units U2 to U4, and these samples."""
    survey = database.create_survey(Survey(code="LAB", constructed=True))
    site = TrenchSite(survey_id=survey.id, code="S1", geometry=Point(100.0, 38.0))
    trench = Trench(survey_id=survey.id, code="TC1", site_id=site.id, constructed=True)
    units = [StratUnit(survey_id=survey.id, code=f"U{n}", trench_id=trench.id, position=n) for n in (2, 3, 4)]
    made: list[AnyRecord] = [site, trench, *units]
    made += [Sample(survey_id=survey.id, code=code, site_id=site.id, trench_id=trench.id) for code in samples]
    database.save([Change(None, record) for record in made])
    return survey


def workbook(
    path: Path, rows: Sequence[Sequence[Any]] = ROWS, title: str = "表 3 测年结果（构造数据）"
) -> Path:
    """An XLSX file: a title, the heads in its second row, these rows below."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.append(list(HEADS))
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def cell_of(rows: Sequence[Sequence[Any]], row: int, head: str, value: Any) -> list[list[Any]]:
    """The rows with one cell changed; ``row`` counts from 0."""
    changed = [list(each) for each in rows]
    changed[row][HEADS.index(head)] = value
    return changed
