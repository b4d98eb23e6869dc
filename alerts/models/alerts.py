"""Alerts: passing events, told to the people they concern."""

import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from advisories.models import Role, Tlp
from advisories.models.assignments import reach_of
from advisories.models.tlp import readable
from web.frozen import PublishedOnce, PublishedOnceQuerySet
from web.links import link_to
from web.moments import DAY, DayThere, Moment

from .grades import Grade
from .places import AlertPlace

# What readers were told. Once an alert is sent these columns never change again.
CONTENT = frozenset(
    [
        "year", "slug", "grade", "title", "what_to_do", "what_happened", "where_and_when",
        "if_affected", "starts_on", "ends_on", "tlp", "council", "council_id", "everywhere",
        "exercise", "refers_to", "refers_to_id", "place_count",
    ]
)  # fmt: skip
CALLED_BACK = DAY  # how long every public page says that an alert was a mistake
NAMED = 2  # places named in a headline; the others are counted


class AlertQuerySet(PublishedOnceQuerySet):
    def sent(self, at=None):
        return self.filter(published_at__lte=(at or Moment.present()).now)

    def scheduled(self):
        """Set for a time that has not come: frozen, and neither shown nor told yet."""
        return self.filter(published_at__gt=timezone.now())

    def waiting_for_approval(self):
        open_reviews = {"reviews__isnull": False, "reviews__decided_at": None}
        return self.filter(published_at=None, **open_reviews)

    def in_force(self, at=None):
        """Sent, and neither ended nor over: its last day lasts until midnight at its places."""
        at = at or Moment.present()
        lasts = Q(ends_on=None) | Q(ends_on__gte=at.first_day_anywhere)
        lasts |= Q(ends_on__gte=at.last_day_anywhere) & lasts_there(at)
        return self.sent(at).filter(lasts, ended_at=None, refers_to=None)

    def clear(self):
        """What public pages may show: public alerts that are no exercise."""
        return self.filter(tlp=Tlp.CLEAR, exercise=False)

    def visible_to(self, user):
        """Sent alerts up to the person's TLP, and all of the desk's own."""
        sent = Q(published_at__lte=timezone.now()) & readable(user)
        sent &= Q(exercise=False) | Q(pk__in=self.drilled_with(user).values("pk"))
        return self.filter(sent | Q(pk__in=self.model.objects.editable_by(user)))

    def editable_by(self, user):
        """Alerts whose every place is within this person's reach as a sender."""
        reach = reach_of(user, Role.SENDER)
        allowed = self.filter(~Q(tlp=Tlp.AMBER) | reach.in_councils())
        if reach.everywhere:
            return allowed
        outside = AlertPlace.objects.exclude(
            Q(country__in=reach.countries)
            | Q(post__in=reach.posts)
            | Q(post__country__in=reach.countries)
            | Q(area__country__in=reach.countries)
        )
        if not reach:
            return self.none()
        mine = Q(places__isnull=False) | Q(started_by=user.pk)
        return allowed.filter(mine, everywhere=False).exclude(places__in=outside).distinct()

    def drilled_with(self, user):
        """Exercises that were sent to this person; to everybody else there are none."""
        if not user.pk:  # nobody is not the person of a delivery whose person is erased
            return self.model.objects.none()
        told = {"notices__deliveries__user": user.pk}
        return self.model.objects.filter(exercise=True, **told)

    def lately_retracted(self, at=None):
        """What the public pages call back: sent to the public by mistake within the last day."""
        return self.clear().filter(retracted_at__gt=(at or Moment.present()).day_ago)

    def in_country(self, country):
        """Alerts of the country, of its areas and posts, and those of everywhere."""
        there = AlertPlace.objects.filter(
            Q(country=country) | Q(area__country=country) | Q(post__country=country)
        )
        return self.filter(Q(everywhere=True) | Q(pk__in=there.values("alert")))

    def with_places(self):
        """Each alert with its places at hand: one query for all of them."""
        places = AlertPlace.objects.select_related(
            "country", "area__country", "post__country"
        ).order_by("pk")
        return self.prefetch_related(models.Prefetch("places", places))

    def worst_first(self):
        return self.order_by("-grade", "-published_at")


def lasts_there(at):
    """It is not yet the day after at one of its places; everywhere, by UTC."""
    zone = Coalesce("post__time_zone", "area__country__time_zone", "country__time_zone")
    places = AlertPlace.objects.filter(alert=OuterRef("pk")).order_by()
    there = places.annotate(today=DayThere(at.now, zone)).filter(today__lte=OuterRef("ends_on"))
    utc = DayThere(at.now, models.Value("UTC"))
    return Q(Exists(there)) | Q(everywhere=True, ends_on__gte=utc)


