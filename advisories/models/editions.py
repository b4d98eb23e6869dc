"""Editions: the versions of a report, from the first draft on."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.frozen import PublishedOnce, PublishedOnceQuerySet
from web.links import link_to
from web.moments import Moment

from .assignments import Role, desk_of, reach_of
from .review import Reviewed
from .tlp import Tlp, readable

# What readers see of an edition. Once it is published these columns never change again.
CONTENT = frozenset(
    [
        "report", "report_id", "year", "revision", "title", "summary", "change_note", "tlp",
        "council", "council_id", "contacts", "approved_as", "language",
    ]
)  # fmt: skip


READING = (Role.EDITOR, Role.PUBLISHER, Role.AUDITOR)


def within(reach):
    """Editions of places within reach; a council's AMBER ones only by the council itself."""
    places = reach.in_posts("report__country", "report__post")
    return places & ~Q(tlp=Tlp.AMBER) | reach.in_councils()


def site_language():
    """What reports are written in unless an edition says otherwise."""
    return settings.LANGUAGE_CODE


class EditionQuerySet(PublishedOnceQuerySet):
    def live(self, at=None):
        """Published, not in the future, not withdrawn."""
        return self.filter(published_at__lte=(at or Moment.present()).now, withdrawn_at=None)

    def in_review(self):
        """Sent for review and not approved yet."""
        return self.drafts().filter(submitted_at__isnull=False, approved_at=None)

    def approved(self):
        """Approved, and waiting for somebody to publish them."""
        return self.drafts().filter(approved_at__isnull=False)

    def taken_back(self):
        """Drafts again since whoever scheduled them may not publish any more."""
        return self.drafts().filter(taken_back_at__isnull=False)

    def scheduled(self):
        return self.filter(published_at__gt=timezone.now(), withdrawn_at=None)

    def withdrawn(self):
        """Taken back after readers could see them."""
        return self.filter(published_at__lte=timezone.now(), withdrawn_at__isnull=False)

    def clear(self):
        return self.filter(tlp=Tlp.CLEAR)

    def readable_by(self, user):
        return self.filter(readable(user))

    def visible_to(self, user):
        """What this person may read: live editions up to their TLP, and all of their own desk."""
        live = Q(published_at__lte=timezone.now(), withdrawn_at=None)
        return self.filter(live & readable(user) | within(reach_of(user, *READING)))

    def editable_by(self, user):
        return self.filter(within(desk_of(user)))

    def publishable_by(self, user):
        return self.filter(within(reach_of(user, Role.PUBLISHER)))

    def newest_first(self):
        """The current edition of each report comes first: greatest year, then revision."""
        return self.order_by("-year", "-revision")

    def current(self):
        """Of these editions, the greatest year and revision of each report."""
        newer = self.filter(report=models.OuterRef("report")).filter(
            Q(year__gt=models.OuterRef("year"))
            | Q(year=models.OuterRef("year"), revision__gt=models.OuterRef("revision"))
        )
        return self.filter(~models.Exists(newer))


class Edition(Reviewed, PublishedOnce):
    """One version of a report, from its draft on."""

    CONTENT = CONTENT
    NO_CHANGE = "The content of a published edition does not change."
    NO_DELETION = "A published edition is withdrawn, not deleted."

    report = models.ForeignKey("advisories.Report", models.PROTECT, related_name="editions")
    year = models.PositiveSmallIntegerField(_("year"))
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    title = models.CharField(_("title"), max_length=160)
    tlp = models.CharField(_("who may read it"), max_length=8, choices=Tlp, default=Tlp.CLEAR)
    council = models.ForeignKey(
        "council.Council",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="editions",
        verbose_name=_("council"),
        help_text=_("Needed for TLP:AMBER."),
    )
    language = models.CharField(_("language"), max_length=12, default=site_language)
    summary = models.TextField(
        _("in short"),
        blank=True,
        help_text=_("At most six lines, the subject of each in bold first."),
    )
    change_note = models.TextField(
        _("what changed"),
        blank=True,
        max_length=1000,
        help_text=_(
            "Needed for a major edition. Shown to readers and in the email. "
            "Say what changed, not that something did."
        ),
    )
    approved_as = models.CharField(
        _("approved by"),
        max_length=120,
        blank=True,
        help_text=_("The office that readers see, such as “Regional security office”."),
    )
    contacts = models.JSONField(default=list, blank=True, editable=False)  # frozen at publishing
    next_review_on = models.DateField(_("next review by"), null=True, blank=True)
    references = models.JSONField(default=list, blank=True, editable=False)  # quoted titles
    problems = models.JSONField(
        default=list, blank=True, editable=False
    )  # of the import, for the desk
    source_digest = models.CharField(max_length=64, blank=True, editable=False)
    unplaced = models.TextField(_("text not placed"), blank=True, editable=False)

    started_at = models.DateTimeField(default=timezone.now, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    major = models.BooleanField(null=True, editable=False)  # chosen when publishing
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)  # rises with every save

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        ordering = ["-year", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "year", "revision"], name="edition_revision_once"
            ),
            models.UniqueConstraint(
                fields=["report", "year"],
                condition=Q(published_at=None),
                name="edition_one_open",
                violation_error_message=_("A draft of this year is open already."),
            ),
            models.CheckConstraint(
                condition=~Q(tlp="amber") | Q(council__isnull=False),
                name="edition_amber_has_council",
                violation_error_message=_("TLP:AMBER needs a council."),
            ),
            models.CheckConstraint(
                condition=Q(announced_at=None) | Q(published_at__isnull=False),
                name="edition_announced_is_published",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(submitted_at__isnull=False),
                name="edition_approved_was_submitted",
            ),
        ]
        indexes = [models.Index(fields=["published_at"], name="edition_published")]

    @classmethod
    def next_change(cls):
        coming = cls.objects.filter(published_at__gt=timezone.now())
        return coming.aggregate(at=models.Min("published_at"))["at"]

    def __str__(self):
        return f"{self.title}, {self.year}"

    def save(self, *args, **options):
        self.refuse_other_content()
        super().save(*args, **options)

    def get_absolute_url(self):
        """The permanent address; public for CLEAR, among the members' pages otherwise."""
        name = "edition_detail" if self.tlp == Tlp.CLEAR else "member_edition_detail"
        return link_to(f"advisories:{name}", self.report.slug, self.year, self.revision)

    @property
    def contacts_checked_on(self):
        """The day until which each of its numbers is known to be right; None if not of all."""
        days = [contact.get("checked_on") for contact in self.contacts]
        if not all(days) or not self.published_at:
            return None
        first = date.fromisoformat(min(days, default="9999-12-31"))
        return first if first <= self.published_at.date() else None

    @property
    def is_live(self):
        return self.is_published and self.withdrawn_at is None

    @property
    def is_published(self):
        return bool(self.published_at and self.published_at <= timezone.now())

    @property
    def is_scheduled(self):
        return bool(self.published_at and self.published_at > timezone.now())

    @property
    def zone_name(self):
        """The time zone in which its dates are told: the post's, else the country's."""
        place = self.report.place
        return place.time_zone if place else "UTC"
