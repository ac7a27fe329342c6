"""Fault avoidance: rule sets as data, distances and zones in metres, answers that tell what is unknown."""
