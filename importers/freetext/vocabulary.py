"""Coded words: exposure, accuracy, certainty, evidence, kinds of points and measurements."""

import re
from datetime import date
from functools import lru_cache

from faultgis import codes
from importers.freetext.cell import EMPTY, Cell, Flag, blank, parts, refused, tidy, typed


def of_list(name: str, text: str, code: str = "value.unknown_word") -> Cell:
    """A code of a list by the code itself, by its Chinese or English label, or by another word for
    it that the list knows (``words``)."""
    if blank(text):
        return EMPTY
    found = _words(name).get(tidy(text).casefold())
    return refused(code, text=text, list=name) if found is None else typed(found)


@lru_cache
def _words(name: str) -> dict[str, str]:
    """The code of each code, label and other word of a list, as ``tidy`` and case folding leave them."""
    entries = codes.code_list(name).entries[::-1]
    return {
        tidy(word).casefold(): entry.code
        for entry in entries
        for word in (
            *entry.extra.get("words", ()),
            entry.en,
            entry.zh,
            entry.code.replace("_", " "),
            entry.code,
        )
    }


_BURIED = re.compile(r"buried|blind|concealed|隐伏|盲", re.IGNORECASE)
_EXPOSED = re.compile(
    r"scarp|escar?p|escarpment|escaprment|rupture|exposed|出露|裸露|陡坎|offset basement", re.I
)
_INFERRED = re.compile(r"inferred|推测|推断", re.IGNORECASE)
_NOT_SEEN = re.compile(r"synrift", re.IGNORECASE)


def exposure(text: str) -> Cell:
    """Exposed, buried or inferred, from a code, label or description; more than one of them is refused."""
    listed = of_list("exposure", text)
    if listed.values or listed.empty:
        return listed
    plain = tidy(text)
    if match := re.fullmatch(r"([123])(?:\.0)?", plain):
        return typed({"1": "exposed", "2": "buried", "3": "inferred"}[match[1]])
    pairs = (("exposed", _EXPOSED), ("buried", _BURIED), ("inferred", _INFERRED))
    found = [code for code, pattern in pairs if pattern.search(plain)]
    if len(found) > 1:
        return refused("value.along_strike", text=text)
    if not found or _NOT_SEEN.search(plain):
        return refused("exposure.not_stated", text=text)
    return typed(found[0], Flag("exposure.from_description", {"text": text}))


def gem_exposure(text: str) -> Cell:
    """GEM's quality of exposure, 1 (best) to 3 (buried); 0 has two meanings in the sources and is refused."""
    if blank(text):
        return EMPTY
    found = {"1": "exposed", "2": "exposed", "3": "buried"}.get(tidy(text).removesuffix(".0"))
    if found is None:
        return refused("value.unknown_word", text=text, list="exposure")
    return typed(found, None if tidy(text) == "1" else Flag("exposure.from_quality", {"text": text}))


def gem_confidence(text: str) -> Cell:
    """GEM's epistemic quality: 1 certain, 2 probable, 3 possible."""
    if blank(text):
        return EMPTY
    found = {"1": "certain", "2": "probable", "3": "possible"}.get(tidy(text).removesuffix(".0"))
    return refused("value.unknown_word", text=text, list="confidence") if found is None else typed(found)


def accuracy(text: str) -> Cell:
    """A code of ``accuracy``; a number above 100 is the denominator of a map scale (the part ``scale``)."""
    listed = of_list("accuracy", text)
    if listed.values or listed.empty:
        return listed
    plain = re.sub(r"^1\s*:\s*", "", tidy(text)).removesuffix(".0")
    if re.fullmatch(r"[1-9][0-9]{2,8}", plain):
        return parts({"scale": int(plain)}, Flag("accuracy.is_scale", {"text": text}))
    for entry in codes.code_list("accuracy").entries:
        if plain.casefold() in (str(v).casefold() for v in entry.extra.values()):
            return typed(entry.code)
    return refused("value.unknown_word", text=text, list="accuracy")


_EVIDENCE = (
    ("rupture_survey", r"surface rupture|破裂调查"),
    ("lidar", r"lidar|激光"),
    ("dem", r"tandem|srtm|\bdem\b|高程"),
    ("satellite_image", r"satellite|landsat|aster|google|卫星"),
    ("aerial_photo", r"aerial photo|air photo|航片|航空像片"),
    ("geophysics", r"seismic reflection|aeromag|gravity|resistivity|物探|地球物理"),
    ("field_mapping", r"field|野外"),
    ("geological_map", r"geological map|地质图"),
)


def evidence(text: str) -> Cell:
    """What a trace was mapped from, as a code of ``evidence``; flagged where the text names more."""
    listed = of_list("evidence", text)
    if listed.values or listed.empty:
        return listed
    found = [code for code, pattern in _EVIDENCE if re.search(pattern, tidy(text), re.IGNORECASE)]
    if not found:
        return refused("evidence.unknown_word", text=text)
    return typed(found[0], Flag("evidence.several", {"text": text, "codes": found}) if found[1:] else None)


_SYMBOLS = {
    "11": "thrust", "12": "normal", "13": "dextral", "14": "sinistral", "16": "anticline", "17": "syncline",
    "18": "reverse_dextral",
}  # fmt: skip


def himatibet_symbol(text: str) -> Cell:
    """The line symbol of HimaTibetMap: its first two digits go with one sense in 97 of 100 features."""
    if blank(text):
        return EMPTY
    found = _SYMBOLS.get(tidy(text)[:2])
    return refused("value.unknown_word", text=text, list="kinematics") if found is None else typed(found)


def day(text: str) -> Cell:
    """A date as year, month, day in any of the usual orders that begin with the year."""
    if blank(text):
        return EMPTY
    match = re.match(r"(\d{4})\s*[-./年]?\s*(\d{1,2})\s*[-./月]?\s*(\d{1,2})日?(?:[T ].*)?$", tidy(text))
    if match is None:
        return refused("date.unreadable", text=text)
    try:
        return typed(date(int(match[1]), int(match[2]), int(match[3])))
    except ValueError:
        return refused("date.impossible", text=text)


_MEASURED = (
    ("bedding", r"^(s0?|bed|bedding|层理|层面)$"),
    ("fault_plane", r"fault|断层"),
    ("joint", r"joint|节理"),
    ("foliation", r"^s[1-9]$|foliation|面理"),
    ("lineation", r"^l\d?$|lineation|线理"),
    ("striation", r"striae|striation|slick|擦痕"),
    ("cleavage", r"cleavage|劈理"),
    ("dike", r"dike|dyke|岩脉"),
    ("axial_plane", r"^ap\d?$|axial"),
    ("fold_axis", r"^f\d?$|fold axis|hinge|枢纽"),
)


def measurement_kind(text: str) -> Cell:
    """What was measured, as a code of ``measurement_kind``; short names (S0, S1, L1) are understood."""
    listed = of_list("measurement_kind", text)
    if listed.values or listed.empty:
        return listed
    plain = tidy(text).casefold()
    found = next((code for code, pattern in _MEASURED if re.search(pattern, plain)), None)
    return (
        refused("value.unknown_word", text=text, list="measurement_kind") if found is None else typed(found)
    )
