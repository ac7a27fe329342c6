"""Sequences as OxCal text, written and read: Sequence, Phase, Boundary, R_Date, R_F14C, Date, C_Date, N,
Curve, Delta_R (commands as the manual of OxCal 4.4 names them).

A model is what ``sequence_model`` takes: entries from old to young and the year of a fixed top. Dates that
count back from a year of measurement are written as C_Date, in calendar years; OxCal has no asymmetric ones,
so that their wider side is written, and said in a comment.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faultgis.dating.calendar import calendar_year
from faultgis.dating.oxcal_text import Call, calls
from faultgis.errors import InputError

CURVES = {
    "intcal20": "IntCal20",
    "shcal20": "SHCal20",
    "marine20": "Marine20",
    "intcal13": "IntCal13",
    "shcal13": "SHCal13",
    "marine13": "Marine13",
    "intcal09": "IntCal09",
}
USUAL = "intcal20"
# What only asks OxCal for more output or settings.
_ASIDE = frozenset(
    ("Options", "Label", "Line", "Page", "Axis", "Span", "Interval", "Difference", "Order", "Comment")
)
_AROUND = frozenset(("Plot", "Sequence"))


@dataclass(frozen=True)
class Model:
    """A sequence from old to young, the year of its top where fixed, its name, and what was left aside."""

    entries: tuple[dict[str, Any], ...]
    top: dict[str, Any] | None = None
    name: str = ""
    aside: tuple[str, ...] = ()


def write(model: Model) -> str:
    """The model as OxCal text."""
    lines = ["Plot()", "{", f" Sequence({_quoted(model.name)})", " {"]
    state: dict[str, Any] = {"curve": "", "dR": (0.0, 0.0)}
    for number, entry in enumerate(model.entries):
        last = number == len(model.entries) - 1
        lines += [f"  {line}" for line in _entry(entry, model.top if last else None, state)]
    return "\n".join([*lines, " };", "};", ""])


def _entry(entry: Mapping[str, Any], top: Mapping[str, Any] | None, state: dict[str, Any]) -> Iterator[str]:
    if "boundary" in entry:
        year = f", {_year(float(top['value']))}" if top is not None else ""
        yield f"Boundary({_quoted(entry['boundary'])}{year});"
    elif "event" in entry:
        yield f"Date({_quoted(entry['event'])});"
    else:
        dates = list(entry["phase"])
        inside = [line for date in dates for line in _date(date, state)]
        if len(dates) == 1:
            yield from inside
        else:
            yield from ("Phase()", "{", *(f" {line}" for line in inside), "};")


def _date(date: Mapping[str, Any], state: dict[str, Any]) -> Iterator[str]:
    name = _quoted(str(date.get("lab") or date.get("name") or ""))
    if "age_ka" in date:
        minus, plus = float(date["minus_ka"]), float(date["plus_ka"])
        if minus != plus:
            yield f"// {name}: {date['age_ka']:g} +{plus:g} -{minus:g} ka; OxCal takes one error"
        year = calendar_year(round(float(date["datum_year"]) - 1000 * float(date["age_ka"])))
        yield f"C_Date({name}, {year:g}, {1000 * max(minus, plus):g});"
        return
    if "normal" in date:
        yield f"C_Date({name}, {date['normal'][0]:g}, {date['normal'][1]:g});"
        return
    yield from _settings(date, state)
    if date.get("c14_age") is not None:
        yield f"R_Date({name}, {date['c14_age']:g}, {date['c14_error']:g});"
    elif date.get("f14c") is not None:
        yield f"R_F14C({name}, {date['f14c']:g}, {date['f14c_error']:g});"
    else:
        raise InputError("oxcal.date", name=name)


def _settings(date: Mapping[str, Any], state: dict[str, Any]) -> Iterator[str]:
    """The curve and the reservoir offset where they change: in OxCal they hold for what follows."""
    curve = str(date.get("curve") or USUAL).lower()
    if curve != state["curve"]:
        state["curve"] = curve
        yield f"Curve({_quoted(CURVES.get(curve, curve))}, {_quoted(f'{curve}.14c')});"
    shift = (float(date.get("dR") or 0.0), float(date.get("dRe") or 0.0))
    if shift != state["dR"]:
        state["dR"] = shift
        yield f'Delta_R("", {shift[0]:g}, {shift[1]:g});'


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "").replace('"', "'") + '"'


def _year(calendar: float) -> str:
    return f"AD({calendar:g})" if calendar > 0 else f"BC({-calendar:g})"


def read(text: str) -> Model:
    """The model that OxCal text states.

    Raises ``InputError`` with the line: ``oxcal.syntax``, ``oxcal.command`` (one that is not understood),
    ``oxcal.arguments``, ``oxcal.nested`` (a phase in a phase), ``oxcal.several`` (more than one sequence),
    ``oxcal.none``.
    """
    reader = _Reader()
    for call in calls(text):
        reader.outside(call)
    if not reader.entries:
        raise InputError("oxcal.none")
    return Model(tuple(reader.entries), reader.top, reader.name, tuple(dict.fromkeys(reader.aside)))


class _Reader:
    """Collects a sequence from its commands; the curve and the offset hold for what follows."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self.top: dict[str, Any] | None = None
        self.name, self.aside = "", list[str]()
        self._curve, self._shift = USUAL, (0.0, 0.0)
        self._sequences = 0

    def outside(self, call: Call) -> None:
        if call.name == "Sequence":
            self._sequences += 1
            if self._sequences > 1:
                raise InputError("oxcal.several", row=call.line)
            self.name = call.title
            for inner in call.body:
                self._inside(inner)
        elif call.name == "Plot":
            for inner in call.body:
                self.outside(inner)
        elif not self._setting(call):
            self._leave(call)

    def _inside(self, call: Call) -> None:
        if call.name == "Boundary":
            self._boundary(call)
        elif call.name == "Phase":
            dates = [date for inner in call.body for date in self._in_phase(inner)]
            if dates:
                self.entries.append({"phase": dates})
        elif call.name in ("Date", "Event") and len(call.values) == 0:
            self.entries.append({"event": call.title})
        elif not self._setting(call):
            date = self._dated(call)
            if date is not None:
                self.entries.append({"phase": [date]})
            else:
                self._leave(call)

    def _in_phase(self, call: Call) -> Iterator[dict[str, Any]]:
        if call.name in ("Phase", "Sequence", "Boundary"):
            raise InputError("oxcal.nested", row=call.line, command=call.name)
        if self._setting(call):
            return
        date = self._dated(call)
        if date is None:
            self._leave(call)
        else:
            yield date

    def _boundary(self, call: Call) -> None:
        self.entries.append({"boundary": call.title})
        self.top = {"type": "calendar", "value": _calendar(call, 0)} if call.values else None

    def _setting(self, call: Call) -> bool:
        if call.name == "Curve":
            file = call.values[0] if call.values else call.title
            self._curve = str(file).lower().removesuffix(".14c").strip()
            return True
        if call.name == "Delta_R":
            self._shift = (call.number(0), call.number(1, 0.0))
            return True
        return False

    def _dated(self, call: Call) -> dict[str, Any] | None:
        """A date by its command; ``None`` for other commands."""
        if call.name in ("R_Date", "R_F14C"):
            names = ("c14_age", "c14_error") if call.name == "R_Date" else ("f14c", "f14c_error")
            said: dict[str, Any] = dict(zip(names, (call.number(0), call.number(1)), strict=True))
            said = {"lab": call.title, **said, "curve": self._curve}
            return said | ({"dR": self._shift[0], "dRe": self._shift[1]} if any(self._shift) else {})
        if call.name == "C_Date":
            return {"lab": call.title, "normal": [_calendar(call, 0), call.number(1, 0.0)]}
        if call.name == "N":
            return {"lab": call.title, "normal": [_internal(call), call.number(1, 0.0)]}
        if call.name == "Date":
            return {"lab": call.title, "normal": _expressed(call)}
        return None

    def _leave(self, call: Call) -> None:
        if call.name not in _ASIDE | _AROUND:
            raise InputError("oxcal.command", row=call.line, command=call.name)
        self.aside.append(call.name)


