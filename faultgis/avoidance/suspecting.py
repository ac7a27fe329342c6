"""Sites held against a layer that can be trusted: what is suspected is said of each, nothing is converted."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.sites import Reason, Site, checked, true_place
from faultgis.crs import Suspicion, suspect


def judged(sites: Sequence[Site], trusted: Iterable[BaseGeometry | None]) -> Suspicion:
    """What a trusted layer says of the sites that can be judged."""
    fit = (site for site in map(checked, sites) if site.problem is None)
    return suspect([site.geometry for site in fit], trusted)


def reason(suspicion: Suspicion) -> Reason:
    """What was found, with its evidence: suspected, fitting as they stand, or nothing to be said."""
    params: dict[str, Any] = {"places": suspicion.places}
    if suspicion.shifted:
        names = ("offset_m", "shift_m", "before_m", "after_m")
        told = {name: round(getattr(suspicion, name), 1) for name in names}
        return Reason("site.suspected", {"datum": suspicion.datum, **params, **told})
    if suspicion.datum:
        return Reason("site.trusted_fits", {**params, "after_m": round(suspicion.after_m, 1)})
    return Reason("site.trusted_open", {**params, "before_m": round(suspicion.before_m, 1)})


def noted(sites: Sequence[Site], suspicion: Suspicion) -> list[Site]:
    """The sites where they were, each with the suspicion among its notes."""
    if not suspicion.shifted:
        return list(sites)
    return [replace(site, notes=(*site.notes, reason(suspicion))) for site in sites]


def converted(sites: Sequence[Site], suspicion: Suspicion) -> list[Site]:
    """The sites at their true places, because the user says so."""
    return [true_place(site, suspicion.datum) for site in sites] if suspicion.shifted else list(sites)
