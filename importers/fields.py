"""Reads the cells of a row by a field mapping, and counts per column what became of every single one."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any, NamedTuple

from faultgis.errors import InputError
from faultgis.values import Estimate
from importers.batch import Problem
from importers.freetext import (
    ages,
    attitudes,
    compass,
    dips,
    events,
    lab,
    quantities,
    sense,
    tips,
    vocabulary,
)
from importers.freetext.cell import EMPTY, Cell, Flag, blank, damage, refused, tidy, typed
from importers.freetext.tuples import gem_tuple, looks_like_tuple
from importers.mappings import BoundColumn, Template, bind

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""Characters that no database takes: they count as lost ones."""

STATES = ("empty", "typed", "flagged", "kept", "rejected", "ignored")
"""What can become of a cell: ``kept`` is a text in a column of texts (names, sources, notes)."""

TEXT_READERS = frozenset({"text", "notes"})

# So many texts of a column are remembered.
_KNOWN = 4_000

Reader = Callable[[str], Cell]


def _text(text: str) -> Cell:
    return EMPTY if blank(text) else typed(text.strip())


def _notes(text: str) -> Cell:
    if blank(text):
        return EMPTY
    return typed(text.strip(), Flag("notes.tuple", {"text": text}) if looks_like_tuple(text) else None)


def _scale(text: str) -> Cell:
    cell = quantities.whole(text)
    return refused("value.out_of_range", text=text, least=1, most=None) if cell.value == 0 else cell


def _any_rate(component: str, text: str) -> Cell:
    if tidy(text).startswith("("):
        return gem_tuple(text, "mm/a", component, signed=component == "shortening")
    return quantities.rate(text, component)


def _bearing(reader: Reader, text: str) -> Cell:
    return gem_tuple(text, "deg") if looks_like_tuple(text) else reader(text)


def _gem_dip(text: str) -> Cell:
    cell = gem_tuple(text, "deg") if tidy(text).startswith("(") else dips.dip_angle(text)
    value = cell.value
    if value is not None and max(n for n in (value.low, value.best, value.high) if n is not None) > 90:
        return refused("value.out_of_range", text=text, least=0, most=90)
    return cell


def _gem_rake(text: str) -> Cell:
    """A rake within (-180, 180]; GEM writes normal faults as 270 as well as -90."""
    cell = gem_tuple(text, "deg", signed=True)
    value = cell.value
    if value is None or -180 <= value.middle <= 180:
        return cell
    if not 180 < value.middle <= 360:
        return refused("value.out_of_range", text=text, least=-180, most=180)
    low, best, high = (None if n is None else n - 360 for n in (value.low, value.best, value.high))
    return Cell({**cell.values, "": replace(value, low=low, best=best, high=high, text=text)}, cell.flags)


def _own_words_first(name: str, reader: Reader) -> Reader:
    """Our own codes and labels are read as themselves; only other words need to be understood. A fold among
    the kinematics is no sense of slip: that is the reader's to say."""

    def read(text: str) -> Cell:
        listed = vocabulary.of_list(name, text)
        return listed if listed.values and listed.value not in sense.FOLDS else reader(text)

    return read


