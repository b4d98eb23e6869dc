"""Rows of web for the tests: plain functions that name only what the test is about."""
