"""What a council's pages ask for a member, each question as a statement of its own."""

from django.db.models import BigIntegerField, Q, SlugField

from advisories.models import Assignment
from web.statements import statement

from .models import ActionItem, Council, Meeting, Member, Rsvp
from .models.councils import MemberRole, open_councils

# The columns that the pages show, in words or by what they decide; no other is read.
OF_MEETINGS = (
    "title", "starts_at", "ends_at", "place", "announced_at", "cancelled_at", "reply_by",
)  # fmt: skip
OF_MEMBERSHIPS = (
    "role", "membership__started_at", "membership__suspended_at", "membership__ended_at",
    "membership__expires_on", "membership__organization__name", "membership__council__name",
    "membership__council__slug", "membership__council__time_zone",
)  # fmt: skip


@statement(slug=SlugField())
def councils_called(at, slug):
    return Council.objects.filter(slug=slug).with_size(at).select_related("country")


def councils_open_to(user):
    """The councils whose members' pages this person may see, by name."""
    allowed = open_councils(user)
    return [row for row in councils_around(user=user.pk) if row.pk in allowed] if allowed else []


@statement(user=BigIntegerField())
def councils_around(at, user):
    """Those this person has to do with; what is open of them, open_councils() says."""
    return Council.objects.filter(around(at, user, "pk")).only("name", "slug")


@statement(user=BigIntegerField())
def coming_around(at, user):
    """What is announced of the same councils and not over, the soonest first."""
    coming = announced(at).filter(around(at, user, "council"))
    return coming.select_related("council").order_by("starts_at")


@statement(council=BigIntegerField())
def coming_of(at, council):
    """What every member of one council knows is coming next, or nothing."""
    coming = announced(at).filter(council=council)
    return coming.only("council", *OF_MEETINGS).order_by("starts_at")[:1]


def announced(at):
    return Meeting.objects.announced().taking_place().filter(ends_at__gte=at.now)


def around(at, user, council):
    seats = Member.objects.active(at).filter(user=user).values("membership__council")
    assigned = Assignment.objects.active().filter(user=user).exclude(council=None)
    return Q(**{f"{council}__in": seats}) | Q(**{f"{council}__in": assigned.values("council")})


@statement(council=BigIntegerField())
def todo_of(at, council):
    """What is open from the meetings of one council, and from drafts, each with its meeting."""
    todo = ActionItem.objects.filter(meeting__council=council).open()
    shown = ["title", "who", "due_on", "done_at", "meeting__announced_at"]
    return todo.select_related("meeting__council").only(*shown, "meeting__council__time_zone")


@statement(user=BigIntegerField())
def memberships_of(at, user):
    """One's rows with `colleagues`, how many others of the organization can sign in."""
    rows = Member.objects.filter(user=user, left_at=None).with_colleagues()
    rows = rows.select_related("membership__organization", "membership__council")
    return rows.only(*OF_MEMBERSHIPS).order_by("pk")


def steering_of(council):
    """Who leads: each role with its organization, and no person."""
    rows = steering_group(council=council.pk)
    return [(str(MemberRole(role).label), organization) for role, organization in rows]


@statement(council=BigIntegerField())
def steering_group(at, council):
    rows = Member.objects.active(at).of(council).leading().by_rank()
    return rows.values_list("role", "membership__organization__name")


@statement(user=BigIntegerField())
def answers_to_coming(at, user):
    """What this person answered to meetings that are not over."""
    return Rsvp.objects.filter(user=user, meeting__ends_at__gte=at.now).order_by("pk")
