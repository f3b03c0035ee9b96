"""Small pictures for tests."""

import io

from PIL import Image


def png(colour: str = "red", size: tuple[int, int] = (20, 20)) -> bytes:
    """Draw a PNG of one colour."""
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, "PNG")
    return content.getvalue()


def beside(*pictures: bytes) -> bytes:
    """Take one photo of several pictures."""
    images = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures]
    photo = Image.new("RGB", (sum(i.width for i in images), max(i.height for i in images)), "white")
    left = 0
    for image in images:
        photo.paste(image, (left, 0))
        left += image.width
    content = io.BytesIO()
    photo.save(content, "PNG")
    return content.getvalue()
