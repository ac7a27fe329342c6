"""Latest activity: Quaternary symbols (Q4, Qp3), words, years before present, dates, national codes."""

import re

from faultgis import codes
from importers.freetext.cell import EMPTY, Cell, Flag, blank, refused, tidy, typed

_ORDER = (
    "pre_quaternary",
    "quaternary_undivided",
    "early_pleistocene",
    "middle_pleistocene",
    "late_pleistocene",
    "holocene",
)
_SYMBOLS = {
    "Q4": "holocene", "QH": "holocene", "Q3": "late_pleistocene", "QP3": "late_pleistocene",
    "Q2": "middle_pleistocene", "QP2": "middle_pleistocene", "Q1": "early_pleistocene",
    "QP1": "early_pleistocene", "Q": "quaternary_undivided", "QP": "quaternary_undivided",
    "N": "pre_quaternary", "N2": "pre_quaternary", "N1": "pre_quaternary", "E": "pre_quaternary",
    "PREQ": "pre_quaternary", "AN Q": "pre_quaternary",
}  # fmt: skip
_WORDS = (
    ("前第四纪", "pre_quaternary"), ("全新世", "holocene"), ("晚更新世", "late_pleistocene"),
    ("早中更新世", "early_pleistocene"), ("中更新世", "middle_pleistocene"),
    ("早更新世", "early_pleistocene"),
    ("第四纪", "quaternary_undivided"), ("holocene", "holocene"), ("historic", "holocene"),
    ("latest quaternary", "late_pleistocene"), ("late pleistocene", "late_pleistocene"),
    ("late quaternary", "late_pleistocene"), ("middle pleistocene", "middle_pleistocene"),
    ("early pleistocene", "early_pleistocene"), ("pre-quaternary", "pre_quaternary"),
    ("quaternary", "quaternary_undivided"),
)  # fmt: skip
_SYMBOL = r"(?:Qp?[1-4]|Qh|Qp|Q|N[12]?)"
_RANGE = re.compile(rf"({_SYMBOL})\s*([-/~])\s*({_SYMBOL}|[1-4])", re.IGNORECASE)


def latest_activity(text: str) -> Cell:
    """A code of ``latest_activity``. Of a range (Q3-4) the older end, the certain one, is taken and flagged.

    Mixed statements ("有的Q有的4Q") and ages that change along strike ("Q4东段Q1-2") are refused for review.
    """
    if blank(text):
        return EMPTY
    plain = tidy(text)
    if re.fullmatch(r"-?\d{8}", plain):
        return _national(plain, text)
    if re.search(r"[东西南北中]{1,2}段", plain):
        return refused("value.along_strike", text=text)
    if "有的" in plain:
        return refused("age.mixed", text=text)
    return _symbols(plain, text)


def _symbols(plain: str, text: str) -> Cell:
    key = plain.upper().replace(" ", "")
    if key in _SYMBOLS:
        return typed(_SYMBOLS[key])
    if match := _RANGE.fullmatch(plain):
        return _range(match, text)
    for word, code in _WORDS:
        if word in plain.casefold():
            return typed(code, Flag("age.words", {"text": text}) if "早中" in word else None)
    if re.search(r"[旋滑逆正]", plain) or re.fullmatch(r"[\d.\-~ ]+", plain):
        return refused("value.column_shift", text=text)
    return refused("age.unreadable", text=text)


def _range(match: re.Match[str], text: str) -> Cell:
    first, mark, second = match[1].upper(), match[2], match[3].upper()
    if second.isdigit():
        second = re.sub(r"\d$", "", first) + second
    ends = [_SYMBOLS.get(first), _SYMBOLS.get(second)]
    if None in ends:
        return refused("age.unreadable", text=text)
    older = min((end for end in ends if end), key=_ORDER.index)
    return typed(older, Flag("age.either" if mark == "/" else "age.range", {"text": text}))


def _national(code: str, text: str) -> Cell:
    for entry in codes.code_list("latest_activity").entries:
        if code in str(entry.extra.get("cn_code", "")).split():
            return typed(entry.code)
    stem = {"3332": "holocene", "333103": "late_pleistocene", "333102": "middle_pleistocene"}
    stem |= {
        "333101": "early_pleistocene",
        "33300000": "quaternary_undivided",
        "33310000": "quaternary_undivided",
    }
    for start, found in stem.items():
        if code.startswith(start):
            return typed(found)
    if code == "33312300":
        return typed("late_pleistocene", Flag("age.range", {"text": text}))
    return typed("pre_quaternary") if code == "-33300000" else refused("age.unreadable", text=text)


_LIMITS = ((11_700, "holocene"), (130_000, "late_pleistocene"), (781_000, "middle_pleistocene"))


def last_movement(text: str) -> Cell:
    """The latest movement as GEM gives it: a calendar year, or years before present as a bound (flagged).

    Where the tuple holds several numbers, the greatest age decides.
    """
    if blank(text):
        return EMPTY
    plain = tidy(text)
    if match := re.fullmatch(r"(?:AD\s*)?(\d{3,4})\s*(?:AD|CE|年)?\s*(\?)?(?:[-/.]\d+)*", plain):
        doubt = Flag("value.doubted", {"text": text}) if match[2] else None
        return typed("holocene", doubt)
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", plain)]
    if not numbers or not re.fullmatch(r"[(),.\d\s-]+", plain):
        return _symbols(plain, text)
    return typed(
        _by_years(max(numbers)), Flag("age.years_before_present", {"text": text, "years": max(numbers)})
    )


def _by_years(years: float) -> str:
    for limit, code in _LIMITS:
        if years <= limit:
            return code
    return "quaternary_undivided" if years <= 2_600_000 else "undetermined"


_EVIDENCE = (
    ("historical_rupture", r"地震.{0,4}破裂|地表破裂|历史地震|surface rupture"),
    ("trench_dating", r"C14|14C|\bTL\b|TL|OSL|探槽|测年|trench"),
    (
        "offset_deposits",
        r"断?错断.{0,8}(Q|地层|沉积)|切割?断?.{0,6}(Q\d|地层|新地层)|断层切割.*冲洪积|切断新?地层",
    ),
    ("offset_landform", r"断层崖|陡坎|阶地|水系|冲沟|山脊|地貌|断槽|槽沟|洪积扇|scarp|offset"),
    ("geophysics", r"地震勘探|物探|geophys"),
    ("drilling_section", r"钻孔|水文地质剖面"),
    ("fault_gouge_dating", r"SEM|断层泥"),
    ("geodesy", r"形变资料|GPS|InSAR"),
)


def activity_evidence(text: str) -> Cell:
    """The strongest evidence named, as a code of ``activity_evidence``; flagged where more are named."""
    if blank(text):
        return EMPTY
    found = [code for code, pattern in _EVIDENCE if re.search(pattern, tidy(text), re.IGNORECASE)]
    if not found:
        return refused("evidence.unknown_word", text=text)
    return typed(found[0], Flag("evidence.several", {"text": text, "codes": found}) if found[1:] else None)
