"""The JSON API: its addresses, its front page and the file that describes it."""
