"""Kinematics in words, Chinese and English, and in national codes; folds are told apart from faults."""

import difflib
import re

from faultgis import codes
from importers.freetext.cell import EMPTY, Cell, Flag, blank, parts, refused, tidy, typed

FOLDS = frozenset({"anticline", "syncline", "fold", "monocline", "antiform", "synform"})

_WORDS = {
    "normal": "normal", "reverse": "reverse", "thrust": "thrust", "blindthrust": "blind_thrust",
    "sinistral": "sinistral", "leftlateral": "sinistral", "leftslip": "sinistral",
    "leftlateralstrikeslip": "sinistral", "sinistralstrikeslip": "sinistral", "dextral": "dextral",
    "rightlateral": "dextral", "rightslip": "dextral", "rightlateralstrikeslip": "dextral",
    "dextralstrikeslip": "dextral", "strikeslip": "strike_slip", "spreadingridge": "spreading_ridge",
    "subductionthrust": "subduction_thrust", "dextraltransform": "dextral_transform",
    "unspecified": "unknown",
    "unknown": "unknown", "anticline": "anticline", "syncline": "syncline", "fold": "fold",
    "monocline": "monocline", "背斜": "anticline", "向斜": "syncline", "褶皱": "fold", "不明": "unknown",
    "性质不明": "unknown", "未知": "unknown",
}  # fmt: skip
_DIP_WORDS = {"normal": "normal", "reverse": "reverse", "thrust": "reverse", "extension": "normal"}
_SLIP_WORDS = {"sinistral": "sinistral", "dextral": "dextral", "left": "sinistral", "right": "dextral"}


def kinematics(text: str) -> Cell:
    """The sense of slip as a code of the list ``kinematics``; the part ``fold`` for a fold.

    A lateral component without its side gives ``strike_slip_…``, flagged. Senses that change along strike are
    refused with what was read of each part (``value.along_strike``), words that no fault has with
    ``kinematics.unknown_word``.
    """
    if blank(text):
        return EMPTY
    plain = tidy(text)
    if re.fullmatch(r"111[123]\d\d", plain):
        return _national(plain, text)
    if re.search(r"[一-鿿]", plain) and _compact(plain) not in _WORDS:
        return _chinese(plain, text)
    return _english(plain, text)


def _national(code: str, text: str) -> Cell:
    suffix, group = code[4:], code[3]
    exposure = {"1": "exposed", "2": "buried", "3": "inferred"}[group]
    entries = codes.code_list("kinematics").entries
    found = [entry.code for entry in entries if entry.extra.get("cn_suffix") == suffix]
    if not found:
        return refused("kinematics.unknown_word", text=text)
    return parts({"": found[0], "exposure": exposure})


def _compact(text: str) -> str:
    return re.sub(r"[^a-z一-鿿]", "", text.casefold())


def _english(plain: str, text: str) -> Cell:
    compact = _compact(plain)
    if compact in _WORDS:
        return _known(_WORDS[compact], text)
    words = [w for w in re.split(r"[^a-z]+", plain.casefold()) if w not in ("slip", "lateral", "fault", "")]
    combined = _combined(words)
    if combined is not None:
        missing = "strike_slip" in combined
        return typed(combined, Flag("kinematics.side_missing", {"text": text}) if missing else None)
    return _misspelt(plain, compact, text)


def _combined(words: list[str]) -> str | None:
    """Two components, the first word dominating: "reverse dextral", "strike slip reverse"."""
    named = [_DIP_WORDS.get(w) or _SLIP_WORDS.get(w) or {"strike": "strike_slip"}.get(w) for w in words]
    if len(named) != 2 or None in named:
        return None
    code = "_".join(str(n) for n in named)
    return code if codes.known("kinematics", code) else None


def _misspelt(plain: str, compact: str, text: str) -> Cell:
    """The one known word that a typing error away is; words under five letters are not guessed."""
    if re.fullmatch(r"[\d.\-+~ ]+", plain):
        return refused("value.column_shift", text=text)
    close = difflib.get_close_matches(compact, _WORDS, 3, 0.75) if len(compact) >= 5 else []
    meant = {_WORDS[word] for word in close[:1]}
    if len(meant) != 1:
        return refused("kinematics.unknown_word", text=text)
    code = meant.pop()
    return _known(code, text, Flag("kinematics.spelling", {"text": text, "read": close[0]}))


