"""Point clouds: looked into before any library sees them, read in chunks, kept as files."""
