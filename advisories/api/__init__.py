"""Places, levels, reports and what changed in them, as JSON. Public content only."""
