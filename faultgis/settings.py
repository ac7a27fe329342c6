"""The product's settings: one table of typed, bounded values with defaults, kept as JSON in the home folder.

A damaged file or value never stops the program: what can be read is kept, the rest falls back to its
default, and the file as it was is set aside as ``settings.json.damaged``. Keys of a newer version stay in
the file untouched.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faultgis.errors import InputError
from faultgis.office_files import read_json

VERSION = 1
FILE = "settings.json"

Value = str | int | float | bool


def default_home() -> Path:
    """The folder of this user's private server, journals and settings (``FAULTGIS_HOME``, else the system's
    place for application data)."""
    if chosen := os.environ.get("FAULTGIS_HOME"):
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("faultgis", appauthor=False)


@dataclass(frozen=True)
class Setting:
    """One setting: its key, default (whose type it keeps), bounds or choices, and unit."""

    key: str
    default: Value
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    unit: str = ""

    def check(self, value: Any) -> Value:
        """The value in the setting's type. Raises ``InputError`` with ``settings.type``,
        ``settings.choice`` or ``settings.bounds``."""
        if isinstance(self.default, bool) or isinstance(value, bool):
            if type(value) is not type(self.default):
                raise InputError("settings.type", field=self.key, value=value)
            return bool(value)
        if isinstance(self.default, str):
            return self._check_text(value)
        whole = isinstance(self.default, int)
        if not isinstance(value, int | float) or (whole and not float(value).is_integer()):
            raise InputError("settings.type", field=self.key, value=value)
        if not (self.low is None or value >= self.low) or not (self.high is None or value <= self.high):
            raise InputError("settings.bounds", field=self.key, value=value, low=self.low, high=self.high)
        return type(self.default)(value)

    def _check_text(self, value: Any) -> str:
        if not isinstance(value, str):
            raise InputError("settings.type", field=self.key, value=value)
        if self.choices and value not in self.choices:
            raise InputError("settings.choice", field=self.key, value=value, choices=", ".join(self.choices))
        return value


SETTINGS: Mapping[str, Setting] = {
    s.key: s
    for s in (
        Setting("language", "system", choices=("system", "zh", "en")),
        Setting("theme", "system", choices=("system", "light", "dark")),
        Setting("user", ""),
        Setting("database", ""),
        Setting("last_survey", ""),
        Setting("snap_px", 12, 2, 50, unit="px"),
        Setting("snap_enabled", True),
        Setting("mapping_scale", 50_000, 1_000, 1_000_000),
        Setting("zone_width", 6, 3, 6, unit="deg"),
        Setting("hillshade_azimuth", 315.0, 0.0, 360.0, unit="deg"),
        Setting("hillshade_altitude", 45.0, 1.0, 90.0, unit="deg"),
        Setting("hillshade_exaggeration", 1.0, 0.1, 20.0),
        Setting("measure_decimals", 1, 0, 3),
        Setting("print_dpi", 300, 72, 1200),
        Setting("tour_seen", False),
    )
}


class Settings:
    """The settings of one home folder. Reading never fails; writing replaces the file in one step."""

    def __init__(self, home: Path) -> None:
        self.path = home / FILE
        self.problems: list[str] = []
        self._raw: dict[str, Any] = self._read()
        self._values = {key: self._sound(setting) for key, setting in SETTINGS.items()}
        if self.problems:
            self._set_aside()

    def _read(self) -> dict[str, Any]:
        try:
            raw = read_json(self.path)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            self.problems.append(str(error))
            return {}
        if isinstance(raw, dict) and isinstance(raw.get("values", {}), dict):
            return raw
        self.problems.append("not an object")
        return {}

    def _sound(self, setting: Setting) -> Value:
        given = self._raw.get("values", {})
        if setting.key not in given:
            return setting.default
        try:
            return setting.check(given[setting.key])
        except InputError as error:
            self.problems.append(f"{setting.key}: {error.code}")
            return setting.default

    def _set_aside(self) -> None:
        damaged = self.path.with_name(f"{FILE}.damaged")
        try:
            damaged.write_bytes(self.path.read_bytes())
        except OSError as error:
            self.problems.append(str(error))

    def get(self, key: str) -> Value:
        """The setting's value. Raises ``InputError("settings.unknown")``."""
        _known(key)
        return self._values[key]

    def number(self, key: str) -> float:
        """A numeric setting as a float."""
        return float(self.get(key))

    def flag(self, key: str) -> bool:
        """A yes-or-no setting."""
        return bool(self.get(key))

    def text(self, key: str) -> str:
        """A setting as text."""
        return str(self.get(key))

    def set(self, key: str, value: Any) -> None:
        """Check and keep a value, and write the file. Raises ``InputError``; then nothing changes."""
        self._values[key] = _known(key).check(value)
        self._write()

    def reset(self, key: str) -> None:
        """Back to the default."""
        self.set(key, _known(key).default)

    def _write(self) -> None:
        kept = self._raw.get("values", {})
        changed = {k: v for k, v in self._values.items() if k in kept or v != SETTINGS[k].default}
        version = max(VERSION, _whole(self._raw.get("version")))
        self._raw = {**self._raw, "version": version, "values": {**kept, **changed}}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_name(f"{FILE}.{os.getpid()}")
        fresh.write_text(json.dumps(self._raw, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        fresh.replace(self.path)


def _known(key: str) -> Setting:
    if key not in SETTINGS:
        raise InputError("settings.unknown", field=key)
    return SETTINGS[key]


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0
