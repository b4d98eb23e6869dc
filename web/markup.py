"""XML that is well formed whatever somebody typed."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

# What XML 1.0 may not hold at all, escaped or not.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text):
    return ILLEGAL.sub("", str(text))


def document(name, namespace, **attributes):
    """The root of a document in one namespace; `add` its children by their plain names."""
    return Element(name, {"xmlns": namespace} | attributes)


def add(parent, name, text="", **attributes):
    child = SubElement(parent, name, {key: legal(value) for key, value in attributes.items()})
    child.text = legal(text) or None
    return child


def written(root):
    """The bytes of a whole document."""
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
