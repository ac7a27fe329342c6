"""The answer as the planner reads it: one sentence large, then distance and article, reasons, unknowns."""

from collections.abc import Mapping, Sequence
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QVBoxLayout, QWidget

from faultgis.avoidance.rules import Rule
from ui import site_words, theme
from ui.forms.widgets import Label
from ui.panels.avoidance_parts import heading

# Grave answers in the colour of errors, open ones in that of warnings.
LOOKS = {
    "inside": "error",
    "within_location_error": "warning",
    "special_study": "warning",
    "not_evaluated": "warning",
    "no_distance_set": "warning",
}
SENTENCE_PT = 20.0
LONG = 40


class AnswerView(QWidget):
    """Empty it says what to do."""

    def __init__(self) -> None:
        super().__init__()
        self.empty = Label(
            "Click a place on the map, or write one above. The answer stands here.", "quiet", wrap=True
        )
        self.site = _text("quiet")
        self.sentence = _text()
        self.measure = _text()
        self._heads = (
            heading("Reasons"),
            heading("What is not known"),
            heading("Notes"),
        )
        self.reasons, self.unknowns, self.cautions = _text(), _text(), _text("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.empty)
        layout.addWidget(self.site)
        layout.addWidget(self.sentence)
        layout.addWidget(self.measure)
        for head, text in zip(self._heads, (self.reasons, self.unknowns, self.cautions), strict=True):
            layout.addWidget(head)
            layout.addWidget(text)
        layout.addStretch()
        self.show_answer(None, None)

    def show_answer(self, answer: Mapping[str, Any] | None, rule: Rule | None, fault: str = "") -> None:
        """Show an answer, or nothing; ``fault`` is the name of the fault that it speaks of."""
        there = answer is not None and rule is not None
        self.empty.setVisible(not there)
        for widget in (self.site, self.sentence, self.measure, *self._heads):
            widget.setVisible(there)
        for widget in (self.reasons, self.unknowns, self.cautions):
            widget.setVisible(there)
        if answer is not None and rule is not None:
            self._say(answer, rule, fault)

    def _say(self, answer: Mapping[str, Any], rule: Rule, fault: str) -> None:
        text = site_words.sentence(answer, rule, fault)
        self.site.setText(str(answer["site"]))
        self.sentence.setText(text)
        colours = theme.colours()
        colour = getattr(colours, LOOKS.get(str(answer["answer"]), "text"))
        size = SENTENCE_PT if len(text.encode("gbk", "replace")) <= LONG else 0.65 * SENTENCE_PT
        self.sentence.setStyleSheet(f"font-size: {size}pt; color: {colour};")
        self.measure.setText(site_words.measure(answer))
        self.measure.setVisible(bool(self.measure.text()))
        self.reasons.setText(_points(site_words.reasons(answer["reasons"], rule)))
        unknowns = site_words.unknowns(answer, rule)
        self.unknowns.setText(_points(unknowns))
        for widget in (self._heads[1], self.unknowns):
            widget.setVisible(bool(unknowns))
        self.cautions.setText(_points([site_words.caution(rule, c.id) for c in rule.cautions]))


def _text(look: str = "") -> QLabel:
    made = QLabel()
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if look:
        made.setProperty(look, True)
    return made


def _points(texts: Sequence[str]) -> str:
    return "\n".join(f"· {text}" for text in texts)
