"""Code lists of the survey: the codes stored, their Chinese and English labels, and how sure they are.

The lists are versioned files in ``resources/codes``. ``confidence`` says where a value stands:
``verified`` (seen in a national or international source), ``known`` (usual in the field, source not seen),
``uncertain`` (never show as official) or ``proposal`` (our own). ``extra`` holds the codes of other systems
(``cn_suffix``, ``cn_code``, ``cn_digit``, ``gem`` …) where there are any.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

import resources
from faultgis.errors import InputError


@dataclass(frozen=True)
class Code:
    """One entry of a list: what is stored (``code``) and what is shown (``zh``, ``en``)."""

    code: str
    zh: str
    en: str
    note: str = ""
    confidence: str = "proposal"
    extra: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def label(self, language: str) -> str:
        """The label in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class CodeList:
    """A list by name, with its titles, version, source and entries in the order to show them."""

    name: str
    zh: str
    en: str
    version: str
    source: str
    entries: tuple[Code, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Code]:
        """The entries by code."""
        return MappingProxyType({entry.code: entry for entry in self.entries})

    def get(self, code: str) -> Code | None:
        """The entry of a code, or ``None``."""
        return self.by_code.get(code)


@cache
def names() -> tuple[str, ...]:
    """The names of all lists."""
    return tuple(sorted(file.stem for file in resources.path("codes").glob("*.json")))


@cache
def code_list(name: str) -> CodeList:
    """The list of this name. Raises ``InputError("codes.unknown_list")``."""
    if not name.isidentifier() or not resources.path(f"codes/{name}.json").is_file():
        raise InputError("codes.unknown_list", name=name)
    raw = json.loads(resources.text(f"codes/{name}.json"))
    entries = tuple(
        Code(**{**entry, "extra": MappingProxyType(entry.get("extra", {}))}) for entry in raw["entries"]
    )
    return CodeList(raw["name"], raw["zh"], raw["en"], raw["version"], raw["source"], entries)


def known(list_name: str, code: str) -> bool:
    """Whether the list holds the code."""
    return code in code_list(list_name).by_code


def label(list_name: str, code: str, language: str) -> str:
    """The code's label in ``zh`` or ``en``; a code that the list does not hold is shown as it is."""
    entry = code_list(list_name).get(code)
    return code if entry is None else entry.label(language)


def require(list_name: str, code: str, field: str | None = None) -> str:
    """The code itself if the list holds it. Raises ``InputError("codes.unknown")`` naming list and code."""
    if not known(list_name, code):
        raise InputError("codes.unknown", field=field, list=list_name, code=code)
    return code
