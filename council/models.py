"""Councils, the organizations in them, their people, and their meetings."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import LowerEmailField, check_time_zone
from advisories.models import Country, Post, Role, Tlp
from advisories.models.assignments import reach_of
from advisories.models.reports import readable
from web.models import PublicFact, PublicFactQuerySet


class CouncilQuerySet(PublicFactQuerySet):
    def open_to(self, user):
        """Councils whose members' pages this person may see: own ones, and those assigned."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = user.memberships.active().values("membership__council")
        return self.filter(Q(pk__in=mine) | reach_of(user).in_councils("pk"))

    def editable_by(self, user):
        """Councils whose members and meetings this person looks after."""
        reach = reach_of(user, Role.MEMBERSHIP_OFFICER)
        everywhere = Q(pk__isnull=False) if reach.everywhere else Q(pk__in=reach.councils)
        places = Q(country__in=reach.countries) | Q(post__in=reach.posts)
        return self.filter(everywhere | places)

    def led_by(self, user):
        """Councils of which this person is chair, deputy or secretary."""
        leading = user.memberships.active().filter(role__in=MemberRole.leading())
        return self.filter(pk__in=leading.values("membership__council"))


class Council(PublicFact):
    """A post's security officers and the private organizations around it."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    country = models.ForeignKey(Country, models.PROTECT, related_name="councils")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="councils")
    about = models.TextField(_("about"), blank=True)
    meets = models.CharField(
        _("how often it meets"), max_length=80, blank=True, help_text=_("As in “twice a year”.")
    )
    how_to_join = models.TextField(_("how to join"), blank=True)
    contact = models.CharField(_("contact"), max_length=160, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[check_time_zone]
    )

    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = _("council")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("council:council_detail", args=[self.slug])


class Organization(PublicFact):
    """A company, university, charity or office that may belong to councils."""

    name = models.CharField(_("name"), max_length=160)
    website = models.URLField(_("website"), blank=True)
    sector = models.CharField(_("field of work"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("organization")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="organization_name_once",
                violation_error_message=_("An organization of this name exists already."),
            ),
        ]

    def __str__(self):
        return self.name


class MembershipQuerySet(PublicFactQuerySet):
    def active(self):
        return self.filter(active_membership())

    def editable_by(self, user):
        return self.filter(council__in=Council.objects.editable_by(user))


def active_membership(path=""):
    """Begun, not suspended, not ended, not expired."""
    today = timezone.localdate()
    return Q(
        **{
            f"{path}started_at__isnull": False,
            f"{path}suspended_at": None,
            f"{path}ended_at": None,
        }
    ) & (Q(**{f"{path}expires_on": None}) | Q(**{f"{path}expires_on__gte": today}))


class Membership(PublicFact):
    """One organization in one council."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    council = models.ForeignKey(Council, models.PROTECT, related_name="memberships")
    started_at = models.DateTimeField(_("since"), default=timezone.now)
    expires_on = models.DateField(_("expires"), null=True, blank=True)
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        ordering = ["organization__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "council"],
                name="membership_once",
                violation_error_message=_("This organization is in this council already."),
            ),
        ]

    def __str__(self):
        return f"{self.organization}, {self.council}"

    @property
    def is_active(self):
        current = self.expires_on is None or self.expires_on >= timezone.localdate()
        return self.suspended_at is None and self.ended_at is None and current


class MemberRole(models.TextChoices):
    MEMBER = "member", _("Member")
    CONTACT = "contact", _("Organization's contact")
    CHAIR = "chair", _("Chair")
    DEPUTY = "deputy", _("Deputy chair")
    SECRETARY = "secretary", _("Secretary")

    @classmethod
    def leading(cls):
        """Those who convene and write to all."""
        return [cls.CHAIR, cls.DEPUTY, cls.SECRETARY]


class MemberQuerySet(models.QuerySet):
    def active(self):
        """People who belong now: not left, and their organization's membership is active."""
        return self.filter(active_membership("membership__"), left_at=None)

    def of(self, council):
        return self.filter(membership__council=council)

    def editable_by(self, user):
        return self.filter(membership__council__in=Council.objects.editable_by(user))


