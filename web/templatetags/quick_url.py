"""Django's tag `url`, in every template; a path that was asked for before is at hand."""

from django.template import Library, defaulttags
from django.utils.html import escape

from web.links import link_to

register = Library()


class KeptLink(defaulttags.URLNode):
    def render(self, context):
        request = context.get("request")
        match = getattr(request, "resolver_match", None)
        app = getattr(request, "current_app", match and match.namespace)
        args = [arg.resolve(context) for arg in self.args]
        link = link_to(self.view_name.resolve(context), *args, current_app=app)
        return escape(link) if context.autoescape else link


@register.tag
def url(parser, token):
    node = defaulttags.url(parser, token)
    if node.kwargs or node.asvar:
        return node
    return KeptLink(node.view_name, node.args, node.kwargs, node.asvar)
