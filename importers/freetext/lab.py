"""Ages as laboratories report them: "5700±30 BP", "2.3+0.4/-0.3 ka", ">43500", and what goes with them."""

import re
from dataclasses import dataclass

from faultgis import codes
from importers.freetext.cell import EMPTY, Cell, Flag, blank, refused, tidy, typed

_N = r"(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d{1,9})?"
_UNIT = r"(?:ka|kyrs?|kaBP|千年|万年|Ma|百万年|yrs?|years?|a|年)"
_AGE = re.compile(
    rf"(?P<mark>[<>≤≥~]|约|大于|小于|c\.?a\.?|about)?\s*(?P<age>{_N})\s*(?P<unit1>{_UNIT})?\s*"
    rf"(?:\(?\s*(?:(?:±|\+/-|\+-)\s*(?P<even>{_N})"
    rf"|\+\s*(?P<plus>{_N})\s*/?\s*-\s*(?P<minus>{_N})"
    rf"|-\s*(?P<minus2>{_N})\s*/?\s*\+\s*(?P<plus2>{_N}))\s*\)?)?"
    rf"\s*(?P<unit2>{_UNIT})?\s*(?P<bp>B\.?\s*P\.?)?\s*(?:\(?\s*(?P<sigma>[12])\s*(?:σ|sigma|s\.?d\.?)\s*\)?)?",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"{_N}\s*(?:{_UNIT})?\s*(?:-|~|至|到)\s*{_N}.*", re.IGNORECASE)
_CALIBRATED = re.compile(r"cal\b|校正|日历|树轮|\b(?:AD|BC|BCE|CE)\b|公元", re.IGNORECASE)
_MODERN = re.compile(r"modern|现代|bomb|>\s*0\b|[<>]?1950", re.IGNORECASE)
_TO_KA = {"ka": 1.0, "kyr": 1.0, "千年": 1.0, "万年": 10.0, "ma": 1000.0, "百万年": 1000.0}
_TO_KA |= {"yr": 0.001, "year": 0.001, "a": 0.001, "年": 0.001}
_BOUNDS = {">": "older", "≥": "older", "大于": "older", "<": "younger", "≤": "younger", "小于": "younger"}


@dataclass(frozen=True)
class Reported:
    """An age as reported, in the unit ``unit`` (``a`` or ``ka``; empty: not stated): the errors down and up
    are absent where there are none. ``bound``: ``older`` or ``younger`` where it is only a limit; ``about``:
    given as approximate; ``sigma``: the level of the errors (0: not stated)."""

    age: float
    minus: float | None = None
    plus: float | None = None
    unit: str = ""
    before_present: bool = False
    bound: str = ""
    about: bool = False
    sigma: int = 0

    def scaled(self, unit: str, share: float) -> "Reported":
        """The same in another unit: all numbers times ``share``."""
        minus, plus = (None if n is None else round(n * share, 9) for n in (self.minus, self.plus))
        told = self.before_present, self.bound, self.about, self.sigma
        return Reported(round(self.age * share, 9), minus, plus, unit, *told)


def reported_age(text: str) -> Cell:
    """An age with its error as a ``Reported``.

    Refused: ranges (``lab.range``: no result has one), calibrated ages (``lab.calibrated``), "modern"
    (``lab.modern``), a comma that may be a decimal sign (``lab.comma``), all else (``lab.unreadable``).
    """
    if blank(text):
        return EMPTY
    plain = tidy(text).replace("−", "-")
    match = _AGE.fullmatch(plain)
    if match is None:
        return refused(_why(plain), text=text)
    units = {_stem(match[name]) for name in ("unit1", "unit2") if match[name]}
    if len(units) > 1:
        return refused("lab.two_units", text=text)
    found = _as_stated(match)
    if units:
        share = _TO_KA[units.pop()]
        found = found.scaled("a", 1.0) if share == 0.001 else found.scaled("ka", share)
    flag = Flag("lab.about", {"text": text}) if found.about else None
    return typed(found, flag)


def _as_stated(match: re.Match[str]) -> Reported:
    plus = _number(match["even"] or match["plus"] or match["plus2"])
    minus = _number(match["even"] or match["minus"] or match["minus2"])
    mark = (match["mark"] or "").lower()
    age = _number(match["age"])
    assert age is not None
    return Reported(
        age,
        minus,
        plus,
        before_present=match["bp"] is not None,
        bound=_BOUNDS.get(mark, ""),
        about=bool(mark) and mark not in _BOUNDS,
        sigma=int(match["sigma"] or 0),
    )


def _stem(unit: str) -> str:
    return re.sub(r"(?<=.)s$|bp$", "", unit.lower())


def _number(text: str | None) -> float | None:
    return None if text is None else float(text.replace(",", ""))


def _why(plain: str) -> str:
    if _CALIBRATED.search(plain):
        return "lab.calibrated"
    if _MODERN.fullmatch(plain):
        return "lab.modern"
    if re.search(r"\d,\d", plain):
        return "lab.comma"
    return "lab.range" if _RANGE.fullmatch(plain) else "lab.unreadable"


