"""What a person wants by email: follow places, change, pause."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render


@login_required
def choices(request):
    return render(request, "alerts/choices.html", {"section": "account"})


def subscribe(request):
    return render(request, "alerts/subscribe.html", {"section": "account"})
