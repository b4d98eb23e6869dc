"""Every audited deed of the portal with rows to do it to; see tests/portal/test_audit_rows.py.

A row of a table is `"module.function": lambda: call(...)`. Who does it is `by=DOER()`.
"""
