"""PostGIS: rows, stores, the unit of work and the private server."""
