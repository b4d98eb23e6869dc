"""Minutes and actions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from advisories.models import Tlp
from web.forms import PlainForm

from ..models import ActionItem, Minutes
from .meetings import day_input
from .stale import VersionField


class MinutesForm(PlainForm, forms.ModelForm):
    read_version = VersionField()
    tlp = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[
            (Tlp.AMBER.value, _("TLP:AMBER, members of this council")),
            (Tlp.GREEN.value, _("TLP:GREEN, may be shared with members of other councils")),
        ],
    )

    class Meta:
        model = Minutes
        fields = ["body", "tlp"]
        help_texts = {
            "body": _(
                "An empty line starts a paragraph, “* ” a list item, “# ” a heading; "
                "**two asterisks** make words bold."
            )
        }
        widgets = {"body": forms.Textarea(attrs={"rows": 18})}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial["read_version"] = self.instance.version if self.instance.pk else 0


class ActionForm(PlainForm, forms.ModelForm):
    class Meta:
        model = ActionItem
        fields = ["title", "who", "due_on"]
        widgets = {"due_on": day_input()}
