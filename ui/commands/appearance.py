"""Language, theme and the other preferences, changed while the desktop runs."""

from typing import Any

from PyQt6 import sip
from PyQt6.QtCore import QEvent, QLibraryInfo, QTranslator
from PyQt6.QtWidgets import QApplication, QWidget

from ui import theme, words
from ui.commands.group import Group
from ui.dialogs.preferences import Preferences
from ui.opening import Parts
from ui.tools.snapping import Snapper


class AppearanceCommands(Group):
    """Changes looks and words without losing anything."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._translator: QTranslator | None = None

    def theme_system(self, _checked: bool = False) -> None:
        """Light or dark as the system says."""
        self._theme("system")

    def theme_light(self, _checked: bool = False) -> None:
        """The light theme."""
        self._theme("light")

    def theme_dark(self, _checked: bool = False) -> None:
        """The dark theme."""
        self._theme("dark")

    def _theme(self, wanted: str) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, wanted)
        self.parts.state.settings.set("theme", wanted)

    def language_zh(self, _checked: bool = False) -> None:
        """Speak Chinese."""
        self._language("zh")

    def language_en(self, _checked: bool = False) -> None:
        """Speak English."""
        self._language("en")

    def _language(self, wanted: str) -> None:
        self.parts.record.flush()
        words.use(wanted if wanted in words.LANGUAGES else words.system_language())
        self.parts.state.settings.set("language", wanted)
        self.translate_qt()
        for top in QApplication.topLevelWidgets():
            # Lists that combo boxes drop down are made anew by their boxes on the way.
            if isinstance(top, QWidget) and not sip.isdeleted(top):
                QApplication.sendEvent(top, QEvent(QEvent.Type.LanguageChange))

    def translate_qt(self) -> None:
        """Have Qt's own words (context menus, buttons) in the language in use, too."""
        app = QApplication.instance()
        assert app is not None
        if self._translator is not None:
            app.removeTranslator(self._translator)
            self._translator = None
        if words.language() == "zh":
            made = QTranslator(self)
            if made.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                app.installTranslator(made)
                self._translator = made

    def preferences(self, _checked: bool = False) -> None:
        """Language, theme, snapping, light."""
        Preferences(self.parts.window, self.parts.state.settings, self._preferred).exec()

    def _preferred(self, key: str, value: Any) -> None:
        snapper = Snapper.of(self.workspace)
        if key == "language":
            self._language(str(value))
        elif key == "theme":
            self._theme(str(value))
        elif key == "user" and self.parts.program is not None:
            self.parts.program.work_as(str(value))
        elif key == "snap_px":
            snapper.set(pixels=float(value))
        elif key == "snap_enabled":
            snapper.set(enabled=bool(value))
