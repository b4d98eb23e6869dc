"""An edition as a Word file, for those who clear reports in Word.

Each section's heading carries a bookmark with the section's key and a digest of its words. When the
file comes back, `actions.read_back` knows which sections somebody changed in Word.
"""

import hashlib
import io
import re
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from web.markup import legal

from .cleaning import cleaned, plain_text
from .importer.roundtrip import characters

NOTE = "Portal note"  # paragraphs of ours, which are none of the report's text
BOOKMARK = re.compile(r"s([0-9a-f]{12})_(\d{1,18})")
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def edition_as_word(edition):
    """The bytes of the file."""
    from docx import Document  # slow to import
    from docx.enum.style import WD_STYLE_TYPE

    document = Document()
    document.styles.add_style(NOTE, WD_STYLE_TYPE.PARAGRAPH).font.italic = True
    document.core_properties.title = legal(edition.title)
    document.core_properties.author = ""
    document.add_heading(legal(edition.title), 0)
    for words in notes_above(edition):
        document.add_paragraph(legal(words), style=NOTE)
    for number, section in enumerate(edition.sections.all(), start=1):
        add_section(document, section, number)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def notes_above(edition):
    yield _("%(year)s edition, version %(revision)s. %(tlp)s.") % {
        "year": edition.year,
        "revision": edition.revision,
        "tlp": edition.get_tlp_display(),
    }
    yield _(
        "Change headings and text below. Ratings, numbers to call and the summary are changed on "
        "the site."
    )
    if edition.summary:
        yield plain_text(edition.summary)


def add_section(document, section, number):
    heading = document.add_heading(legal(section.heading), 2 if section.depth > 1 else 1)
    mark(heading, bookmark_of(section), number)
    rating = section.get_rating_display() or section.rating_words
    if rating:
        document.add_paragraph(_("Rating: %(rating)s") % {"rating": legal(rating)}, style=NOTE)
    Body(document).feed(cleaned(section.body))


def bookmark_of(section):
    return f"s{words_digest(section.heading, plain_text(section.body))}_{section.pk}"


def words_digest(heading, text):
    """The same for the same words, however they are broken and emphasized; Word knows no
    control characters."""
    return hashlib.sha256(characters(legal(f"{heading}\n{text}")).encode()).hexdigest()[:12]


def mark(paragraph, name, number):
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        element = OxmlElement(tag)
        element.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            element.set(qn("w:name"), name)
        paragraph._p.append(element)


class Body(HTMLParser):
    """Clean HTML into paragraphs, lists, tables and links of Word."""

    BLOCKS = {"p": None, "blockquote": "Quote", "h3": "Heading 3", "h4": "Heading 4"}
    LISTS = {"ul": "List Bullet", "ol": "List Number"}

    def __init__(self, document):
        super().__init__()
        self.document = document
        self.paragraph = None
        self.styles = []  # of the blocks and lists that are open
        self.marks = []
        self.link = ""
        self.rows = None  # of the table at hand: lists of cells, each a list of words

    def handle_starttag(self, tag, pairs):
        if tag in self.BLOCKS:
            self.paragraph = None
            self.styles.append(self.BLOCKS[tag] or (self.styles[-1] if self.styles else None))
        elif tag in self.LISTS:
            self.styles.append(self.LISTS[tag])
        elif tag in ("li", "caption"):
            self.paragraph = None
        elif tag in ("strong", "em"):
            self.marks.append(tag)
        elif tag == "a":
            self.link = legal(dict(pairs).get("href") or "")
        elif tag == "br":
            self.handle_break()
        elif tag == "table":
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag in ("th", "td") and self.rows:
            self.rows[-1].append([])

    def handle_endtag(self, tag):
        if tag in self.BLOCKS or tag in self.LISTS:
            self.paragraph = None
            self.styles.pop()
        elif tag in ("strong", "em"):
            self.marks.remove(tag)
        elif tag == "a":
            self.link = ""
        elif tag == "table" and self.rows is not None:
            self.add_table()

    def handle_break(self):
        if self.rows:
            self.handle_data(" ")
        elif self.paragraph is not None:
            self.paragraph.add_run().add_break()

    def handle_data(self, data):
        words = re.sub(r"\s+", " ", legal(data))
        if self.rows and self.rows[-1]:
            self.rows[-1][-1].append(words)
        elif words.strip() or self.paragraph is not None:
            self.add_words(words)

    def add_words(self, words):
        if self.paragraph is None:
            style = self.styles[-1] if self.styles else None
            self.paragraph = self.document.add_paragraph(style=style)
        run = self.paragraph.add_run(words)
        run.bold = True if "strong" in self.marks else None
        run.italic = True if "em" in self.marks else None
        if self.link:
            self.wrap_in_link(run)

    def wrap_in_link(self, run):
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        link = OxmlElement("w:hyperlink")
        target = self.document.part.relate_to(self.link, RELATION, is_external=True)
        link.set(qn("r:id"), target)
        run.font.underline = True
        self.paragraph._p.append(link)
        link.append(run._r)

    def add_table(self):
        columns = max((len(row) for row in self.rows), default=0)
        if columns:
            table = self.document.add_table(rows=len(self.rows), cols=columns, style="Table Grid")
            for row, cells in zip(table.rows, self.rows, strict=True):
                for cell, words in zip(row.cells, cells, strict=False):
                    cell.text = "".join(words).strip()
        self.rows, self.paragraph = None, None
