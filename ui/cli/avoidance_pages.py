"""Answers about sites and routes as text, in the user's language."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from faultgis.avoidance.deciding import ANSWERS
from faultgis.avoidance.rules import Rule
from faultgis.avoidance.sites import checked
from faultgis.services.screening import Screened
from ui import route_words, site_words, words
from ui.cli import output
from ui.site_words import own
from ui.words import tr

# Of very many sites so many are told of on the screen.
GRAVEST = 20
NOT_EVALUATED = ANSWERS.index("not_evaluated")
# A site's name takes so much room in a table of text.
NAME = 30
Value = Mapping[str, Any]


def tell(rule: Rule, values: Iterable[Any]) -> None:
    """Give every reason and unknown of the answers its sentence (``message``)."""
    for each in values:
        for reason in (*each.get("reasons", ()), *each.get("unknowns", ())):
            reason["message"] = site_words.reason(reason, rule)


def answer_page(rule: Rule, found: Sequence[Value]) -> str:
    """Answers: of one site with the way to it, of many as a table."""
    parts = [_table(found)]
    if len(found) == 1:
        parts.append(_way(found[0]))
    else:
        parts += _unjudged(found, rule)
        parts.append("\n".join(f"· {text}" for text in (*_open(found), *_cautions(rule))))
    version = "" if not found else tr("data version {version}", version=found[0]["data_version"])
    return "\n\n".join([*parts, f"{rule.id} {rule.version} · {version}"])


def _table(found: Sequence[Value]) -> str:
    rows = [
        (
            _short(each["site"]),
            words.sentence(f"answer.{each['answer']}"),
            "" if each["distance_m"] is None else f"{each['distance_m']:.1f} ({_range(each)})",
            "" if each["width_m"] is None else f"{each['width_m']:g}",
            each["fault"] or "",
            each["article"] or "",
        )
        for each in found
    ]
    heads = ("Building site", "Answer", "Distance (m)", "Width (m)", "Fault", "Article")
    return output.table(rows, [tr(h) for h in heads])


def _short(name: str) -> str:
    return name if len(name) <= NAME else f"{name[: NAME - 1]}…"


def _unjudged(found: Iterable[Value], rule: Rule) -> list[str]:
    """Why sites were not judged: those that have something wrong one by one, by their rows in the file; of
    the others one for each reason."""
    left = [each for each in found if each["answer"] == "not_evaluated"]
    wrong = [each for each in left if _is_wrong(each)]
    told = [_unjudged_one(each) for each in wrong[:GRAVEST]]
    if len(wrong) > GRAVEST:
        count = f"{len(wrong) - GRAVEST:,}"
        told.append(tr("{count} more have something wrong; all of them with --xlsx or --json.", count=count))
    alike: dict[str, list[Value]] = {}
    for each in left:
        if not _is_wrong(each):
            alike.setdefault(_code(each), []).append(each)
    return [*told, *(_unjudged_alike(each[0], len(each), rule) for each in alike.values())]


def _unjudged_one(each: Value) -> str:
    return "\n".join([_named(each), *(f"  {r['message']}" for r in each["reasons"])])


def _unjudged_alike(first: Value, count: int, rule: Rule) -> str:
    """Why one of some sites was not judged; the others were not for the like reason."""
    if count == 1:
        return _unjudged_one(first)
    hindrance = site_words.hindrance(first)
    reason = "" if hindrance is None else site_words.reason(hindrance, rule)
    said = tr("{count} sites were not judged, such as {site}: {reason}")
    return said.format(count=f"{count:,}", site=_short(first["site"]), reason=reason)


def _code(each: Value) -> str:
    hindrance = site_words.hindrance(each)
    return "" if hindrance is None else str(hindrance["code"])


def _is_wrong(each: Value) -> bool:
    return _code(each).startswith(site_words.WRONG)


def _named(each: Value) -> str:
    row = "" if each["row"] is None else tr(" (row {row})", row=each["row"])
    return f"{_short(each['site'])}{row}{tr(': ')}".rstrip()


def _cautions(rule: Rule) -> list[str]:
    return [own(each.text) for each in rule.cautions]


def _open(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is not known of building, ground and faults, with the number of sites that it matters to."""
    told = Counter(
        reason["message"]
        for each in found
        for reason in each["unknowns"]
        if reason["code"] == "unknown.input"
    )
    return [tr("{what} ({count:site|sites})", what=text, count=count) for text, count in told.items()]


