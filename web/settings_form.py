"""The form of the site settings: names, words, logo, and colors that can be read."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from .both_texts import BothTextsForm
from .contrast import contrast
from .logo import logo_from
from .models import COLOR, SiteSettings

PAPER = {"light": "#ffffff", "dark": "#12191f"}
NAMES = ("level", "rating")


class SiteSettingsForm(BothTextsForm):
    new_logo = forms.FileField(
        label=_("new logo"),
        required=False,
        widget=forms.FileInput({"accept": "image/png,image/jpeg"}),
        help_text=_("PNG or JPEG, at most 10 MB. It is shown 30 pixels high."),
    )
    no_logo = forms.BooleanField(label=_("show the plain mark instead of a logo"), required=False)
    hidden_areas = forms.CharField(
        label=_("areas not drawn on the map"),
        required=False,
        help_text=_("ISO numbers of countries with blanks between them, like 398; Kosovo is XK."),
    )
    level_1 = forms.CharField(label=_("level 1"), max_length=60)
    level_2 = forms.CharField(label=_("level 2"), max_length=60)
    level_3 = forms.CharField(label=_("level 3"), max_length=60)
    level_4 = forms.CharField(label=_("level 4"), max_length=60)
    rating_1 = forms.CharField(label=_("lowest rating"), max_length=30)
    rating_2 = forms.CharField(label=_("second rating"), max_length=30)
    rating_3 = forms.CharField(label=_("third rating"), max_length=30)
    rating_4 = forms.CharField(label=_("highest rating"), max_length=30)

    class Meta:
        model = SiteSettings
        fields = [
            "name", "tagline", "introduction", "publisher", "postal_address", "emergency_line",
            "second_person",
            "brand", "on_brand", "brand_dark", "on_brand_dark",
            "council_word", "councils_word", "post_word", "posts_word",
        ]  # fmt: skip
        widgets = dict.fromkeys(
            ["brand", "on_brand", "brand_dark", "on_brand_dark"], forms.TextInput({"type": "color"})
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in NAMES:
            for number, name in enumerate(getattr(self.instance, f"{kind}_names"), start=1):
                self.initial.setdefault(f"{kind}_{number}", name)
        self.initial.setdefault("hidden_areas", " ".join(self.instance.hidden_map_areas))

    def clean_new_logo(self):
        upload = self.cleaned_data["new_logo"]
        return logo_from(upload) if upload else None

    def clean_hidden_areas(self):
        codes = self.cleaned_data["hidden_areas"].upper().replace(",", " ").split()
        if wrong := [code for code in codes if not re.fullmatch(r"[A-Z0-9-]{2,10}", code)]:
            raise forms.ValidationError(
                _("This is no code of a country: %(code)s."), params={"code": wrong[0][:20]}
            )
        return codes

    def clean(self):
        cleaned = super().clean()
        self.check_colors("light", "brand", "on_brand")
        self.check_colors("dark", "brand_dark", "on_brand_dark")
        return cleaned

    def check_colors(self, mode, brand, text):
        """Words on the brand color need 4.5:1; its edges and marks on the paper need 3:1."""
        if not all(self.is_color(field) for field in (brand, text)):
            return  # the model says so
        color = self.cleaned_data[brand]
        with_text = contrast(color, self.cleaned_data[text])
        if with_text < 4.5:
            self.refuse(brand, _("With its text it has %(ratio)s:1; it needs 4.5:1."), with_text)
        with_paper = contrast(color, PAPER[mode])
        if with_paper < 3:
            self.refuse(brand, _("With the paper it has %(ratio)s:1; it needs 3:1."), with_paper)

    def is_color(self, field):
        return bool(COLOR.regex.search(self.cleaned_data.get(field, "")))

    def refuse(self, field, why, ratio):
        # Rounded down, so that 4.49 never reads as the 4.5 that it is not.
        shown = f"{int(ratio * 100) / 100:.2f}"
        self.add_error(field, forms.ValidationError(why, params={"ratio": shown}))

    def save(self, commit=True):
        site, given = self.instance, self.cleaned_data
        site.level_names = [given[f"level_{number}"] for number in range(1, 5)]
        site.rating_names = [given[f"rating_{number}"] for number in range(1, 5)]
        site.hidden_map_areas = given["hidden_areas"]
        if given["new_logo"]:
            site.logo = given["new_logo"]
        elif given["no_logo"]:
            site.logo = None
        return super().save(commit)
