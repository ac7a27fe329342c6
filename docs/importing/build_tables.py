"""Writes the tables of docs/importing.md anew: what became of every cell of the real files.

    python docs/importing/build_tables.py ../shared/data docs/importing.md
"""

import sys
from pathlib import Path

from faultgis.records.survey import Survey
from importers.fields import STATES
from importers.registry import read
from ui import words

BEGIN, END = "<!-- tables: made by docs/importing/build_tables.py -->", "<!-- end of tables -->"
FILES = (
    ("faults/china/CN-faults_north36_utf8.gmt", "EPSG:4326"),
    ("encodings/cn_north_gbk.shp", None),
    ("faults/himatibet/HimaTibetMap.geojson", None),
    ("faults/himatibet/HimaTibetMap.kml", None),
    ("faults/gem/gem_active_faults_2017-05.geojson.zip", None),
    ("faults/africa_malawi/MAFD.geojson", None),
)


def main(data: Path, page: Path) -> None:
    """Put the tables between the marks of the page."""
    page.write_text(renewed(page.read_text(encoding="utf-8"), data), encoding="utf-8")


def renewed(text: str, data: Path) -> str:
    """The page with its tables made anew."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    words.use("en")
    made = "\n\n".join(table(data / name, crs) for name, crs in FILES)
    return f"{before}{BEGIN}\n\n{made}\n\n{END}{after}"


def table(file: Path, crs: str | None) -> str:
    """One file: its features, and per column how many cells are in which state."""
    batch = read(file, Survey(code="tables"), crs=crs)[0]
    kept = batch.read - len(batch.rejected)
    reasons: dict[str, int] = {}
    for rejected in batch.rejected:
        reasons[rejected.code] = reasons.get(rejected.code, 0) + 1
    told = ", ".join(f"{count} {code}" for code, count in sorted(reasons.items()))
    lines = [
        f"### {file.name}",
        "",
        f"Mapping `{batch.mapping}`; {batch.read} features, {kept} kept, {len(batch.rejected)} rejected"
        + (f" ({told})." if told else "."),
        "",
        "| column | goes to | " + " | ".join(STATES) + " |",
        "|---|---|" + "---:|" * len(STATES),
    ]
    targets = goes_to(batch.mapping, tuple(batch.cells))
    for column, counts in batch.cells.items():
        numbers = " | ".join(str(counts.get(state, 0) or "") for state in STATES)
        lines.append(f"| {column} | {targets[column]} | {numbers} |")
    return "\n".join(lines)


def goes_to(mapping: str, columns: tuple[str, ...]) -> dict[str, str]:
    """By column, the field it goes to, or why it is ignored."""
    from importers.mappings import bind, named

    found = {}
    for bound in bind(named(mapping), columns):
        rule = bound.rule
        if rule is not None and rule.target:
            found[bound.column] = f"`{rule.target}`"
        else:
            found[bound.column] = f"– ({words.sentence(rule.why if rule else 'import.why.unknown')})"
    return found


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
