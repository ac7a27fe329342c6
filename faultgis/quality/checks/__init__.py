"""The checks of the quality rules, one file per group; importing this package registers them all."""
