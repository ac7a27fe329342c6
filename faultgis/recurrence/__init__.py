"""How often a fault breaks, and how probably in the years to come."""
