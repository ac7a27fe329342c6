"""Colours, fonts and icons of the desktop, light for sunlight and dark for the office."""

from dataclasses import dataclass
from functools import cache

from PyQt6.QtCore import QByteArray, QRectF, Qt
from PyQt6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QImage,
    QPainter,
    QPalette,
    QPixmap,
)
from PyQt6.QtWidgets import QApplication

import resources

CHINESE_FONT = "WenQuanYi Micro Hei"
ICON = 20
GRID = 4


@dataclass(frozen=True)
class Colours:
    """One theme. Text colours keep a contrast of 4.5:1 on ``window`` and ``base``; the one accent does on
    both sides: as text on the grounds, and under ``accent_text``."""

    window: str
    base: str
    alternate: str
    text: str
    quiet: str
    line: str
    accent: str
    accent_text: str
    tint: str
    measured: str
    derived: str
    default: str
    warning: str
    error: str
    good: str


LIGHT = Colours(
    window="#f4f5f6",
    base="#ffffff",
    alternate="#f8f9fa",
    text="#1b1f23",
    quiet="#545c65",
    line="#cfd4d9",
    accent="#0b6680",
    accent_text="#ffffff",
    tint="#d9ebf0",
    measured="#1a6535",
    derived="#1d5aa6",
    default="#7a4a00",
    warning="#7a4a00",
    error="#b3261e",
    good="#1a6535",
)
DARK = Colours(
    window="#23272b",
    base="#1b1e21",
    alternate="#212529",
    text="#e8eaed",
    quiet="#aab2ba",
    line="#434a51",
    accent="#5cc2de",
    accent_text="#08222b",
    tint="#1f4550",
    measured="#7ed491",
    derived="#8ab8f5",
    default="#f0b866",
    warning="#f0b866",
    error="#ff9a90",
    good="#7ed491",
)


class _Theme:
    """The theme in use."""

    colours = LIGHT
    wanted = "system"


def colours() -> Colours:
    """The colours in use."""
    return _Theme.colours


def accent() -> QColor:
    """The one accent colour in use."""
    return QColor(_Theme.colours.accent)


def is_dark() -> bool:
    """Whether the dark theme is in use."""
    return _Theme.colours is DARK


def apply(app: QApplication, wanted: str = "") -> None:
    """Put the theme on: ``system`` (follow it), ``light`` or ``dark``; empty keeps the wish as it was."""
    _Theme.wanted = wanted or _Theme.wanted
    hints = QGuiApplication.styleHints()
    system_dark = hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark
    dark = _Theme.wanted == "dark" or (_Theme.wanted == "system" and system_dark)
    _Theme.colours = DARK if dark else LIGHT
    sheet = style_sheet(_Theme.colours)
    if sheet != app.styleSheet():  # setting it looks at every widget there is
        app.setPalette(palette(_Theme.colours))
        app.setStyleSheet(sheet)


def set_fonts(app: QApplication) -> None:
    """The system's font, with a Chinese one behind it that is surely drawn (and printed) well."""
    font = app.font()
    font.setFamilies([*_latin_first(font), CHINESE_FONT])
    font.setPointSizeF(max(10.0, font.pointSizeF()))
    app.setFont(font)


def _latin_first(font: QFont) -> list[str]:
    preferred = ("Noto Sans", "DejaVu Sans", "Segoe UI")
    if font.family() not in ("Sans Serif", "Sans", "sans-serif"):
        return [font.family()]
    return [name for name in preferred if name in QFontDatabase.families()][:1]


def tabular(font: QFont) -> QFont:
    """The font with figures of equal width, for columns of numbers."""
    changed = QFont(font)
    changed.setFeature(QFont.Tag(b"tnum"), 1)
    return changed


def palette(c: Colours) -> QPalette:
    """The colours as Qt wants them."""
    made = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: c.window,
        role.WindowText: c.text,
        role.Base: c.base,
        role.AlternateBase: c.alternate,
        role.Text: c.text,
        role.Button: c.window,
        role.ButtonText: c.text,
        role.ToolTipBase: c.base,
        role.ToolTipText: c.text,
        role.Highlight: c.accent,
        role.HighlightedText: c.accent_text,
        role.Link: c.accent,
        role.LinkVisited: c.accent,
        role.PlaceholderText: c.quiet,
        role.Mid: c.line,
        role.Midlight: c.line,
        role.Accent: c.accent,
    }
    for which, colour in pairs.items():
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(c.quiet))
    return made


def style_sheet(c: Colours) -> str:
    """Spacing on a 4-px grid and quiet frames, over the Fusion style."""
    folder, name = resources.path("icons").as_posix(), "dark" if c is DARK else "light"
    pictures = {key: f"{folder}/{key}_{name}.svg" for key in ("arrow", "up", "check")}
    return resources.text("icons/desktop.qss").format(**vars(c), **pictures)


@cache
def _drawing(name: str) -> str:
    return resources.text(f"icons/{name}.svg")


def icon(name: str) -> QIcon:
    """A line icon in the theme's text colour, greyed where disabled; empty for no name."""
    made = QIcon()
    if not name:
        return made
    c = _Theme.colours
    for size in (ICON, 2 * ICON):
        made.addPixmap(picture(name, size, c.text), QIcon.Mode.Normal)
        made.addPixmap(picture(name, size, c.line), QIcon.Mode.Disabled)
    return made


def picture(name: str, size: int, colour: str) -> QPixmap:
    """A line icon as a picture of ``size`` pixels in one colour."""
    return QPixmap.fromImage(_drawn(name, size, colour))


@cache
def _drawn(name: str, size: int, colour: str) -> QImage:
    """The picture, drawn once: a window asks for the same few hundreds of times. No ``QPixmap``: it must not
    outlive the application."""
    from PyQt6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.1: relative luminances, 1 to 21)."""
    lighter, darker = sorted((_luminance(QColor(one)), _luminance(QColor(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def coloured(name: str, colour: str) -> QIcon:
    """A line icon in one colour."""
    made = QIcon()
    for size in (ICON, 2 * ICON):
        made.addPixmap(picture(name, size, colour))
    return made
