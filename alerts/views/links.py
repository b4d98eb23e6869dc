"""Links in list mail: stop this mail, and change all choices, without signing in."""

from django.http import Http404


def stop(request, token):
    raise Http404


def choices_by_link(request, token):
    raise Http404
