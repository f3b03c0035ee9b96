"""Settings from the environment and from `.env`; each is explained in the README."""

import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, PrivateAttr, SecretStr, field_validator
from pydantic_settings import BaseSettings

from app.token_keys import TokenKeys
from channels.platforms import PLATFORMS
from channels.setup import FROM_THE_ENVIRONMENT, PlatformSetup, Url
from storage.engine.database import parsed, sqlite_path
from storage.engine.errors import StorageError

_SHORTEST_SECRET = 16
_KEY_FILE = ".stempel-secret"
_Setup = TypeVar("_Setup", bound=PlatformSetup)


class NothingToServeError(Exception):
    """No channel is set up."""


class NowhereToListenError(Exception):
    """The place where calls should come can't be had."""


class Settings(BaseSettings):
    """What the operator can choose."""

    model_config = FROM_THE_ENVIRONMENT

    database_url: SecretStr = Field(SecretStr("sqlite:///stempel.db"), alias="STEMPEL_DATABASE_URL")
    secret: SecretStr | None = Field(None, alias="STEMPEL_SECRET", min_length=_SHORTEST_SECRET)
    token_keys: SecretStr | None = Field(None, alias="STEMPEL_TOKEN_KEYS")
    host: str = Field("127.0.0.1", alias="STEMPEL_HOST")
    log_level: Literal["debug", "info", "warning", "error"] = Field("warning", alias="STEMPEL_LOG_LEVEL")
    port: int = Field(8080, alias="STEMPEL_PORT", ge=0, le=65535)
    backups: int = Field(7, alias="STEMPEL_BACKUPS", ge=0)
    backup_folder: Path | None = Field(None, alias="STEMPEL_BACKUP_FOLDER")
    public_url: Url = Field("", alias="STEMPEL_PUBLIC_URL")
    _platforms: tuple[PlatformSetup, ...] = PrivateAttr()

    @field_validator("token_keys")
    @classmethod
    def _each_long_enough(cls, keys: SecretStr | None) -> SecretStr | None:
        if keys and any(len(key) < _SHORTEST_SECRET for key in _keys_in(keys)):
            raise ValueError(f"each key has at least {_SHORTEST_SECRET} characters; a comma parts two")
        return keys

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if url and not re.match(r"https?://.", url):
            raise ValueError("write the whole address, as https://stempel.example.com")
        return url

    def __init__(self, **given: Any) -> None:
        """Read what was not given, that of each platform too."""
        super().__init__(**given)
        self._platforms = tuple(platform(**given) for platform in PLATFORMS)

    @property
    def platforms(self) -> tuple[PlatformSetup, ...]:
        """Return each platform as it is set up, or not."""
        return self._platforms

    @property
    def named_platforms(self) -> Mapping[str, PlatformSetup]:
        """Return the same by name."""
        return {platform.name: platform for platform in self.platforms}

    def of(self, kind: type[_Setup]) -> _Setup:
        """Return what was set of one platform."""
        return next(setup for setup in self.platforms if isinstance(setup, kind))


def secret_key(settings: Settings, *, beside: Path) -> bytes:
    """Return the key that signs codes: the one that was set, or one made once and kept in a file of its own."""
    if settings.secret:
        return settings.secret.get_secret_value().encode()
    try:
        return _kept_key(beside) or _new_key(beside)
    except OSError as error:
        raise StorageError(
            f"The key that signs codes can't be kept in {beside / _KEY_FILE}: {error.strerror}.",
            "Make room there and let this user read and write it, or set STEMPEL_SECRET.",
        ) from None


def _kept_key(beside: Path) -> bytes:
    """Return the key that is kept in a file; nothing where there is none, or an empty one."""
    path = beside / _KEY_FILE
    return path.read_text().strip().encode() if path.exists() else b""


def _new_key(beside: Path) -> bytes:
    """Keep a new key, whole or not at all: an empty one, as a full disk leaves it, would sign what all can guess."""
    fresh = beside / f"{_KEY_FILE}.new"
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(32))
    fresh.replace(beside / _KEY_FILE)
    return _kept_key(beside)


def token_keys(settings: Settings, *, beside: Path) -> TokenKeys:
    """Return what seals the tokens of shops' own bots: the keys that were set, and last the one that signs codes."""
    listed = _keys_in(settings.token_keys) if settings.token_keys else []
    return TokenKeys((*(key.encode() for key in listed), secret_key(settings, beside=beside)))


def _keys_in(keys: SecretStr) -> list[str]:
    return [key.strip() for key in keys.get_secret_value().split(",")]


def has_secret_key(settings: Settings, *, beside: Path) -> bool:
    """Say whether a key was set or kept; else the next start makes a new one, and what was signed before is void."""
    return settings.secret is not None or bool(_kept_key(beside))


def folder_of(url: str) -> Path:
    """Return the folder where what belongs to a database is kept."""
    place = parsed(url)
    return sqlite_path(place).parent if place.drivername == "sqlite" else Path()
