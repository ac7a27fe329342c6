"""The tables that go with a delivery: the dictionary of its fields, what it lost, and what changed."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from faultgis.exports.national_since import Since
from faultgis.exports.shapefile import ShapefileTold
from faultgis.exports.workbook import MOST_CHARACTERS, Sheet, write_workbook
from faultgis.national.rows import Note
from faultgis.national.template import Template, TemplateClass, TemplateField

Texts = Sequence[str]

FIELD_HEADS: tuple[Texts, Texts] = (
    (
        "类", "类名称", "几何", "要素数据集", "字段", "字段名称", "类型", "单位", "长度", "主键", "必填",
        "值域", "最小", "最大", "Shapefile 字段名", "DBF 类型", "DBF 宽度", "DBF 小数位",
    ),
    (
        "class", "class title", "geometry", "dataset", "field", "title", "type", "unit", "length", "key",
        "required", "domain", "least", "greatest", "Shapefile name", "DBF type", "DBF width", "DBF decimals",
    ),
)  # fmt: skip
DOMAIN_HEADS: tuple[Texts, Texts] = (
    ("值域", "值域名称", "代码", "含义", "英文", "说明"),
    ("domain", "title", "code", "label", "English", "note"),
)
LOSS_HEADS: tuple[Texts, Texts] = (
    ("格式", "类", "编号", "字段", "事由", "原值"),
    ("format", "class", "ID", "field", "what", "value"),
)
CHANGE_HEADS: tuple[Texts, Texts] = (("类", "编号", "变化"), ("class", "ID", "what"))
WHAT = {"added": "新增 added", "changed": "修改 changed", "deleted": "删除 deleted"}
Say = Callable[[Note], str]


def write_dictionary(
    path: Path, template: Template, shapefiles: Sequence[ShapefileTold], when: datetime
) -> None:
    """Write the fields of every class with their names in Shapefiles, and the code lists."""
    told = {each.layer.name: each for each in shapefiles}
    fields = [row for each in template.classes for row in _fields(each, told.get(each.name))]
    codes = [
        (domain.name, domain.zh, entry.code, entry.zh, entry.en, entry.note)
        for domain in template.domains
        for entry in domain.codes
    ]
    widths = (24, 20, 9, 20, 22, 30, 9, 9, 8, 6, 6, 22, 9, 9, 16, 10, 10, 10)
    sheets = [
        Sheet("fields", FIELD_HEADS, fields, widths),
        Sheet("domains", DOMAIN_HEADS, codes, (24, 20, 14, 30, 30, 40)),
    ]
    write_workbook(path, sheets, when)


def _fields(of: TemplateClass, told: ShapefileTold | None) -> Iterator[tuple[Any, ...]]:
    for at, entry in enumerate(of.fields):
        least, greatest = entry.range or (None, None)
        dbf: tuple[Any, ...] = (None,) * 4
        if told is not None:
            field = told.fields[at]
            dbf = (field.name, field.kind, field.width, field.decimals)
        yield (
            of.name, of.zh, of.geometry, of.dataset, entry.name, entry.zh, entry.type, entry.unit,
            entry.length or None, _yes(entry.key), _yes(entry.required), entry.domain, least, greatest, *dbf,
        )  # fmt: skip


def _yes(value: bool) -> str | None:
    return "是 yes" if value else None


def cuts(told: Sequence[ShapefileTold], template: Template) -> list[Note]:
    """The texts that Shapefiles could not hold, as notes with the whole of each."""
    notes = []
    for each in told:
        described = template.find(each.layer.name)
        keys = _keys(each, described.key if described else "")
        for cut in each.cuts:
            code = str(keys[cut.row] or "") if keys else ""
            what = "delivery.text_unsure" if cut.unsure else "delivery.text_cut"
            notes.append(Note(what, each.layer.name, code, cut.column, {"value": cut.text}))
    return notes


def _keys(told: ShapefileTold, key: str) -> Sequence[Any]:
    names = [column.name for column in told.layer.columns]
    return told.layer.values[names.index(key)] if key in names else ()


def write_losses(path: Path, notes: Sequence[Note], when: datetime, say: Say) -> None:
    """Write every note with the value it is about; ``say`` puts it into words. A value that no cell holds
    goes on in the rows below."""
    rows = [
        (
            "Shapefile" if note.code in ("delivery.text_cut", "delivery.text_unsure") else None,
            note.class_name,
            note.row_code,
            note.field,
            say(note)[:MOST_CHARACTERS],
            part,
        )
        for note in notes
        for part in _parts(_value(note))
    ]
    write_workbook(path, [Sheet("losses", LOSS_HEADS, rows, (12, 24, 22, 22, 50, 80))], when)


def _parts(text: str) -> list[str]:
    return [text[at : at + MOST_CHARACTERS] for at in range(0, max(len(text), 1), MOST_CHARACTERS)]


def _value(note: Note) -> str:
    if set(note.params) == {"value"}:
        return str(note.params["value"])
    return "; ".join(f"{name}={value}" for name, value in note.params.items())


def write_changes(path: Path, changes: Since, when: datetime) -> None:
    """Write the rows deleted since, then those added and changed."""
    keys: dict[str, TemplateField | str] = {each.name: each.key for each in changes.package.template.classes}
    gone = [(each.class_name, each.code, WHAT["deleted"]) for each in changes.deleted]
    others = [
        (name, row.code(str(keys[name])), WHAT[said])
        for name, rows in changes.package.rows.items()
        for row, said in zip(rows, changes.what.get(name, ()), strict=False)
    ]
    widths = (28, 24, 18)
    sheets = [Sheet("deleted", CHANGE_HEADS, gone, widths), Sheet("delivered", CHANGE_HEADS, others, widths)]
    write_workbook(path, sheets, when)
