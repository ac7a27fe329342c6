"""What FaultGIS itself writes (codes and their labels in both languages) it reads again as the same code."""

import pytest

from faultgis import codes
from importers.fields import READERS
from importers.freetext.sense import FOLDS

LISTS = (
    "kinematics",
    "latest_activity",
    "activity_evidence",
    "exposure",
    "accuracy",
    "confidence",
    "evidence",
    "observation_kind",
    "measurement_kind",
)
WORDS = [
    (name, entry.code, text)
    for name in LISTS
    for entry in codes.code_list(name).entries
    for text in (entry.code, entry.zh, entry.en)
    if entry.code not in FOLDS  # a fold is told apart from the kinematics of faults
]


@pytest.mark.parametrize(("name", "code", "text"), WORDS)
def test_own_codes_and_labels_are_read_as_themselves(name: str, code: str, text: str) -> None:
    cell = READERS[name](text)
    assert cell.rejected is None
    assert cell.values.get("") == code


@pytest.mark.parametrize(
    ("text", "code"), [("断层", "fault"), ("地貌", "geomorphic"), ("探槽", "trench_site")]
)
def test_short_words_for_kinds_of_points_are_read(text: str, code: str) -> None:
    assert READERS["observation_kind"](text).value == code
