"""Readers of tables without geometry: laboratory results, lists of events, OxCal's text."""
