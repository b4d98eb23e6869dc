"""Write one row of the audit trail beside the deed, in the deed's own transaction."""

from contextvars import ContextVar

from .models import AuditEvent

# Where the request at hand came from; set by accounts.middleware.remember_request.
network: ContextVar[str | None] = ContextVar("network", default=None)


def record(deed, row, *, by):
    """Note that `by` (a User, or None for the clock and the console) did `deed` to `row`."""
    return AuditEvent.objects.create(
        actor_id=by.pk if by else None,
        deed=deed,
        object_type=row._meta.label_lower,
        object_id=row.pk,
        network=network.get(),
    )
