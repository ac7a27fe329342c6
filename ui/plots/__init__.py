"""Plots: pictures of numbers that know neither the survey nor the window."""
