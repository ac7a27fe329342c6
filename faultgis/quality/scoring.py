"""The score of a check: how much of what was looked at passed, by group of rules and in all.

A rule that looked at n things has passed to the share 1 − Σ p / n. A finding counts p = its weight over that
of its rule, 1 at most, so that a hint of a rule of errors costs less than an error; one that somebody answers
for costs nothing. The score of a group is the mean of its rules' shares weighed by severity, times 100, and
that of the whole the same over all rules. A rule that had nothing to check, or could not be run, is not in
it; nor is one that only informs.
"""

from collections.abc import Mapping, Sequence

from faultgis.quality.finding import CHECKED, ERROR, INFO, WARNING, Checked

WEIGHTS: Mapping[str, float] = {ERROR: 3.0, WARNING: 1.0, INFO: 0.0}


def passed(severity: str, looked_at: int, counts: Mapping[str, int]) -> float:
    """The share of things (0 to 1) that passed a rule of this severity; ``counts`` are its findings, by their
    own severity, that nobody answers for."""
    weight = WEIGHTS[severity]
    if not looked_at or not weight:
        return 1.0
    lost = sum(number * min(WEIGHTS[name] / weight, 1.0) for name, number in counts.items())
    return max(1.0 - lost / looked_at, 0.0)


def score(checked: Sequence[Checked]) -> float | None:
    """The weighed mean of rules' shares, 0 to 100; ``None`` where none of them counts."""
    counting = [each for each in checked if each.state == CHECKED and each.weight > 0]
    if not counting:
        return None
    total = sum(each.weight for each in counting)
    return 100.0 * sum(each.weight * each.passed for each in counting) / total


def scores(checked: Sequence[Checked]) -> dict[str, float]:
    """The score of each group in which anything was checked."""
    groups = dict.fromkeys(each.group for each in checked)
    found = {name: score([each for each in checked if each.group == name]) for name in groups}
    return {name: value for name, value in found.items() if value is not None}
