"""Contrast and icons of both themes."""

from dataclasses import fields
from xml.etree import ElementTree

import pytest
from PyQt6.QtCore import QSize
from PyQt6.QtGui import QColor, QIcon
from PyQt6.QtWidgets import QApplication

import resources
from ui import theme

TEXTS = ("text", "quiet", "accent", "measured", "derived", "default", "warning", "error", "good")
GROUNDS = ("window", "base", "alternate")


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_readable_on_every_ground(colours: theme.Colours, ground: str, text: str) -> None:
    assert theme.contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_is_readable_on_the_accent_and_on_the_selection(colours: theme.Colours) -> None:
    assert theme.contrast(colours.accent_text, colours.accent) >= 4.5
    assert theme.contrast(colours.text, colours.tint) >= 4.5
    assert theme.contrast(colours.accent, colours.tint) >= 3.0


def test_contrast_is_that_of_wcag() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert theme.contrast("#123456", "#123456") == pytest.approx(1.0)


def test_both_themes_name_real_colours() -> None:
    for colours in (theme.LIGHT, theme.DARK):
        assert all(QColor.isValidColorName(getattr(colours, f.name)) for f in fields(colours))


def test_the_icons_are_one_family() -> None:
    for file in resources.path("icons").glob("*.svg"):
        root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
        if root.get("width") == "20":
            assert root.get("viewBox") == "0 0 20 20", file.name
            assert root.get("stroke") == "currentColor", file.name
            assert root.get("stroke-width") == "1.5", file.name


def test_an_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication) -> None:
    image = theme.picture("check", 20, "#ff0000").toImage()
    painted = {
        image.pixelColor(x, y).name()
        for x in range(20)
        for y in range(20)
        if image.pixelColor(x, y).alpha() > 250
    }
    assert painted == {"#ff0000"}


def test_a_disabled_icon_differs(qapp: QApplication) -> None:
    icon = theme.icon("save")
    normal = icon.pixmap(QSize(20, 20), QIcon.Mode.Normal).toImage()
    assert normal != icon.pixmap(QSize(20, 20), QIcon.Mode.Disabled).toImage()


def test_the_theme_is_put_on_and_follows_the_wish(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    assert theme.is_dark()
    assert qapp.palette().window().color().name() == theme.DARK.window
    theme.apply(qapp, "light")
    assert not theme.is_dark()
    assert qapp.palette().window().color().name() == theme.LIGHT.window
