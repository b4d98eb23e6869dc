"""What a report is about: a country, a post, or a topic."""

from django.utils.translation import gettext_lazy as _

from web.both_texts import BothTextsForm

from ..models import Report


class ReportForm(BothTextsForm):
    may_be_topic = False  # set by the page: what is about no place belongs to no desk but the whole

    class Meta:
        model = Report
        fields = ["title", "slug", "country", "post"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.may_be_topic and "country" in self.fields:
            self.fields["country"].help_text = _(
                "Leave country and post empty for a report on a topic, such as driving overseas."
            )

    def clean(self):
        values = super().clean()
        if "country" not in self.fields:
            return values  # settled: readers have an edition
        country, post = values.get("country"), values.get("post")
        if post and country and post.country_id != country.pk:
            self.add_error("post", _("This post is in another country."))
        if post and not country and "country" not in self.errors:
            values["country"] = post.country
        if not (post or country or self.may_be_topic or self.errors):
            self.add_error(
                "country",
                _("Choose a country or a post. A report on a topic is started by those who write "
                  "for everywhere."),
            )  # fmt: skip
        return values
