"""One module a subject: reports as they are read, and what changed between their editions."""
