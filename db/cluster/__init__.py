"""The private local PostGIS: found, created, started, shared, stopped, dumped and restored."""
