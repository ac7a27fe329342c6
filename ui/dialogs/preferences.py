"""Preferences: language, theme, snapping, the light on new reliefs; each takes effect at once."""

from collections.abc import Callable
from typing import Any

from PyQt6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget

from faultgis.errors import FaultGISError
from faultgis.settings import SETTINGS, Settings
from ui.dialogs.dialog import Dialog, row
from ui.forms.widgets import Label
from ui.words import tr

Changed = Callable[[str, Any], None]
CHOICE_WORDS = {
    "system": "As the system",
    "zh": "简体中文",
    "en": "English",
    "light": "Light",
    "dark": "Dark",
}


class Preferences(Dialog):
    """Writes each setting as it is changed and tells ``changed(key, value)``."""

    def __init__(self, parent: QWidget | None, settings: Settings, changed: Changed) -> None:
        super().__init__(parent, "Preferences", "", 480)
        self._settings, self._changed = settings, changed
        self.editors: dict[str, QWidget] = {}
        self._section("Appearance", (("Language", "language"), ("Theme", "theme")))
        self._section("Digitizing", (("Snapping", "snap_enabled"), ("Snapping distance", "snap_px")))
        self._section(
            "Light on relief",
            (
                ("Light from", "hillshade_azimuth"),
                ("Light height", "hillshade_altitude"),
                ("Exaggeration", "hillshade_exaggeration"),
            ),
        )
        self._section(
            "Printing and you", (("Print resolution", "print_dpi"), ("Your name in the history", "user"))
        )

    def _section(self, title: str, lines: tuple[tuple[str, str], ...]) -> None:
        head = Label(title)
        font = head.font()
        font.setBold(True)
        head.setFont(font)
        head.setContentsMargins(0, 4, 0, 0)
        self.body.addWidget(head)
        grid = self.grid()
        grid.setColumnMinimumWidth(0, 168)
        for label, key in lines:
            self.editors[key] = self._editor(key)
            row(grid, label, self.editors[key])

    def _editor(self, key: str) -> QWidget:
        setting, value = SETTINGS[key], self._settings.get(key)
        if setting.choices:
            return self._choice(key, setting.choices, str(value))
        if isinstance(setting.default, bool):
            box = QCheckBox(tr("on"))
            box.setChecked(bool(value))
            box.toggled.connect(lambda on: self._set(key, on))
            return box
        if isinstance(setting.default, int | float):
            return self._number(key, float(value), isinstance(setting.default, float))
        line = QLineEdit(str(value))
        line.editingFinished.connect(lambda: self._set(key, line.text().strip()))
        return line

    def _choice(self, key: str, choices: tuple[str, ...], value: str) -> QComboBox:
        combo = QComboBox()
        for choice in choices:
            combo.addItem(tr(CHOICE_WORDS[choice]), choice)
        combo.setCurrentIndex(choices.index(value))
        combo.activated.connect(lambda at: self._set(key, choices[at]))
        return combo

    def _number(self, key: str, value: float, fractions: bool) -> QWidget:
        setting = SETTINGS[key]
        box: Any = QDoubleSpinBox() if fractions else QSpinBox()
        low, high = setting.low or 0, setting.high if setting.high is not None else 1_000_000
        box.setRange(low if fractions else int(low), high if fractions else int(high))
        if fractions:
            box.setDecimals(1)
        unit = {"deg": "°", "px": " px"}.get(setting.unit, " dpi" if key == "print_dpi" else "")
        box.setSuffix(unit)
        box.setValue(value if fractions else int(value))
        box.valueChanged.connect(lambda new: self._set(key, new))
        return box  # type: ignore[no-any-return]

    def _set(self, key: str, value: Any) -> None:
        try:
            self._settings.set(key, value)
        except (FaultGISError, OSError) as error:
            if isinstance(error, FaultGISError):
                self.say_error(error)
            else:
                self.say_problem(str(error))
            return
        self.say_problem("")
        self._changed(key, value)
