"""Every bound on what a server may make watcher do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one exchange, one host and the whole fetcher may cost; sizes in bytes, spans in seconds.

    `body_bytes_max` holds for the body as received and as decoded, and so bounds what each host under way keeps in memory.
    `header_bytes_max` is for one header line and `headers_max` for their number. `deadline_s_max` covers all hops, robots.txt
    and decoding, but not the wait for a host's turn. `robots_bytes_max` is RFC 9309's least size to read (500 KiB); what
    follows is not read; `robots_kept_bytes_max` is for the texts of all rules remembered, which take some forty times as much
    once parsed. `answer_bytes_max` is what is kept of the answer to a `post`. `connections_open_max` keeps idle
    connections below the usual limit of 1,024 open files. `retry_after_s_max` bounds a server's wish to be left alone, so that
    a source cannot fall silent for ever.
    """

    body_bytes_max: int = 8 * 1024 * 1024
    header_bytes_max: int = 8190
    headers_max: int = 100
    redirects_max: int = 5
    url_chars_max: int = 4096
    validator_chars_max: int = 1024
    deadline_s_max: float = 30.0
    connect_s_max: float = 10.0
    robots_bytes_max: int = 500 * 1024
    robots_s_max: float = 10.0
    robots_kept_bytes_max: int = 1024 * 1024
    crawl_delay_s_max: float = 30.0
    retry_after_s_max: float = 86_400.0
    answer_bytes_max: int = 64 * 1024
    connections_open_max: int = 512
    hosts_remembered_max: int = 10_000
