"""Which rule, and what it asks of building and ground: a form made from the rule's own file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QEvent, QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from faultgis.avoidance.rules import Input, Rule, files, load
from faultgis.errors import FaultGISError
from ui import words
from ui.panels.avoidance_parts import Choice, heading
from ui.words import tr

# A whole number with so few choices is chosen from a list.
FEW = 12
DEFAULT = "CN-GB50011-2010"
# By this role a list of choices knows whether a row may be chosen.
ENABLED = Qt.ItemDataRole.UserRole - 1


class RuleForm(QWidget):
    """``changed`` tells the rule's id and the conditions as they stand."""

    changed = pyqtSignal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.rule = Choice(12)
        self.fields: dict[str, QComboBox | QLineEdit] = {}
        self.problem = QLabel()
        self.problem.setProperty("problem", True)
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._inputs = QWidget()
        self._form = QFormLayout(self._inputs)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(heading("Which rule?"))
        layout.addWidget(self.rule)
        layout.addWidget(heading("What building?"))
        layout.addWidget(self._inputs)
        layout.addWidget(self.problem)
        self.rule.currentIndexChanged.connect(self._chosen)
        self._fill()

    # The rules

    def _fill(self) -> None:
        """All rule sets by name; a file that is damaged is named, and cannot be chosen."""
        before = self.rule.currentData() or DEFAULT
        blocked = QSignalBlocker(self.rule)
        self.rule.clear()
        for name, path in files().items():
            self._offer(name, path)
        self.rule.setCurrentIndex(max(0, self.rule.findData(before)))
        del blocked
        self._chosen()

    def _offer(self, name: str, path: Path) -> None:
        language = words.language()
        try:
            rule = load(path)
        except (FaultGISError, OSError) as error:
            said = words.error_sentence(error) if isinstance(error, FaultGISError) else str(error)
            self.rule.addItem(f"⚠ {name}")
            self.rule.setItemData(self.rule.count() - 1, said, Qt.ItemDataRole.ToolTipRole)
            self.rule.setItemData(self.rule.count() - 1, 0, ENABLED)
            return
        self.rule.addItem(f"{rule.title[language]} · {rule.id}", rule.id)
        tip = f"{rule.jurisdiction[language]} · {rule.edition[language]}"
        self.rule.setItemData(self.rule.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)

    @property
    def chosen(self) -> Rule | None:
        """The rule chosen."""
        path = files().get(str(self.rule.currentData()))
        return None if path is None else _loaded(path)

    def choose(self, rule_id: str) -> None:
        """Choose a rule by its id."""
        row = self.rule.findData(rule_id)
        if row >= 0:
            self.rule.setCurrentIndex(row)

    def state(self, rule_id: str, given: Mapping[str, Any]) -> None:
        """Choose a rule and conditions, all at once."""
        blocked = QSignalBlocker(self)
        self.choose(rule_id)
        for name, field in self.fields.items():
            value = given.get(name)
            if isinstance(field, QComboBox):
                field.setCurrentIndex(max(0, field.findData(value)))
            else:
                field.setText(_written(value))
        del blocked
        self._tell()

    def _chosen(self) -> None:
        rule, before = self.chosen, self.given
        while self._form.rowCount():
            self._form.removeRow(0)
        self.fields = {}
        for asked in rule.inputs if rule is not None else ():
            if not asked.from_map:
                self._add(asked, before.get(asked.name))
        self._tell()

    def _add(self, asked: Input, value: Any) -> None:
        field = _list(asked) if _listed(asked) else _line(asked)
        if isinstance(field, QComboBox):
            field.setCurrentIndex(max(0, field.findData(value)))
            field.currentIndexChanged.connect(self._tell)
        else:
            field.setText("" if value is None else str(value))
            field.textChanged.connect(self._tell)
        self.fields[asked.name] = field
        label = QLabel(asked.label[words.language()])
        label.setWordWrap(True)
        self._form.addRow(label, field)

    # The conditions

    @property
    def given(self) -> dict[str, Any]:
        """The conditions as they stand; what is not known is left out."""
        found: dict[str, Any] = {}
        for name, field in self.fields.items():
            value = field.currentData() if isinstance(field, QComboBox) else field.text().strip()
            if value not in (None, ""):
                found[name] = value
        return found

    def _tell(self) -> None:
        self.changed.emit(str(self.rule.currentData()), self.given)

    def refuse(self, error: FaultGISError | None) -> None:
        """Say what is wrong with a condition, beside them."""
        said = "" if error is None else f"{words.error_sentence(error)} {words.error_help(error)}"
        self.problem.setText(said.strip())
        self.problem.setVisible(bool(said))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._fill()


def _written(value: Any) -> str:
    """A number, or the bounds of one, as it is typed."""
    values = value if isinstance(value, list) else [value]
    return "" if value is None else "–".join(f"{each:g}" for each in values)


def _loaded(path: Any) -> Rule | None:
    try:
        return load(path)
    except (FaultGISError, OSError):
        return None


def _listed(asked: Input) -> bool:
    return bool(asked.choices) or (
        asked.whole and asked.low is not None and (asked.high or 1e9) - asked.low <= FEW
    )


def _list(asked: Input) -> QComboBox:
    field = QComboBox()
    field.addItem(tr("choose…") if asked.required else tr("not known"), None)
    if asked.choices:
        for code, told in asked.choices.items():
            field.addItem(told[words.language()], code)
    else:
        for number in range(int(asked.low or 0), int(asked.high or 0) + 1):
            field.addItem(f"{number} {asked.unit}".strip(), number)
    return field


def _line(asked: Input) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(f"{tr('not known')}{f' ({asked.unit})' if asked.unit else ''}")
    return field
