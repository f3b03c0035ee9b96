"""Pictures and documents that the platform keeps for thirty days, with links that live for five minutes."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from PIL import Image

from tests.fakes.telegram_api import Upload
from tests.fakes.whatsapp_errors import GraphError, Json, check_fields

_KEPT = timedelta(days=30)
_LINK_LIVES = timedelta(minutes=5)
_PICTURE_BYTES = 5 * 2**20
_DOCUMENT_BYTES = 100 * 2**20
_PICTURES = ("image/jpeg", "image/png")
_DOCUMENTS = (
    "text/plain",
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
)


@dataclass(frozen=True, slots=True)
class File:
    """A file that came from the business or from a person."""

    id: str
    content: bytes
    mime_type: str
    kept_until: datetime


class Media:
    """All files of one number."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.files: dict[str, File] = {}
        self._now = now

    def keep(self, content: bytes, mime_type: str) -> File:
        """Store a file under a new id."""
        media_id = str(1_037_543_000_000 + len(self.files) + 1)
        return self.files.setdefault(media_id, File(media_id, content, mime_type, self._now() + _KEPT))

    def upload(self, given: Json) -> Json:
        """Take in a file of the business, if WhatsApp can show one of its kind."""
        check_fields(given, "media", "messaging_product file", "type ttl_minutes")
        upload = given["file"]
        if given["messaging_product"] != "whatsapp" or not isinstance(upload, Upload):
            raise GraphError(100, "The parameters messaging_product and file are required.")
        mime_type = given.get("type", "")
        if mime_type not in _PICTURES + _DOCUMENTS:
            allowed = ", ".join(_PICTURES + _DOCUMENTS)
            raise GraphError(
                100, f"Param file must be one of these types: {allowed}. Received {mime_type!r}."
            )
        if mime_type in _PICTURES:
            _check_picture(upload.content)
        elif not 0 < len(upload.content) <= _DOCUMENT_BYTES:
            raise GraphError(131053, "The document is empty or larger than 100 MB.")
        return {"id": self.keep(upload.content, mime_type).id}

    def find(self, media_id: str) -> File:
        """Return a file that is still kept."""
        file = self.files.get(media_id)
        if file is None or self._now() >= file.kept_until:
            raise GraphError(100, f"Media {media_id} does not exist or is kept no more.", subcode=33)
        return file

    def describe(self, media_id: str, url: str) -> Json:
        """Say what a file is and where it can be fetched for a while."""
        file = self.find(media_id)
        until = int((self._now() + _LINK_LIVES).timestamp())
        where = urlencode({"mid": media_id, "ext": until, "hash": "ATs"})
        told: Json = {"url": f"{url}/whatsapp_business/attachments/?{where}", "mime_type": file.mime_type}
        told |= {"sha256": hashlib.sha256(file.content).hexdigest(), "file_size": len(file.content)}
        return told | {"id": media_id, "messaging_product": "whatsapp"}

    def fetch(self, given: Json) -> bytes:
        """Return a file's content while its link lives."""
        if self._now().timestamp() >= int(given.get("ext", 0)):
            raise GraphError(100, "URL signature expired", status=404)
        return self.find(given.get("mid", "")).content

    def content_for(self, given: Json, kind: str) -> bytes:
        """Return what a message shows; a picture must be one, and a link's content stays unknown."""
        if "id" not in given:
            return b"(linked)"
        file = self.find(str(given["id"]))
        if kind == "image" and file.mime_type not in _PICTURES:
            raise GraphError(131053, f"{file.mime_type} cannot be sent as an image.")
        return file.content


def mime_type_of(content: bytes, filename: str = "") -> str:
    """Guess what a phone would call a file: by its name if it has one, else by its first bytes."""
    if filename:
        return "image/png" if filename.endswith(".png") else "application/octet-stream"
    return "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"


def _check_picture(content: bytes) -> None:
    if len(content) > _PICTURE_BYTES:
        raise GraphError(131053, "An image may have 5 MB.")
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.verify()
    except (OSError, SyntaxError, ValueError):
        raise GraphError(131053, "The image cannot be read.") from None
