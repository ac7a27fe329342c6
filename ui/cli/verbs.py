"""Which modules bring which verbs. Each has a ``register(app)``."""

import typer

from ui.cli import compute, demo, desktop, faults, importing, inspect, maps, server, sheets, survey


def register(app: typer.Typer) -> None:
    """Add every verb to the command line."""
    for module in (desktop, demo, server, survey, inspect, importing, faults, sheets, maps, compute):
        module.register(app)
