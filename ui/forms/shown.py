"""How records and their values read: titles, numbers, estimates, inherited values. No Qt in here."""

import math
import re
import unicodedata
from datetime import date
from pathlib import PurePath
from typing import Any
from uuid import UUID

from faultgis import codes, names
from faultgis.records.fault import Fault, Segment
from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.records.site import Media
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from faultgis.services.frames import values
from faultgis.values import Estimate, RangeKind
from ui import words
from ui.forms.fields import KIND_WORDS, Field
from ui.words import tr
from ui.year_words import age_word

UNITS = {"deg": "°", "": "", "1": ""}
BASIS_WORDS = {"measured": "measured", "derived": "derived", "default": "by default"}
_DASHES = re.compile("[‐‑‒–—―−﹘]")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
RANGE_WORDS = {"min_max": "min–max", "68": "68 %", "95": "95 %", "unstated": "unstated"}


def number(value: float | None) -> str:
    """A number as short as it can be written, with a true minus sign."""
    if value is None:
        return ""
    text = f"{value:.6f}".rstrip("0").rstrip(".") if abs(value) < 1e6 else f"{value:.0f}"
    return text.replace("-", "−") if text not in ("-0", "") else "0"


def kilometres(metres: float) -> str:
    """A length as people read it: 123 km, 22.7 km, 0.85 km."""
    km = metres / 1000
    return f"{km:.{0 if km >= 100 else 1 if km >= 1 else 2}f} km"


def read_number(text: str) -> float:
    """The number a user typed; full-width digits, any dash as a minus and a decimal comma are understood.
    Raises ``ValueError``, also for what may be thousands or a decimal (``2,748``)."""
    cleaned = _DASHES.sub("-", unicodedata.normalize("NFKC", text).strip().replace("。", "."))
    if not _NUMBER.fullmatch(cleaned) or _THOUSANDS.fullmatch(cleaned):
        raise ValueError(text)
    found = float(cleaned.replace(",", "."))
    if not math.isfinite(found):
        raise ValueError(text)
    return found


def unit_word(unit: str) -> str:
    """The unit as shown: degrees as °."""
    return UNITS.get(unit, unit)


def estimate_numbers(estimate: Estimate) -> str:
    """Best and bounds without unit: ``2.5 (1.9–3.1)``, ``1.9–3.1``, ``> 80``, ``< 5``."""
    best, low, high = (number(n) for n in (estimate.best, estimate.low, estimate.high))
    bounds = f"{low}–{high}" if low and high else f"> {low}" if low else f"< {high}" if high else ""
    if best and bounds:
        kind = estimate.range
        said = f", {RANGE_WORDS[kind]}" if kind in (RangeKind.PERCENT_68, RangeKind.PERCENT_95) else ""
        return f"{best} ({bounds}{said})"
    return best or bounds


def estimate(value: Estimate | None, basis: bool = True) -> str:
    """An estimate as one reads it: ``2.5 (1.9–3.1) mm/a measured``."""
    if value is None:
        return ""
    unit = unit_word(value.unit)
    space = "" if unit in ("°", "") else " "
    said = f"{estimate_numbers(value)}{space}{unit}"
    return f"{said} {tr(BASIS_WORDS[value.basis])}" if basis else said


def brief(value: Estimate) -> str:
    """An estimate in three figures, where there is little room: ``128 (110–135) m``."""
    best, low, high = (
        None if n is None else f"{n:.0f}" if abs(n) >= 100 else f"{n:.3g}"
        for n in (value.best, value.low, value.high)
    )
    bounds = f"{low}–{high}" if low and high else f"> {low}" if low else f"< {high}" if high else ""
    said = f"{best} ({bounds})" if best and bounds else best or bounds
    return f"{said} {unit_word(value.unit)}".rstrip().replace("-", "−")


def percent(value: float | None) -> str:
    """A share as percents in two figures: ``2.3 %``, ``< 0.01 %``."""
    if value is None:
        return ""
    share = 100 * value
    if 0 < share < 0.01:
        return "< 0.01 %"
    return f"{number(float(f'{share:.2g}'))} %"


def code_label(list_name: str, code: Any) -> str:
    """The label of a code in the language in use; an unknown code as it is."""
    found = codes.code_list(list_name).get(str(code))
    return found.label(words.language()) if found is not None else str(code)


