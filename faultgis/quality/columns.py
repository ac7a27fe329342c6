"""What the columns of a source mean, by the mappings that imports use: for cells that records keep."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

import resources
from faultgis.quality.given import Given
from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.records.provenance import Record

# What a column holds, by the reader that the mappings name for it.
_SORTS: Mapping[str, str] = {
    "number": "number", "not_negative": "number", "scale": "number", "length_km": "number",
    "magnitude": "number", "horizontal_rate": "rate", "vertical_rate": "rate", "any_rate_net": "rate",
    "any_rate_strike": "rate", "any_rate_vertical": "rate", "any_rate_shortening": "shortening",
    "gem_rate_net": "rate", "gem_rate_strike": "rate", "gem_rate_vertical": "rate",
    "gem_rate_shortening": "shortening", "gem_depth": "number", "gem_rake": "number", "dip_angle": "dip",
    "gem_dip": "dip", "strike": "azimuth", "dip_direction": "azimuth", "kinematics": "kinematics",
    "latest_activity": "age", "notes": "notes",
}  # fmt: skip
NUMERIC = ("number", "rate", "shortening", "dip")
_LEVELS: Mapping[str, tuple[str, ...]] = {
    "fault": ("fault",), "segment": ("segment",), "part": ("fault", "segment"), "trace": ("trace",),
    "rupture": ("surface_rupture",), "point": ("observation_point",), "measurement": ("measurement",),
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """What a column holds: its sort, the kinds of records that it speaks of, and their field."""

    sort: str
    kinds: tuple[str, ...]
    field: str
    empty: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A cell that a record keeps of its source. ``name`` is the record's code, else its file and row."""

    record: AnyRecord
    column: str
    text: str
    means: Column
    name: str


def cells(given: Given) -> Iterator[Cell]:
    """Every filled cell whose column is known, once: at the record that it speaks of."""
    mappings = {batch.id: batch.mapping for batch, _ in given.imports}
    for records in given.records.values():
        for record in records:
            if isinstance(record, Record) and record.source.attributes:
                yield from _cells(record, mappings)


def _cells(record: Record, mappings: Mapping[UUID, str]) -> Iterator[Cell]:
    kind = kind_of(record)  # type: ignore[arg-type]
    batch = record.source.batch_id
    known = columns(mappings.get(batch, "") if batch else "")
    name = getattr(record, "code", "") or f"{record.source.file} {record.source.row or ''}".strip()
    for label, whole in record.source.attributes:
        means = next((each for each in known.get(_plain(label), ()) if kind in each.kinds), None)
        if means is None:
            continue
        # A fault keeps what its rows say, each once.
        for text in whole.split(" | "):
            if text.strip() and text.strip() not in means.empty:
                yield Cell(record, label, text.strip(), means, name)  # type: ignore[arg-type]


@cache
def columns(mapping: str) -> Mapping[str, Sequence[Column]]:
    """What the columns of a mapping, or of several (``plain_points, plain``), mean by their plain names: each
    perhaps of records of several kinds. Those of all mappings where it is not known."""
    files = sorted(resources.path("mappings").glob("*.json"))
    wanted = [each.strip() for each in re.split(r"[,;]", mapping)]
    named = [path for path in files if path.stem in wanted] or files
    found: dict[str, list[Column]] = defaultdict(list)
    for path in named:
        for each in json.loads(path.read_text(encoding="utf-8"))["columns"]:
            sort = _SORTS.get(each.get("as", ""))
            level, _, field = each.get("to", "").partition(".")
            if sort is not None and level in _LEVELS:
                means = Column(sort, _LEVELS[level], field, tuple(each.get("empty", ())))
                for name in each["names"]:
                    found[_plain(name)].append(means)
    return dict(found)


def _plain(name: str) -> str:
    return re.sub(r"[\s_.\-:/]+", "", unicodedata.normalize("NFKC", name).casefold())
