"""The JSON services of the demo: WordPress REST, the search and content APIs of a GOV.UK-like site, written questions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any, Final
from urllib.parse import parse_qsl

from watcher.demo.content import Posting
from watcher.demo.dress import body_html, excerpt, wordpress_html
from watcher.demo.exchange import JSON, Draft, Site, Visit

GOVUK_PARAMETERS: Final = frozenset(
    {
        "q",
        "count",
        "start",
        "order",
        "fields",
        "filter_organisations",
        "filter_format",
        "filter_content_store_document_type",
        "filter_public_timestamp",
    }
)
"""The search API answers 422 to any other parameter."""

GOVUK_COUNT_MAX: Final = 1500

ANSWER_SHOWN_MAX: Final = 255
"""A list of written questions cuts each answer after this many characters."""


def as_json(
    data: Any, *, modified_at: datetime | None = None, status: int = 200, headers: Mapping[str, str] | None = None
) -> Draft:
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return Draft(body, JSON, status=status, modified_at=modified_at, headers=headers or {})


# WordPress


def wordpress_posts(site: Site, visit: Visit) -> Draft:
    """Answer `/wp-json/wp/v2/posts`, newest first; after the last page the real one answers 400, and so does this."""
    query = visit.query
    per_page, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
    pages = max(-(-len(site.postings) // per_page), 1)
    if page > pages:
        problem = {
            "code": "rest_post_invalid_page_number",
            "message": "The page number requested is larger than the number of pages.",
        }
        return as_json(problem | {"data": {"status": 400}}, status=400)
    shown = site.postings[(page - 1) * per_page : page * per_page]
    totals = {"X-WP-Total": str(len(site.postings)), "X-WP-TotalPages": str(pages)}
    return as_json([_wordpress_post(site, visit, posting) for posting in shown], modified_at=site.modified_at, headers=totals)


def _wordpress_post(site: Site, visit: Visit, posting: Posting) -> dict[str, Any]:
    published, modified = (f"{at:%Y-%m-%dT%H:%M:%S}" for at in (posting.published_at, posting.updated_at))
    return {
        "id": posting.number,
        "date": published,
        "date_gmt": published,
        "guid": {"rendered": f"{visit.origin()}/?p={posting.number}"},
        "modified": modified,
        "modified_gmt": modified,
        "slug": posting.id,
        "status": "publish",
        "type": "post",
        "link": site.address(posting, visit),
        "title": {"rendered": _entities(posting.title)},
        "content": {"rendered": wordpress_html(posting), "protected": False},
        "excerpt": {"rendered": f"<p>{_entities(excerpt(posting.text))}</p>\n", "protected": False},
        "author": 7,
        "categories": [12],
        "tags": [],
    }


def _entities(text: str) -> str:
    """WordPress renders curly quotes and dashes as numeric entities."""
    return "".join(char if ord(char) < 128 else f"&#{ord(char)};" for char in escape(text, quote=False))


# A GOV.UK-like site


def govuk_document(site: Site, path: str) -> tuple[Posting, str] | None:
    """Return the posting at a base path and which part of it: `news`, `publication` or its HTML `attachment`."""
    for posting in site.postings:
        parent = posting.facts.get("publication")
        if path == site.own_path(posting):
            return posting, "publication" if parent else "news"
        if parent and path == f"{site.own_path(posting)}/{posting.id}":
            return posting, "attachment"
    return None


def govuk_search(site: Site, visit: Visit) -> Draft:
    """Answer `/api/search.json`: 422 for what the real one would not understand."""
    pairs = parse_qsl(visit.target.partition("?")[2], keep_blank_values=True)
    unknown = [name for name, _ in pairs if name.removesuffix("[]") not in GOVUK_PARAMETERS]
    query = visit.query
    count, start = int(query.get("count", "10")), int(query.get("start", "0"))
    if unknown or count > GOVUK_COUNT_MAX:
        return as_json({"error": f"Unexpected parameters: {', '.join(unknown) or 'count'}"}, status=422)
    if query.get("filter_organisations", "inspectorate-of-schools") != "inspectorate-of-schools":
        return as_json({"results": [], "start": start, "total": 0}, modified_at=site.now)
    results = [_govuk_result(site, posting) for posting in _govuk_order(site)[start : start + count]]
    return as_json({"results": results, "start": start, "total": len(site.postings)}, modified_at=site.modified_at)


def _govuk_order(site: Site) -> list[Posting]:
    return sorted(site.postings, key=lambda posting: posting.updated_at, reverse=True)


def _govuk_result(site: Site, posting: Posting) -> dict[str, Any]:
    path = site.own_path(posting)
    return {
        "title": posting.title,
        "link": path,
        "description": posting.teaser,
        "content_store_document_type": posting.kind,
        "public_timestamp": _govuk_time(posting.updated_at),
        "organisations": [{"title": site.publisher.name, "slug": "inspectorate-of-schools"}],
        "index": "government",
        "es_score": None,
        "_id": path,
        "elasticsearch_type": "edition",
        "document_type": "edition",
    }


def govuk_content(site: Site, visit: Visit) -> Draft:
    """Answer `/api/content/<base path>`; an unknown path is a JSON 404."""
    path = visit.path.removeprefix("/api/content")
    found = govuk_document(site, path)
    if found is None:
        return as_json({"errors": [{"status": "404 error"}]}, status=404)
    posting, part = found
    details = _GOVUK_DETAILS[part](site, posting)
    history = [{"public_timestamp": _govuk_time(posting.published_at), "note": "First published."}]
    history += [{"public_timestamp": _govuk_time(posting.updated_at), "note": note} for note in posting.change_notes]
    details |= {"change_history": history, "first_public_at": _govuk_time(posting.published_at), "political": False}
    content = {
        "base_path": path,
        "content_id": f"{len(path):08x}-0000-4000-8000-{abs(hash_of(path)):012x}",
        "document_type": "html_publication" if part == "attachment" else posting.kind,
        "schema_name": {"news": "news_article", "publication": "publication", "attachment": "html_publication"}[part],
        "locale": "en",
        "phase": "live",
        "title": posting.title,
        "description": posting.teaser,
        "first_published_at": _govuk_time(posting.published_at),
        "public_updated_at": _govuk_time(posting.updated_at),
        "updated_at": _govuk_time(posting.updated_at),
        "withdrawn_notice": {},
        "details": details,
        "links": {
            "organisations": [{"title": site.publisher.name, "base_path": "/government/organisations/inspectorate-of-schools"}]
        },
    }
    return as_json(content, modified_at=posting.updated_at)


def hash_of(text: str) -> int:
    """Return a small stable number for a text: content ids must not change from one start to the next."""
    return sum(index * ord(char) for index, char in enumerate(text, start=1))


def _news_details(_: Site, posting: Posting) -> dict[str, Any]:
    return {"body": f'<div class="govspeak">{body_html(posting.text)}</div>'}


def _publication_details(site: Site, posting: Posting) -> dict[str, Any]:
    address = f"{site.own_path(posting)}/{posting.id}"
    document = f'<section class="gem-c-attachment"><h3><a href="{address}">{escape(posting.title)}</a></h3><p>HTML</p></section>'
    attachment = {"attachment_type": "html", "id": "1", "title": posting.title, "url": address, "content_type": "text/html"}
    return {
        "body": f'<div class="govspeak"><p>{escape(posting.teaser)}</p></div>',
        "documents": [document],
        "attachments": [attachment],
        "featured_attachments": ["1"],
    }


def _attachment_details(_: Site, posting: Posting) -> dict[str, Any]:
    return {"body": f'<div class="govspeak">{body_html(posting.text)}</div>', "headings": "<ol></ol>", "public_timestamp": None}


_GOVUK_DETAILS: Final = {"news": _news_details, "publication": _publication_details, "attachment": _attachment_details}


def _govuk_time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S.000+00:00}"


# Written questions


def parliament_questions(site: Site, visit: Visit) -> Draft:
    """Answer the list, its answers cut short, or one question in full by its id."""
    rest = visit.path.removeprefix("/api/writtenquestions/questions").strip("/")
    if rest:
        posting = next((posting for posting in site.postings if str(posting.number) == rest), None)
        if posting is None:
            return as_json({"title": "Not Found", "status": 404}, status=404)
        return as_json(_question(site, posting, is_cut=False), modified_at=posting.updated_at)
    query = visit.query
    skip, take = int(query.get("skip", "0")), int(query.get("take", "20"))
    results = [_question(site, posting, is_cut=True) for posting in site.postings[skip : skip + take]]
    return as_json({"totalResults": len(site.postings), "results": results}, modified_at=site.modified_at)


def _question(site: Site, posting: Posting, *, is_cut: bool) -> dict[str, Any]:
    facts, answer = posting.facts, str(body_html(posting.text))
    is_holding = "holding_until" in facts and posting.edited_at is None
    answered = f"{posting.updated_at:%Y-%m-%d}T00:00:00"
    shown = answer[:ANSWER_SHOWN_MAX] + "..." if is_cut and len(answer) > ANSWER_SHOWN_MAX else answer
    is_peer = facts["asker"].startswith("Lord ")
    value: dict[str, Any] = {
        "id": posting.number,
        "askingMemberId": 9000 + len(facts["asker"]),
        "askingMember": {
            "id": 9000 + len(facts["asker"]),
            "name": facts["asker"],
            "party": "Independent",
            "memberFrom": "Invented",
        },
        "house": "Lords" if is_peer else "Commons",
        "memberHasInterest": False,
        "dateTabled": f"{facts['tabled']}T00:00:00",
        "dateForAnswer": answered,
        "uin": facts["uin"],
        "questionText": facts["question"],
        "answeringBodyId": 9960,
        "answeringBodyName": "Department for Schools",
        "isWithdrawn": False,
        "isNamedDay": False,
        "groupedQuestions": [],
        "answerIsHolding": is_holding,
        "answerIsCorrection": False,
        **_member("answeringMember", 9123, "Cordelia Bampfylde"),
        "dateAnswered": answered,
        "dateHoldingAnswer": f"{posting.published}T00:00:00" if "holding_until" in facts else None,
        "answerText": shown,
        "heading": facts["heading"],
        "attachmentCount": 0,
        "attachments": [],
    }
    address = f"http://{site.publisher.host}/api/writtenquestions/questions/{posting.number}"
    return {"value": value, "links": [{"rel": "self", "href": address, "method": "GET"}]}


def _member(role: str, member_id: int, name: str) -> dict[str, Any]:
    return {f"{role}Id": member_id, role: {"id": member_id, "name": name, "party": "Independent", "memberFrom": "Invented"}}
