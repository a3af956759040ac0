"""Compressed bodies, decoded piece by piece, so that a bomb is stopped when it passes the limit and not after."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Final, Protocol

import brotli  # type: ignore[import-untyped]  # it ships no types
import zstandard

ACCEPTED: Final = "gzip, deflate, br, zstd"
"""What the Accept-Encoding header offers."""

OUTPUT_BYTES_MAX: Final = 256 * 1024
"""How much one step of zlib or brotli may put out."""

MEMBERS_MAX: Final = 64
"""How many members (gzip) or frames (zstd) one body may have: each costs time, and none needs more than a few."""

ZSTD_WINDOW_BYTES_MAX: Final = 8 * 1024 * 1024
"""The window that RFC 9659 lets a server use on the web."""

ZSTD_SLICE_BYTES: Final = 128
"""Input to one step of zstd, which has no limit of its own: its smallest block, 4 bytes, makes 128 KiB, so a step makes 4 MiB."""


class BodyTooLargeError(Exception):
    """The body passes the limit, as received or as decoded."""


class BodyEncodingError(Exception):
    """The body is not what its Content-Encoding says, ends too early, or has an encoding that is not read."""


class Body:
    """Collects one body: `feed` what arrives, then take `finish`.

    `encoding` is the Content-Encoding header; a second encoding on top of the first is refused, for no honest server needs
    it. With `truncates` the rest of a body that is too large is dropped; else it raises.

    Raises:
        BodyEncodingError: by every method.
        BodyTooLargeError: by `feed`.
    """

    def __init__(self, encoding: str | None, *, bytes_max: int, truncates: bool = False):
        self._decoder = _decoder_for(encoding)
        self.bytes_max, self.truncates = bytes_max, truncates
        self._data = bytearray()  # not a list of pieces: a server may send them one byte at a time
        self._received = 0

    @property
    def is_full(self) -> bool:
        """Whether a truncating body has all that it keeps."""
        return self.truncates and len(self._data) >= self.bytes_max

    def feed(self, piece: bytes) -> None:
        self._received += len(piece)
        if self._received > self.bytes_max and not self.truncates:
            raise BodyTooLargeError(f"the body has more than {self.bytes_max:,} bytes")
        if self._decoder is None:
            return self._keep(piece)
        try:
            for decoded in self._decoder.decode(piece):
                self._keep(decoded)
                if self.is_full:
                    return None
        except (zlib.error, brotli.error, zstandard.ZstdError) as error:
            raise BodyEncodingError(f"the compressed body is broken ({error})") from error

    def finish(self) -> bytes:
        if self._decoder is not None and self._received and not self.is_full and not self._decoder.is_complete:
            raise BodyEncodingError("the compressed body ends too early")
        return bytes(memoryview(self._data)[: self.bytes_max])

    def _keep(self, decoded: bytes) -> None:
        if len(self._data) + len(decoded) > self.bytes_max and not self.truncates:
            self._data.clear()
            raise BodyTooLargeError(f"the body has more than {self.bytes_max:,} bytes when decoded")
        self._data += decoded


class _Decoder(Protocol):
    """One Content-Encoding: `decode` yields bounded pieces; `is_complete` is whether the input ended where it may."""

    @property
    def is_complete(self) -> bool: ...

    def decode(self, piece: bytes) -> Iterator[bytes]: ...


class _Zlib:
    """gzip in any number of members, and deflate with or without the zlib header that RFC 9110 asks for and servers forget."""

    def __init__(self, *, is_gzip: bool):
        self._is_gzip = is_gzip
        self._engine: zlib._Decompress | None = None
        self._waiting = b""
        self._members = 0
        self._is_over = False

    @property
    def is_complete(self) -> bool:
        return self._engine is None and self._members > 0

    def decode(self, piece: bytes) -> Iterator[bytes]:
        data, self._waiting = self._waiting + piece, b""
        while data and not self._is_over:
            if self._engine is None:
                data = self._begin(data)
                continue
            if decoded := self._engine.decompress(data, OUTPUT_BYTES_MAX):
                yield decoded
            data = self._engine.unconsumed_tail
            if self._engine.eof:
                data, self._engine = self._engine.unused_data, None

    def _begin(self, data: bytes) -> bytes:
        """Begin the body, or a further gzip member, and return what to decode; what else follows is dropped, as browsers do."""
        if self._members:
            data = data.lstrip(b"\0")
            self._is_over = not self._is_gzip or not data.startswith(b"\x1f\x8b"[: len(data)])
        if self._is_over or len(data) < 2:
            self._waiting = data
            return b""
        self._members += 1
        if self._members > MEMBERS_MAX:
            raise BodyEncodingError(f"the gzip body has more than {MEMBERS_MAX} members")
        self._engine = zlib.decompressobj(wbits=31 if self._is_gzip else _deflate_window(data))
        return data


def _deflate_window(data: bytes) -> int:
    """Return zlib's `wbits` for a deflate body: its first two bytes tell a zlib header (RFC 1950, 2.2) from raw data."""
    has_header = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    return 15 if has_header else -15


class _Brotli:
    def __init__(self) -> None:
        self._engine = brotli.Decompressor()

    @property
    def is_complete(self) -> bool:
        return bool(self._engine.is_finished())

    def decode(self, piece: bytes) -> Iterator[bytes]:
        while not self._engine.is_finished() and (decoded := self._engine.process(piece, output_buffer_limit=OUTPUT_BYTES_MAX)):
            yield decoded
            piece = b""


class _Zstd:
    def __init__(self) -> None:
        self._context = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES_MAX)
        self._engine: Any = self._context.decompressobj()  # its stubs call `eof` a method, which it is not
        self._frames = 1

    @property
    def is_complete(self) -> bool:
        return bool(self._engine.eof)

    def decode(self, piece: bytes) -> Iterator[bytes]:
        for start in range(0, len(piece), ZSTD_SLICE_BYTES):
            yield from self._step(piece[start : start + ZSTD_SLICE_BYTES])

    def _step(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self.is_complete:
                self._next_frame()
            if decoded := self._engine.decompress(data):
                yield decoded
            data = self._engine.unused_data

    def _next_frame(self) -> None:
        self._frames += 1
        if self._frames > MEMBERS_MAX:
            raise BodyEncodingError(f"the zstd body has more than {MEMBERS_MAX} frames")
        self._engine = self._context.decompressobj()


def _decoder_for(encoding: str | None) -> _Decoder | None:
    names = [name for part in (encoding or "").lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if not names:
        return None
    if len(names) > 1:
        raise BodyEncodingError(f"the body is encoded {len(names)} times over")
    match names[0]:
        case "gzip" | "x-gzip":
            return _Zlib(is_gzip=True)
        case "deflate":
            return _Zlib(is_gzip=False)
        case "br":
            return _Brotli()
        case "zstd":
            return _Zstd()
        case other:
            raise BodyEncodingError(f"the body has the unknown encoding {other[:40]!r}")
