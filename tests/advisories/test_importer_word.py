"""Word files: the same report as its plain text, and nothing that a Word file can do to us."""

import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from advisories.cleaning import clean_html
from advisories.importer import UnreadableReport, read_report, read_source
from advisories.importer.lines import BULLETS
from advisories.importer.package import (
    DOCUMENT,
    LARGEST_PART,
    MOST_PARTS,
    STRICT_RELATIONS,
    STRICT_WORD,
    packed,
    read_package,
)
from tests.advisories.importing import (
    COUNTRIES,
    SAMPLE,
    SEED_REPORT,
    VOCABULARY,
    keys,
    read,
    signs,
    signs_of,
    words_of,
)

pytestmark = pytest.mark.once

TITLE = "Kazakhstan 2017 Crime & Safety Report: Almaty"
PROSE = "Petty theft is the most likely crime, above all in markets and on crowded buses."


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_word(text, *, styled=True):
    """The text as somebody would have typed it in Word."""
    document = Document()
    for block in text.split("\n\n"):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if not lines:
            continue
        key = VOCABULARY.match(lines[0])
        if key and styled:
            document.add_heading(lines[0], VOCABULARY.kind(key).depth)
        elif lines[0][0] in BULLETS:
            for line in lines:
                document.add_paragraph(line[1:].strip(), style="List Bullet")
        else:
            document.add_paragraph("\n".join(lines))
    return saved(document)


def read_word(data):
    return read_report(data, VOCABULARY, COUNTRIES)


def section_of(*fill):
    """The body of a section, as the functions fill it."""
    document = Document()
    document.add_paragraph(TITLE)
    document.add_heading("Crime Threats", 1)
    for add in fill:
        add(document)
    parsed = read_word(saved(document))
    assert parsed.lost_characters == 0
    assert (
        words_of(clean_html(parsed.sections[0].body)).split()
        == words_of(parsed.sections[0].body).split()
    )
    return parsed.sections[0].body


@pytest.mark.parametrize("styled", [True, False], ids=["headings", "plain paragraphs"])
@pytest.mark.parametrize(
    "path",
    [
        pytest.param(SAMPLE / "almaty-2017.txt", id="sample"),
        pytest.param(SEED_REPORT, id="seed", marks=pytest.mark.seed),
    ],
)
def test_a_word_file_gives_the_same_report_as_its_text(path, styled):
    text = read_source(path)
    first, other = read(text), read_word(as_word(text, styled=styled))

    assert keys(other) == keys(first)
    assert [section.body for section in other.sections] == [s.body for s in first.sections]
    assert other.digest == first.digest
    assert other.lost_characters == 0
    assert signs_of(other) == signs(other.source)
    assert (other.country_name, other.post_name, other.year) == ("Kazakhstan", "Almaty", 2017)


def test_emphasis_and_links_are_kept():
    def fill(document):
        paragraph = document.add_paragraph("Call ")
        paragraph.add_run("at once").bold = True
        paragraph.add_run(", ")
        paragraph.add_run("<always>").italic = True
        link = document.part.relate_to(
            "https://example.org/a?b=1&c=2",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            is_external=True,
        )
        paragraph._p.append(parse_xml(
            f'<w:hyperlink {nsdecls("w", "r")} r:id="{link}"><w:r><w:t>here</w:t></w:r>'
            "</w:hyperlink>"
        ))  # fmt: skip

    assert section_of(fill) == (
        "<p>Call <strong>at once</strong>, <em>&lt;always&gt;</em>"
        '<a href="https://example.org/a?b=1&amp;c=2">here</a></p>'
    )


def test_lists_tables_and_small_headings_are_kept():
    def fill(document):
        for text in ("First", "Second"):
            document.add_paragraph(text, style="List Number")
        document.add_paragraph("A point", style="List Bullet")
        document.add_heading("In the evening", 3)
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Police", "102"

    assert section_of(fill).split("\n") == [
        "<ol><li>First</li><li>Second</li></ol>",
        "<ul><li>A point</li></ul>",
        "<h3>In the evening</h3>",
        "<table><tbody><tr><td>Police</td><td>102</td></tr></tbody></table>",
    ]


def test_a_heading_of_word_that_nobody_knows_is_a_section():
    document = Document()
    document.add_heading(TITLE, 0)
    for heading in ("Crime Threats", "What else?", "Landmines"):
        document.add_heading(heading, 1)
        document.add_paragraph(PROSE)

    parsed = read_word(saved(document))

    assert keys(parsed) == ["crime", "other", "landmines"]
    assert parsed.unplaced == []


def test_deleted_words_are_left_out_and_inserted_ones_are_read():
    def fill(document):
        paragraph = document.add_paragraph("It is ")
        for tag, text in (("del", "delText"), ("ins", "t")):
            words = "safe" if tag == "del" else "not safe"
            paragraph._p.append(parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="1"><w:r><w:{text}>{words}</w:{text}></w:r>'
                f"</w:{tag}>"
            ))  # fmt: skip

    assert section_of(fill) == "<p>It is not safe</p>"


SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" ' + nsdecls("w")
)
RUN = "<w:r><w:t>words</w:t></w:r>"
PARAGRAPH = f"<w:p>{RUN}</w:p>"
FIELD = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
CELL = f"<w:tc>{PARAGRAPH}</w:tc>"
BOX = f"<w:r><w:drawing><w:txbxContent>{FIELD.format(PARAGRAPH)}</w:txbxContent></w:drawing></w:r>"
TWICE = (
    "<mc:AlternateContent><mc:Choice Requires='w'>{0}</mc:Choice>"
    "<mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
)


@pytest.mark.parametrize(
    "xml",
    [
        f"<w:tbl>{FIELD.format(f'<w:tr>{CELL}</w:tr>')}</w:tbl>",
        f"<w:tbl><w:tr>{FIELD.format(CELL)}</w:tr></w:tbl>",
        f"<w:tbl><w:tr><w:tc><w:p>{TWICE.format(BOX)}</w:p></w:tc></w:tr></w:tbl>",
        f"<w:p>{BOX}</w:p>",
        f"<w:p>{TWICE.format(RUN)}</w:p>",
        TWICE.format(PARAGRAPH),
        f"<w:smartTag>{PARAGRAPH}</w:smartTag>",
        "<w:p><m:oMath><m:r><m:t>words</m:t></m:r></m:oMath></w:p>",
    ],
    ids=["row", "cell", "box in cell", "box", "two runs", "two blocks", "tag", "formula"],
)
def test_words_in_forms_boxes_and_formulas_are_read_once(xml):
    def fill(document):
        document.element.body.sectPr.addprevious(
            parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {SPACES}", xml))
        )

    assert words_of(section_of(fill)).split() == ["words"]


def test_notes_at_the_end_are_read():
    notes = (
        f'<w:endnotes {nsdecls("w")}><w:endnote w:type="separator"><w:p/></w:endnote>'
        f'<w:endnote w:id="2">{PARAGRAPH}</w:endnote></w:endnotes>'
    )
    data = rewritten(lambda parts: parts.update({"word/endnotes.xml": notes.encode()}))
    assert read_word(data).sections[-1].body.endswith("<p>words</p>")


def test_strict_word_files_are_read_the_same():
    def strict(parts):
        for name, data in parts.items():
            for ours, theirs in (STRICT_WORD[::-1], STRICT_RELATIONS[::-1]):
                parts[name] = data = data.replace(ours, theirs)

    assert keys(read_word(rewritten(strict))) == ["crime"]


def test_a_word_file_without_words_is_refused():
    with pytest.raises(UnreadableReport, match="empty"):
        read_word(saved(Document()))


def rewritten(change):
    """A Word file with some of its parts replaced."""
    parts = read_package(as_word(f"{TITLE}\n\nCrime Threats\n\n{PROSE}"))
    change(parts)
    return packed(parts)


def test_macros_pictures_and_settings_are_never_opened():
    data = rewritten(lambda parts: parts.update({"word/vbaProject.bin": b"\0" * 1000}))
    assert keys(read_word(data)) == ["crime"]
    assert "word/vbaProject.bin" not in read_package(data)


def entity(parts):
    body = parts[DOCUMENT].partition(b"?>")[2]
    declared = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    parts[DOCUMENT] = declared + body.replace(b"Petty", b"&a;")


def large(parts):
    parts[DOCUMENT] = b" " * (LARGEST_PART + 1)


def many(parts):
    parts.update({f"word/{number}.xml": b"" for number in range(MOST_PARTS + 1)})


def cut_off(parts):
    parts[DOCUMENT] = parts[DOCUMENT][:500]


def empty(parts):
    parts[DOCUMENT] = b""


def other(parts):
    parts["word/other.xml"] = parts.pop(DOCUMENT)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (entity, "damaged"), (large, "too large when unpacked"), (many, "too large when unpacked"),
        (cut_off, "damaged"), (empty, "damaged"), (other, "neither plain text nor Word"),
    ],
)  # fmt: skip
def test_a_word_file_that_is_none_is_refused(change, why):
    with pytest.raises(UnreadableReport, match=why):
        read_word(rewritten(change))


def test_a_size_that_lies_is_found_out():
    data = bytearray(rewritten(large))
    for start in (data.find(b"PK\x01\x02") + 24,):  # the unpacked size in the directory
        data[start : start + 4] = (100).to_bytes(4, "little")
    with pytest.raises(UnreadableReport):
        read_word(bytes(data))


@pytest.mark.parametrize("length", [10, 200, 2000, -30])
def test_a_file_cut_short_is_refused(length):
    data = as_word(f"{TITLE}\n\nCrime Threats\n\n{PROSE}")
    with pytest.raises(UnreadableReport):
        read_word(data[:length])


def test_another_archive_is_no_report():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("report.txt", PROSE)
    with pytest.raises(UnreadableReport, match="binary file"):
        read_word(file.getvalue())
