"""A report of the quality gate as HTML, XLSX or PDF; an office's own template goes before the shipped one.
A child process prints. Knows no Qt."""

import html
import string
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import resources
from faultgis.errors import InputError
from faultgis.exports.workbook import Sheet, write_workbook
from faultgis.progress import Progress
from faultgis.quality.finding import SEVERITIES
from faultgis.services.checking import Checkup
from ui import words
from ui.printing import quality_content as content
from ui.printing.child import draw
from ui.printing.whole import whole, widths
from ui.words import tr

FOLDER = "quality/report"
# Of each rule no more findings are read through on paper; the workbook has all that are kept.
MOST_ON_PAPER = 100


def write_html(checkup: Checkup, path: Path, home: Path, progress: Progress | None = None) -> None:
    """The report as one self-contained page. Raises ``InputError``: ``quality.report_template``,
    ``quality.report_not_written``."""
    (progress or Progress()).report("quality.reporting")
    style = _text(home, "style.css")
    head = f'<meta charset="utf-8"><title>{_escaped(_title(checkup))}</title><style>{style}</style>'
    page = f'<!DOCTYPE html>\n<html lang="{words.language()}"><head>{head}</head><body>\n'
    made = f"{page}{body(checkup, home)}\n</body></html>\n"
    whole(path, lambda fresh: fresh.write_text(made, encoding="utf-8"))


def write_pdf(checkup: Checkup, path: Path, home: Path, progress: Progress | None = None) -> None:
    """The report as a PDF in the language in use. Raises as ``write_html`` and as the printer does."""
    (progress or Progress()).report("quality.reporting")
    spec = {
        "quality": body(checkup, home),
        "style": _text(home, "style.css"),
        "title": _title(checkup),
        "out": str(path.absolute()),
        "lang": words.language(),
        "home": str(home),
    }
    draw(spec, progress)


def write_xlsx(checkup: Checkup, path: Path, progress: Progress | None = None) -> None:
    """The report as a workbook: all findings that were kept, waivers, rules. Raises
    ``InputError("quality.report_not_written")``."""
    (progress or Progress()).report("quality.reporting")
    texts = content.texts(checkup)
    summary = [[tr(label), texts[name]] for name, label in _SUMMARY.items() if texts[name]]
    summary.append([tr("Findings listed"), content.limits(checkup)])
    tables = {
        "Findings": _by_severity(checkup),
        "Waived": content.waived(checkup),
        "Waivers that lapsed": content.lapsed(checkup),
        "Score by group": content.groups(checkup),
        "Rules": content.rules(checkup),
        "Rules changed here": content.changed(checkup),
        "Not run": content.failed(checkup),
        "Nothing to check": content.not_applicable(checkup),
    }
    sheets = [Sheet(tr("Report"), [[tr("Report"), texts["survey"]]], summary)]
    sheets += [Sheet(tr(name), table[:1], table[1:], widths(table)) for name, table in tables.items()]
    when = datetime.combine(checkup.report.on, datetime.min.time(), UTC) if checkup.report.on else _EPOCH
    whole(path, lambda fresh: write_workbook(fresh, sheets, when, progress))


_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_SUMMARY: Mapping[str, str] = {
    "on": "Checked on", "data_version": "Data version", "template": "Template",
    "rules_edition": "Edition of the rules", "program": "Program", "score": "Score of 100",
    "verdict": "Verdict", "counts": "Counts", "scope": "Rules that were run",
}  # fmt: skip


def _by_severity(checkup: Checkup) -> content.Table:
    rows: content.Table = []
    for severity in SEVERITIES:
        table = content.findings(checkup, severity)
        rows = rows or [[tr("Severity"), *table[0]]]
        rows += [[content.severity_word(severity), *row] for row in table[1:]]
    return rows


def body(checkup: Checkup, home: Path) -> str:
    """The report's HTML without its head. Raises ``InputError("quality.report_template")``."""
    values = {name: _escaped(text) for name, text in content.texts(checkup).items()}
    values["shown"] = _escaped(content.limits(checkup, MOST_ON_PAPER))
    values["findings"] = "".join(_section(checkup, severity) for severity in SEVERITIES)
    for name in ("groups", "waived", "lapsed", "failed", "not_applicable", "changed", "rules"):
        values[name] = _rows(getattr(content, name)(checkup))
    file = f"{words.language()}.html"
    try:
        return string.Template(_text(home, file)).substitute(values)
    except (KeyError, ValueError) as error:
        raise InputError("quality.report_template", file=file, reason=str(error)) from error


def _section(checkup: Checkup, severity: str) -> str:
    """The findings of a severity under their heading; the key of a finding is left to the workbook."""
    table = [row[:-1] for row in content.findings(checkup, severity, MOST_ON_PAPER)]
    if len(table) == 1:
        return ""
    count = checkup.report.counts()[severity]
    head = f"{content.severity_word(severity)} ({count})"
    return f'<h3 class="{severity}">{_escaped(head)}</h3>\n<table>{_rows(table)}</table>\n'


def _rows(table: content.Table) -> str:
    """The rows of a table; one without any says so."""
    if len(table) == 1:
        return f"<tr><td>{_escaped(tr('none'))}</td></tr>"
    wide = {
        tr(name) for name in ("What it demands", "What is wrong", "What was found", "What was found then")
    }
    heads = "".join(f"<th{' width=40%' if cell in wide else ''}>{_escaped(cell)}</th>" for cell in table[0])
    rows = ("".join(f"<td>{_escaped(cell)}</td>" for cell in row) for row in table[1:])
    return f"<thead><tr>{heads}</tr></thead>" + "".join(f"<tr>{row}</tr>\n" for row in rows)


def _title(checkup: Checkup) -> str:
    return tr("Data quality of {survey}", survey=content.name_of(checkup))


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _text(home: Path, name: str) -> str:
    own = home / FOLDER / name
    try:
        found = own if own.is_file() else resources.path(f"{FOLDER}/{name}")
        return found.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("quality.report_template", file=name, reason=str(error)) from error
