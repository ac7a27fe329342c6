"""The words shown, in the user's language; error codes into sentences. For desktop and command line alike.

Labels are written in the code as English text, ``tr("Save")``, and translated by the catalogues
``resources/words/zh/*.po``. Errors, edits and steps are codes: their sentences stand in ``words/zh`` and
``words/en`` under the code, what the user can do under the code with ``/help`` behind it.
"""

import contextlib
import gettext
import io
import locale
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import resources
from faultgis import codes
from faultgis.errors import FaultGISError

LANGUAGES = ("zh", "en")


class _Words:
    """The catalogues of the language in use."""

    def __init__(self) -> None:
        self.language = ""
        self.catalogue: dict[str, str] = {}


_words = _Words()


def system_language() -> str:
    """What the system (or ``FAULTGIS_LANG``) speaks: ``en`` for any language but Chinese, ``zh`` where it
    names none."""
    wanted = os.environ.get("FAULTGIS_LANG") or os.environ.get("LANGUAGE") or os.environ.get("LC_ALL")
    # Elsewhere Python answers "en_US" for a system that names no language at all.
    by_windows = locale.getlocale()[0] if os.name == "nt" else None
    wanted = wanted or os.environ.get("LANG") or by_windows or ""
    name = wanted.lower().split(".")[0]
    return "zh" if name in ("", "c", "posix") or name.startswith(("zh", "chinese")) else "en"


def use(language: str) -> None:
    """Speak this language from now on (``zh`` or ``en``)."""
    _words.language = language
    _words.catalogue = {}
    for po in sorted(resources.path(f"words/{language}").glob("*.po")):
        _words.catalogue.update(_messages(po))


def language() -> str:
    """The language in use; the system's until ``use`` was called."""
    if not _words.language:
        use(system_language())
    return _words.language


def _messages(po: Path) -> dict[str, str]:
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
        compiled = _compiled(po)
        _keep(compiled, mo)
    else:
        compiled = mo.read_bytes()
    catalogue = gettext.GNUTranslations(io.BytesIO(compiled))._catalog  # type: ignore[attr-defined]
    return {key: text for key, text in catalogue.items() if isinstance(key, str) and key}


def _compiled(po: Path) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with po.open("rb") as source:
        catalogue = read_po(source)
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def _keep(compiled: bytes, mo: Path) -> None:
    fresh = mo.with_name(f"{mo.name}.{os.getpid()}")
    with contextlib.suppress(OSError):  # installed where this user may not write: compiled at each start
        fresh.write_bytes(compiled)
        fresh.replace(mo)


def tr(text: str, **params: Any) -> str:
    """The text in the user's language, with its ``{placeholders}`` filled in."""
    language()
    found = _words.catalogue.get(text, text)
    return found.format_map(_counted(found, params)) if params else found


class _Counted:
    """A number that brings its noun: ``{count:trace|traces}`` is ``1 trace`` or ``2 traces``."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        if not bar:
            return format(self.value, spec)
        return f"{self.value} {one if str(self.value) == '1' else many}"


def _counted(text: str, params: dict[str, Any]) -> dict[str, Any]:
    return {key: _Counted(value) for key, value in params.items()} if "|" in text else params


def known(code: str) -> bool:
    """Whether a sentence exists for the code in the language in use."""
    language()
    return code in _words.catalogue


def sentence(code: str, params: dict[str, Any] | None = None) -> str:
    """The sentence of a code; a code without one is shown as it is, with its parameters."""
    if not known(code):
        return f"{code} {params}" if params else code
    shown = {key: _shown(key, value) for key, value in (params or {}).items()}
    found = _words.catalogue[code]
    return found.format_map(_Forgiving(_counted(found, shown)))


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for po in sorted(resources.path(f"words/{language}").glob("*.po")):
        found.update(_messages(po))
    return found


def sentence_in(language: str, code: str, params: dict[str, Any]) -> str:
    """The sentence of a code in a language that need not be the user's: for what others are to read."""
    catalogue = _catalogue(language)
    shown = {
        key: catalogue.get(f"kind.{value}", value) if key in ("kind", "parent") else value
        for key, value in params.items()
    }
    return catalogue.get(code, code).format_map(_Forgiving(shown))


# What a table was understood to say is a code of these lists; people read its label.
_CODED = {"read": "kinematics", "found": "activity_evidence", "kept": "activity_evidence"}


def _shown(key: str, value: Any) -> Any:
    """A parameter as it is read: kinds of records, their fields, what rules ask and units by their names."""
    if key in ("kind", "parent", "by") and known(f"kind.{value}"):
        return _words.catalogue[f"kind.{value}"]
    if key in _CODED and codes.known(_CODED[key], str(value)):
        return codes.label(_CODED[key], str(value), language())
    if key == "field":
        return field_word(value)
    if key == "inputs":
        return tr(", ").join(field_word(name) for name in str(value).split(", "))
    if key == "unit":
        return _words.catalogue.get(f"unit.{value}", "" if value is None else value)
    return "" if value is None else value


def field_word(name: Any) -> Any:
    """What a form calls a field of a record; a column of a file keeps its name."""
    return _words.catalogue.get(f"column.{name}", "" if name is None else name)


class _Forgiving(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


# Records that an error may be about, by the parameter that holds their name.
_NAMED = (("marker", "offset marker “{name}”"), ("lab", "laboratory result “{name}”"))


def error_sentence(error: FaultGISError) -> str:
    """What went wrong, with the file, layer, row, record and field where it did, unless the sentence names
    them."""
    said = sentence(error.code, {**error.params, **error_place(error)})
    asked = _words.catalogue.get(error.code, "")
    place = [
        tr("file {name}", name=error.file) if error.file and "{file}" not in asked else "",
        tr("layer {name}", name=error.layer) if error.layer and "{layer}" not in asked else "",
        tr("row {number}", number=error.row) if error.row is not None and "{row}" not in asked else "",
        *_records_named(error, asked),
        tr("field {name}", name=field_word(error.field)) if error.field and "{field}" not in asked else "",
    ]
    where = tr(", ").join(part for part in place if part)
    return f"{where}{tr(': ')}{said}" if where else said


def _records_named(error: FaultGISError, asked: str) -> list[str]:
    named = [(text, error.params.get(key)) for key, text in _NAMED if f"{{{key}}}" not in asked]
    return [tr(text, name=name) for text, name in named if name]


def error_place(error: FaultGISError) -> dict[str, Any]:
    """The parts of an error's place that are known."""
    place = {"file": error.file, "layer": error.layer, "row": error.row, "field": error.field}
    return {key: value for key, value in place.items() if value is not None}


def error_help(error: FaultGISError) -> str:
    """What the user can do about it, or an empty text."""
    code = f"{error.code}/help"
    return sentence(code, error.params) if known(code) else ""