def _calendar(call: Call, place: int) -> float:
    """A calendar year: a number (AD positive, BC negative) or AD(…), BC(…)."""
    value = call.values[place] if place < len(call.values) else None
    if isinstance(value, Call) and value.name in ("Date", "C_Date") and value.values:
        return _calendar(value, 0)
    if isinstance(value, Call) and value.name in _ERAS:
        return _ERAS[value.name](value.number(0))
    return call.number(place)


def _internal(call: Call) -> float:
    """A year in OxCal's own count, which has a year zero; eras as they say."""
    value = call.values[0] if call.values else None
    return _calendar(call, 0) if isinstance(value, Call) else float(calendar_year(call.number(0)))


def _expressed(call: Call) -> list[float]:
    """Date("…", N(AD(…), 30)) or Date("…", AD(…))."""
    value = call.values[0]
    if isinstance(value, Call) and value.name == "N":
        return [_internal(value), value.number(1, 0.0)]
    return [_internal(call), 0.0]


def _bp(age: float) -> float:
    return float(calendar_year(1950 - age))


_ERAS: Mapping[str, Callable[[float], float]] = {
    "AD": float,
    "CE": float,
    "BC": lambda year: -float(year),
    "BCE": lambda year: -float(year),
    "calBP": _bp,
}
