"""Lines as a geologist edits them: split, join, reshape, snap, side and direction."""
