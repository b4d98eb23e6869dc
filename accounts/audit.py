"""Write one row of the audit trail beside the deed, in the deed's own transaction."""

from contextvars import ContextVar

from .models import AuditEvent, User

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


def record_failed_sign_in(email):
    """Note a wrong password or code; at an unknown address too, so that both take as long."""
    known = User.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()
    return AuditEvent.objects.create(
        deed="sign_in_failed",
        object_type=User._meta.label_lower,
        object_id=known,
        network=network.get(),
    )
