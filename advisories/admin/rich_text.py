"""What the rich text editor needs of the page it stands in."""

from js_asset import Media


class RichTextAdmin:
    """Mixin for a ModelAdmin with a rich text field: the import map carries the page's nonce."""

    def render_change_form(self, request, context, **options):
        context["media"] = Media.from_media(context["media"]).with_nonce(str(request.csp_nonce))
        return super().render_change_form(request, context, **options)
