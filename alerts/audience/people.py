"""From rows to people: each row names a person, where it comes from, and what hinders it.

The same statement counts an audience for its sender, fans a notice out, and checks again
when a delivery's turn has come.
"""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisories.models import Assignment, Tlp
from alerts.models import DIGESTS, Frequency, Mute, Rank, Reason, SharedMailbox, Suppression
from council.models import Member


class Hindrance(models.IntegerChoices):
    """Why somebody whom it concerns is not told now."""

    NONE = 0, _("Nothing")
    NOT_ALLOWED = 1, _("May not read it")
    UNREACHABLE = 2, _("Address bounced or not confirmed")
    PAUSED = 3, _("Paused all email")
    STOPPED = 4, _("Stopped email about this trip or membership")
    DIGEST = 5, _("Chose a daily or weekly digest")
    SILENT = 6, _("Follow the place without email")
    GRADE = 7, _("Want only what is graver")


@dataclass(frozen=True)
class Group:
    """People with one reason. `rows` gives person, origin and hindrance."""

    reason: Reason
    rank: Rank
    origin: str  # the column of Delivery that says where it comes from; empty for none
    rows: models.QuerySet

    def statement(self):
        """Its SELECT and parameters; None where it can hold nobody."""
        try:
            return self.rows.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            return None

    def among(self, users):
        """Those of these people who are to be told, as {person: origin}.

        Whoever chose a digest since is told at once of what is on its way already.
        """
        if self.asked is None or not users:
            return {}
        sql, values = self.asked
        told = f"{Hindrance.NONE.value}, {Hindrance.DIGEST.value}"
        # One value, so that SQLite knows the statement again and does not plan it anew.
        people = ",".join(map(str, users))
        if connection.vendor == "postgresql":
            these, people = "= ANY(%s::bigint[])", f"{{{people}}}"
        else:
            these, people = "IN (SELECT value FROM json_each(%s))", f"[{people}]"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT person, origin FROM ({sql}) AS people"  # noqa: S608 -- our own statement
                f" WHERE hindrance IN ({told}) AND person {these} ORDER BY origin DESC",
                [*values, people],
            )
            return dict(cursor.fetchall())

    @cached_property
    def asked(self):
        """The statement, made once: making it takes longer than asking about a batch."""
        return self.statement()


def people(reason, rank, rows, hindrances, *, person="user", origin="", at=""):
    """A group of the people of these rows; the first hindrance that applies is theirs.

    `origin` is what they come from, `at` where its id stands if not in a column of that name.
    """
    cases = [When(condition, then=Value(value)) for value, condition in hindrances]
    rows = rows.order_by().annotate(
        person=F(f"{person}_id"),
        origin=F(at or f"{origin}_id"),
        hindrance=Case(*cases, default=Value(0), output_field=models.IntegerField()),
    )
    return Group(reason, rank, origin, rows.values("person", "origin", "hindrance"))


def unreachable(person="user"):
    refused = Suppression.objects.active().filter(user=OuterRef(f"{person}_id"))
    known = Q(**{f"{person}__is_active": True, f"{person}__email_confirmed_at__isnull": False})
    return Hindrance.UNREACHABLE, ~known | Exists(refused)


def not_allowed(tlp, council, person="user"):
    """Who may not read a text of this TLP: as advisories.models.tlp.readable, for many."""
    if tlp == Tlp.CLEAR:
        return Hindrance.NOT_ALLOWED, Q(pk__in=[])
    reader = OuterRef(f"{person}_id")
    members = Member.objects.active().filter(user=reader)
    staff = Assignment.objects.active().filter(user=reader)
    nobody = ~Exists(SharedMailbox.objects.reading(tlp, council).filter(user=reader))
    if tlp == Tlp.AMBER:
        members, staff = members.of(council), staff.filter(council=council)
        return Hindrance.NOT_ALLOWED, ~Exists(members) & ~Exists(staff) & nobody
    operators = Q(**{f"{person}__is_superuser": True})
    return Hindrance.NOT_ALLOWED, ~Exists(members) & ~Exists(staff) & nobody & ~operators


def lapsed():
    """It follows for an organization whose membership does not stand any more."""
    standing = SharedMailbox.objects.standing().filter(pk=OuterRef("mailbox"))
    return Hindrance.NOT_ALLOWED, Q(mailbox__isnull=False) & ~Exists(standing)


def paused(person="user"):
    return Hindrance.PAUSED, Q(**{f"{person}__paused_until__gt": timezone.now().date()})


def stopped(origin, person="user", *, emergencies=False):
    """Muted by that person; an emergency is held back only by a mute that says so."""
    source = {origin: OuterRef(f"{origin}_id"), "user": OuterRef(f"{person}_id")}
    mutes = Mute.objects.active().filter(**source)
    return Hindrance.STOPPED, Exists(mutes.filter(emergencies=True) if emergencies else mutes)


def in_digest():
    return Hindrance.DIGEST, Q(frequency__in=DIGESTS)


def silent():
    return Hindrance.SILENT, Q(frequency=Frequency.NEVER)


def graver_only(grade):
    return Hindrance.GRADE, Q(lowest_grade__gt=grade)


@dataclass(frozen=True)
class Count:
    total: int  # each person once
    groups: list  # (group, people)
    left_out: list  # (Hindrance, people)

    @property
    def twice(self):
        """How many times a person is in more than one group."""
        return sum(number for _group, number in self.groups) - self.total


def count(audience):
    """How many people will be told, by reason; and who will not, by what hinders them."""
    groups = [(group, group.statement()) for group in audience]
    numbers = [(group, told(statement)) for group, statement in groups]
    by_hindrance = sorted(hindered([statement for _group, statement in groups if statement]))
    left_out = [(Hindrance(code), number) for code, number in by_hindrance if code]
    return Count(dict(by_hindrance).get(0, 0), numbers, left_out)


def told(statement):
    if not statement:
        return 0
    sql, values = statement
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(DISTINCT person) FROM ({sql}) AS people WHERE hindrance = 0",  # noqa: S608
            values,
        )
        return cursor.fetchone()[0]


def hindered(statements):
    """(hindrance, people) over all groups; who is free in one group is free."""
    if not statements:
        return []
    parts = [f"SELECT * FROM ({sql}) AS part{n}" for n, (sql, _) in enumerate(statements)]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least, COUNT(*) FROM (SELECT person, MIN(hindrance) AS least"  # noqa: S608
            f" FROM ({' UNION ALL '.join(parts)}) AS rows_of_all GROUP BY person) AS each_person"
            " GROUP BY least",
            [value for _, values in statements for value in values],
        )
        return cursor.fetchall()
