"""An uploaded logo becomes a small PNG of our own making; nothing of the file itself is kept."""

import io
import warnings

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 30_000_000
HEIGHT = 60  # twice what the header shows, for fine screens
WIDTH = 600


def logo_from(upload):
    """The PNG to store; whatever is no PNG or JPEG picture is refused, SVG among it."""
    if upload.size > LARGEST:
        raise ValidationError(_("Choose a file of at most 10 MB."))
    picture = opened(upload)
    picture.thumbnail((WIDTH, HEIGHT))
    png = io.BytesIO()
    picture.save(png, "PNG", optimize=True)
    return png.getvalue()


def opened(upload):
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(upload, formats=["PNG", "JPEG"])
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("Choose a smaller picture."))
            return picture.convert("RGBA")
    except (
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        UnidentifiedImageError,
        OSError,
        SyntaxError,  # what Pillow raises for a broken PNG
        ValueError,
    ) as error:
        raise ValidationError(
            _("Choose a PNG or JPEG picture; other kinds are not read.")
        ) from error
