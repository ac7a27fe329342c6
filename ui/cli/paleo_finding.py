"""Finds what a code means along the chain from trench to probability."""

from typing import Any

from faultgis.services.deriving.recomputing import Overlay


def coded(records: Overlay, kind: str, code: str) -> Any:
    """The record of a kind that has this code."""
    found: list[Any] = list(records[kind].values())
    return next((r for r in found if r.code == code), None)


def trench_or_site(records: Overlay, code: str) -> Any:
    """The trench site of this code, or that of the trench of this code."""
    site = coded(records, "trench_site", code)
    trench = coded(records, "trench", code)
    return site if site is not None or trench is None else records["trench_site"].get(trench.site_id)


def sample_or_lab(records: Overlay, code: str) -> Any:
    """The sample of this code, or that of the laboratory's number."""
    sample = coded(records, "sample", code)
    if sample is not None:
        return sample
    results: list[Any] = list(records["lab_result"].values())
    result = next((r for r in results if r.lab_code == code), None)
    return records["sample"].get(result.sample_id) if result is not None else None
