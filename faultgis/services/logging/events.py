"""Events read from a log, and the evidence for them."""

from typing import Any
from uuid import UUID

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.records.trench import EventEvidence, PaleoEvent, WallFeature
from faultgis.services.trenching import first_free
from faultgis.walls.log import TrenchLog


def add_event(log: TrenchLog, **fields: Any) -> Edit:
    """A new event of the site, older than those that are there, with a free code: E1, E2 …"""
    trench = log.trench
    given: dict[str, Any] = {
        "code": first_free((e.code for e in log.events.values()), "E{}"),
        "position": max((e.position for e in log.events.values()), default=0) + 1,
        **fields,
    }
    made = PaleoEvent(survey_id=trench.survey_id, site_id=trench.site_id, **given)
    return Edit("edit.add_event", (Change(None, made),))


def add_evidence(
    log: TrenchLog, event_id: UUID, kind: str, feature: WallFeature | None = None, score: int | None = None
) -> Edit:
    """A piece of evidence for an event, on the wall of the feature that shows it."""
    made = EventEvidence(
        survey_id=log.trench.survey_id,
        event_id=event_id,
        kind=kind,
        wall_id=feature.wall_id if feature is not None else None,
        feature_id=feature.id if feature is not None else None,
        score=score,
    )
    return Edit("edit.add_evidence", (Change(None, made),))
