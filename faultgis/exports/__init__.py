"""Writes a survey for others: the national package, hazard models, maps and tables."""
