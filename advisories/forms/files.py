"""Up to three files at once."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..files import MOST, checked

ACCEPTED = ".pdf,.docx,.png,.jpg,.jpeg"


class FilesForm(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(1, MOST + 1):
            self.fields[f"file_{number}"] = forms.FileField(
                label=_("File %(number)d") % {"number": number},
                required=False,
                widget=forms.FileInput(attrs={"accept": ACCEPTED}),
            )
        self.fields["file_1"].help_text = _(
            "PDF, Word (.docx), PNG or JPEG, at most 10 MB each. Pictures are saved anew, without "
            "the place and the camera that they were taken with."
        )

    def clean(self):
        values = super().clean()
        files = []
        for name in [name for name in values if name.startswith("file_") and values[name]]:
            try:
                files.append(checked(values[name]))
            except forms.ValidationError as refusal:
                self.add_error(name, refusal)
        if not files and not self.errors:
            raise forms.ValidationError(_("Choose a file."))
        return values | {"files": files}
