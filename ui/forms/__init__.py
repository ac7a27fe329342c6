"""Forms of records: fields, units, code lists, checks on the spot."""