READERS: Mapping[str, Reader] = {
    "text": _text,
    "notes": _notes,
    "number": quantities.number,
    "not_negative": quantities.not_negative,
    "scale": _scale,
    "length_km": quantities.length_km,
    "dip_angle": dips.dip_angle,
    "strike": partial(_bearing, compass.strike),
    "dip_direction": partial(_bearing, compass.dip_direction),
    "attitude": attitudes.attitude,
    "kinematics": _own_words_first("kinematics", sense.kinematics),
    "latest_activity": _own_words_first("latest_activity", ages.latest_activity),
    "last_movement": ages.last_movement,
    "activity_evidence": _own_words_first("activity_evidence", ages.activity_evidence),
    "horizontal_rate": partial(quantities.rate, component="horizontal"),
    "vertical_rate": partial(quantities.rate, component="vertical"),
    "any_rate_net": partial(_any_rate, "net"),
    "any_rate_strike": partial(_any_rate, "strike_slip"),
    "any_rate_vertical": partial(_any_rate, "vertical"),
    "any_rate_shortening": partial(_any_rate, "shortening"),
    "gem_rate_net": partial(gem_tuple, unit="mm/a", component="net"),
    "gem_rate_strike": partial(gem_tuple, unit="mm/a", component="strike_slip"),
    "gem_rate_vertical": partial(gem_tuple, unit="mm/a", component="vertical"),
    "gem_rate_shortening": partial(gem_tuple, unit="mm/a", component="shortening", signed=True),
    "gem_dip": _gem_dip,
    "gem_rake": _gem_rake,
    "gem_depth": partial(gem_tuple, unit="km"),
    "gem_exposure": vocabulary.gem_exposure,
    "gem_confidence": vocabulary.gem_confidence,
    "exposure": vocabulary.exposure,
    "accuracy": vocabulary.accuracy,
    "confidence": partial(vocabulary.of_list, "confidence"),
    "evidence": vocabulary.evidence,
    "himatibet_symbol": vocabulary.himatibet_symbol,
    "earthquakes": events.earthquakes,
    "displacements": events.displacements,
    "magnitude": quantities.magnitude,
    "day": vocabulary.day,
    "observation_kind": partial(vocabulary.of_list, "observation_kind"),
    "measurement_kind": vocabulary.measurement_kind,
    "reported_age": lab.reported_age,
    "age_error": lab.error,
    "fraction_modern": lab.fraction,
    "percent_modern": lab.percent_modern,
    "delta13c": lab.delta13c,
    "sigma": lab.sigma,
    "datum_year": lab.datum_year,
    "dating_method": lab.dating_method,
    "curve": lab.curve,
    "depth_m": tips.depth_m,
    "offset_m": tips.offset_m,
    "age_ka": tips.age_ka,
    "reliability": tips.reliability,
    "deformation_zone_kind": partial(vocabulary.of_list, "deformation_zone_kind"),
    "buried_method": partial(vocabulary.of_list, "buried_method"),
}

_PARTS = {"shortening": "{level}.shortening_rate", "exposure": "trace.exposure", "notes": "trace.notes"}
_PARTS |= {"horizontal": "rupture.horizontal_slip", "vertical": "rupture.vertical_slip"}
_PARTS |= {"fold": "trace.fold", "scale": "trace.mapping_scale", "events": "rupture.events"}


@dataclass(slots=True)
class Row:
    """One row as read: its cells as text, the typed values by target, what is to be said about it, and what
    became of each cell that is not empty."""

    number: int
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)

    def refuse(self, target: str, code: str, **params: Any) -> None:
        """Take a typed value back, with the reason; its cell counts as rejected."""
        column = self.columns.get(target, "")
        self.values.pop(target, None)
        if column:
            self.states = {**self.states, column: "rejected"}
        self.problems.append(Problem(code, params, row=self.number, field=column))

    def flag(self, target: str, code: str, **params: Any) -> None:
        """Say something about a typed value; its cell counts as flagged."""
        column = self.columns.get(target, "")
        if self.states.get(column) == "typed":
            self.states = {**self.states, column: "flagged"}
        self.problems.append(Problem(code, params, row=self.number, field=column))


def said(value: Any) -> str:
    """A value as a person writes it."""
    if not isinstance(value, Estimate):
        return str(value)
    if value.low is None and value.high is None:
        return f"{value.best:g}"
    low, high = ("" if bound is None else f"{bound:g}" for bound in (value.low, value.high))
    return f"{low}–{high}" if value.best is None else f"{value.best:g} ({low}–{high})"


