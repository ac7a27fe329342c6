"""What the desktop remembers between runs: window places, language, theme, recent files, the tour."""

import os
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from PyQt6.QtCore import QByteArray, QSettings


def default_home() -> Path:
    """The user's data folder of FaultGIS; ``FAULTGIS_HOME`` overrides it."""
    if given := os.environ.get("FAULTGIS_HOME"):
        return Path(given)
    return user_data_path("faultgis", appauthor=False)


class State:
    """Settings of this user on this machine, in ``desktop.ini`` of the data folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._settings = QSettings(str(home / "desktop.ini"), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """A remembered word."""
        return str(self._settings.value(key, default))

    def number(self, key: str, default: float) -> float:
        """A remembered number; what cannot be read as one is the default."""
        try:
            return float(self._settings.value(key, default))
        except (TypeError, ValueError):
            return default

    def flag(self, key: str, default: bool = False) -> bool:
        """A remembered yes or no."""
        return self.text(key, "true" if default else "false").lower() == "true"

    def names(self, key: str) -> list[str]:
        """A remembered list, e.g. of recent files, newest first."""
        found = self._settings.value(key, [])
        return [found] if isinstance(found, str) else [str(name) for name in found or []]

    def blob(self, key: str) -> QByteArray | None:
        """A remembered window place."""
        found = self._settings.value(key)
        return found if isinstance(found, QByteArray) else None

    def keep(self, key: str, value: Any) -> None:
        """Remember a value."""
        self._settings.setValue(key, str(value).lower() if isinstance(value, bool) else value)

    def keep_recent(self, key: str, name: str, most: int = 8) -> None:
        """Put a name on top of a remembered list."""
        names = [name, *(other for other in self.names(key) if other != name)]
        self._settings.setValue(key, names[:most])

    def sync(self) -> None:
        """Write to disk now."""
        self._settings.sync()
