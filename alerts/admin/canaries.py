"""Addresses of ours to which mail must arrive."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from advisories.admin.base import OperatorAdmin
from advisories.times import moment_in_words
from alerts.models import Canary
from web.both_texts import BothTexts


@admin.register(Canary)
class CanaryAdmin(BothTexts, OperatorAdmin):
    """The site's own is made by the worker; a council may have one more."""

    list_display = ["__str__", "address", "sent_at", "arrived_at", "state"]
    list_select_related = ["council"]
    fields = ["council", "address", "sent_at", "arrived_at"]
    readonly_fields = ["sent_at", "arrived_at"]

    def choices_for(self, field, request):
        return field.related_model.objects.all()

    @admin.display(description=_("state"))
    def state(self, canary):
        if Canary.objects.missing().filter(pk=canary.pk).exists():
            return _("Missing since %(moment)s") % {"moment": moment_in_words(canary.waiting_since)}
        return _("On its way") if canary.waiting_since else _("Arrived")
