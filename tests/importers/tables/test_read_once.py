"""A table is taken apart once for all readers that look whether it is theirs, and anew the next time."""

from pathlib import Path

import pytest

from faultgis.records.survey import Survey
from importers import registry
from importers.tables import door

POINTS = "野外编号,经度,纬度\nD1,103.5,31.5\n"
RESULTS = "样品编号,实验室编号,14C年龄,误差\nC1,Beta-1,5700,30\n"


@pytest.mark.parametrize("text", [POINTS, RESULTS])
def test_once_for_all_readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, "utf-8")
    reading = door._sheets
    seen: list[Path] = []

    def counted(path: Path, encoding: str | None) -> object:
        seen.append(path)
        return reading(path, encoding)

    monkeypatch.setattr(door, "_sheets", counted)
    registry.inspect(path)
    (batch,) = registry.read(path, Survey(code="T"))
    assert (batch.read, seen) == (1, [path, path])
    path.write_text(text + text.splitlines()[1].replace("1,", "2,", 1) + "\n", "utf-8")
    (batch,) = registry.read(path, Survey(code="T"))
    assert batch.read == 2
