"""What the gate found as rows to look through: each finding with who answers for it or what became of it.
No Qt in here."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from faultgis.progress import Progress
from faultgis.quality import rejected
from faultgis.quality.finding import SEVERITIES, Finding, Report
from faultgis.quality.waiving import renewed
from faultgis.records.delivery import Rejection, Waiver
from faultgis.records.kinds import AnyRecord
from faultgis.services.checking import Checkup
from faultgis.services.mending import is_mended
from ui import words
from ui.printing import quality_content as content
from ui.words import tr

Held = Mapping[str, Mapping[UUID, AnyRecord]]
WAIVED, RETURNED = "waived", "returned"
# The sorts of findings, one filter button for each.
SORTS = (*SEVERITIES, WAIVED, RETURNED)
NOTHING = UUID(int=0)
_NAMES = ("name_zh", "name_en", "code")
COLUMNS = ("Severity", "Rule", "Class", "ID", "Field", "What is wrong")


@dataclass(frozen=True)
class Entry:
    """A finding as a row: ``key`` is the finding's, ``cells`` are its texts by column, ``found_by`` all
    of them in small letters. ``waiver`` answers for it; ``rejection`` is what the national side said."""

    finding: Finding
    key: str
    sort: str
    cells: tuple[str, ...]
    found_by: str
    waiver: Waiver | None = None
    rejection: Rejection | None = None
    number: int = 0

    @property
    def open(self) -> bool:
        """Whether something is still to be done about it."""
        settled = self.rejection is not None and self.rejection.state != rejected.OPEN
        return self.waiver is None and not settled


@dataclass(frozen=True)
class Looked:
    """A check with the records that it saw (by kind and id) and its findings in the order of the rules.
    ``returned`` are those of the national side, also the settled ones, by their rejection; ``around`` is what
    the check asked the database besides."""

    checkup: Checkup
    records: Held
    entries: Sequence[Entry]
    returned: Mapping[UUID, Finding]
    around: Mapping[str, Any] = field(default_factory=dict)

    def seen(self, finding: Finding) -> AnyRecord | None:
        """The record of a finding as the check saw it."""
        return self.records.get(finding.kind, {}).get(finding.id) if finding.id is not None else None


def looked(
    checkup: Checkup, records: Held, progress: Progress, around: Mapping[str, Any] | None = None
) -> Looked:
    """Make the rows of a check; long where there are many. Raises ``CancelledError``."""
    report = checkup.report
    found = [*report.findings, *(each.finding for each in report.waived)]
    order = {rule.id: number for number, rule in enumerate(checkup.rules)}
    grave = {name: number for number, name in enumerate(SEVERITIES)}
    found.sort(key=lambda each: (grave[each.severity], order.get(each.rule, len(order))))
    sent_back = [each for each in records.get("rejection", {}).values() if isinstance(each, Rejection)]
    returned = {each.id: rejected.finding_of(each, checkup.package) for each in sent_back}
    found = [each for each in found if each.rule != rejected.RULE] + list(returned.values())
    entries = []
    for number, each in enumerate(found):
        if number % 512 == 0:
            progress.check()
        entries.append(_entry(checkup, each, number, names_of(records, each)))
    made = Looked(checkup, records, entries, returned, around or {})
    return replace(made, entries=with_answers(made, records))


def names_of(records: Held, finding: Finding) -> tuple[str, ...]:
    """What people call the record of a finding and its fault, to find it by."""
    record: Any = records.get(finding.kind, {}).get(finding.id) if finding.id is not None else None
    fault = records.get("fault", {}).get(getattr(record, "fault_id", None) or NOTHING)
    named = (each for each in (record, fault) if each is not None)
    return tuple(str(getattr(each, name, "")) for each in named for name in _NAMES)


def _entry(checkup: Checkup, finding: Finding, number: int, names: Sequence[str]) -> Entry:
    theirs = finding.rule == rejected.RULE
    cells = (
        content.severity_word(finding.severity),
        tr("Sent back") if theirs else finding.rule,
        class_title(checkup, finding),
        content.id_of(finding),
        field_title(checkup, finding),
        _theirs(finding) if theirs else content.told(finding),
    )
    found_by = "\n".join((*cells, finding.class_name, finding.field, finding.value, *names)).casefold()
    sort = RETURNED if theirs else finding.severity
    return Entry(finding, finding.key, sort, cells, found_by, number=number)


def _theirs(finding: Finding) -> str:
    """What the national side said, in its own words: who said it stands beside."""
    return f"{finding.params['message']}{finding.params['theirs']}"


def with_answers(of: Looked, now: Held) -> list[Entry]:
    """The rows as waivers and rejections stand now."""
    waivers = {each.finding: each for each in now.get("waiver", {}).values() if isinstance(each, Waiver)}
    said = now.get("rejection", {})
    entries = []
    for each in of.entries:
        waiver = waivers.get(each.key)
        theirs: Any = each.finding.params.get("rejection")
        rejection: Any = said.get(theirs) if each.sort == RETURNED else None
        if waiver is not each.waiver or rejection is not each.rejection:
            each = replace(each, waiver=waiver, rejection=rejection)
        entries.append(each)
    return entries


def sort_of(entry: Entry) -> str:
    """The filter button under which a row stands."""
    return WAIVED if entry.waiver is not None else entry.sort


def report_now(of: Looked, now: Held) -> Report:
    """The report of a check with the waivers and rejections as they stand now."""
    waivers = [each for each in now.get("waiver", {}).values() if isinstance(each, Waiver)]
    said = now.get("rejection", {})
    closed = [key for key in of.returned if getattr(said.get(key), "state", "") != rejected.OPEN]
    return renewed(of.checkup.report, waivers, closed)


def counts(report: Report, entries: Iterable[Entry]) -> dict[str, int]:
    """How many findings stand under each filter button; what is counted and not listed counts too."""
    found = report.counts()
    returned = sum(each.sort == RETURNED and each.open for each in entries)
    return {**found, "error": found["error"] - returned, RETURNED: returned}


@dataclass(frozen=True)
class Wish:
    """What is to be seen: sorts, a group or rule, a class, words. Empty: all of them."""

    sorts: Collection[str] = SORTS
    group: str = ""
    rule: str = ""
    class_name: str = ""
    words: str = ""

    def keeps(self, entry: Entry, groups: Mapping[str, str]) -> bool:
        """Whether a row is to be seen; ``groups`` are those of the rules."""
        finding = entry.finding
        return (
            sort_of(entry) in self.sorts
            and (not self.group or groups.get(finding.rule, "") == self.group)
            and (not self.rule or finding.rule == self.rule)
            and (not self.class_name or (finding.class_name or finding.kind) == self.class_name)
            and all(word in entry.found_by for word in self.words.casefold().split())
        )


def class_title(checkup: Checkup, finding: Finding) -> str:
    """What people call the class of a finding: its Chinese title, in English its name."""
    described = checkup.package.template.find(finding.class_name) if finding.class_name else None
    if described is not None:
        return described.zh if words.language() == "zh" and described.zh else described.name
    if finding.class_name or not finding.kind:
        return finding.class_name
    return words.sentence(f"kind.{finding.kind}")


def field_title(checkup: Checkup, finding: Finding) -> str:
    """What people call the field of a finding."""
    described = checkup.package.template.find(finding.class_name) if finding.class_name else None
    entry = described.field(finding.field) if described is not None and finding.field else None
    if entry is not None and entry.zh and words.language() == "zh":
        return entry.zh
    return str(words.field_word(finding.field))


def classes_of(entries: Iterable[Entry]) -> list[tuple[str, str, int]]:
    """The classes of rows with their titles and how many rows each has, the most first."""
    found = Counter((each.finding.class_name or each.finding.kind, each.cells[2]) for each in entries)
    return [(name, title, count) for (name, title), count in found.most_common() if name]


def hidden_by_rule(report: Report) -> dict[str, int]:
    """How many findings of each rule are counted and not listed, where there are any."""
    listed = Counter(each.rule for each in report.findings)
    more = {each.rule: sum(each.counts.values()) - listed[each.rule] for each in report.checked}
    return {rule: count for rule, count in more.items() if count > 0}


def changed_by_now(of: Looked, now: Held, entry: Entry) -> bool:
    """Whether the record of a finding is another one than the check saw."""
    finding = entry.finding
    if finding.id is None or not finding.kind or entry.sort == RETURNED:
        return False
    was, is_now = of.seen(finding), now.get(finding.kind, {}).get(finding.id)
    return was is not is_now and was != is_now


def mended_by_now(of: Looked, now: Held, entry: Entry) -> bool:
    """Whether a finding's fix has been carried out since the check."""
    fix = entry.finding.fix
    return fix is not None and is_mended(of.records, now, fix)
