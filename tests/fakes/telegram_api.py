"""The Bot API's methods over chats, messages and files that live in memory."""

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.people import Seen, User
from tests.fakes.telegram_rules import (
    Json,
    RefusedError,
    as_json,
    bad,
    check_commands,
    check_invoice,
    check_parameters,
    keyboard,
    shown,
    size_of_picture,
)

_FIRST_DATE = 1_767_225_600  # 1 January 2026; each message is a second later
_THUMBNAIL = 90
PROVIDER_TOKEN = "284685063:TEST:fake"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart request."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class File:
    """A file that the platform keeps."""

    id: str
    kind: str  # "photo" or "document"
    content: bytes
    filename: str
    width: int = 0
    height: int = 0

    def as_part_of_message(self) -> Json:
        """Return the fields that a message with this file carries."""
        known: Json = {"file_unique_id": f"u{self.id}", "file_size": len(self.content)}
        if self.kind == "document":
            mime = "image/png" if self.filename.endswith(".png") else "application/octet-stream"
            return {"document": {**known, "file_id": self.id, "file_name": self.filename, "mime_type": mime}}
        small = {**known, "file_id": f"{self.id}-small", "file_size": len(self.content) // 10}
        small |= {"width": _THUMBNAIL, "height": _THUMBNAIL}
        return {"photo": [small, {**known, "file_id": self.id, "width": self.width, "height": self.height}]}


@dataclass(slots=True)
class Message:
    """One message from the bot, as it stands now."""

    id: int
    text: str
    rows: list[list[Json]]
    file: File | None = None
    invoice: Json | None = None

    def as_json(self, chat: User, bot: Json) -> Json:
        """Write the message the way the platform does."""
        found: Json = {
            "message_id": self.id,
            "date": _FIRST_DATE + self.id,
            "from": bot,
            "chat": as_chat(chat),
        }
        if self.text:
            found["caption" if self.file else "text"] = self.text
        if self.file:
            found |= self.file.as_part_of_message()
        if self.invoice:
            found["invoice"] = {"currency": self.invoice["currency"], "total_amount": self.invoice["total"]}
            found.pop("text", None)
        if self.rows:
            found["reply_markup"] = {"inline_keyboard": self.rows}
        return found

    def seen(self) -> Seen:
        """Return what the person sees."""
        picture = self.file.content if self.file and self.file.kind == "photo" else None
        document = self.file.content if self.file and self.file.kind == "document" else None
        labels = tuple(button["text"] for row in self.rows for button in row)
        return Seen(str(self.id), self.text, labels, picture, document)


@dataclass(slots=True)
class Chat:
    """One person's chat with the bot."""

    person: User
    started: bool = False
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    log: list[Seen] = field(default_factory=list)  # everything that arrived, edits too
    said: set[int] = field(default_factory=set)  # the person's own messages that stand there


class BotApi:
    """One bot as the platform knows it."""

    def __init__(self, token: str, username: str) -> None:
        self.token = token
        self.me: Json = {
            "id": int(token.split(":", maxsplit=1)[0]),
            "is_bot": True,
            "first_name": "Stempel",
            "username": username,
        }
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, File] = {}
        self.menus: dict[tuple[str, str], list[Json]] = {}  # by scope ("default" or chat id) and language
        self.unanswered: dict[str, User] = {}  # queries whose buttons still spin
        self.last_message = 0
        self.provider_token = PROVIDER_TOKEN  # of who takes the money, as @BotFather has it
        self.checkouts: dict[
            str, str | None
        ] = {}  # what was said to who is about to pay: None, nothing yet; "", yes

    def call(self, method: str, given: Json) -> Any:
        """Carry out one method, or raise `RefusedError`."""
        uploads = {name: value for name, value in given.items() if isinstance(value, Upload)}
        attached = {name for name in uploads if f"attach://{name}" in str(given.get("media"))}
        check_parameters(method, {name: value for name, value in given.items() if name not in attached})
        return getattr(self, f"_{method}")(given)

    def chat_of(self, person: User) -> Chat:
        """Return the person's chat; the platform knows her from now on."""
        return self.chats.setdefault(person.id, Chat(person))

    def next_message(self) -> int:
        """Return the number for one more message."""
        self.last_message += 1
        return self.last_message

    def keep(self, kind: str, content: bytes, filename: str) -> File:
        """Store a file under a new id."""
        width, height = size_of_picture(content) if kind == "photo" else (0, 0)
        file = File(f"{kind}-{len(self.files) + 1}", kind, content, filename, width, height)
        self.files[file.id] = file
        return file

    def _getMe(self, _given: Json) -> Json:  # noqa: N802 methods bear the platform's names
        return self.me

    def _sendMessage(self, given: Json) -> Json:  # noqa: N802
        chat = self._open_chat(given)
        return self._add(chat, self._words(given, "text"), given, None)

    def _sendPhoto(self, given: Json) -> Json:  # noqa: N802
        chat = self._open_chat(given)
        caption = self._words(given, "caption")
        return self._add(chat, caption, given, self._file(given["photo"], "photo"))

    def _sendDocument(self, given: Json) -> Json:  # noqa: N802
        chat = self._open_chat(given)
        caption = self._words(given, "caption")
        return self._add(chat, caption, given, self._file(given["document"], "document"))

    def _sendInvoice(self, given: Json) -> Json:  # noqa: N802
        chat = self._open_chat(given)
        about = check_invoice(given, provider_token=self.provider_token)
        message = Message(
            self.next_message(),
            f"{given['title']}\n{given['description']}",
            keyboard(given.get("reply_markup")),
            invoice=about,
        )
        chat.messages[message.id] = message
        chat.log.append(message.seen())
        return message.as_json(chat.person, self.me)

    def _answerPreCheckoutQuery(self, given: Json) -> bool:  # noqa: N802
        query, ok = given["pre_checkout_query_id"], as_json(given["ok"])
        if self.checkouts.get(query, "") is not None:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if not ok and not given.get("error_message"):
            raise bad("error_message is required")
        self.checkouts[query] = "" if ok else given["error_message"]
        return True

    def _sendChatAction(self, given: Json) -> bool:  # noqa: N802
        return bool(self._open_chat(given))

    def _editMessageText(self, given: Json) -> Json:  # noqa: N802
        chat, message = self._message(given)
        if message.file:
            raise bad("there is no text in the message to edit")
        return self._change(chat, message, self._words(given, "text"), given, None)

    def _editMessageCaption(self, given: Json) -> Json:  # noqa: N802
        chat, message = self._message(given)
        if not message.file:
            raise bad("there is no caption in the message to edit")
        return self._change(chat, message, self._words(given, "caption"), given, message.file)

    def _editMessageMedia(self, given: Json) -> Json:  # noqa: N802
        chat, message = self._message(given)
        media = as_json(given["media"])
        if unknown := set(media) - {"type", "media", "caption", "parse_mode"}:
            raise bad(f"media has no field {sorted(unknown)}")
        if media["type"] not in {"photo", "document"}:
            raise bad("can't parse InputMedia: Media type unsupported")
        source = media["media"]
        attached = given.get(source.removeprefix("attach://")) if source.startswith("attach://") else source
        file = self._file(attached, media["type"])
        return self._change(chat, message, self._words(media, "caption"), given, file)

    def _deleteMessage(self, given: Json) -> bool:  # noqa: N802
        chat = self._open_chat(given)
        number = int(given["message_id"])
        if number not in chat.said and number not in chat.messages:
            raise bad("message to delete not found")
        chat.said.discard(number)
        chat.messages.pop(number, None)
        return True

    def _answerCallbackQuery(self, given: Json) -> bool:  # noqa: N802
        if self.unanswered.pop(given["callback_query_id"], None) is None:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        return True

    def _setMyCommands(self, given: Json) -> bool:  # noqa: N802
        self.menus[self._scope(given)] = check_commands(given["commands"])
        return True

    def _deleteMyCommands(self, given: Json) -> bool:  # noqa: N802
        self.menus.pop(self._scope(given), None)
        return True

    def _getMyCommands(self, given: Json) -> list[Json]:  # noqa: N802
        return self.menus.get(self._scope(given), [])

    def _getFile(self, given: Json) -> Json:  # noqa: N802
        file = self.files.get(given["file_id"].removesuffix("-small"))
        if not file:
            raise bad("wrong file_id or the file is temporarily unavailable")
        if len(file.content) > 20 * 2**20:
            raise bad("file is too big")
        path = {"file_id": file.id, "file_unique_id": f"u{file.id}", "file_path": f"{file.kind}s/{file.id}"}
        return path | {"file_size": len(file.content)}

    def _scope(self, given: Json) -> tuple[str, str]:
        scope = as_json(given.get("scope")) or {"type": "default"}
        if scope["type"] == "chat":
            return str(self._open_chat(scope).person.id), given.get("language_code", "")
        return scope["type"], given.get("language_code", "")

    def _open_chat(self, given: Json) -> Chat:
        chat = self.chats.get(int(given["chat_id"]))
        if not chat:
            raise bad("chat not found")
        if chat.blocked:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")
        if not chat.started:
            raise RefusedError(403, "Forbidden: bot can't initiate conversation with a user")
        return chat

    def _message(self, given: Json) -> tuple[Chat, Message]:
        chat = self._open_chat(given)
        message = chat.messages.get(int(given["message_id"]))
        if not message:
            raise bad("message to edit not found")
        return chat, message

    def _words(self, given: Json, what: str) -> str:
        limit = 4096 if what == "text" else 1024
        name = "message" if what == "text" else "message caption"
        words = shown(given.get(what) or "", given.get("parse_mode"), limit=limit, what=name)
        if what == "text" and not words:
            raise bad("message text is empty")
        return words

    def _file(self, given: object, kind: str) -> File:
        if isinstance(given, Upload):
            if not given.content:
                raise bad("file must be non-empty")
            return self.keep(kind, given.content, given.filename)
        file = self.files.get(str(given))
        if not file:
            raise bad("wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            raise bad(f"can't use file of type {file.kind.title()} as {kind.title()}")
        return file

    def _add(self, chat: Chat, text: str, given: Json, file: File | None) -> Json:
        message = Message(self.next_message(), text, keyboard(given.get("reply_markup")), file)
        chat.messages[message.id] = message
        chat.log.append(message.seen())
        return message.as_json(chat.person, self.me)

    def _change(self, chat: Chat, message: Message, text: str, given: Json, file: File | None) -> Json:
        rows = keyboard(given.get("reply_markup"))
        if (text, rows, file) == (message.text, message.rows, message.file):
            raise bad(
                "message is not modified: specified new message content and reply markup are exactly the same"
                " as a current content and reply markup of the message"
            )
        message.text, message.rows, message.file = text, rows, file
        chat.log.append(message.seen())
        return message.as_json(chat.person, self.me)


def as_chat(person: User) -> Json:
    """Write a private chat the way the platform does."""
    return {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "type": "private",
    }


def as_user(person: User) -> Json:
    """Write a person the way the platform does: what is unset is left out."""
    known = {
        "id": person.id,
        "is_bot": False,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "language_code": person.language_code,
    }
    return {name: value for name, value in known.items() if value not in (None, "")}
