"""``faultgis export national``: a delivery to the national database."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from faultgis.exports.national_layers import grouped
from faultgis.exports.national_package import FORMATS
from faultgis.national.rows import Note
from faultgis.services.delivering import Done, Order, deliver
from faultgis.services.delivering_checked import deliver_checked
from ui import words
from ui.cli.deliveries import delivery_value
from ui.cli.exporting import Asked, Exported
from ui.words import tr

# What somebody must look at before the package goes out.
UNSOUND = (
    "delivery.attachment_missing",
    "delivery.attachment_changed",
    "delivery.attachment_empty",
    "delivery.attachment_damaged",
    "delivery.attachment_name",
)


def export(asked: Asked) -> Exported:
    """Write the package and enter it in the register."""
    program = asked.options.open_program()
    survey = program.store.survey(asked.survey)
    given = dict(asked.given)
    given["formats"] = _formats(given.get("formats"))
    given.pop("settings", None)
    checked, despite = given.pop("check", False), given.pop("despite", "")
    order = Order(asked.out, **given, say=chinese)
    where: dict[str, Any] = {"by": program.actor, "progress": asked.options.progress()}
    if checked:
        done = deliver_checked(program.store, survey, order, program.home, despite=despite, **where)
    else:
        done = deliver(program.store, survey, order, program.home, **where)
    return exported(done, asked.out)


def _formats(listed: str | None) -> tuple[str, ...]:
    if not listed:
        return FORMATS
    return tuple(filter(None, (name.strip().lower() for name in listed.split(","))))


def chinese(note: Note) -> str:
    """A note in the language of those who receive the package."""
    return words.sentence_in("zh", note.code, {**note.params, "field": note.field})


def exported(done: Done, out: Path) -> Exported:
    """What the verb tells of a delivery."""
    written = done.written
    findings = [*told(written.losses, "loss"), *told(written.redactions, "redaction")]
    sound = not any(note.code in UNSOUND for note in written.losses)
    number, counts = done.delivery.number, sum(each[0] for each in written.counts.values())
    lines = [tr("Delivery {number}: {count:row|rows} in {folder}", number=number, count=counts, folder=out)]
    if done.delivery.since:
        changed = [sum(each[at] for each in written.counts.values()) for at in (1, 2, 3)]
        names = dict(zip(("added", "changed", "deleted"), changed, strict=True))
        lines.append(
            tr("since delivery {number}: {added} added, {changed} altered, {deleted} removed",
               number=done.delivery.since, **names)
        )  # fmt: skip
    lines.append(tr("manifest SHA-256: {digest}", digest=written.manifest_sha256))
    return Exported(written.files, findings, {"delivery": delivery_value(done.delivery)}, lines, sound)


def told(notes: Sequence[Note], kind: str) -> Iterator[dict[str, Any]]:
    """Notes of one kind about one field as one finding."""
    for group in grouped(notes):
        shown: Mapping[str, Any] = group["examples"][0]
        said = words.sentence(group["code"], {**shown, "field": group["field"]})
        place = " · ".join(filter(None, (group["class"], group["field"])))
        times = f" × {group['count']}" if group["count"] > 1 else ""
        message = f"{place}{tr(': ')}{said}{times}" if place else f"{said}{times}"
        yield {"kind": kind, **group, "message": message}
