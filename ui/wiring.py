"""Joins core, database and importers into one program, for the desktop and the command line alike."""
