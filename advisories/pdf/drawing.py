"""Marks and logo as pictures of their own: in a PDF no drawing borrows from another."""

import re

COLOR = re.compile(r"--([\w-]+):(#[0-9a-f]{3,6})")
SYMBOL = re.compile(r'<symbol id="(\w+)" viewBox="([\d ]+)">(.*?)</symbol>')
SPRITE = re.compile(r'<svg class="sprite".*?</svg>', re.DOTALL)
MARK = re.compile(r'<svg class="mk" aria-hidden="true"><use href="#(\w+)"/></svg>')
SHAPE = re.compile(r'class="sh f(\d)"')
NUMBER = re.compile(r'class="mt x(\d)"')
GLOBE = '<g class="globe">'


def drawn(html, brand, on_brand):
    """The page with every mark drawn where it stands, in the colors of its stylesheet."""
    colors: dict[str, str] = {}
    for name, color in COLOR.findall(html):
        colors.setdefault(name, color)  # of paper: dark ones come later
    marks = {name: mark(box, shapes, colors) for name, box, shapes in SYMBOL.findall(html)}
    html = MARK.sub(lambda found: marks.get(found[1], ""), SPRITE.sub("", html))
    html = html.replace('fill="currentColor"', f'fill="{brand}"')
    return html.replace(GLOBE, f'<g fill="none" stroke="{on_brand}" stroke-width="1.9">')


def mark(box, shapes, colors):
    """One drawing with its colors as attributes: rules of the page do not reach into it."""

    def shape(found):
        return f'fill="{colors[f"l{found[1]}"]}" stroke="{colors["ink"]}" stroke-width="1.1"'

    def number(found):
        font = 'text-anchor="middle" font-weight="700" font-size="12.5" font-family="sans-serif"'
        return f'fill="{colors[f"n{found[1]}"]}" {font}'

    shapes = NUMBER.sub(number, SHAPE.sub(shape, shapes))
    return f'<svg class="mk" aria-hidden="true" viewBox="{box}">{shapes}</svg>'
