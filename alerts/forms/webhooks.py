"""What is typed about a webhook, on the staff page and on that of an organization's contact."""

from django import forms
from django.utils.translation import gettext_lazy as _

from advisories.models import Country
from alerts.models import WebhookEndpoint
from web import fetching
from web.forms import PlainForm

MOST = 10  # of one membership


class WebhookForm(forms.ModelForm):
    def clean_url(self):
        url = self.cleaned_data["url"]
        try:
            fetching.checked(url)
        except fetching.FetchError as error:
            raise forms.ValidationError(
                _("This address cannot be used: it begins with https:// and names no port.")
            ) from error
        return url

    def clean(self):
        found = super().clean()
        membership = found.get("membership", self.instance.membership)
        member = found.get("answered_by")
        places = found.get("everything") or found.get("countries")
        if not places and "countries" not in self.errors:
            self.add_error("countries", _("Choose at least one country, or every country."))
        if membership and not member and "answered_by" not in self.errors:
            self.add_error("answered_by", _("Choose who answers for it."))
        if member and (membership is None or member.membership_id != membership.pk):
            self.add_error("answered_by", _("This person is no member for that organization."))
        return found


class OwnWebhookForm(PlainForm, WebhookForm):
    """An organization's own, in the hands of its contact."""

    class Meta:
        model = WebhookEndpoint
        fields = ["name", "url", "everything", "countries", "lowest_grade", "tlp", "answered_by"]
        labels = {
            "name": _("Name"),
            "url": _("Address"),
            "everything": _("Every country"),
            "countries": _("Countries"),
            "lowest_grade": _("Lowest grade"),
            "tlp": _("Up to"),
            "answered_by": _("Who answers for it"),
        }
        help_texts = {
            "tlp": _("Never above what your organization may read."),
            "answered_by": _(
                "A member of your organization. When they leave, restricted alerts stop."
            ),
        }

    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("It begins with https:// and names no port."),
    )
    countries = forms.ModelMultipleChoiceField(
        Country.objects.all(),
        label=_("Countries"),
        required=False,
        widget=forms.SelectMultiple({"size": 8}),
        help_text=_("Not needed if you ticked every country."),
    )

    def __init__(self, *args, membership, person, **options):
        super().__init__(*args, **options)
        self.instance.membership = membership
        people = membership.members.active().select_related("user")
        field = self.fields["answered_by"]
        field.queryset, field.initial = people, people.filter(user=person).first()
        field.required = True
        field.label_from_instance = lambda member: str(member.user)

    def clean(self):
        found = super().clean()
        if self.instance.membership.webhook_endpoints.count() >= MOST:
            raise forms.ValidationError(_("Ten webhooks are enough. Delete one first."))
        return found

    def _get_validation_exclusions(self):
        """The membership is no field of this form, and an address is there once a membership."""
        return super()._get_validation_exclusions() - {"membership"}
