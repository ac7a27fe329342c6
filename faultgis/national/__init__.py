"""The national template: its classes, our records as its rows, and its rows as our records."""
