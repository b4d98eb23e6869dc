"""What a browser posts from the edition form, built from the page itself."""

from html.parser import HTMLParser

from django.urls import reverse


class FormReader(HTMLParser):
    """The names and values of every control in the page's edition form, buttons left out."""

    def __init__(self):
        super().__init__()
        self.values, self.inside, self.area, self.select = {}, False, None, None

    def handle_starttag(self, tag, pairs):
        attributes = dict(pairs)
        if tag == "form":
            self.inside = attributes.get("id") == "edition_form"
        if not self.inside:
            return
        name = attributes.get("name")
        if tag == "input" and name:
            ticked = attributes.get("type") in {"checkbox", "radio"}
            if ticked and "checked" not in attributes:
                return
            self.values[name] = attributes.get("value", "on" if ticked else "")
        elif tag == "textarea":
            self.area, self.values[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in attributes:
            self.values[self.select] = attributes.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.values.setdefault(self.select, "")
            self.select = None

    def handle_data(self, data):
        if self.area:
            self.values[self.area] += (
                data.removeprefix("\n") if not self.values[self.area] else data
            )


def typed(response):
    """The form of this page as a browser would post it."""
    reader = FormReader()
    reader.feed(response.content.decode())
    return reader.values


def address(page, row):
    return reverse(f"admin:advisories_{row._meta.model_name}_{page}", args=[row.pk])


def place_of(values, section):
    """The prefix of the form that holds this section, such as sections-0."""
    return next(
        name.removesuffix("-id")
        for name, value in values.items()
        if name.endswith("-id") and value == str(section.pk)
    )
