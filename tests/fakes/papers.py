"""What a printer makes of a PDF."""

from contextlib import closing
from io import BytesIO

import pypdfium2


def printed(pdf: bytes, *, dots_an_inch: int = 150) -> list[bytes]:
    """Return each page as a PNG."""
    pages = []
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            buffer = BytesIO()
            page.render(scale=dots_an_inch / 72).to_pil().save(buffer, "PNG")
            pages.append(buffer.getvalue())
    return pages
