"""Parsers of our own against damaged files; run by ``make fuzz``, never by ``make test``."""
