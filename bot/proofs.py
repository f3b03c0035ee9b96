"""Makes a proof of a picture that a customer sent: small, and with nothing else in the file, neither where nor when."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

from PIL import Image

from actions.shop import cause_payments
from actions.till import proofs
from actions.tx import Tx
from bot.pictures.specs import ProofPicture
from bot.squaring import UnfitPicture, opened, upright
from bot.turn import Reply

SIDE = 1000  # pixels at most
_QUALITY = 70
_AFAR = 8  # pixels on a side


def make_proof(content: bytes) -> bytes | UnfitPicture:
    """Return a picture as a small JPEG of its bare pixels; call it in a thread."""
    return opened(content, lambda photo: _jpeg(upright(photo)))


def _jpeg(picture: Image.Image) -> bytes:
    laid = Image.new("RGB", picture.size, "white")
    laid.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    laid.thumbnail((SIDE, SIDE))
    file = BytesIO()
    laid.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def likeness(jpeg: bytes) -> str:
    """Return what a picture looks like from afar: where it gets brighter from left to right, in 64 bits."""
    with Image.open(BytesIO(jpeg)) as picture:
        picture.draft("L", (_AFAR * 8, _AFAR * 8))
        small = picture.convert("L").resize((_AFAR + 1, _AFAR), Image.Resampling.BOX)
    rows = [[int(small.getpixel((x, y)) or 0) for x in range(_AFAR + 1)] for y in range(_AFAR)]  # type: ignore[arg-type]
    bits = "".join(str(int(left < right)) for row in rows for left, right in pairwise(row))
    return f"{int(bits, 2):016x}" if "1" in bits else ""


def with_content(tx: Tx, reply: Reply) -> Reply:
    """Give a reply the proof that it shows; where that is not kept any more, it goes without."""
    picture = reply.picture
    if not isinstance(picture, ProofPicture):
        return reply
    content = proofs.content if picture.of == "task" else cause_payments.content
    jpeg = content(tx, picture.proof_id)
    return replace(reply, picture=replace(picture, jpeg=jpeg) if jpeg else None)
