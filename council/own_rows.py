"""What a council's pages ask for a member, each question as a statement of its own."""

from django.db.models import BigIntegerField, SlugField

from web.statements import statement

from .models import Council, Member, Rsvp


@statement(slug=SlugField())
def councils_called(at, slug):
    return Council.objects.filter(slug=slug).with_size(at).select_related("country")


@statement(user=BigIntegerField())
def memberships_of(at, user):
    """One's rows with `colleagues`, how many others of the organization can sign in."""
    rows = Member.objects.filter(user=user, left_at=None).with_colleagues()
    return rows.select_related("membership__organization", "membership__council").order_by("pk")


@statement(council=BigIntegerField())
def steering_group(at, council):
    rows = Member.objects.active(at).of(council).leading().by_rank()
    return rows.select_related("membership__organization")


@statement(user=BigIntegerField())
def answers_to_coming(at, user):
    """What this person answered to meetings that are not over."""
    return Rsvp.objects.filter(user=user, meeting__ends_at__gte=at.now).order_by("pk")
