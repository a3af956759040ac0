"""The months as publishers in Britain's neighbours print them, for pages that are kept and flagged as not English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_PRINTED: Final = (
    "januar jänner jan janvier janv enero ene januari gennaio gen janeiro ionawr stycznia",
    "februar feber feb février fevrier févr febrero februari febbraio fevereiro chwefror lutego",
    "märz mrz maerz mars marzo maart mrt março mawrth marca",
    "april avril avr abril abr aprile ebrill kwietnia",
    "mai mayo mei maggio mag maio maja maj",
    "juni jun juin junio giugno giu junho mehefin czerwca",
    "juli jul juillet juil julio luglio lug julho gorffennaf lipca",
    "august aug août aout agosto ago augustus awst sierpnia",
    "september sep septembre sept septiembre settembre set setembro medi września",
    "oktober okt octobre octubre ottobre ott outubro hydref października",
    "november nov novembre noviembre novembro tachwedd listopada",
    "dezember dez décembre decembre déc diciembre dic december dicembre dezembro rhagfyr grudnia",
)
"""German, French, Spanish, Dutch, Italian, Portuguese, Welsh and Polish, one month a line."""
MONTHS_ABROAD: Final[Mapping[str, int]] = {name: number for number, line in enumerate(_PRINTED, 1) for name in line.split()}
PUBLISHED_ABROAD: Final = (
    r"veröffentlicht|erschienen|erstellt|publié|publicado|publicada|pubblicato|pubblicata|gepubliceerd|geplaatst|opublikowano"
    r"|cyhoeddwyd"
)
UPDATED_ABROAD: Final = (
    r"(?:zuletzt\s+)?(?:aktualisiert|geändert)|mise?\s+à\s+jour|actualizado|actualizada|aggiornato|atualizado|bijgewerkt"
    r"|zaktualizowano|diweddarwyd"
)
