"""Pages of standing text."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from advisories.models import Indicator, Rating
from alerts.models import Grade
from council.models import Council
from web.public import public_page

LEVEL_MEANINGS = [
    (1, _("Take the care you would take in any place you do not know.")),
    (2, _("Risks are greater than usual. Know them, and plan how to keep out of their way.")),
    (3, _("Serious risks. Travel only for a good reason and with a plan for what may go wrong.")),
    (4, _("Your life may be in danger and help may not come. Do not go; leave when it is safe.")),
]  # fmt: skip
GRADE_MEANINGS = [
    (Grade.NOTICE, _("Something to know and to keep in mind. Plans can stay as they are.")),
    (Grade.WARNING, _("Something that may harm you. Do what the alert says.")),
    (Grade.EMERGENCY, _("Lives are in danger. Act at once.")),
]


@public_page
def about(request):
    return render(request, "portal/about.html")


@public_page
def levels(request):
    context = {
        "meanings": LEVEL_MEANINGS,
        "indicators": Indicator.objects.all(),
        "ratings": Rating.values,
        "grades": GRADE_MEANINGS,
    }
    return render(request, "portal/levels.html", context)


@public_page
def accessibility(request):
    return render(request, "portal/accessibility.html")


@public_page
def privacy(request):
    return render(request, "portal/privacy.html")


@public_page
def contact(request):
    councils = Council.objects.all()
    context = {"email": settings.MAIL_REPLY_TO, "councils": councils}
    return render(request, "portal/contact.html", context)