class Member(models.Model):
    """One person in one membership."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=10, choices=MemberRole, default=MemberRole.MEMBER)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "user"],
                name="member_once",
                violation_error_message=_("This person is in this membership already."),
            ),
        ]
        indexes = [models.Index(fields=["user", "left_at"], name="member_of_user")]

    def __str__(self):
        return f"{self.user}, {self.membership}"


class ApplicationState(models.TextChoices):
    SUBMITTED = "submitted", _("Submitted")
    NEEDS_INFORMATION = "needs_info", _("Needs information")
    VETTING = "vetting", _("Being vetted")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @classmethod
    def open(cls):
        return [cls.SUBMITTED, cls.NEEDS_INFORMATION, cls.VETTING]


class ApplicationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=ApplicationState.open())

    def editable_by(self, user):
        return self.filter(council__in=Council.objects.editable_by(user))


class Application(models.Model):
    """An organization asks to join a council, with the person who asks as its first member."""

    form_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="applications"
    )
    organization_name = models.CharField(_("organization"), max_length=160)
    website = models.URLField(_("website"), blank=True)
    sector = models.CharField(_("field of work"), max_length=120, blank=True)
    reason = models.TextField(_("why you want to join"), max_length=3000)
    people = models.TextField(
        _("colleagues who should join too"),
        max_length=2000,
        blank=True,
        help_text=_("One work email a line."),
    )
    first_voucher = LowerEmailField(_("first person who can vouch for you"))
    second_voucher = LowerEmailField(_("second person who can vouch for you"))
    state = models.CharField(
        _("state"), max_length=12, choices=ApplicationState, default=ApplicationState.SUBMITTED
    )
    submitted_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    answer = models.TextField(
        _("answer to the applicant"),
        max_length=2000,
        blank=True,
    )
    membership = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="applications",
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        ordering = ["-submitted_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("organization_name"),
                "council",
                condition=Q(state__in=["submitted", "needs_info", "vetting"]),
                name="application_one_open",
                violation_error_message=_(
                    "This organization's application is being looked at already."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.organization_name}, {self.council}"

    @property
    def is_open(self):
        return self.state in ApplicationState.open()


class ApplicationStep(models.Model):
    """Who moved an application to which state, and when."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=ApplicationState)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_state_display()}, {self.at:%Y-%m-%d}"


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Announced meetings of one's own councils, and drafts of those one leads or looks after."""
        mine = Council.objects.open_to(user)
        return self.filter(
            Q(council__in=mine, announced_at__isnull=False)
            | Q(pk__in=self.model.objects.editable_by(user))
        )

    def editable_by(self, user):
        if not user.is_authenticated:
            return self.none()
        led = Council.objects.led_by(user)
        return self.filter(Q(council__in=led) | Q(council__in=Council.objects.editable_by(user)))

    def coming(self):
        return self.filter(ends_at__gte=timezone.now()).order_by("starts_at")

    def past(self):
        return self.filter(ends_at__lt=timezone.now()).order_by("-starts_at")


class Meeting(models.Model):
    """A council comes together: when, where, about what, and who comes."""

    form_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, models.PROTECT, related_name="meetings")
    title = models.CharField(_("title"), max_length=160)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("where"), max_length=240, blank=True)
    video_link = models.URLField(_("video link"), blank=True)
    getting_in = models.TextField(_("getting in"), blank=True)
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    tlp = models.CharField(_("who may read it"), max_length=8, choices=Tlp, default=Tlp.AMBER)
    sequence = models.PositiveIntegerField(default=0, editable=False)  # RFC 5545, 3.8.7.4
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_start",
                violation_error_message=_("A meeting ends after it starts."),
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.council}"

    def get_absolute_url(self):
        return reverse("council:meeting_detail", args=[self.council.slug, self.pk])

    @property
    def is_past(self):
        return self.ends_at < timezone.now()

    @property
    def takes_replies(self):
        last = self.reply_by is None or timezone.localdate() <= self.reply_by
        return bool(self.announced_at and not self.cancelled_at and not self.is_past and last)


class AgendaItem(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("item"), max_length=200)
    leader = models.CharField(_("who leads it"), max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=15)

    class Meta:
        verbose_name = _("agenda item")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title


class RsvpAnswer(models.TextChoices):
    IN_PERSON = "in_person", _("Yes, in person")
    ONLINE = "online", _("Yes, online")
    NO = "no", _("No")


class Rsvp(models.Model):
    """One person's answer to one meeting. In person beyond the seats means waiting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="rsvps")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="rsvps")
    answer = models.CharField(max_length=10, choices=RsvpAnswer)
    guests = models.TextField(_("guests you bring"), max_length=1000, blank=True)
    waiting = models.BooleanField(default=False)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reply")
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="rsvp_once"),
            models.CheckConstraint(
                condition=Q(waiting=False) | Q(answer="in_person"), name="rsvp_waiting_is_in_person"
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_answer_display()}"


class MinutesQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__lte=timezone.now())

    def visible_to(self, user):
        """Published minutes of meetings one may see, up to their TLP; drafts for who writes them."""
        meetings = Meeting.objects.visible_to(user)
        shown = Q(published_at__lte=timezone.now(), meeting__in=meetings) & readable(
            user, council="meeting__council"
        )
        return self.filter(shown | Q(meeting__in=Meeting.objects.editable_by(user)))


class Minutes(models.Model):
    """What was said and agreed at one meeting."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes")
    body = models.TextField(_("minutes"))  # clean HTML
    tlp = models.CharField(_("who may read it"), max_length=8, choices=Tlp, default=Tlp.AMBER)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("minutes")

    def __str__(self):
        return f"{_('Minutes')}: {self.meeting}"


class ActionItem(models.Model):
    """Something a meeting asked somebody to do."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="actions")
    title = models.CharField(_("action"), max_length=200)
    who = models.CharField(_("who"), max_length=120, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("action")
        ordering = ["due_on", "pk"]

    def __str__(self):
        return self.title

    @property
    def is_overdue(self):
        return bool(not self.done_at and self.due_on and self.due_on < timezone.localdate())
