"""The report of an import, or of its trial, as a workbook: all rejected rows and all notices."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PyQt6.QtWidgets import QFileDialog, QWidget

from faultgis.exports.workbook import Sheet, write_workbook
from faultgis.progress import Progress
from ui.dialogs import import_report as page
from ui.printing.whole import whole, widths
from ui.words import tr


def ask_place(parent: QWidget, report: Any, folder: str) -> Path | None:
    """Where the report goes; ``None``: nowhere."""
    name = f"{Path(report.file).stem}_{tr('import')}.xlsx"
    pattern = f"{tr('Excel table')} (*.xlsx)"
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Import report"), str(Path(folder) / name), pattern)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")


def write(report: Any, path: Path, progress: Progress | None = None) -> None:
    """Write the workbook. Raises ``InputError("quality.report_not_written")``."""
    sheets = [_summary(report)]
    if report.classes:
        sheets.append(_sheet("Classes", page.CLASS_HEADS, page.class_rows(report.classes)))
    if report.cells:
        heads = ("Column", *page.OUTCOME_WORDS)
        sheets.append(_sheet("Columns", heads, page.column_rows(report.cells)))
    sheets.append(_sheet("Rejected", page.REJECTED_HEADS, page.rejected_rows(report.rejected)))
    sheets.append(_sheet("Warnings", page.WARNING_HEADS, page.warning_rows(report.warnings)))
    whole(path, lambda fresh: write_workbook(fresh, sheets, datetime.now(UTC), progress))


def _summary(report: Any) -> Sheet:
    rows: list[Sequence[Any]] = [(tr(name), count) for name, count in page.counts(report)]
    rows.append((tr("Layers"), ", ".join(report.layers)))
    rows.append((tr("Field mapping"), report.mapping))
    rows.append((tr("Coordinate system"), report.crs))
    rows.append((tr("Encoding"), report.encoding))
    if report.crs_accuracy_m:
        rows.append((tr("Change of datum good to (m)"), report.crs_accuracy_m))
    rows.append((tr("State"), page.state_words(report)))
    return Sheet(tr("Import report"), [[tr("File"), report.file]], rows, (28, 60))


def _sheet(title: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> Sheet:
    told = [tr(head) for head in heads]
    return Sheet(tr(title), [told], rows, widths([told, *([str(cell) for cell in line] for line in rows)]))
