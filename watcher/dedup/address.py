"""Page identity: which addresses name the same page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

ADDRESS_CHARS_MAX: Final = 4_000
"""Longer addresses are cut: no page needs more, and hostile ones are not worth the time."""

_TWIN_LABELS: Final = frozenset({"www", "www2", "m", "mobile", "amp", "uat", "staging", "preview", "preprod"})
# Hosts of one owner that serve the same paths (DOMAIN 5.2, item 2).
_TWIN_HOSTS: Final = {
    "the-independent.com": "independent.co.uk",
    "bbc.com": "bbc.co.uk",
    "feeds.bbci.co.uk": "bbc.co.uk",
    "atl.org.uk": "neu.org.uk",
}
_TRACKING: Final = re.compile(
    r"utm_.*|mc_.*|pk_.*|mtm_.*|ns_.*|at_.*|hsa_.*|fb_.*|_hs.*|vero_.*|oly_.*"
    r"|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|s_cid|cmp|cmpid|ocid|icid|ito|xtor|ref_src|referrer|referer"
    r"|mkt_tok|trk|sr_share|smid|smtyp|__twitter_impression|guccounter|spm|feature|amp|amp_.*|outputtype|noamp|preview|preview_.*|replytocom"
    r"|session|sessionid|phpsessid|jsessionid|cb|_|nocache"
)
# These track where they hold a word and name a page where they hold a number.
_AMBIGUOUS: Final = re.compile(r"ref|source|src|via|share|shared|from|si|sid|cid|open|print|printable|cache|ver")
_AMP_ENDING: Final = re.compile(r"(?:/amp|/preview/true|\.amp|\.amp(?=\.html?$))(?=/?$|\.html?$)|/index\.(?:html?|php|aspx?)$")
_AMP_CACHE: Final = re.compile(r"//[\w.-]+\.cdn\.ampproject\.org/[a-z]/(?:s/)?")
_AMP_START: Final = re.compile(r"^/amp(?=/)")
_MATRIX: Final = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?]*", re.IGNORECASE)
_USUAL: Final = re.compile(r"https?://([a-z0-9.:-]+)((?:/[\w.~-]+)*)/?", re.ASCII)
_ODD: Final = re.compile(r"amp|index\.|preview")
"""What an address has beyond `_USUAL` where its path needs more than its closing slash taken off."""
_PORTS: Final = {"80", "443"}
_APOSTROPHES: Final = str.maketrans({"‘": "'", "’": "'"})


@lru_cache(maxsize=8192)
def page_key(url: str) -> str:
    """Return the canonical form of an address: equal for the addresses under which one page is served.

    Dropped are the scheme, `www` and other twin hosts, default ports, the fragment, a closing slash, AMP and preview
    endings and every tracking parameter; ids in queries (`?p=123`) stay, in order of name. Letters keep their case in
    paths, percent-encoding is made uniform. A guid is no address and must never come in here. Never raises: what cannot
    be read as an address is its own key.
    """
    if (usual := _USUAL.fullmatch(url)) and len(url) <= ADDRESS_CHARS_MAX and not _ODD.search(url):
        return host_key(usual[1]) + usual[2]
    url = _AMP_CACHE.sub("//", url.strip()[:ADDRESS_CHARS_MAX])
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
    except ValueError:  # an unclosed bracket: no host can be read
        return url.casefold()
    host = host_key(parts.netloc)
    path = _path(parts.path)
    pairs = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if _names_a_page(name, value)]
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in sorted(pairs))
    return f"{host}{path}" + (f"?{query}" if query else "")


@lru_cache(maxsize=4096)
def host_key(netloc: str) -> str:
    """Return the host of a network location, lower case, without user, default port and twin labels."""
    host = netloc.rpartition("@")[2].casefold().rstrip(".")
    name, colon, port = host.rpartition(":")
    if colon and (port in _PORTS or not port):
        host = name
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in _TWIN_LABELS:
        labels.pop(0)
    host = ".".join(labels)
    return _TWIN_HOSTS.get(host, host)


def host_of(url: str | None) -> str:
    """Return the host under which the lines of a page are remembered; empty without an address."""
    if not url:
        return ""
    try:
        return host_key(urlsplit(url if "//" in url else f"//{url}").netloc)
    except ValueError:
        return ""


def _path(path: str) -> str:
    path = _MATRIX.sub("", path)
    path = unquote(path).translate(_APOSTROPHES)
    path = _AMP_START.sub("", path)
    path = _AMP_ENDING.sub("", path)
    path = re.sub(r"/{2,}", "/", path).rstrip("/")
    return quote(path, safe="/:@!$&'()*+,;=-._~")


def _names_a_page(name: str, value: str) -> bool:
    """`?p=123` and `?id=7` name a page; a tracking parameter or a bare flag (`?open`) does not."""
    name = name.casefold()
    if not value or _TRACKING.fullmatch(name):
        return False
    return _AMBIGUOUS.fullmatch(name) is None or value.isdigit()
