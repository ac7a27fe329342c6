"""Finds a fault by its code for the verbs that speak of one."""

from collections.abc import Iterator
from typing import Annotated

import typer

from faultgis.errors import InputError
from faultgis.records.survey import Survey
from faultgis.services.summarizing import FaultSummary, summaries

InSurvey = Annotated[str | None, typer.Option("--survey", metavar="CODE", help="默认全部项目 / default: all")]


def summaries_of(ctx: typer.Context, code: str | None) -> Iterator[tuple[Survey, FaultSummary]]:
    """The faults of a survey, or of all."""
    store = ctx.obj.open_store()
    for survey in [store.survey(code)] if code else store.surveys():
        for summary in summaries(store.load(survey.id, ("fault", "segment", "trace"))):
            yield survey, summary


def one_fault(ctx: typer.Context, code: str, survey: str | None) -> tuple[Survey, FaultSummary]:
    """The fault of this code in a survey, or in the only survey that has it."""
    found = [(of, each) for of, each in summaries_of(ctx, survey) if each.fault.code == code]
    if not found and survey:
        raise InputError("fault.unknown", code=code, survey=survey)
    if not found:
        raise InputError("fault.nowhere", code=code)
    if len(found) > 1:
        surveys = ", ".join(of.code for of, _ in found)
        raise InputError("fault.in_several_surveys", code=code, surveys=surveys)
    return found[0]
