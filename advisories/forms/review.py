"""What a reviewer types: what is to be changed, or when to look again."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Comment
from .times import day_box

LONGEST = Comment._meta.get_field("body").max_length


def note_field(label, **options):
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}), **options
    )


class NoteForm(forms.Form):
    note = note_field(
        _("Note"),
        help_text=_("It stands as a comment beside the draft. Readers never see it."),
        error_messages={"required": _("Write what is to be changed.")},
    )


class CommentForm(forms.Form):
    section = forms.ModelChoiceField(
        label=_("About"), queryset=None, required=False, empty_label=_("the whole edition")
    )
    body = note_field(_("Comment"), error_messages={"required": _("Write the comment.")})

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, auto_id="id_comment_%s", **kwargs)
        self.fields["section"].queryset = edition.sections.all()
        self.fields["body"].widget.attrs["rows"] = 3


class KeepForm(forms.Form):
    next_review_on = forms.DateField(
        label=_("Next review by"),
        widget=day_box(),
        help_text=_("You have read the whole edition and it still holds."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["next_review_on"].initial = timezone.localdate() + timedelta(days=365)

    def clean_next_review_on(self):
        day = self.cleaned_data["next_review_on"]
        if day <= timezone.localdate():
            raise ValidationError(_("Enter a day that is still to come."))
        return day
