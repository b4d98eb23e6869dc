"""Alerts told to programs of others: who hears of what, signed, tried again, given up."""