class Alert(PublishedOnce):
    """What happened where, and what to do about it, until when."""

    CONTENT = CONTENT
    NO_CHANGE = "An alert that was sent does not change; send an update."
    NO_DELETION = "An alert that was sent is ended, not deleted."

    form_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField(default=0, editable=False)
    slug = models.SlugField(max_length=120, blank=True, editable=False)
    grade = models.PositiveSmallIntegerField(_("grade"), choices=Grade)
    title = models.CharField(
        _("what, in a few words"),
        max_length=120,
        help_text=_("Without the place: it is put in front."),
    )
    what_to_do = models.TextField(
        _("what to do"),
        max_length=3000,
        blank=True,
        help_text=_(
            "One step a line, each beginning with “* ”. The first one also shows in the inbox."
        ),
    )
    what_happened = models.TextField(_("what happened"), max_length=6000, blank=True)
    where_and_when = models.TextField(_("where and when"), max_length=3000, blank=True)
    if_affected = models.TextField(_("if it happened to you"), max_length=3000, blank=True)
    everywhere = models.BooleanField(
        _("everywhere"), default=False, help_text=_("Concerns every country. Choose no place then.")
    )
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    tlp = models.CharField(_("who may read it"), max_length=8, choices=Tlp, default=Tlp.CLEAR)
    council = models.ForeignKey(
        "council.Council",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="alerts",
        verbose_name=_("council"),
    )
    exercise = models.BooleanField(_("exercise"), default=False, editable=False)
    refers_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="updates"
    )

    template = models.ForeignKey(
        "alerts.AlertTemplate",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )  # whose correction is sent if this turns out to be a mistake

    started_at = models.DateTimeField(default=timezone.now, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    scheduled_at = models.DateTimeField(null=True, editable=False)  # when its time was set
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_because = models.CharField(max_length=300, blank=True, editable=False)
    # "Sent by mistake": it ended at once, and whoever got it is told so.
    retracted_at = models.DateTimeField(null=True, blank=True, editable=False)
    retraction_title = models.CharField(max_length=120, blank=True, editable=False)
    # How many places it was sent for, so that the database itself refuses one without any.
    place_count = models.PositiveSmallIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)  # rises with every save

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "slug"],
                condition=Q(published_at__isnull=False),
                name="alert_address_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="alert_ends_after_start",
                violation_error_message=_("An alert ends on or after the day it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(tlp="amber") | Q(council__isnull=False),
                name="alert_amber_has_council",
                violation_error_message=_("TLP:AMBER needs a council."),
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(everywhere=True, place_count=0)
                | Q(everywhere=False, place_count__gt=0),
                name="alert_sent_has_place",
                violation_error_message=_("Choose a place, or everywhere, and not both."),
            ),
        ]
        indexes = [models.Index(fields=["published_at"], name="alert_published")]

    @classmethod
    def next_change(cls):
        """The next moment at which an alert comes out or its last day is over."""
        coming = cls.objects.filter(published_at__gt=timezone.now())
        moments = [coming.aggregate(at=models.Min("published_at"))["at"]]
        soon = timezone.now().date() + timedelta(days=1)
        for alert in cls.objects.in_force().filter(ends_on__lte=soon).prefetch_related("places"):
            if alert.over_at > timezone.now():
                moments.append(alert.over_at)
        retracted = cls.objects.lately_retracted().aggregate(at=models.Min("retracted_at"))["at"]
        moments.append(retracted and retracted + CALLED_BACK)
        return min(filter(None, moments), default=None)

    def __str__(self):
        return self.title

    def save(self, *args, **options):
        if not self.refuse_other_content() and self.published_at and self.pk:
            self.place_count = self.places.count()
        self.version += 0 if self._state.adding else 1
        super().save(*args, **options)

    def get_absolute_url(self):
        name = (
            "alert_detail" if self.tlp == Tlp.CLEAR and not self.exercise else "member_alert_detail"
        )
        return link_to(f"alerts:{name}", self.year, self.slug)

    @property
    def place_names(self):
        """Almaty; Almaty and Astana; Almaty, Astana and 3 more places."""
        names = [place.place.name for place in self.places.all()]
        more = len(names) - NAMED
        if more > 1:
            counted = ngettext("%(count)d more place", "%(count)d more places", more)
            names[NAMED:] = [counted % {"count": more}]
        return get_text_list(names, gettext("and")) if names else gettext("All countries")

    @property
    def headline(self):
        """Place and what, as readers see it: "Almaty: demonstration in the center"."""
        return f"{self.place_names}: {self.title}"

    @property
    def zone_name(self):
        """The time zone in which its dates are told: its first place's."""
        first = next(iter(self.places.all()), None)
        return first.zone_name if first else "UTC"

    @property
    def is_scheduled(self):
        return bool(self.published_at and self.published_at > timezone.now())

    @property
    def is_in_force(self):
        if not self.published_at or self.published_at > timezone.now() or self.ended_at:
            return False
        return self.ends_on is None or timezone.now() < self.over_at

    @property
    def called_back_at(self):
        """When it was called back as sent by mistake, alone or with the alert that it updates."""
        first = self.refers_to
        if self.retracted_at or not (first and first.retracted_at):
            return self.retracted_at
        return first.retracted_at if self.published_at < first.retracted_at else None

    @property
    def over_at(self):
        """The last midnight at one of its places after its last day; None for an open end."""
        if self.ends_on is None:
            return None
        zones = {place.zone_name for place in self.places.all()} or {"UTC"}
        after = self.ends_on + timedelta(days=1)
        return max(datetime.combine(after, time.min, ZoneInfo(zone)) for zone in zones)
