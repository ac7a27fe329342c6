"""Ages: calibrated radiocarbon, luminescence and other clocks, and ages held in order by their strata."""
