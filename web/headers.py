"""Security headers on every answer, static files and errors included."""

from django.conf import settings

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in [
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
        "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
        "picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
    ]
)  # fmt: skip

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "X-Frame-Options": "DENY",
}


TWO_YEARS = "max-age=63072000; includeSubDomains; preload"


def add_security_headers(response, request):
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings.HTTPS:
        # Also where the proxy spoke plain HTTP to us: a public page made for such a probe is
        # kept, and given to readers. Browsers heed it over HTTPS only (RFC 6797, 8.1).
        response.headers.setdefault("Strict-Transport-Security", TWO_YEARS)
    return response
