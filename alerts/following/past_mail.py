"""What a person was sent, and which of it they may still read."""

from collections import defaultdict

from django.utils.translation import gettext as _

from alerts.kinds import BY_NAME
from alerts.models import Delivery, DigestItem, NoticeKind, State
from alerts.wording.why import has_lost_origin, why


def sent_to(user):
    """Their mail that the mail server took, newest first."""
    rows = Delivery.objects.filter(user=user, state=State.SENT).order_by("-settled_at", "-pk")
    return rows.select_related(
        "notice", "subscription__country", "subscription__post", "membership__council",
        "membership__organization",
    ).prefetch_related("trip__stops__country", "trip__stops__post")  # fmt: skip


def readable_among(user, notices):
    """The keys of those of these notices whose facts this person may read now."""
    facts = defaultdict(dict)
    for notice in notices:
        if notice.kind != NoticeKind.DIGEST:
            name = BY_NAME[NoticeKind(notice.kind)].fact
            facts[name].setdefault(getattr(notice, f"{name}_id"), []).append(notice.pk)
    found = set()
    for name, by_fact in facts.items():
        rows = model_of(name).objects
        if hasattr(rows, "visible_to"):
            seen = rows.visible_to(user).filter(pk__in=by_fact).values_list("pk", flat=True)
        else:
            seen = list(by_fact)  # their own application
        found.update(key for fact in seen for key in by_fact[fact])
    return found


def model_of(fact):
    return Delivery.notice.field.related_model._meta.get_field(fact).related_model


def may_read(user, notice):
    return notice.pk in readable_among(user, [notice])


def items_of(delivery):
    """The notices that a digest held and its reader may still read."""
    items = DigestItem.objects.filter(delivery=delivery).select_related("notice", "subscription")
    items = list(items)
    readable = readable_among(delivery.user, [item.notice for item in items])
    return [item for item in items if item.notice_id in readable]


def why_sent(delivery):
    """Why it came, even if what it came from was erased since."""
    if has_lost_origin(delivery):
        return _("You got this because of a trip, a membership or a place that is erased since.")
    return why(delivery)