def error(text: str) -> Cell:
    """An error in a column of its own: "30", "±30", "0.3 ka", "+0.4/-0.3", "30 (1σ)"; as a ``Reported`` of
    age 0."""
    if blank(text):
        return EMPTY
    plain = re.sub(r"^(?:±|\+/-|\+-)\s*", "", tidy(text).replace("−", "-"))
    cell = reported_age(f"0 {plain}" if plain.startswith(("+", "-")) else f"0 ± {plain}")
    if not isinstance(cell.value, Reported) or cell.value.plus is None:
        return refused("lab.error_unreadable", text=text)
    return typed(cell.value)


def fraction(text: str) -> Cell:
    """A fraction of modern carbon (F14C), at most 2, with or without its error, as a ``Reported``."""
    return _of_modern(text, 2.0, 1.0)


def percent_modern(text: str) -> Cell:
    """The same in percent (pMC)."""
    return _of_modern(text.replace("%", ""), 200.0, 0.01)


def _of_modern(text: str, most: float, share: float) -> Cell:
    cell = reported_age(text)
    found = cell.value
    if not isinstance(found, Reported):
        return cell
    if found.unit or found.before_present or found.bound or found.age > most:
        return refused("lab.not_a_fraction", text=text)
    return typed(found.scaled("", share), *cell.flags)


def delta13c(text: str) -> Cell:
    """δ13C in permil (VPDB); an error beside it is not kept."""
    if blank(text):
        return EMPTY
    plain = tidy(text).replace("−", "-").replace("‰", "").strip()
    match = re.fullmatch(r"([+-]?\s*\d{1,3}(?:\.\d{1,4})?)\s*(?:(?:±|\+/-|\+-)\s*(\d+(?:\.\d+)?))?", plain)
    if match is None:
        return refused("value.not_a_number", text=text)
    found = float(match[1].replace(" ", ""))
    if not -80 <= found <= 30:
        return refused("value.out_of_range", text=text, least=-80, most=30)
    return typed(found, Flag("lab.delta_error", {"text": text}) if match[2] else None)


def sigma(text: str) -> Cell:
    """The level of the errors: 1 or 2, also as 68 % or 95 %."""
    if blank(text):
        return EMPTY
    plain = re.sub(r"\s|置信度|误差|级别", "", tidy(text)).casefold()
    match = re.fullmatch(r"±?([12])(?:σ|sigma|s\.?d\.?|倍标准差)?", plain)
    if match:
        return typed(int(match[1]))
    share = re.fullmatch(r"(68(?:\.\d+)?|95(?:\.\d+)?)%?", plain)
    return (
        typed(1 if share[1].startswith("68") else 2) if share else refused("lab.sigma_unreadable", text=text)
    )


def datum_year(text: str) -> Cell:
    """The year from which ages count back: "1950", "AD 2019", "2019年", "b2k", "BP"."""
    if blank(text):
        return EMPTY
    plain = tidy(text).casefold().replace(" ", "").strip(".")
    named = {"bp": 1950, "b2k": 2000, "beforepresent": 1950}
    if plain in named:
        return typed(named[plain])
    match = re.fullmatch(r"(?:ad|公元|ce)?(\d{4})(?:年|ad|ce)?(?:\.0+)?", plain)
    if match is None or not 1900 <= int(match[1]) <= 2100:
        return refused("lab.datum_unreadable", text=text)
    return typed(int(match[1]))


_METHODS = (
    ("irsl", r"irsl|红外释光"),
    ("osl", r"osl|光释光|luminescence|\btl\b|热释光|释光"),
    ("c14", r"14c|c-?14|碳十四|放射性碳|radiocarbon|\bams\b"),
    ("tcn", r"tcn|宇宙成因|宇生核素|cosmogenic|10be|26al|36cl|be-?10"),
    ("u_th", r"u-?th|铀系|u-?series"),
    ("esr", r"\besr\b|自旋共振"),
    ("tephra", r"tephra|火山灰"),
    ("historical", r"histor|历史"),
)


def dating_method(text: str) -> Cell:
    """A code of ``dating_method``, also from the words of practice ("AMS 14C", "光释光", "10Be")."""
    if blank(text):
        return EMPTY
    plain = tidy(text).casefold()
    for entry in codes.code_list("dating_method").entries:
        if plain in (entry.code, entry.zh.casefold(), entry.en.casefold()):
            return typed(entry.code)
    found = [code for code, pattern in _METHODS if re.search(pattern, plain)]
    if not found:
        return refused("value.unknown_word", text=text, list="dating_method")
    return (
        typed("irsl" if found[:2] == ["irsl", "osl"] else found[0])
        if _one(found)
        else refused("lab.two_methods", text=text)
    )


def _one(found: list[str]) -> bool:
    return len(found) == 1 or found == ["irsl", "osl"]


_CURVES = ("intcal20", "intcal13", "intcal09", "shcal20", "shcal13", "marine20", "marine13")


def curve(text: str) -> Cell:
    """The name of a calibration curve as the program writes it."""
    if blank(text):
        return EMPTY
    plain = re.sub(r"[\s._-]|\.14c$", "", tidy(text).casefold())
    found = next((name for name in _CURVES if name in plain), None)
    return (
        refused("lab.curve_unknown", text=text, known=", ".join(_CURVES)) if found is None else typed(found)
    )
