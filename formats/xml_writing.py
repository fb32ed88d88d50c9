"""XML as the standards want it: UTF-8 with a declaration, and nothing in it that XML 1.0 has no place for."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, section 2.2: what is no character there, however it is escaped."""


def add(parent: Element, name: str, value: object) -> Element:
    """A child with this text in it; what XML cannot hold is left out."""
    child = SubElement(parent, name)
    child.text = _FORBIDDEN.sub("", str(value)) or None
    return child


def written(root: Element) -> bytes:
    """The whole document, indented, each line break as it stands in the text."""
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
