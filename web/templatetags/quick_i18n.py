"""Django's library i18n, where what stands in a template is looked up once a language."""

from django.template import Library
from django.template.base import render_value_in_context
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


class KeptSentence(i18n.BlockTranslateNode):
    """A text with gaps for values, in each language that was asked for."""

    def __init__(self, node):
        vars(self).update(vars(node))
        self.patterns = {}

    def render(self, context, nested=False):
        language = translation.get_language()
        if language not in self.patterns:
            self.patterns[language] = self.looked_up()
        pattern, gaps = self.patterns[language]
        with context.push(**{name: of.resolve(context) for name, of in self.extra_context.items()}):
            values = {gap: render_value_in_context(context.get(gap, ""), context) for gap in gaps}
        try:
            return pattern % values
        except (KeyError, ValueError):  # a translation with other gaps; Django's takes the original
            return super().render(context, nested)

    def looked_up(self):
        text, gaps = self.render_token_list(self.singular)
        return translation.gettext(text), gaps


@register.tag("blocktranslate")
@register.tag("blocktrans")
def blocktranslate(parser, token):
    node = i18n.do_block_translate(parser, token)
    is_plain = not (node.plural or node.asvar or node.message_context)
    return KeptSentence(node) if is_plain else node
