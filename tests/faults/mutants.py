"""Mistakes that somebody could make in the delivery code, each with the tests that must turn red."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Mutant:
    """One edit of one file of the package: `before` stands there exactly once and becomes `after`."""

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]


_DELIVER: Final = "tests/pipeline/test_deliver.py::test_"
_TERMS: Final = "tests/pipeline/test_terms.py::test_"
_STORE: Final = "tests/store/test_outbox.py::test_"
_EMAIL: Final = "tests/notify/test_email.py::test_"

MUTANTS: Final = (
    Mutant(
        "the final dot goes before the commit is on record",
        "notify/email.py",
        "    phase.commit()\n    protocol.write(dotted(content))\n",
        "    protocol.write(dotted(content))\n    phase.commit()\n",
        (f"{_EMAIL}nothing_is_sent_when_the_commit_cannot_be_recorded",),
    ),
    Mutant(
        "an id per attempt",
        "store/outbox.py",
        '        message = _message(row["message"])\n',
        "        message = replace(_message(row[\"message\"]), id=f\"{row['id']}.{row['attempts']}\")\n",
        (
            f"{_DELIVER}an_ambiguous_send_is_repeated_where_the_operator_wishes",
            f"{_DELIVER}a_program_that_knows_ids_is_asked_again",
        ),
    ),
    Mutant(
        "a lease shorter than the send",
        "store/outbox.py",
        "SENDS_PER_LEASE: Final = 2\n",
        "SENDS_PER_LEASE: Final = 1\n",
        (f"{_TERMS}a_lease_outlasts_the_send_by_construction",),
    ),
    Mutant(
        "every doubt is sent again",
        "pipeline/deliver.py",
        "    return receiver.kind in RESEND_IS_SAFE or receiver.on_ambiguous is OnAmbiguous.RESEND\n",
        "    return receiver.is_enabled\n",
        (f"{_DELIVER}an_ambiguous_send_is_held_for_a_person", f"{_DELIVER}a_claim_of_the_dead_is_held_if_it_may_have_arrived"),
    ),
    Mutant(
        "sent is on record before anything was sent",
        "pipeline/deliver.py",
        "    try:\n        async with asyncio.timeout(send_deadline(receiver) * GUARD_SHARE):\n",
        '    world.store.outbox.sent(delivery.id, "", world.clock.now())\n'
        "    try:\n        async with asyncio.timeout(send_deadline(receiver) * GUARD_SHARE):\n",
        (f"{_DELIVER}a_receipt_that_cannot_be_stored_is_a_doubt_and_never_a_second_mail",),
    ),
    Mutant(
        "a digest's slot can be taken twice",
        "store/outbox.py",
        "            if not taken.rowcount:\n                return False\n",
        "",
        (f"{_STORE}a_digest_slot_is_taken_once",),
    ),
    Mutant(
        "a digest takes what another one told",
        "store/outbox.py",
        "AND period IS NULL AND created_at < ?",
        "AND created_at < ?",
        (f"{_STORE}each_alert_stands_in_exactly_one_digest",),
    ),
    Mutant(
        "no back-off",
        "schedule.py",
        "    return max(planned, retry_at) if retry_at else planned\n\n\ndef breaker_until",
        "    return now\n\n\ndef breaker_until",
        (f"{_DELIVER}a_receiver_that_never_answers_well_is_given_up_after_so_many_tries", "tests/faults/test_table.py"),
    ),
    Mutant(
        "a dead letter is nobody's business",
        "pipeline/deliver.py",
        "problem=problem, now=now, notice=notice)\n",
        "problem=problem, now=now)\n",
        (f"{_TERMS}a_dead_letter_is_told_by_another_receiver",),
    ),
    Mutant(
        "quiet hours hold nothing",
        "route.py",
        "            return end\n    return now\n",
        "            return now\n    return now\n",
        ("tests/route/test_quiet.py", f"{_TERMS}quiet_hours_hold_and_release"),
    ),
    Mutant(
        "what is told in another message is told by itself too",
        "store/outbox.py",
        '                [(f"told in {delivery_id}", absorbed) for absorbed in absorbs],\n',
        "                [],\n",
        (f"{_DELIVER}what_waits_for_one_address_goes_in_one_message", f"{_STORE}what_is_told_in_another_message_ends_with_it"),
    ),
    Mutant(
        "a claim is not exclusive",
        "store/outbox.py",
        "WHERE state = 'pending' AND message IS NOT NULL",
        "WHERE state IN ('pending', 'claimed') AND message IS NOT NULL",
        (f"{_STORE}a_claim_is_taken_by_one",),
    ),
    Mutant(
        "the digest leaves out what was told at once",
        "pipeline/settle.py",
        "    also = digest.when if now and digest else None\n",
        "    also = None\n",
        (f"{_TERMS}a_digest_lists_what_was_told_at_once_and_says_so",),
    ),
    Mutant(
        "one courier for all receivers",
        "pipeline/deliver.py",
        "            if receiver.is_enabled and receiver.id not in self._under_way:\n",
        "            if receiver.is_enabled and not self._under_way:\n",
        (f"{_TERMS}a_receiver_that_hangs_holds_up_nobody",),
    ),
)
