"""Buried fault points and mapped deformation zones on the map: drawn, followed, marked when selected."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from PyQt6.QtGui import QColor, QPainter, QPixmap
from pytestqt.qtbot import QtBot
from shapely import MultiPolygon, Point, box

from faultgis.records.site import BuriedPoint, DeformationZone
from faultgis.services import digitizing
from tests.ui.hand import CENTRE, Hand

SURVEY: Any = uuid4()
ZONE = DeformationZone(
    survey_id=SURVEY,
    geometry=MultiPolygon([box(CENTRE[0] - 0.002, CENTRE[1] - 0.001, CENTRE[0] + 0.002, CENTRE[1])]),
)
POINT = BuriedPoint(survey_id=SURVEY, code="ZK1", geometry=Point(CENTRE[0], CENTRE[1] + 0.002))


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    return Hand(qtbot, [ZONE, POINT])


def painted(hand: Hand) -> Any:
    """The vectors as the map paints them, on white."""
    picture = QPixmap(hand.view.size())
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    for _ in hand.view.scene.paint(painter, hand.view.scene.frame(hand.view.scale, 1.0)):
        pass
    painter.end()
    return picture.toImage()


def test_they_are_drawn_and_hidden_with_their_layers(hand: Hand) -> None:
    inside = hand.at((CENTRE[0], CENTRE[1] - 0.0005))
    drill = hand.at((POINT.geometry.x, POINT.geometry.y))
    shown = painted(hand)
    white = QColor("white").rgb()
    assert shown.pixel(inside) != white
    assert any(shown.pixel(drill.x(), drill.y() + dy) != white for dy in range(-6, 7))
    for layer in ("deformed", "buried"):
        hand.layers.show(hand.layers.node(layer), False)
    hidden = painted(hand)
    assert hidden.pixel(inside) == white
    assert all(hidden.pixel(drill.x(), drill.y() + dy) == white for dy in range(-6, 7))


def test_an_edit_moves_the_zone_and_the_record_is_found_by_its_kind(hand: Hand) -> None:
    assert hand.view.scene.deformed.ids == [ZONE.id]
    away = MultiPolygon([box(CENTRE[0] + 1, CENTRE[1], CENTRE[0] + 1.1, CENTRE[1] + 0.1)])
    hand.workspace.apply(digitizing.change_record(ZONE, geometry=away))
    (moved,) = hand.view.scene.deformed.geometries
    assert moved.equals(replace(ZONE, geometry=away).geometry)