def title(record: AnyRecord | None) -> str:
    """What people call a record: its name in the language in use, else its code, else its kind."""
    if record is None:
        return ""
    first, second = ("name_zh", "name_en") if words.language() == "zh" else ("name_en", "name_zh")
    found = (getattr(record, name, "") for name in (first, second, "name", "code", "lab_code"))
    return next(filter(None, found), "") or _untitled(record)


def _untitled(record: AnyRecord) -> str:
    if isinstance(record, Media) and record.path:
        return PurePath(record.path).name
    source = getattr(record, "source", None)
    key = getattr(source, "key", "") or (f"#{source.row}" if source is not None and source.row else "")
    last = key.rsplit(":", 1)[-1]  # keys name their sort first: "plain:P001"
    short = last if last and len(last) <= 16 else record.id.hex[-6:]
    kind = KIND_WORDS.get(kind_of(record))
    return f"{tr(kind) if kind else words.sentence(f'kind.{kind_of(record)}')} {short}"


def sense_of(record: Any) -> str:
    """The sense of slip that a measured offset marker keeps, else the component, in words."""
    found = values(record).get("sense")
    senses = {"sinistral": tr("sinistral"), "dextral": tr("dextral")}
    return senses.get(str(found), "") or code_label("offset_component", record.component)


def search_words(record: AnyRecord) -> tuple[str, ...]:
    """Everything a record is found by: names in both languages, codes, aliases."""
    names = ("name_zh", "name_en", "aliases", "code", "source_code", "name", "sheet")
    return tuple(filter(None, (getattr(record, name, "") for name in names)))


def inherited(session: EditingSession, record: AnyRecord, name: str) -> tuple[str, AnyRecord] | None:
    """The value that an empty field of a trace takes from its segment or fault, and from which."""
    if not isinstance(record, Trace):
        return None
    parents = (session.get("segment", record.segment_id), session.get("fault", record.fault_id))
    nothing = ("", "unknown", "undetermined")
    for parent in parents:
        if isinstance(parent, Segment | Fault) and getattr(parent, name) not in nothing:
            return str(getattr(parent, name)), parent
    return None


def parent_title(session: EditingSession, record: AnyRecord, field: Field) -> str:
    """The name of the record that a parent field points to."""
    if isinstance(record, Trace) and record.segment_id is not None and "segment" in field.parents:
        segment = session.get("segment", record.segment_id)
        fault = session.get("fault", record.fault_id)
        return " · ".join(filter(None, (title(fault), title(segment))))
    key: UUID | None = getattr(record, field.name)
    return next((title(found) for kind in field.parents if (found := session.get(kind, key))), "")


def cell(session: EditingSession, record: AnyRecord, field: Field) -> str:
    """A field's value as a table shows it, without the unit."""
    value = getattr(record, field.name)
    if field.editor == "parent":
        return parent_title(session, record, field)
    if field.editor == "code" and value == "" and field.inherits:
        found = inherited(session, record, field.name)
        return f"({code_label(field.codes, found[0])})" if found else ""
    if field.editor == "code" or field.editor == "side":
        return code_label(field.codes or "side", value) if value not in ("", None) else ""
    if field.editor == "share":
        return percent(value)
    if isinstance(value, Estimate):
        return age_word(value) if field.editor == "age" else estimate_numbers(value)
    return plain(value)


def plain(value: Any) -> str:
    """A plain value as text."""
    if value is None:
        return ""
    if isinstance(value, float):
        return number(value)
    return value.isoformat() if isinstance(value, date) else str(value)


SortKey = tuple[int, float, tuple[tuple[float, str], ...]]


def sort_key(session: EditingSession, record: AnyRecord, field: Field) -> SortKey:
    """What a table sorts a field by: numbers by size, text by its sound, nothing last."""
    value = getattr(record, field.name)
    if isinstance(value, Estimate):
        return 0, value.middle, ()
    if isinstance(value, int | float):
        return 0, float(value), ()
    return text_key(cell(session, record, field))


def order(text: str) -> tuple[tuple[float, str], ...]:
    """The order of names: by sound once the dictionary is read in, by characters until then."""
    return names.order(text) if names.ready() else names.plain_order(text)


def text_key(text: str) -> SortKey:
    """What a table sorts a text by: Chinese by its sound, codes by their numbers, nothing last."""
    return (1, 0.0, order(text)) if text else (2, 0.0, ())
