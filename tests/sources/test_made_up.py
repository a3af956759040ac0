"""Well-formed feeds with whatever elements: as many items as entries, always."""

from __future__ import annotations

import random

import pytest

from watcher.sources import SOURCE_KINDS

from .exchange import answer, source
from .test_quick import ATOM_PARTS, NAMES, RSS_PARTS

ORNAMENTS = """
<itunes:image href='x'/>|<itunes:duration>1:00</itunes:duration>|<itunes:keywords>a, b</itunes:keywords>
<itunes:summary>x</itunes:summary>
<georss:point>45.2 -71.9</georss:point>|<georss:where><gml:Point><gml:pos>1 2</gml:pos></gml:Point></georss:where>
<georss:polygon>1 2 3</georss:polygon>|<geo:lat>1</geo:lat>|<media:category>q</media:category>
<media:description>d</media:description>
<media:group><media:content url='x'><media:title>t</media:title></media:content></media:group>|<media:player url='x'/>
<xhtml:body><p>x <item>no entry</item></p></xhtml:body>|<creativeCommons:license>x</creativeCommons:license>
<dcterms:valid>start=2002;end=2003</dcterms:valid>|<dcterms:issued>2024-01-01</dcterms:issued>|<trackback:ping>x</trackback:ping>
<psc:chapters><psc:chapter start='0:1' title='a'/></psc:chapters>
<textInput><title>t</title></textInput>|<image><url>x</url></image>
<description><![CDATA[<item>no entry</item><entry>]]></description>|<fullitem>x</fullitem>|<expirationDate>2024</expirationDate>
<dc:subject>x</dc:subject>|<dc:title>x</dc:title>|<dc:contributor>x</dc:contributor>|<dc:publisher>x</dc:publisher>|<dc:rights>x</dc:rights>
<svg:svg><svg:title>q</svg:title></svg:svg>|<abstract>x</abstract>|<tagline>x</tagline>|<info>x</info>|<keywords>x</keywords>
<language>en</language>|<generator uri='x'>g</generator>|<width>wide</width>|<managingEditor>x</managingEditor>|<cloud domain='x'/>
""".replace("\n", "|")
ORNAMENT_NAMES = (
    'xmlns:georss="http://www.georss.org/georss" xmlns:gml="http://www.opengis.net/gml" xmlns:thr="urn:thr" '
    'xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/" xmlns:psc="http://podlove.org/simple-chapters" '
    'xmlns:svg="http://www.w3.org/2000/svg" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
)
FRAMES = {
    "rss20": '<rss version="2.0" {names}><channel><title>t</title>{entries}</channel></rss>',
    "rss091": '<rss version="0.91" {names}><channel><title>t</title>{entries}</channel></rss>',
    "rss10": '<rdf:RDF xmlns="http://purl.org/rss/1.0/" {names}><channel><title>t</title></channel>{entries}</rdf:RDF>',
    "atom10": '<feed xmlns="http://www.w3.org/2005/Atom" {names}><title>t</title>{entries}</feed>',
    "atom03": '<feed version="0.3" xmlns="http://purl.org/atom/ns#" {names}><title>t</title>{entries}</feed>',
}


@pytest.mark.parametrize("version", sorted(FRAMES))
def test_every_entry_is_an_item(version: str) -> None:
    """Elements of a dozen vocabularies, doubled, misplaced or empty, neither hide an entry nor make one."""
    chance = random.Random(version)
    is_atom = version.startswith("atom")
    name = "entry" if is_atom else "item"
    parts = [*(ATOM_PARTS[:-1] if is_atom else RSS_PARTS), *(part for part in ORNAMENTS.split("|") if part)]
    for _ in range(60):
        count = chance.randint(0, 4)
        entries = "".join(f"<{name}>{''.join(chance.sample(parts, chance.randint(0, 7)))}</{name}>" for _ in range(count))
        body = FRAMES[version].format(names=f"{NAMES} {ORNAMENT_NAMES}", entries=entries.replace("{n}", "1"))
        assert len(SOURCE_KINDS["feed"].list(answer(body), source()).items) == count, body
