"""Settings: kept over runs, bounded, never lost to a damaged file."""

import json
from pathlib import Path
from typing import Any

import pytest

from faultgis.errors import InputError
from faultgis.settings import FILE, SETTINGS, Settings


@pytest.mark.parametrize("key", sorted(SETTINGS))
def test_every_default_is_within_its_own_bounds(key: str) -> None:
    setting = SETTINGS[key]
    assert setting.check(setting.default) == setting.default


def test_a_value_is_there_the_next_time(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert settings.get("snap_px") == 12
    settings.set("snap_px", 20)
    settings.set("language", "zh")
    settings.set("hillshade_azimuth", 45)
    again = Settings(tmp_path)
    assert (again.get("snap_px"), again.text("language"), again.number("hillshade_azimuth")) == (
        20,
        "zh",
        45.0,
    )
    assert again.problems == []
    again.reset("snap_px")
    assert Settings(tmp_path).get("snap_px") == 12


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("snap_px", 1, "settings.bounds"),
        ("snap_px", 51, "settings.bounds"),
        ("snap_px", 12.5, "settings.type"),
        ("snap_px", "12", "settings.type"),
        ("snap_px", True, "settings.type"),
        ("snap_px", float("nan"), "settings.type"),
        ("hillshade_azimuth", float("nan"), "settings.bounds"),
        ("snap_enabled", 1, "settings.type"),
        ("language", "fr", "settings.choice"),
        ("language", 3, "settings.type"),
        ("no_such", 1, "settings.unknown"),
    ],
)
def test_a_bad_value_is_refused_and_changes_nothing(tmp_path: Path, key: str, value: Any, code: str) -> None:
    settings = Settings(tmp_path)
    with pytest.raises(InputError) as caught:
        settings.set(key, value)
    assert (caught.value.code, caught.value.field) == (code, key)
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize(
    "text", ["", "{", "[1, 2]", "null", '{"values": 3}', "\x00\x01", '{"version": 1, "values": {"snap_px": 9']
)
def test_a_damaged_file_gives_defaults_and_is_set_aside(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    settings = Settings(tmp_path)
    assert settings.get("snap_px") == 12
    assert settings.problems
    assert (tmp_path / f"{FILE}.damaged").read_text(encoding="utf-8") == text
    settings.set("snap_px", 9)
    assert Settings(tmp_path).get("snap_px") == 9


def test_one_bad_value_does_not_cost_the_others(tmp_path: Path) -> None:
    values = {"snap_px": -4, "language": "en"}
    (tmp_path / FILE).write_text(json.dumps({"version": 1, "values": values}), encoding="utf-8")
    settings = Settings(tmp_path)
    assert (settings.get("snap_px"), settings.get("language")) == (12, "en")
    assert settings.problems == ["snap_px: settings.bounds"]


def test_keys_of_a_newer_version_survive(tmp_path: Path) -> None:
    newer = {"version": 9, "values": {"snap_px": 15, "hologram": "on"}, "more": [1]}
    (tmp_path / FILE).write_text(json.dumps(newer), encoding="utf-8")
    Settings(tmp_path).set("snap_px", 16)
    kept = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    assert kept == {"version": 9, "values": {"snap_px": 16, "hologram": "on"}, "more": [1]}


def test_an_unreadable_home_gives_defaults(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    assert Settings(tmp_path).get("snap_px") == 12
