"""Turns a line of text into a mask to be coloured; its parts may come from several fonts."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.pictures import faces
from bot.pictures.lettering import TextLine


@dataclass(frozen=True, slots=True)
class Ink:
    """Where a line has ink: the mask lies `left` and `top` of the baseline's beginning, the line is `width` wide."""

    mask: Image.Image
    left: int
    top: int
    width: float


def ink(line: TextLine, size: int) -> Ink | None:
    """Set a line at so many pixels; None when nothing of it can be seen."""
    set_at: list[tuple[float, str, faces.Face]] = []
    x, edges = 0.0, []
    for text, face in faces.runs(line.text, line.face):
        font = faces.font(face, size)
        set_at.append((x, text, face))
        left, top, right, bottom = font.getbbox(text, anchor="ls")
        edges.append((x + left, top, x + right, bottom))
        x += font.getlength(text)
    lefts, tops, rights, bottoms = zip(*edges, strict=True) if edges else ((0.0,),) * 4
    left, top, right, bottom = round(min(lefts)), round(min(tops)), round(max(rights)), round(max(bottoms))
    if right <= left or bottom <= top:
        return None
    mask = Image.new("L", (right - left, bottom - top))
    brush = ImageDraw.Draw(mask)
    for at, text, face in set_at:
        brush.text((at - left, -top), text, fill=255, font=faces.font(face, size), anchor="ls")
    return Ink(mask, left, top, x)
