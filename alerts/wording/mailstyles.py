"""The look of mail: classes and tags in the template become style attributes.

Mail programs drop style sheets; the one in the head holds the dark rules for those that
do not.
"""

import re

FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
INK, QUIET, LINK = "#17212a", "#4a5560", "#0b5872"
BRAND, ON_BRAND = "#brand-color", "#on-brand-color"  # of the site settings
CLASSES = {
    "bg": "background:#f6f5f1",
    "body": "margin:0;padding:0",
    "preview": "display:none;max-height:0;overflow:hidden",
    "frame": "padding:24px 10px",
    "card": "max-width:600px;background:#ffffff;border:1px solid #d9d6cd;"
    f"border-top:5px solid {BRAND}",
    "site": f"padding:20px 32px 0;{FONT};font-size:17px;font-weight:bold;color:{INK}",
    "part": f"padding:20px 32px 0;{FONT};font-size:17px;line-height:1.5;color:{INK}",
    "head": f"padding:14px 32px 0;{FONT};color:{INK}",
    "facts": f"padding:10px 32px 0;{FONT};font-size:15px;line-height:1.5;color:{QUIET}",
    "foot": f"padding:28px 32px 26px;{FONT};font-size:14px;line-height:1.55;color:{QUIET}",
    "tag": "display:inline-block;font-size:15px;font-weight:bold;line-height:1.3;"
    "padding:3px 9px;border-radius:4px",
    "t-plain": f"background:#e5eff0;color:{INK}",
    "t-notice": f"background:#e5eff0;color:{INK}",
    "t-warning": f"background:#e9b52a;color:{INK}",
    "t-emergency": "background:#7f1828;color:#ffffff",
    "do": f"padding:16px 20px;{FONT};font-size:17px;line-height:1.5;color:{INK}",
    "d-plain": f"background:#f6f5f1;border-left:5px solid {BRAND}",
    "d-notice": f"background:#e5eff0;border-left:5px solid {BRAND}",
    "d-warning": "background:#fdf5dc;border-left:5px solid #e9b52a",
    "d-emergency": "background:#fbe9e9;border-left:5px solid #7f1828",
    "button": f"background:{BRAND};border-radius:6px",
    "go": f"display:inline-block;padding:13px 22px;{FONT};font-size:17px;font-weight:bold;"
    f"color:{ON_BRAND};text-decoration:none",
    "lk": f"color:{LINK}",
    "tel": f"color:{LINK};font-weight:bold;white-space:nowrap",
    "last": "margin:0",
}
TAGS = {
    "h1": "margin:0;font-size:26px;line-height:1.25",
    "h2": "margin:0 0 6px;font-size:18px",
    "h3": "margin:10px 0 4px;font-size:17px",
    "p": "margin:0 0 10px",
    "ul": "margin:0 0 10px;padding-left:20px",
    "li": "margin-bottom:5px",
    "a": f"color:{LINK}",
}
TAG = re.compile(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>")
CLASS = re.compile(r'\sclass="([^"]*)"')


def inlined(html, site):
    """The same HTML with a style attribute on each tag that has a look."""
    head, mark, body = html.partition("<body")
    return branded(head + TAG.sub(styled, mark + body), site.brand, site.on_brand)


def stylesheet(brand, on_brand):
    """The same looks as rules, for a page that may not have style attributes."""
    rules = [f"{name}{{{look}}}" for name, look in TAGS.items()]
    rules += [f"body .{name},body.{name}{{{look}}}" for name, look in CLASSES.items()]
    return branded("\n".join(rules), brand, on_brand)


def branded(text, brand, on_brand):
    return text.replace(BRAND, brand).replace(ON_BRAND, on_brand)


def styled(found):
    name, attributes = found.groups()
    classes = CLASS.search(attributes)
    looks = [CLASSES[each] for each in classes[1].split() if each in CLASSES] if classes else []
    if name in TAGS and not (name == "a" and looks):
        looks.insert(0, TAGS[name])
    return f'<{name}{attributes} style="{";".join(looks)}">' if looks else found[0]
