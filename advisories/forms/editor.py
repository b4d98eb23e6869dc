"""Report text with an editor that makes what the cleaner lets through, and nothing else."""

import re

from django import forms
from django.utils.html import linebreaks
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media

from ..cleaning import clean_html
from ..templatetags.advisories import points

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}
LONGEST = 200_000
TAG = re.compile(r"</?(?:p|div|span|br|[uo]l|li|h[1-6]|table|blockquote|strong|em|a|b|i)\b", re.I)


def as_html(text):
    """What the editor shows of a text with marks of its own, such as **bold**: it knows HTML alone,
    and would write the marks back as words."""
    return clean_html(points(text)) if text else ""


class EditorWidget(AdminProseEditorWidget):
    """The editor, whose editable box bears the name of the text box that it replaces."""

    @property
    def media(self):
        return Media(js=["js/editor-name.js"]) + super().media


class ReportTextField(forms.CharField):
    """HTML, cleaned as it comes in; without scripts the plain box takes the same."""

    def __init__(self, **options):
        widget = EditorWidget(
            attrs={"rows": 12}, config={"extensions": EXTENSIONS}, preset="configurable"
        )
        super().__init__(**{"required": False, "max_length": LONGEST, "widget": widget, **options})

    def clean(self, value):
        text = super().clean(value)
        return clean_html(text if TAG.search(text) else linebreaks(text, autoescape=True))
