"""What a result says in a few words, wherever it stands in a list."""

from typing import Any

from faultgis.records.derived import (
    CalibratedAge,
    ChronologyModel,
    Displacement,
    EventAge,
    Probability,
    Recurrence,
    SlipRate,
)
from faultgis.records.kinds import AnyRecord
from faultgis.values import Estimate
from ui.forms import shown
from ui.words import tr
from ui.year_words import age_word


def headline(record: AnyRecord) -> str:
    """The number of a result: an age, a rate, an interval, a probability; empty for other records."""
    if isinstance(record, CalibratedAge | EventAge):
        return age_word(record.age) if record.age is not None else ""
    if isinstance(record, SlipRate):
        of = tr("representative") if record.representative else ""
        component = shown.code_label("offset_component", record.component)
        return " ".join(filter(None, (_brief(record.rate), component, of)))
    if isinstance(record, Displacement):
        return _brief(record.amount)
    if isinstance(record, Recurrence):
        return _brief(record.interval)
    if isinstance(record, Probability):
        return shown.percent(record.probability)
    if isinstance(record, ChronologyModel):
        overall: Any = record.results.get("agreement_model")
        return tr("model agreement {share} %", share=f"{overall:.0f}") if overall is not None else ""
    return ""


def _brief(value: Estimate | None) -> str:
    return shown.brief(value) if value is not None else tr("not known")
