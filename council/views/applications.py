"""Asking to join, and following what becomes of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from web.errors import RefusedError

from .. import actions
from ..forms import ApplicationForm, InformationForm
from ..models import ApplicationState, Council


def council_apply(request, slug):
    council = get_object_or_404(Council.objects.select_related("country"), slug=slug)
    page = {"section": "council", "council": council}
    if not (request.user.is_authenticated and request.user.email_confirmed_at):
        return render(request, "council/council_apply_first.html", page)
    form = ApplicationForm(request.POST or None, applicant=request.user, council=council)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(actions.apply(form.save(commit=False), by=request.user))
        except RefusedError as refusal:
            form.add_error("organization_name", str(refusal))
    return render(request, "council/council_apply.html", page | {"form": form})


@login_required
def application_detail(request, pk):
    return application_page(request, own_application(request, pk), InformationForm())


@login_required
def application_answer(request, pk):
    """What the membership officers asked for."""
    application = own_application(request, pk)
    form = InformationForm(request.POST or None)
    if not form.is_valid():
        return application_page(request, application, form)
    try:
        actions.give_information(application, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("Your answer is sent."))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect(application)


@login_required
def application_withdraw(request, pk):
    application = own_application(request, pk)
    if request.method != "POST":
        page = {"section": "account", "application": application}
        return render(request, "council/application_withdraw.html", page)
    try:
        actions.withdraw_application(application, by=request.user)
        messages.success(request, _("Your application is withdrawn."))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect(application)


def own_application(request, pk):
    return get_object_or_404(request.user.applications.select_related("council"), pk=pk)


def application_page(request, application, form):
    page = {
        "section": "account",
        "application": application,
        "steps": application.steps.all(),
        "form": form,
        "asked": application.state == ApplicationState.NEEDS_INFORMATION,
        "fresh": application.state == ApplicationState.SUBMITTED,
    }
    return render(request, "council/application_detail.html", page)
