"""Photographs: where they were taken, when and in which direction, read from the files themselves."""
