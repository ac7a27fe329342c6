"""Readers of single cells: free text to numbers with bounds, directions, senses, ages and dates."""
