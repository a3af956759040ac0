"""Normalisation: one text for people to read, one form for machines to compare."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

_BLANKS: Final = re.compile(r"[^\S\n]+")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_ENDS: Final = re.compile("\r\n?|[\u2028\u2029\u0085]")
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
    }
)
_UNPARTED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese characters."""
_USUAL: Final = tuple({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\xa0": " "}.items())
"""All that British prose has beyond ASCII, most often: replacing each takes a fifth of the time of a table for all."""
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_ASCII_NOT_LETTERS: Final = bytes(code for code in range(128) if not chr(code).isalnum())
_WORD: Final = re.compile(r"£?\d+(?:[.,:/]\d+)*%?|[^\W\d_]+(?:'[^\W\d_]+)*|\d+[^\W_]*")
WORD: Final = _WORD
"""What counts as one word of a folded text."""
# What British pages print beyond ASCII. A text with nothing else holds no mojibake, which always shows other characters.
_UNUSUAL: Final = re.compile("[^\x00-\x7f‘’“”–—…£€\xa0•·éèêçüöäñáíóúÉ©½¼¾°]")
# Compatibility normalisation changes none of these.
_UNUSUAL_FORM: Final = re.compile("[^\x00-\x7f‘’“”–—£€•·éèêçüöäñáíóúÉ…]")
# UTF-8 read with a Baltic table, its two further bytes lost on the way: "Ofstedās".
_LOST_APOSTROPHE: Final = re.compile("(?<=[a-z]{2})ā(?:€™|[\x80-\x9f]{1,2})?(?=(?:s|t|re|ve|ll|d|m)\\b)")
_GBK_QUOTE: Final = re.compile("\u9225[\u3400-\u9fff\ue000-\uf8ff\ufffd?]")


def repair(text: str) -> str:
    """Return `text` with mojibake undone, in NFC, without control and invisible characters; line ends become newlines."""
    if not text.isprintable():
        text = _LINE_ENDS.sub("\n", text)
    if not text.isascii() and _UNUSUAL.search(text):
        text = _fixed(_GBK_QUOTE.sub(_from_gbk, text) if "\u9225" in text else text)
        text = _LOST_APOSTROPHE.sub("’", _INVISIBLE.sub("", text))
    return text if text.isprintable() else _CONTROL.sub("", text)


def _fixed(text: str) -> str:
    # Here, since most texts need none of it: with its tables it is five MiB, and a third of what judging takes to start.
    from ftfy import TextFixerConfig, fix_text

    kept = TextFixerConfig(
        unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False, normalization="NFC"
    )
    return fix_text(text, kept)


def _from_gbk(match: re.Match[str]) -> str:
    """Undo UTF-8 punctuation that was read as GBK ("\u9225\u6a9a" for "'s"), which ftfy does not know."""
    try:
        return match.group().encode("gbk").decode("utf-8")
    except UnicodeError:
        return "'"


def fold_blanks(text: str) -> str:
    """Return `text` with runs of blanks (non-breaking ones too) as one space, each line stripped, at most one blank line."""
    lines = [_BLANKS.sub(" ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def fold(text: str) -> str:
    """Return the form in which texts are compared: unescaped, NFKC, case-folded, plain quotes and dashes, single spaces."""
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        for mark, plain in _USUAL:
            text = text.replace(mark, plain)
    if not text.isascii():
        if is_unusual := _UNUSUAL_FORM.search(text) is not None:
            text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
        if is_unusual or "`" in text:  # all else of the table was replaced above
            text = text.translate(_PLAIN)
    return on_one_line(text.casefold())


def on_one_line(text: str) -> str:
    """Return `text` with every run of blanks and line ends as one space; most is so already, which is quickly seen."""
    # No blank but the space is printable.
    if text.isprintable() and "  " not in text and not text.startswith(" ") and not text.endswith(" "):
        return text
    return " ".join(text.split())


def letters(folded: str) -> str:
    """Return the letters and figures of a folded text, run together."""
    if folded.isascii():
        return folded.encode("ascii").translate(None, _ASCII_NOT_LETTERS).decode("ascii")
    return _NOT_LETTERS.sub("", folded)


def words(text: str) -> list[str]:
    """Return the words of `text` in folded form; figures stay whole ("3%", "1,200", "£4.5", "19:30")."""
    return _WORD.findall(fold(text))


def word_count(text: str) -> int:
    """Return how many words a text has; in scripts that part no words by blanks two characters count as one."""
    return len(text.split()) + (0 if text.isascii() else len(_UNPARTED.findall(text)) // 2)
