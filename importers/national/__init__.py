"""Reads national packages: layers that are classes of a national template, as the template's rows."""
