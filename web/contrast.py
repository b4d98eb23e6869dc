"""How well two colors can be told apart (WCAG 2.2, relative luminance and contrast ratio)."""


def contrast(one, other):
    """From 1.0, the same color, to 21.0, black on white; colors are written like #134e5b."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color):
    red, green, blue = (linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(channel):
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
