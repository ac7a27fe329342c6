"""``--trusted``: the layer that sites are held against, and what it says of their coordinates."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from faultgis.avoidance.rules import Rule
from faultgis.avoidance.suspecting import reason
from faultgis.crs import Suspicion
from ui import site_words, words

_OWN = {"traces": "trace", "points": "observation_point"}


def trusted_layer(ctx: typer.Context, name: str, surveys: Sequence[tuple[Any, Any]]) -> list[Any]:
    """The shapes of a trusted layer: the surveys' own traces or points, or those of a file.

    Raises ``InputError`` as ``read_sites``.
    """
    from ui.wiring import read_sites

    if name in _OWN:
        store, kind = ctx.obj.open_store(), _OWN[name]
        return [record.geometry for of, _ in surveys for record in store.load(of.id, (kind,))[kind]]
    return [site.geometry for site in read_sites(Path(name))]


def told_suspicion(rule: Rule, suspicion: Suspicion | None) -> dict[str, Any]:
    """What a trusted layer says, as part of the output; nothing where none was named."""
    if suspicion is None:
        return {}
    found = reason(suspicion)
    told = {"code": found.code, "params": dict(found.params)}
    message = site_words.reason(told, rule)
    if suspicion.shifted:
        message += " " + words.sentence("site.suspected/help")
    return {"suspicion": {"datum": suspicion.datum or None, **found.params, "message": message}}


def with_suspicion(page: str, said: dict[str, Any]) -> str:
    """A page below what the trusted layer says."""
    return f"{said['suspicion']['message']}\n\n{page}" if said else page
