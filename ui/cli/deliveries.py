"""``faultgis deliveries``: the register of what was handed in."""

from datetime import date
from typing import Annotated, Any

import typer

from faultgis import codes
from faultgis.errors import InputError
from faultgis.records.delivery import Delivery
from faultgis.records.survey import Survey
from faultgis.services import delivery_register
from ui.cli import output
from ui.cli.finding import InSurvey
from ui.cli.options import Json
from ui.words import language, tr

Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help="汇交序号 / its number")]
KEYS = (
    "number", "since", "data_version", "template", "template_version", "mapping", "formats", "level",
    "recipient", "reason", "delivered_by", "path", "manifest_sha256", "score", "receipt",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    group = typer.Typer(no_args_is_help=True, help="汇交登记 / the register of deliveries")
    group.command("list")(list_all)
    group.command("show")(show)
    group.command("receipt")(receipt)
    app.add_typer(group, name="deliveries")


def list_all(ctx: typer.Context, survey: InSurvey = None, as_json: Json = False) -> None:
    """列出汇交 / all deliveries."""
    store: Any = ctx.obj.open_store()
    found = [(of, each) for of in _surveys(store, survey) for each in delivery_register.deliveries(store, of)]
    values = [{"survey": of.code, **delivery_value(each)} for of, each in found]
    output.emit({"deliveries": values}, as_json, lambda: _table(values))


def show(ctx: typer.Context, number: Number, survey: InSurvey = None, as_json: Json = False) -> None:
    """一次汇交 / one delivery, with its rows by class and what was withheld."""
    store: Any = ctx.obj.open_store()
    of, found = _one(store, number, survey)
    value = {
        "survey": of.code,
        **delivery_value(found),
        "settings": found.settings.plain(),
        **found.redactions.plain(),
    }
    output.emit(value, as_json, lambda: _page(value))


def receipt(
    ctx: typer.Context,
    number: Number,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="回执 / what was answered")],
    survey: InSurvey = None,
    on: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="日期，默认今天 / its date, default today")
    ] = None,
    as_json: Json = False,
) -> None:
    """登记回执 / keep what the receiving side answered."""
    store: Any = ctx.obj.open_store()
    of, found = _one(store, number, survey)
    kept = delivery_register.receive(store, of, found.number, text, _day(on))
    value = {"survey": of.code, **delivery_value(kept)}
    output.emit(value, as_json, lambda: tr("The receipt of delivery {number} is kept.", number=kept.number))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError("moment.unreadable", field="--on", text=text) from error


def _surveys(store: Any, code: str | None) -> list[Survey]:
    return [store.survey(code)] if code else list(store.surveys())


def _one(store: Any, number: int, code: str | None) -> tuple[Survey, Delivery]:
    surveys = _surveys(store, code)
    found = [(of, d) for of in surveys for d in delivery_register.deliveries(store, of) if d.number == number]
    if not found:
        raise InputError("delivery.unknown", number=number, survey=code or "*")
    if len(found) > 1:
        raise InputError("delivery.several", number=number, surveys=", ".join(of.code for of, _ in found))
    return found[0]


def delivery_value(delivery: Delivery) -> dict[str, Any]:
    """A delivery as JSON."""
    at, on = delivery.delivered_at, delivery.receipt_on
    return {
        **{key: getattr(delivery, key) for key in KEYS},
        "delivered_at": at.isoformat() if at else None,
        "receipt_on": on.isoformat() if on else None,
        "counts": delivery.counts.plain(),
    }


def _rows(value: dict[str, Any]) -> int:
    return delivery_register.rows_in(value["counts"], value["since"])


def _table(values: list[dict[str, Any]]) -> str:
    if not values:
        return tr("No deliveries.")
    rows = [
        (
            v["survey"], v["number"], (v["delivered_at"] or "")[:10], v["since"] or "",
            codes.label("secrecy", str(v["level"]), language()), _rows(v), v["formats"],
            v["recipient"], v["receipt"],
        )
        for v in values
    ]  # fmt: skip
    heads = ("Survey", "No.", "Date", "Since", "Level", "Rows", "Formats", "Recipient", "Receipt")
    return output.table(rows, [tr(head) for head in heads])


def _page(value: dict[str, Any]) -> str:
    lines = [_table([value]), f"{tr('Folder')}{tr(': ')}{value['path']}"]
    lines.append(tr("manifest SHA-256: {digest}", digest=value["manifest_sha256"]))
    rows = [(name, *told) for name, told in value["counts"].items()]
    if rows:
        heads = ("Class", "Rows", "Added", "Altered", "Removed")
        lines.append(output.table(rows, [tr(head) for head in heads]))
    return "\n".join(lines)
