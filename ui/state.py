"""What the desktop remembers between runs: settings, and window places and folders beside them."""

from pathlib import Path
from typing import Any

from PyQt6.QtCore import QByteArray, QSettings

from faultgis.settings import Settings


class State:
    """The settings of the home folder, and in ``desktop.ini`` there what only the window cares for."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.settings = Settings(home)
        self._places = QSettings(str(home / "desktop.ini"), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """A remembered word."""
        return str(self._places.value(key, default))

    def blob(self, key: str) -> QByteArray | None:
        """A remembered window place."""
        found = self._places.value(key)
        return found if isinstance(found, QByteArray) else None

    def keep(self, key: str, value: Any) -> None:
        """Remember a value."""
        self._places.setValue(key, str(value).lower() if isinstance(value, bool) else value)

    def sync(self) -> None:
        """Write to disk now."""
        self._places.sync()
