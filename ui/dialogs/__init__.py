"""Windows for one decision or one task."""
