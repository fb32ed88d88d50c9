"""Every column that could name a person is known to who forgets them."""

from sqlmodel import SQLModel

import models

assert models.__all__

FORGOTTEN = {
    "member": "emptied",
    "recipient.member_id": "the recipient loses its address",
    "staff_grant.member_id": "revoked; the number says nothing",
    "staff_grant.granted_by": "a number that says nothing",
    "staff_invitation.used_by": "a number that says nothing",
    "subscription.recipient_id": "removed",
    "delivery.recipient_id": "kept as a count",
    "digest_entry.recipient_id": "removed while it waits; then a count",
    "report.reporter_id": "emptied",
    "report_update.by_member_id": "emptied",
    "search.reporter_id": "a number; what the family said goes with the case",
    "search.posted_by": "a number that says nothing",
    "search.approved_by": "a number that says nothing",
    "search.closed_by": "a number that says nothing",
    "responder.member_id": "a number; goes with the case",
    "objection.member_id": "a number; goes with the case",
    "sighting.member_id": "emptied; what they saw goes with the case",
    "sighting.decided_by": "a number that says nothing",
    "search_pair.first_id": "a number; goes with the case",
    "search_pair.second_id": "a number; goes with the case",
    "track_point.member_id": "removed",
    "objection.decided_by": "a number that says nothing",
    "group_reader.member_id": "removed",
    "likely_same.decided_by": "a number that says nothing",
    "claim.member_id": "put back on the desk; a number that says nothing",
    "report_original.by_member_id": "a number that says nothing; what it keeps of a reporter is removed",
    "member_trust.member_id": "a number; its words are removed",
    "member_trust.by_member_id": "a number that says nothing",
    "handover.from_member_id": "a number that says nothing; the note goes with the answer",
    "handover.to_member_id": "a number that says nothing",
    "volunteer_group.set_up_by": "a number that says nothing",
}
"""What becomes of each column that points at a member or a recipient, in services/forgetting.py."""


def test_every_column_that_points_at_a_person_has_its_end():
    pointing = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in {"member", "recipient"}
    }
    assert pointing == FORGOTTEN.keys() - {"member"}


def test_every_column_of_a_member_is_emptied_or_kept_on_purpose():
    from services.forgetting import EMPTY_MEMBER

    kept = {"id", "language", "created_at", "forget_at"}
    assert set(models.Member.model_fields) == EMPTY_MEMBER.keys() | kept
