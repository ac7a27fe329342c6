"""From the trench wall to the probability: results that know what they rest on, and turn stale with it."""
