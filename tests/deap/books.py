"""Spreadsheets, written by hand: the parts of each format that a table needs."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    '<office:body><office:spreadsheet><table:table table:name="Sheet1">{rows}'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/"'
    ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)
_SHEET = (
    '<?xml version="1.0"?><worksheet'
    ' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}'
    "</sheetData></worksheet>"
)
_WORKBOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships'
    ' xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml" Type="http://schemas.openxmlformats.org'
    '/officeDocument/2006/relationships/worksheet"/></Relationships>'
)
_PACKAGE = (
    '<?xml version="1.0"?><Relationships'
    ' xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" Type="http://schemas.openxmlformats.org'
    '/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).removeprefix("-").isdecimal()


def write_ods(path: Path, rows: list[list[str]]) -> Path:
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", _MANIFEST)
        cells = ("".join(map(_ods_cell, row)) for row in rows)
        lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
        book.writestr("content.xml", _ODS.format(rows=lines))
    return path


def write_xlsx(path: Path, rows: list[list[str]]) -> Path:
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", _TYPES)
        book.writestr("_rels/.rels", _PACKAGE)
        book.writestr("xl/workbook.xml", _WORKBOOK)
        book.writestr("xl/_rels/workbook.xml.rels", _RELATIONS)
        cells = ("".join(map(_xlsx_cell, row)) for row in rows)
        lines = "".join(f"<row>{row}</row>" for row in cells)
        book.writestr("xl/worksheets/sheet1.xml", _SHEET.format(rows=lines))
    return path


def _ods_cell(cell: str) -> str:
    if not cell:
        return "<table:table-cell/>"
    text = f"<text:p>{escape(cell)}</text:p>"
    kind = 'office:value-type="string"'
    if is_number(cell):
        kind = f'office:value-type="float" office:value="{cell}"'
    return f"<table:table-cell {kind}>{text}</table:table-cell>"


def _xlsx_cell(cell: str) -> str:
    if not cell:
        return "<c/>"
    if is_number(cell):
        return f"<c><v>{cell}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