def _range(each: Mapping[str, Any]) -> str:
    return f"{each['distance_low_m']:.1f}–{each['distance_high_m']:.1f}"


def _way(each: Value) -> str:
    """The decision path of an answer and what is not known behind it."""
    lines = [f"{tr('Reasons')}{tr(': ')}".rstrip()]
    lines += [f"  {reason['message']}" for reason in each["reasons"]]
    lines.append(f"{tr('Unknowns')}{tr(': ')}".rstrip())
    lines += [f"  {reason['message']}" for reason in each["unknowns"]]
    return "\n".join(lines)


def route_page(rule: Rule, value: Mapping[str, Any]) -> str:
    """A route's crossings and its stretches in zones."""
    rows = [
        (
            _chainage(c),
            words.sentence(f"crossing.{c['kind']}"),
            f"{c['angle_deg']:.0f}",
            c["fault"] or "",
            route_words.expected(c["expected_offset"]),
            words.sentence(f"answer.{c['answer']}"),
            c["article"] or "",
        )
        for c in value["crossings"]
    ]
    heads = ("Chainage (m)", "How it meets", "Angle (°)", "Fault", "Expected offset (estimate)")
    parts = [answer_page(rule, [value]), route_words.of_route(value)]
    if rows:
        parts.append(output.table(rows, [tr(h) for h in (*heads, "Answer", "Article")]))
    within = [
        (
            f"{s['from_m']:.1f}",
            f"{s['to_m']:.1f}",
            words.sentence(f"belt.{s['kind']}"),
            s["fault"],
            s["article"],
        )
        for s in value["stretches"]
    ]
    if within:
        names = ("From (m)", "To (m)", "Zone kind", "Fault", "Article")
        parts += [tr("Through zones and unmapped ground"), output.table(within, [tr(h) for h in names])]
    return "\n\n".join(parts)


def issued(number: str | None, pdf: Path | None) -> str:
    """That a certificate was issued, and where its copy lies; nothing where none was."""
    return "" if pdf is None else tr("Issued as {number}: {file}", number=number, file=pdf)


def _chainage(crossing: Value) -> str:
    to = f"–{crossing['to_m']:.1f}" if crossing["kind"] == "along" else ""
    low, high = crossing["chainage_low_m"], crossing["chainage_high_m"]
    return f"{crossing['chainage_m']:.1f}{to} ({low:.1f}–{high:.1f})"


def many_page(rule: Rule, found: Screened) -> str:
    """How many of very many sites got which answer, the gravest of them, and why others were not judged."""
    counts = [(words.sentence(f"answer.{answer}"), f"{n:,}") for answer, n in found.outcomes.items()]
    answers = found.column("answer")
    gravest = np.argsort(answers, kind="stable")[:GRAVEST]
    grave = [found[number] for number in gravest.tolist() if answers[number] < NOT_EVALUATED]
    wrong = _wrong(found)
    parts = [output.table(counts, [tr("Answer"), tr("Sites")])]
    if wrong:
        told = [found[number] for number in wrong[:GRAVEST]]
        tell(rule, told)
        said = tr("{count:site has|sites have} something wrong:", count=f"{len(wrong):,}")
        parts += [said, *_unjudged(told, rule)]
    parts += _unmapped(rule, found, wrong)
    if grave:
        tell(rule, grave)
        parts.append(tr("The {count} gravest; all of them with --xlsx or --json:", count=len(grave)))
        parts.append(answer_page(rule, grave))
    return "\n\n".join(parts)


def _unmapped(rule: Rule, found: Screened, wrong: Sequence[int]) -> Iterator[str]:
    """Why one of the sites without a trace in reach, and one of those with one, was not judged."""
    left = found.column("answer") == NOT_EVALUATED
    left[list(wrong)] = False
    for near in (True, False):
        numbers = np.flatnonzero(left & ((found.column("strand") >= 0) == near))
        if len(numbers):
            first = found[int(numbers[0])]
            tell(rule, [first])
            yield _unjudged_alike(first, len(numbers), rule)


def _wrong(found: Screened) -> list[int]:
    """The numbers of the sites that have something wrong."""
    return [number for number, site in enumerate(found.sites) if checked(site).problem is not None]
