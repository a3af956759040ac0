"""Content-Encoding: decoded exactly, within the limit, or refused."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from watcher.fetch.decoding import MEMBERS_MAX, ZSTD_WINDOW_BYTES_MAX, Body, BodyEncodingError, BodyTooLargeError


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


ENCODERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("X-GZip", gzip.compress),
    "deflate with header": ("deflate", zlib.compress),
    "deflate without header": ("deflate", raw_deflate),
    "br": ("br", brotli.compress),
    "zstd": ("zstd", zstd),
    "nothing": ("identity", bytes),
    "not named": ("", bytes),
}
every_encoding = pytest.mark.parametrize("name", ENCODERS)
every_compression = pytest.mark.parametrize("name", [name for name in ENCODERS if not name.startswith("no")])

TEXT = ("The union said that inspections must be paused. " * 40).encode()


def decoded(
    encoding: str | None, pieces: Iterator[bytes] | list[bytes], *, bytes_max: int = 1_000_000, truncates: bool = False
) -> bytes:
    body = Body(encoding, bytes_max=bytes_max, truncates=truncates)
    for piece in pieces:
        body.feed(piece)
    return body.finish()


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@every_encoding
@pytest.mark.parametrize("size", [1, 2, 7, 1000, 1_000_000])
def test_what_was_encoded_comes_back(name: str, size: int) -> None:
    """Every encoding is undone, however the bytes are cut on the way."""
    encoding, encode = ENCODERS[name]
    assert decoded(encoding, cut(encode(TEXT), size)) == TEXT


@given(data=st.binary(max_size=5000), size=st.integers(1, 300), name=st.sampled_from(sorted(ENCODERS)))
def test_any_bytes_come_back(data: bytes, size: int, name: str) -> None:
    """Decoding is exact for every body, the empty one included."""
    encoding, encode = ENCODERS[name]
    assert decoded(encoding, cut(encode(data), size)) == data


@every_encoding
@pytest.mark.parametrize(("over", "is_taken"), [(0, True), (1, False)])
def test_the_limit_holds_after_decoding(name: str, over: int, is_taken: bool) -> None:
    """A body of exactly the limit is taken, one byte more is refused, whatever its encoding."""
    encoding, encode = ENCODERS[name]
    data = b"a" * (5000 + over)
    if is_taken:
        assert decoded(encoding, [encode(data)], bytes_max=5000) == data
    else:
        with pytest.raises(BodyTooLargeError):
            decoded(encoding, [encode(data)], bytes_max=5000)


@every_encoding
def test_a_truncating_body_keeps_its_beginning(name: str) -> None:
    """Where the rest does not matter it is dropped, not refused."""
    encoding, encode = ENCODERS[name]
    assert decoded(encoding, cut(encode(TEXT), 100), bytes_max=500, truncates=True) == TEXT[:500]


@every_compression
def test_a_body_that_ends_too_early_is_refused(name: str) -> None:
    """Half a page is never taken for a page."""
    encoding, encode = ENCODERS[name]
    with pytest.raises(BodyEncodingError):
        decoded(encoding, [encode(TEXT)[:-9]])


@every_compression
@pytest.mark.parametrize("garbage", [b"<html>not compressed at all, it only says so</html>" * 3, b"\x00" * 100, b"\xff" * 100])
def test_what_is_not_compressed_is_refused(name: str, garbage: bytes) -> None:
    """A wrong header gives an error, not a page of noise."""
    encoding, _ = ENCODERS[name]
    with pytest.raises(BodyEncodingError):
        decoded(encoding, [garbage])


@every_compression
def test_an_empty_body_is_empty(name: str) -> None:
    """A server that sends nothing need not compress it."""
    assert decoded(ENCODERS[name][0], []) == b""


@pytest.mark.parametrize(
    "encoding", ["gzip, gzip", "gzip,br", "deflate, identity, gzip", "compress", "aws-chunked", "gzip;q=1", "x" * 500]
)
def test_nested_and_unknown_encodings_are_refused(encoding: str) -> None:
    """Two encodings on top of each other, and any that is not read, end the fetch."""
    with pytest.raises(BodyEncodingError) as caught:
        Body(encoding, bytes_max=100)
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize("encoding", ["gzip, identity", " identity ,GZIP", "gzip,"])
def test_identity_is_no_encoding(encoding: str) -> None:
    """`identity` beside another name changes nothing."""
    assert decoded(encoding, [gzip.compress(TEXT)]) == TEXT


@pytest.mark.parametrize("size", [1, 3, 100, 10_000])
def test_gzip_members_and_padding_are_read(size: int) -> None:
    """Members follow each other, zeros may lie between and after them, and what else follows is dropped."""
    body = gzip.compress(b"one ") + b"\0\0\0" + gzip.compress(b"two") + b"\0" * 50
    assert decoded("gzip", cut(body, size)) == b"one two"
    assert decoded("gzip", cut(body + b"<!-- cached -->" * 20, size)) == b"one two"


@pytest.mark.parametrize(("encoding", "encode"), [("gzip", gzip.compress), ("zstd", zstd)])
@pytest.mark.parametrize(("count", "is_taken"), [(MEMBERS_MAX, True), (MEMBERS_MAX + 1, False)])
def test_members_have_a_greatest_number(encoding: str, encode: Callable[[bytes], bytes], count: int, is_taken: bool) -> None:
    """So many members or frames are read; one more is refused."""
    if is_taken:
        assert decoded(encoding, [encode(b"a") * count]) == b"a" * count
    else:
        with pytest.raises(BodyEncodingError):
            decoded(encoding, [encode(b"a") * count])


@pytest.mark.parametrize(
    ("window_log", "is_taken"), [(ZSTD_WINDOW_BYTES_MAX.bit_length() - 1, True), (ZSTD_WINDOW_BYTES_MAX.bit_length(), False)]
)
def test_zstd_windows_have_a_greatest_size(window_log: int, is_taken: bool) -> None:
    """The web's largest window is read; a server cannot make us set a larger one aside."""
    settings = zstandard.ZstdCompressionParameters.from_level(3, window_log=window_log)
    engine = zstandard.ZstdCompressor(compression_params=settings).compressobj()
    body = engine.compress(TEXT) + engine.flush()
    if is_taken:
        assert decoded("zstd", [body]) == TEXT
    else:
        with pytest.raises(BodyEncodingError):
            decoded("zstd", [body])