def as_text(value: Any) -> str:
    """A cell as text: whole numbers without a point, nothing for missing numbers."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value)
    return text if text.isprintable() else _UNSTORABLE.sub("\ufffd", text)


class _Taken(NamedTuple):
    """What one text means in one column, whatever the row: the cell as it is kept (empty if it holds
    nothing), its state, what is to be said of it, and the values by target."""

    text: str
    state: str
    flags: tuple[Flag, ...] = ()
    values: tuple[tuple[str, Any], ...] = ()


class _Column:
    """A column of a layer, with what its texts were found to mean: most columns say few things often."""

    def __init__(self, bound: BoundColumn) -> None:
        self.name, self.label, self.rule = bound.column, bound.label, bound.rule
        name = self.rule.reader if self.rule is not None and self.rule.target else "text"
        self.reader, self.is_text = _reader(name), name in TEXT_READERS
        self.meant = dict(self.rule.values) if self.rule else {}
        self.known: dict[str, _Taken] = {}

    def take(self, text: str) -> _Taken:
        """What a text means that is not among ``known``, where it is from now on."""
        if len(self.known) >= _KNOWN:
            self.known.clear()
        taken = self.known[text] = self._taken(as_text(text))
        return taken

    def _taken(self, text: str) -> _Taken:
        bare = text.strip()
        kept, rule = text if bare else "", self.rule
        if rule is None or not rule.target:
            return _Taken(kept, "empty" if blank(bare) else "ignored")
        if blank(bare) or (rule.empty and tidy(text) in rule.empty):
            return _Taken(kept, "empty")
        if self.reader is _text and not self.meant:
            lost = damage(text)
            return _Taken(kept, "kept", () if lost is None else (lost,), ((rule.target, bare),))
        meant = self.meant.get(bare, text)
        cell = self.reader(meant) if self.is_text else _cached(self.reader, meant)
        state = cell.state
        if self.is_text and state in ("typed", "flagged"):
            state = "kept"
        flags = (*cell.flags, *filter(None, (cell.rejected, damage(text))))
        return _Taken(kept, state, flags, () if cell.empty else self._by_target(rule.target, cell))

    @staticmethod
    def _by_target(target: str, cell: Cell) -> tuple[tuple[str, Any], ...]:
        if cell.values.keys() == {""}:
            return ((target, cell.value),)
        level = target.split(".")[0]
        return tuple(
            (_PARTS.get(part, "{level}." + part).format(level=level) if part else target, value)
            for part, value in cell.values.items()
        )


class FieldReader:
    """A mapping bound to the columns of one layer."""

    def __init__(self, template: Template, columns: Sequence[str]) -> None:
        self.template = template
        self.bound: list[BoundColumn] = bind(template, columns)
        self._columns = [_Column(b) for b in self.bound]
        self._counted = 0
        self._cells: dict[str, Counter[str]] = {column: Counter() for column in columns}
        self._alike: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}

    @property
    def origins(self) -> dict[str, tuple[str, ...]]:
        """The columns (by the names they are kept under) that each target is read from."""
        found: dict[str, list[str]] = {}
        for b in self.bound:
            if b.rule is not None and b.rule.target:
                found.setdefault(b.rule.target, []).append(b.label)
        return {target: tuple(labels) for target, labels in found.items()}

    def read(self, number: int, values: Mapping[str, Any]) -> Row:
        """One row, every cell interpreted; call ``count`` once its fate is settled."""
        row = Row(number)
        for column in self._columns:
            if (value := values.get(column.name)) is None:
                continue
            text = value if type(value) is str else as_text(value)
            taken = column.known.get(text) or column.take(text)
            if taken.text:
                row.texts[column.label] = taken.text
            if taken.state != "empty":
                row.states[column.name] = taken.state
            for flag in taken.flags:
                row.problems.append(Problem(flag.code, dict(flag.params), row=number, field=column.name))
            for target, found in taken.values:
                if row.values.get(target) is None:
                    row.values[target] = found
                    row.columns[target] = column.name
                else:
                    _put_second(row, column, target, found)
        for target, value in self.template.constants.items():
            row.values.setdefault(target, value)
        return row

    def slim(self, row: Row) -> None:
        """Let a row that waits with many others share what it has in common with them. Its columns and
        states are not to be changed any more but by ``refuse`` and ``flag``."""
        if len(self._alike) > _KNOWN:
            self._alike.clear()
        row.columns = self._alike.setdefault(tuple(row.columns.items()), row.columns)
        row.states = self._alike.setdefault(tuple(row.states.items()), row.states)

    @property
    def cells(self) -> dict[str, Counter[str]]:
        """How many cells of the rows counted were what, column by column."""
        for counts in self._cells.values():
            if empty := self._counted - counts.total() + counts["empty"]:
                counts["empty"] = empty
        return self._cells

    def unknown_columns(self) -> list[Problem]:
        """One warning for the columns that the mapping does not know and that hold something."""
        ignored = [b.column for b in self.bound if b.rule is None and self._cells[b.column]["ignored"] > 0]
        return [Problem("import.columns_unknown", {"columns": ", ".join(ignored)})] if ignored else []

    def count(self, row: Row) -> None:
        """Add a row's cells to the counts per column."""
        self._counted += 1
        for column, state in row.states.items():
            self._cells[column][state] += 1


def _put_second(row: Row, column: _Column, target: str, value: Any) -> None:
    """A value whose target another column has given already."""
    there = row.values[target]
    if isinstance(there, str) and column.is_text and value not in there:
        row.values[target] = f"{there}; {value}"
    elif there != value:
        row.states[column.name] = "rejected"
        problem = Problem("value.second_column", {"text": said(value)}, row=row.number, field=column.name)
        row.problems.append(problem)


@lru_cache(maxsize=20_000)
def _cached(reader: Reader, text: str) -> Cell:
    return reader(text)


def _reader(name: str) -> Reader:
    if name not in READERS:
        raise InputError("mapping.unknown_reader", name=name, known=", ".join(sorted(READERS)))
    return READERS[name]
