"""Trench walls in their own metres: frames, pictures, what is drawn on them, and the rules a log follows."""
