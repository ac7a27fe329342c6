"""``faultgis export national``: a delivery to the national database."""

from pathlib import Path
from typing import Any

from faultgis.exports.national_package import FORMATS
from faultgis.services.delivering import Done, deliver
from faultgis.services.delivering_checked import deliver_checked
from faultgis.services.delivery_order import Order
from faultgis.services.delivery_register import rows_in
from ui.cli.deliveries import delivery_value
from ui.cli.exporting import Asked, Exported
from ui.delivery_words import UNSOUND, chinese, told
from ui.words import tr


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


def exported(done: Done, out: Path) -> Exported:
    """What the verb tells of a delivery."""
    written = done.written
    findings = [*told(written.losses, "loss"), *told(written.redactions, "redaction")]
    sound = not any(note.code in UNSOUND for note in written.losses)
    number, counts = done.delivery.number, rows_in(written.counts, done.delivery.since)
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
