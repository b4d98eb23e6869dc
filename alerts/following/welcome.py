"""Colleagues whom an application named: they belong now, and may not know it.

Their address may not be confirmed yet, so the mail holds no text that somebody typed; it goes
as a letter.
"""

from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.letters import SUBJECT_LENGTH
from alerts.models import Letter
from council.models import ApplicationState
from web.models import SiteSettings

LIFE = timedelta(days=7)


def welcome_colleagues(application):
    """One letter to each member of the new organization but the one who asked."""
    if application.state != ApplicationState.APPROVED or application.membership is None:
        return
    council = application.council
    context = {
        "site": SiteSettings.load(),
        "council": council,
        "link": settings.SITE_URL + reverse("council:council_home", args=[council.slug]),
    }
    text = render_to_string("emails/welcome.txt", context)
    subject = _("You are now a member of %s") % council.name
    members = application.membership.members.active().exclude(user=application.applicant)
    Letter.objects.bulk_create(
        Letter(
            address=address,
            subject=subject[:SUBJECT_LENGTH],
            text=text,
            expires_at=timezone.now() + LIFE,
        )
        for address in members.values_list("user__email", flat=True)
    )
