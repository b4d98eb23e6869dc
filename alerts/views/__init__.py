"""Pages about alerts, split by who opens them."""
