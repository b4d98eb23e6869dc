"""The brand colors as a small stylesheet and icon, each under the hash of its bytes."""

import hashlib

CSS = (
    ":root{{--brand:{0.brand};--on-brand:{0.on_brand}}}"
    "@media (prefers-color-scheme:dark)"
    "{{:root{{--brand:{0.brand_dark};--on-brand:{0.on_brand_dark}}}}}"
)
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 30">'
    '<rect width="30" height="30" rx="7" fill="{0.brand}"/>'
    '<g fill="none" stroke="{0.on_brand}" stroke-width="1.9"><circle cx="15" cy="15" r="8.6"/>'
    '<path d="M15 6.4c-5.2 4.8-5.2 12.4 0 17.2M15 6.4c5.2 4.8 5.2 12.4 0 17.2M6.4 15h17.2"/>'
    "</g></svg>"
)


def brand_css(site):
    return CSS.format(site)


def brand_icon(site):
    return ICON.format(site)


def digest(content):
    """A name for these bytes that changes when they do."""
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode()).hexdigest()[
        :16
    ]
