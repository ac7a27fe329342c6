"""The printer as a child: it can be stopped, leaves nothing half done, and its faults are kept, not shown."""

import time
from pathlib import Path
from typing import Any

import pytest

from faultgis.errors import CancelledError, FaultGISError, InputError
from faultgis.progress import Progress, Step
from faultgis.sheets.layout import Area, PageLayout
from ui.printing.child import draw
from ui.printing.paper import paper_name


def spec_of(office: str, folder: Path, **other: Any) -> dict[str, Any]:
    return {
        "sheet": None,
        "bbox": "75.0,39.4,76.2,40.2",
        "fault": None,
        "out": str(folder / "map.pdf"),
        "scale": 500_000,
        "dpi": 150,
        "basemap": "hillshade",
        "survey": "himatibet",
        "database": office,
        "home": str(folder),
        "lang": "zh",
        **other,
    }


def test_its_steps_are_heard_and_the_file_stands_alone(office: str, tmp_path: Path) -> None:
    steps: list[str] = []
    made = draw(spec_of(office, tmp_path), Progress(lambda step: steps.append(step.what)))
    assert Path(made["file"]).read_bytes().startswith(b"%PDF")
    assert steps == ["print.reading", "print.drawing"]
    assert [path.name for path in tmp_path.glob(".faultgis-*")] == []


def test_cancelled_it_is_ended_and_leaves_no_file(office: str, tmp_path: Path) -> None:
    progress = Progress()

    def stop(step: Step) -> None:
        if step.what == "print.drawing":
            progress.cancel()

    progress._listener = stop
    started = time.monotonic()
    with pytest.raises(CancelledError):
        draw(spec_of(office, tmp_path, dpi=600), progress)
    assert time.monotonic() - started < 60
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith((".faultgis-", "map"))] == []


def test_a_folder_that_is_not_there_is_named(office: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        draw(spec_of(office, tmp_path, out=str(tmp_path / "none" / "map.pdf")))
    assert caught.value.code == "map.no_folder"


def test_an_unforeseen_end_is_kept_in_a_report(office: str, tmp_path: Path) -> None:
    with pytest.raises(FaultGISError) as caught:
        draw(spec_of(office, tmp_path, scale="none"))
    assert caught.value.code == "map.printer_failed"
    report = Path(caught.value.params["report"])
    assert report.parent == tmp_path / "reports"
    assert "ValueError" in report.read_text(encoding="utf-8")


def test_a_page_names_the_paper_it_fits_on() -> None:
    assert paper_name(210, 297) == "A4"
    assert paper_name(420, 296) == "A3"
    assert paper_name(1189, 841) == "A0"
    assert paper_name(1190, 900) == ""


def test_an_area_around_boxes_has_its_margin() -> None:
    area = Area.around([(102.0, 28.0, 103.0, 28.5), (102.5, 28.2, 104.0, 29.0)])
    assert (area.west, area.east) == pytest.approx((102 - 0.16, 104 + 0.16))
    assert (area.south, area.north) == pytest.approx((28 - 0.16, 29 + 0.16))
    assert PageLayout(area, 500_000).page_mm[0] > 400
