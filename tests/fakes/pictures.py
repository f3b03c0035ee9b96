"""Small pictures for tests."""

import io

from PIL import Image


def png(colour: str = "red", size: tuple[int, int] = (20, 20)) -> bytes:
    """Draw a PNG of one colour."""
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, "PNG")
    return content.getvalue()
