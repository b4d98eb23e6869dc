"""Papers of a meeting, up to three files at once."""

from django import forms
from django.utils.translation import gettext_lazy as _

from advisories.forms.files import FilesForm
from advisories.models import Tlp
from web.forms import PlainForm


class PapersForm(PlainForm, FilesForm):
    tlp = forms.ChoiceField(
        label=_("Who may read them"),
        choices=[
            (Tlp.AMBER.value, _("TLP:AMBER, members of this council")),
            (Tlp.GREEN.value, _("TLP:GREEN, may be shared with members of other councils")),
        ],
    )
