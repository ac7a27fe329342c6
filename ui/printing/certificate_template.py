"""The certificate's template: where its boxes lie and what stands in them, an office's own files first."""

import html
import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import resources
from faultgis.errors import InputError
from faultgis.office_files import held, loads

FOLDER = "certificate"
Box = tuple[float, float, float, float]
# Parts that hold what was asked and answered; without one of them it is no certificate.
NEEDED = ("head", "qr", "question", "answer", "map", "reasons", "unknowns", "foot")


@dataclass(frozen=True)
class Template:
    """Boxes in millimetres from the page's upper left corner (left, top, width, height); texts by part."""

    id: str
    version: str
    page: tuple[float, float]
    smallest: float
    boxes: Mapping[str, Box]
    annex: Box
    texts: Mapping[str, string.Template]
    style: str

    def filled(self, part: str, values: Mapping[str, str]) -> str:
        """The HTML of a part. Raises ``InputError("certificate.template")`` for a name nobody knows."""
        try:
            return self.texts[part].substitute(values)
        except (KeyError, ValueError) as error:
            raise InputError("certificate.template", part=f"{part}.html", reason=str(error)) from error


def template(home: Path, language: str) -> Template:
    """The template in a language. Raises ``InputError("certificate.template")`` where a file is damaged."""
    told, texts = "layout.json", {}
    try:
        layout = loads(_text(home, told))
        for part in (*NEEDED, "annex"):
            if part not in ("qr", "map"):
                told = f"{language}/{part}.html"
                texts[part] = string.Template(_text(home, told))
        told = "layout.json"
        return held(_template(layout, texts, _text(home, "style.css")))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise InputError("certificate.template", part=told, reason=str(error)) from error


def _text(home: Path, name: str) -> str:
    own = home / FOLDER / name
    found = own if own.is_file() else resources.path(f"{FOLDER}/{name}")
    return found.read_text(encoding="utf-8")


def _template(layout: dict[str, Any], texts: Mapping[str, string.Template], style: str) -> Template:
    boxes = layout["boxes"]
    page = layout["page_mm"]
    return Template(
        id=str(layout["id"]),
        version=str(layout["version"]),
        page=(float(page[0]), float(page[1])),
        smallest=float(str(layout["smallest"])),
        boxes={part: _box(boxes[part]) for part in NEEDED},
        annex=_box(layout["annex"]),
        texts=texts,
        style=style,
    )


def _box(value: Any) -> Box:
    left, top, width, height = (float(n) for n in value)
    return left, top, width, height


def escaped(text: str) -> str:
    """Text as HTML shows it as it is."""
    return html.escape(text, quote=False)
