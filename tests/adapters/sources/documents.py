"""Small documents of every kind, made in the test."""

import io
import zipfile

import docx
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from handrail.adapters.sources.documents import read_document
from handrail.domain.knowledge.model import Block, BlockKind


def blocks(name: str, text: str | bytes) -> list[tuple[str, str]]:
    raw = text.encode() if isinstance(text, str) else text
    return [(block.kind.value, block.text) for block in read_document(name, raw).blocks]


def items(block: Block) -> list[str]:
    return [block.text[start:end] for start, end in block.items]


def the_list(name: str, text: str) -> Block:
    found = read_document(name, text.encode()).blocks
    return next(block for block in found if block.kind is BlockKind.LIST)


def a_word_document() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Returning a bicycle"
    document.add_heading("Before you start", level=1)
    document.add_paragraph("Keep the box the bicycle came in.")
    document.add_paragraph("Take off the pedals.", style="List Number")
    document.add_paragraph("Put everything into the box.", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (*table.rows[0].cells, *table.rows[1].cells), ("Size", "Fee", "Large", "9 EUR"), strict=True
    ):
        cell.text = text
    hidden = document.add_paragraph("Seen. ").add_run("Unseen.")
    hidden.font.hidden = True
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def a_pdf(*pages: tuple[str, ...]) -> bytes:
    writer = PdfWriter()
    for lines in pages:
        page = writer.add_blank_page(width=600, height=800)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        shown = "".join(f"({line}) Tj T* " for line in lines)
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 14 TL 50 750 Td {shown} ET".encode("latin-1"))
        page[NameObject("/Contents")] = content
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def a_zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 150_000_000)
    return file.getvalue()
