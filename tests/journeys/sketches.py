"""Pictures in a hurry: to draw one as it is takes most of a journey's time, and what it looks like is proved elsewhere."""

from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.pictures.draw import DrawnFile, draw
from bot.pictures.qr import matrix
from bot.pictures.specs import Chart, CustomerChart, Picture, ProofPicture, Sheet

_MODULE = 4  # pixels


def sketch(picture: Picture) -> DrawnFile:
    """Draw a picture's code alone, and note in the file what else it would show."""
    if isinstance(picture, Sheet | ProofPicture):
        return draw(picture)
    rows = [[False] * 60] * 60 if isinstance(picture, Chart | CustomerChart) else matrix(picture.qr)
    image = Image.frombytes(
        "L", (len(rows), len(rows)), bytes(255 * (not dark) for row in rows for dark in row)
    )
    noted, file = PngInfo(), BytesIO()
    noted.add_itxt("shows", repr(picture))
    image.resize((len(rows) * _MODULE,) * 2, Image.Resampling.NEAREST).save(file, "PNG", pnginfo=noted)
    return DrawnFile("sketch.png", file.getvalue(), "png")
