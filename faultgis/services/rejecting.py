"""What the national side sent back: a table of classes, IDs, fields and messages, kept as rejections."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from faultgis.changes import Change
from faultgis.errors import InputError
from faultgis.national.rows import Package
from faultgis.progress import Progress
from faultgis.quality.rejected import OPEN, row_of
from faultgis.records.delivery import Rejection
from faultgis.records.provenance import Source
from faultgis.records.survey import Batch, Survey
from faultgis.store import Rejected, Store

KIND = "rejections"
STATES = (OPEN, "settled", "refused")
# The heads by which such tables name their columns, in plain letters.
_HEADS: Mapping[str, tuple[str, ...]] = {
    "class_name": (
        "class", "classname", "layer", "featureclass", "table", "类", "类名", "要素类", "要素类名", "图层",
        "图层名", "数据表", "表名", "数据集", "数据集名称",
    ),
    "row_code": (
        "id", "rowid", "featureid", "编号", "要素编号", "记录编号", "标识", "要素标识", "唯一编号", "主键",
    ),
    "field": ("field", "fieldname", "column", "attribute", "字段", "字段名", "字段名称", "属性", "属性项"),
    "message": (
        "message", "description", "error", "problem", "comment", "reason", "问题", "问题描述", "错误",
        "错误描述", "错误信息", "意见", "检查意见", "审查意见", "修改意见", "退回意见", "退回原因",
        "退回说明", "审核意见", "存在问题", "问题说明", "说明", "描述",
    ),
    "rule": (
        "rule", "ruleid", "errorcode", "check", "规则", "规则编号", "检查项", "检查规则", "错误代码",
        "错误类型",
    ),
}  # fmt: skip
_LOOKED_AT = 20

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Received:
    """What became of a list: every row is ``created``, ``unchanged`` (known already) or ``rejected``.
    ``unknown`` are rejections whose ID the survey does not have."""

    batch: Batch
    created: Sequence[Rejection]
    unchanged: int
    rejected: Sequence[Rejected]
    unknown: Sequence[Rejection]


def rejections(store: Store, survey: Survey) -> list[Rejection]:
    """A survey's rejections, in the order in which they came."""
    found = store.load(survey.id, ("rejection",))["rejection"]
    return [each for each in found if isinstance(each, Rejection)]


def receive(
    store: Store,
    survey: Survey,
    file: str,
    sheets: Mapping[str, Rows],
    package: Package,
    *,
    delivery: int = 0,
    on: date | None = None,
    sha256: str = "",
    progress: Progress | None = None,
) -> Received:
    """Keep a list that came back for a delivery (0: not stated), in one transaction with its batch, so that
    it can be taken back. ``sheets`` are the cells of its file as text.

    Raises ``InputError("rejection.no_table")`` where no sheet has columns for an ID and a message.
    """
    (progress or Progress()).report("quality.receiving")
    batch = Batch(survey_id=survey.id, file=file, sha256=sha256, kind=KIND)
    told: list[Rejection] = []
    refused: list[Rejected] = []
    layers = []
    for name, rows in sheets.items():
        found = _heads(rows)
        if found is None:
            continue
        layers.append(name)
        for row, cells in _cells(rows, *found):
            source = Source(batch_id=batch.id, file=file, layer=name, row=row)
            read = _read(survey, cells, delivery, on, source)
            if isinstance(read, Rejection):
                told.append(read)
            else:
                refused.append(_in_their_words(read, rows[found[0]], found[1]))
    if not layers:
        raise InputError("rejection.no_table", file=file)
    known = {_same(each) for each in rejections(store, survey)}
    fresh = list({_same(each): each for each in told if _same(each) not in known}.values())
    batch = replace(
        batch,
        layer="; ".join(layers),
        read=len(told) + len(refused),
        created=len(fresh),
        unchanged=len(told) - len(fresh),
        rejected=len(refused),
    )
    store.save_batch(batch, [Change(None, each) for each in fresh], refused, progress)
    unknown = [each for each in fresh if row_of(package, each.class_name, each.row_code) is None]
    return Received(batch, fresh, batch.unchanged, refused, unknown)


def _in_their_words(refused: Rejected, heads: Sequence[str], columns: Mapping[str, int]) -> Rejected:
    """What was refused, with the list's own names of its columns."""
    names = {target: heads[at] for target, at in columns.items()}
    values = {names.get(target, target): value for target, value in refused.values.items()}
    return replace(refused, field=names.get(refused.field, refused.field), values=values)


def settled(rejection: Rejection, state: str, answer: str = "") -> Rejection:
    """A rejection of which it is said what became of it: settled, or refused with an answer. Raises
    ``InputError``: ``rejection.state``, ``rejection.no_answer``."""
    if state not in STATES:
        raise InputError("rejection.state", state=state, known=", ".join(STATES))
    if state == "refused" and not answer.strip():
        raise InputError("rejection.no_answer", row_code=rejection.row_code)
    return replace(rejection, state=state, answer=answer.strip() or rejection.answer)


def settle(store: Store, survey: Survey, rejection: Rejection, state: str, answer: str = "") -> Rejection:
    """Say what became of a rejection, and save it. Raises as ``settled``."""
    changed = settled(rejection, state, answer)
    saved = store.save([Change(rejection, changed)], f"rejection {state}").records[0]
    assert isinstance(saved, Rejection)
    return saved


def find(store: Store, survey: Survey, key: str) -> list[Rejection]:
    """The rejections of an ID of the national side, or that whose own id begins so. Raises
    ``InputError("rejection.unknown")``."""
    wanted, known = key.strip(), rejections(store, survey)
    found = [each for each in known if each.row_code == wanted]
    if not found and len(wanted) >= 8:
        found = [each for each in known if str(each.id).startswith(wanted.lower())]
    if not found:
        raise InputError("rejection.unknown", key=key, survey=survey.code)
    return found


def _plain(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_\-:：.()（）*/]+", "", narrow)


def _heads(rows: Rows) -> tuple[int, dict[str, int]] | None:
    """The row of the heads (from 0) and the column of each thing."""
    for number, row in enumerate(rows[:_LOOKED_AT]):
        plain = [_plain(cell) for cell in row]
        found = {
            target: plain.index(name)
            for target, names in _HEADS.items()
            if (name := next((each for each in names if each in plain), None)) is not None
        }
        if {"row_code", "message"} <= found.keys():
            return number, found
    return None


def _cells(rows: Rows, heads: int, columns: Mapping[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each filled row below the heads, numbered from 1 as its file does."""
    for number, row in enumerate(rows[heads + 1 :], heads + 2):
        cells = {
            target: row[column].strip() if column < len(row) else "" for target, column in columns.items()
        }
        if any(cells.values()):
            yield number, cells


def _read(
    survey: Survey, cells: Mapping[str, str], delivery: int, on: date | None, source: Source
) -> Rejection | Rejected:
    lacking = next((name for name in ("row_code", "message") if not cells[name]), None)
    if lacking is not None:
        return Rejected(source.row or 0, f"rejection.no_{lacking}", lacking, {}, dict(cells))
    return Rejection(
        survey_id=survey.id,
        delivery=delivery,
        class_name=cells.get("class_name", ""),
        row_code=cells["row_code"],
        field=cells.get("field", ""),
        rule=cells.get("rule", ""),
        message=cells["message"],
        received_on=on or date.today(),
        source=source,
    )


def _same(each: Rejection) -> tuple[object, ...]:
    """What makes two rejections the same."""
    return each.delivery, each.class_name, each.row_code, each.field, each.rule, each.message
