"""Django's library i18n, where a text with nothing to fill in is translated once a language."""

from django.template import Library
from django.templatetags import i18n
from django.utils import translation

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class KeptTranslation(i18n.TranslateNode):
    """A text that stands in a template, in each language that was asked for."""

    def __init__(self, node):
        super().__init__(node.filter_expression, node.noop, None, node.message_context)
        self.name = node.asvar
        self.texts = {}

    def render(self, context):
        language = translation.get_language()
        if language not in self.texts:
            self.texts[language] = super().render(context)
        if self.name is None:
            return self.texts[language]
        context[self.name] = self.texts[language]
        return ""


@register.tag("translate")
@register.tag("trans")
def translate(parser, token):
    node = i18n.do_translate(parser, token)
    return KeptTranslation(node) if has_nothing_to_fill_in(node) else node


def has_nothing_to_fill_in(node):
    text, context = node.filter_expression, node.message_context
    fixed = text.var.literal is not None and not text.filters
    return fixed and (context is None or not context.is_var)
