"""Staff pages that need more than one app: who will hear of an edition, and who leaves."""

from django.contrib import admin, messages
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.admin import PersonAdmin
from accounts.models import User
from advisories.actions import unschedule_of
from advisories.admin.assignments import AssignmentAdmin
from advisories.admin.editions import EditionAdmin
from advisories.models import Assignment
from alerts.actions import unschedule_alerts_of
from alerts.audience.groups import of_edition
from alerts.audience.people import Hindrance


def edition_audience(edition):
    """How many people a major edition reaches, by how they get it: counted as it is sent."""
    ways = [(Hindrance.NONE, _("at once")), (Hindrance.DIGEST, _("in a daily or weekly digest"))]
    groups = of_edition(edition)
    return [(words, sum(people_in(group, way) for group in groups)) for way, words in ways]


def people_in(group, hindrance):
    return group.rows.filter(hindrance=hindrance).values("person").distinct().count()


EditionAdmin.audience_counts = staticmethod(edition_audience)

admin.site.unregister([User, Assignment])


@admin.register(User)
class DeskPersonAdmin(PersonAdmin):
    """Whoever may do less than before has nothing scheduled that they may no longer publish."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and {"is_active", "is_superuser"} & set(form.changed_data):
            self.take_back(request, obj)

    def take_back(self, request, person):
        editions = unschedule_of(person, by=request.user)
        if editions:
            words = ngettext(
                "%(count)d edition that this person had scheduled is a draft again.",
                "%(count)d editions that this person had scheduled are drafts again.",
                len(editions),
            )
            messages.warning(request, words % {"count": len(editions)})
        alerts = unschedule_alerts_of(person, by=request.user)
        if alerts:
            words = ngettext(
                "%(count)d alert that this person had scheduled is a draft again.",
                "%(count)d alerts that this person had scheduled are drafts again.",
                len(alerts),
            )
            messages.warning(request, words % {"count": len(alerts)})


@admin.register(Assignment)
class DeskAssignmentAdmin(AssignmentAdmin):
    """With a role ends what it had scheduled, alerts too."""

    @transaction.atomic
    def end_role(self, assignment, *, by):
        super().end_role(assignment, by=by)
        unschedule_alerts_of(assignment.user, by=by)