def _known(code: str, text: str, flag: Flag | None = None) -> Cell:
    if code in FOLDS:
        return parts({"fold": code}, flag)
    return typed(code, flag)


_LATERAL = re.compile(r"[左右]旋|(?<=[,(正逆滑])[左右](?=[)]|$)")
_DIPPING = re.compile(r"逆冲|逆掩|逆断|逆|正断|正|挤压")
_STRIKE_SLIP = re.compile(r"走滑|平移")
_PLACE = re.compile(r"(?:[东西南北中]{1,2}段|(?<![A-Z])[NSEW]{1,3})")
_FILLING = re.compile(r"断层|断裂|兼|和|为主|性质?|[、,，;()（）\s]|断$")
_SIDES = {"左": "sinistral", "右": "dextral"}


def _chinese(plain: str, text: str) -> Cell:
    bare = re.sub(r"铲[型形]", "", plain)
    pieces = along_strike(bare)
    if pieces:
        return Cell(rejected=Flag("value.along_strike", {"text": text, "parts": pieces}))
    lateral, dipping = set(_LATERAL.findall(bare)), _DIPPING.findall(bare)
    strike_slip = bool(_STRIKE_SLIP.search(bare))
    rest = _DIPPING.sub("", _STRIKE_SLIP.sub("", _LATERAL.sub("", bare)))
    rest = _FILLING.sub("", rest.replace("斜滑", ""))
    if rest or not (lateral or dipping or strike_slip):
        return refused("kinematics.unknown_word", text=text, words=rest or plain)
    code = _sense(bare, lateral, dipping, strike_slip)
    return typed(code, *_doubts(bare, code, text))


def _sense(bare: str, lateral: set[str], dipping: list[str], strike_slip: bool) -> str:
    side = _SIDES[next(iter(lateral))[0]] if lateral else "strike_slip" if strike_slip else ""
    dip = _dip_code(dipping)
    if not dip or not side:
        return side or dip
    dip = {"thrust": "reverse"}.get(dip, dip)
    order = (side, dip) if _slip_dominates(bare, bool(lateral)) else (dip, side)
    return "_".join(order)


def _dip_code(dipping: list[str]) -> str:
    if not dipping:
        return ""
    if any(word in ("逆冲", "逆掩") for word in dipping):
        return "thrust"
    return "normal" if dipping[0].startswith("正") else "reverse"


def _slip_dominates(bare: str, sided: bool) -> bool:
    """ "兼" subordinates what follows; "逆走滑", "走滑和逆", "挤压" make the strike slip the head."""
    if "兼" in bare:
        return bool(re.match(r"[左右]|走滑", bare))
    return not sided or bool(re.search(r"[正逆]断?走滑|走滑和|挤压", bare))


def _doubts(bare: str, code: str, text: str) -> list[Flag]:
    found = []
    if "strike_slip_" in code or "_strike_slip" in code:
        found.append(Flag("kinematics.side_missing", {"text": text}))
    if "挤压" in bare or "斜滑" in bare:
        found.append(Flag("kinematics.uncertain", {"text": text}))
    if re.search(r"(?<![旋])[左右](?!旋)", bare) or bare.count("(") != bare.count(")"):
        found.append(Flag("kinematics.spelling", {"text": text, "read": code}))
    return found


def along_strike(bare: str) -> tuple[tuple[str, str], ...]:
    """The senses of parts where the text tells them apart ("逆东段右旋走滑"), else nothing."""
    dips = {"正" if "正" in word else "逆" for word in _DIPPING.findall(bare) if word != "挤压"}
    sides = {word[0] for word in _LATERAL.findall(bare)}
    places = _PLACE.findall(bare)
    if not places and len(dips) < 2 and len(sides) < 2 and "或" not in bare:
        return ()
    if not places:
        return (("", bare),)
    return tuple(_pieces(bare))


def _pieces(bare: str) -> list[tuple[str, str]]:
    cut = [part for part in re.split(rf"({_PLACE.pattern})", bare) if part.strip(",， ")]
    found, place = [], ""
    for part in cut:
        if _PLACE.fullmatch(part):
            place = part
        else:
            found.append((place, part.strip(",， ")))
    return found
