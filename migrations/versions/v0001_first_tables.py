"""The first tables."""

import sqlalchemy as sa
from alembic import op

from migrations.indexes import POSTGRESQL, SQLITE
from models.types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=20), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("thing", sa.String(length=30), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_thing", "audit", ["thing", "thing_id"], unique=False)

    op.create_table(
        "bot",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("seen_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bot")),
    )

    op.create_table(
        "conversation",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.String(length=100), nullable=True),
        sa.Column("entered", sa.JSON(), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("draft", sa.String(length=60), nullable=True),
        sa.Column("remind_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("reminded", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", "user_id", "thread_id", name=op.f("pk_conversation")),
    )
    op.create_index(
        "ix_conversation_remind",
        "conversation",
        ["remind_at"],
        unique=False,
        sqlite_where=sa.text("remind_at IS NOT NULL"),
        postgresql_where=sa.text("remind_at IS NOT NULL"),
    )

    op.create_table(
        "geocoded",
        sa.Column("asked", sa.String(length=64), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name=op.f("ck_geocoded_point")),
        sa.CheckConstraint("lat IS NULL OR (lat BETWEEN -90 AND 90)", name=op.f("ck_geocoded_lat")),
        sa.CheckConstraint("lon IS NULL OR (lon BETWEEN -180 AND 180)", name=op.f("ck_geocoded_lon")),
        sa.PrimaryKeyConstraint("asked", name=op.f("pk_geocoded")),
    )
    op.create_index(op.f("ix_geocoded_at"), "geocoded", ["at"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("lane", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name=op.f("pk_inbox")),
    )
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["bot_id", "update_id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )

    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name_ar", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("next_summary_at", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
    )

    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
    )
    op.create_index(op.f("ix_picture_sha256"), "picture", ["sha256"], unique=False)

    op.create_table(
        "staff_copy",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=True),
        sa.Column("leave_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", "message_id", name=op.f("pk_staff_copy")),
    )
    op.create_index(op.f("ix_staff_copy_leave_at"), "staff_copy", ["leave_at"], unique=False)
    op.create_index(op.f("ix_staff_copy_recording_id"), "staff_copy", ["recording_id"], unique=False)

    op.create_table(
        "stored_key",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stored_key")),
    )

    op.create_table(
        "suppression",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_suppression")),
    )

    op.create_table(
        "switch",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("by_member_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_switch")),
    )

    op.create_table(
        "uploaded_picture",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("file_id", sa.String(length=255), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "name", name=op.f("pk_uploaded_picture")),
    )

    op.create_table(
        "area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name_ar", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("radius_m", sa.Float(), nullable=True),
        sa.Column("shape", sa.LargeBinary(), nullable=True),
        sa.Column("broadcast_cron", sa.String(length=120), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.String(length=120), nullable=True),
        sa.CheckConstraint("name_ar <> '' OR name_en <> ''", name=op.f("ck_area_named")),
        sa.CheckConstraint("lat IS NULL OR (lat BETWEEN -90 AND 90)", name=op.f("ck_area_lat")),
        sa.CheckConstraint("lon IS NULL OR (lon BETWEEN -180 AND 180)", name=op.f("ck_area_lon")),
        sa.CheckConstraint(
            "radius_m IS NULL OR (radius_m > 0 AND lat IS NOT NULL AND lon IS NOT NULL)", name=op.f("ck_area_circle")
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_area_organisation_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["area.id"], name=op.f("fk_area_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("code", name=op.f("uq_area_code")),
        sa.UniqueConstraint("made_by", name=op.f("uq_area_made_by")),
    )
    op.create_index(op.f("ix_area_organisation_id"), "area", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_area_parent_id"), "area", ["parent_id"], unique=False)

    op.create_table(
        "digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("contents", sa.String(length=64), nullable=False),
        sa.Column("open_lines", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_digest_picture_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("contents", name=op.f("uq_digest_contents")),
    )
    op.create_index(op.f("ix_digest_picture_id"), "digest", ["picture_id"], unique=False)

    op.create_table(
        "member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("adult_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("vetted_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_to", sa.Time(), nullable=True),
        sa.Column("wake_for_urgent", sa.Boolean(), nullable=False),
        sa.Column("duty_from", sa.Time(), nullable=True),
        sa.Column("duty_to", sa.Time(), nullable=True),
        sa.Column("reach_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("on_duty_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("paused_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("broadcast_cron", sa.String(length=120), nullable=True),
        sa.Column("hijri", sa.Boolean(), nullable=False),
        sa.Column("acting_for", sa.Integer(), nullable=True),
        sa.Column("groups_suffice", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("forget_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["acting_for"], ["organisation.id"], name=op.f("fk_member_acting_for")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
    )

    op.create_table(
        "area_alias",
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_area_alias_area_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_area_alias")),
    )
    op.create_index(op.f("ix_area_alias_area_id"), "area_alias", ["area_id"], unique=False)

    op.create_table(
        "area_name",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_area_name_area_id")),
        sa.PrimaryKeyConstraint("area_id", "name", name=op.f("pk_area_name")),
    )

    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thing", sa.String(length=32), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_claim_member_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_claim_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_member_id"), "claim", ["member_id"], unique=False)
    op.create_index(
        "uq_claim_live",
        "claim",
        ["thing", "thing_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "digest_area",
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_digest_area_area_id")),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_digest_area_digest_id")),
        sa.PrimaryKeyConstraint("digest_id", "area_id", name=op.f("pk_digest_area")),
    )

    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("from_member_id", sa.Integer(), nullable=False),
        sa.Column("to_member_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("back_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.CheckConstraint("from_member_id <> to_member_id", name=op.f("ck_handover_two_people")),
        sa.ForeignKeyConstraint(["from_member_id"], ["member.id"], name=op.f("fk_handover_from_member_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_handover_organisation_id")),
        sa.ForeignKeyConstraint(["to_member_id"], ["member.id"], name=op.f("fk_handover_to_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_back_at"), "handover", ["back_at"], unique=False)
    op.create_index(op.f("ix_handover_to_member_id"), "handover", ["to_member_id"], unique=False)
    op.create_index(
        "uq_handover_live",
        "handover",
        ["from_member_id", "organisation_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )

    op.create_table(
        "member_trust",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("since", UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("by_member_id", sa.Integer(), nullable=True),
        sa.Column("objected_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_member_id"], ["member.id"], name=op.f("fk_member_trust_by_member_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_trust_member_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_member_trust_organisation_id")),
        sa.PrimaryKeyConstraint("member_id", "organisation_id", name=op.f("pk_member_trust")),
    )
    op.create_index(op.f("ix_member_trust_organisation_id"), "member_trust", ["organisation_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("description", sa.String(length=4000), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=True),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name=op.f("ck_report_point")),
        sa.CheckConstraint(
            "lat IS NULL OR (lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180)", name=op.f("ck_report_on_earth")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_report_area_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_report_organisation_id")),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_report_picture_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["member.id"], name=op.f("fk_report_reporter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("made_by", name=op.f("uq_report_made_by")),
    )
    op.create_index(op.f("ix_report_area_id"), "report", ["area_id"], unique=False)
    op.create_index(op.f("ix_report_organisation_id"), "report", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_report_reporter_id"), "report", ["reporter_id"], unique=False)
    op.create_index(op.f("ix_report_state"), "report", ["state"], unique=False)

    op.create_table(
        "search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("page_key", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("drill", sa.Boolean(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("subject_name", sa.String(length=100), nullable=False),
        sa.Column("subject_age", sa.Integer(), nullable=True),
        sa.Column("subject_sex", sa.String(length=32), nullable=True),
        sa.Column("subject_kind", sa.String(length=32), nullable=True),
        sa.Column("clothing", sa.String(length=500), nullable=False),
        sa.Column("marks", sa.String(length=500), nullable=False),
        sa.Column("vehicle", sa.String(length=200), nullable=False),
        sa.Column("vulnerable", sa.Boolean(), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.Column("lkp_lat", sa.Float(), nullable=True),
        sa.Column("lkp_lon", sa.Float(), nullable=True),
        sa.Column("lkp_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("lkp_place", sa.String(length=300), nullable=False),
        sa.Column("lkp_area_id", sa.Integer(), nullable=True),
        sa.Column("police_number", sa.String(length=60), nullable=False),
        sa.Column("police_station", sa.String(length=120), nullable=False),
        sa.Column("how_checked", sa.String(length=500), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("reporter_name", sa.String(length=100), nullable=False),
        sa.Column("reporter_relation", sa.String(length=100), nullable=False),
        sa.Column("reporter_phone", sa.String(length=40), nullable=False),
        sa.Column("told", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("said", sa.String(length=2000), nullable=False),
        sa.Column("quoted", sa.String(length=4000), nullable=False),
        sa.Column("custody", sa.Boolean(), nullable=True),
        sa.Column("protection_order", sa.Boolean(), nullable=True),
        sa.Column("left_by_choice", sa.Boolean(), nullable=True),
        sa.Column("consent_by", sa.String(length=100), nullable=False),
        sa.Column("consent_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("consent_text", sa.String(length=500), nullable=False),
        sa.Column("consent_version", sa.String(length=20), nullable=False),
        sa.Column("audience_radius_m", sa.Float(), nullable=True),
        sa.Column("audience_area_id", sa.Integer(), nullable=True),
        sa.Column("terrain", sa.String(length=32), nullable=True),
        sa.Column("lost_as", sa.String(length=32), nullable=True),
        sa.Column("may_ride", sa.Boolean(), nullable=False),
        sa.Column("ring_m", sa.Float(), nullable=True),
        sa.Column("widen_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("update_text", sa.String(length=500), nullable=False),
        sa.Column("progress_shown", sa.String(length=60), nullable=False),
        sa.Column("stopped_for", sa.String(length=32), nullable=True),
        sa.Column("joined_to", sa.Integer(), nullable=True),
        sa.Column("posted_by", sa.Integer(), nullable=True),
        sa.Column("submitted_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("approver_asked", sa.Integer(), nullable=False),
        sa.Column("approver_ask_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_as_operator", sa.Boolean(), nullable=False),
        sa.Column("approved_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("expiry_asked_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("come_in_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("evidence", sa.String(length=500), nullable=False),
        sa.Column("contacts_purge_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("purge_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("purged_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=True),
        sa.CheckConstraint("joined_to IS NULL OR stopped_for = 'joined'", name=op.f("ck_search_joined")),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'open') OR approved_by IS NOT NULL OR approved_as_operator",
            name=op.f("ck_search_approved_by_somebody"),
        ),
        sa.CheckConstraint("(lkp_lat IS NULL) = (lkp_lon IS NULL)", name=op.f("ck_search_lkp")),
        sa.CheckConstraint(
            "approved_by IS NULL OR posted_by IS NULL OR approved_by <> posted_by", name=op.f("ck_search_two_people")
        ),
        sa.CheckConstraint("audience_radius_m IS NULL OR audience_radius_m > 0", name=op.f("ck_search_radius")),
        sa.CheckConstraint(
            "lkp_lat IS NULL OR (lkp_lat BETWEEN -90 AND 90 AND lkp_lon BETWEEN -180 AND 180)",
            name=op.f("ck_search_on_earth"),
        ),
        sa.CheckConstraint("subject_age IS NULL OR subject_age BETWEEN 0 AND 120", name=op.f("ck_search_age")),
        sa.ForeignKeyConstraint(["approved_by"], ["member.id"], name=op.f("fk_search_approved_by")),
        sa.ForeignKeyConstraint(["audience_area_id"], ["area.id"], name=op.f("fk_search_audience_area_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["member.id"], name=op.f("fk_search_closed_by")),
        sa.ForeignKeyConstraint(["joined_to"], ["search.id"], name=op.f("fk_search_joined_to")),
        sa.ForeignKeyConstraint(["lkp_area_id"], ["area.id"], name=op.f("fk_search_lkp_area_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_search_organisation_id")),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_search_picture_id")),
        sa.ForeignKeyConstraint(["posted_by"], ["member.id"], name=op.f("fk_search_posted_by")),
        sa.ForeignKeyConstraint(["reporter_id"], ["member.id"], name=op.f("fk_search_reporter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search")),
        sa.UniqueConstraint("external_id", name=op.f("uq_search_external_id")),
        sa.UniqueConstraint("made_by", name=op.f("uq_search_made_by")),
        sa.UniqueConstraint("page_key", name=op.f("uq_search_page_key")),
    )
    op.create_index(op.f("ix_search_joined_to"), "search", ["joined_to"], unique=False)
    op.create_index(op.f("ix_search_organisation_id"), "search", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_search_state"), "search", ["state"], unique=False)

    op.create_table(
        "served_area",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_served_area_area_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_served_area_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "area_id", name=op.f("pk_served_area")),
    )
    op.create_index(op.f("ix_served_area_area_id"), "served_area", ["area_id"], unique=False)

    op.create_table(
        "staff_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("granted_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["granted_by"], ["member.id"], name=op.f("fk_staff_grant_granted_by")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_staff_grant_member_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_staff_grant_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_grant")),
    )
    op.create_index(op.f("ix_staff_grant_member_id"), "staff_grant", ["member_id"], unique=False)
    op.create_index(op.f("ix_staff_grant_organisation_id"), "staff_grant", ["organisation_id"], unique=False)
    op.create_index(
        "uq_staff_grant_live",
        "staff_grant",
        ["member_id", "organisation_id", "role"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )

    op.create_table(
        "staff_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_staff_invitation_organisation_id")
        ),
        sa.ForeignKeyConstraint(["used_by"], ["member.id"], name=op.f("fk_staff_invitation_used_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_invitation")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_staff_invitation_code_hash")),
    )

    op.create_table(
        "volunteer_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("broadcast_cron", sa.String(length=120), nullable=True),
        sa.Column("while_search_open", sa.Boolean(), nullable=False),
        sa.Column("sound", sa.String(length=32), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_to", sa.Time(), nullable=True),
        sa.Column("weekly_picture", sa.Boolean(), nullable=False),
        sa.Column("next_picture_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("leaving_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("set_up_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("set_up_key", sa.String(length=32), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_volunteer_group_organisation_id")
        ),
        sa.ForeignKeyConstraint(["set_up_by"], ["member.id"], name=op.f("fk_volunteer_group_set_up_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_group")),
        sa.UniqueConstraint("bot_id", "chat_id", "thread_id", name=op.f("uq_volunteer_group_bot_id_chat_id_thread_id")),
        sa.UniqueConstraint("set_up_key", name=op.f("uq_volunteer_group_set_up_key")),
    )
    op.create_index(op.f("ix_volunteer_group_leaving_at"), "volunteer_group", ["leaving_at"], unique=False)
    op.create_index(op.f("ix_volunteer_group_next_picture_at"), "volunteer_group", ["next_picture_at"], unique=False)

    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("sighting_id", sa.Integer(), nullable=True),
        sa.Column("responder_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("wording", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sound_revision", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("radius_m", sa.Float(), nullable=True),
        sa.Column("nowhere", sa.Boolean(), nullable=False),
        sa.Column("protect", sa.Boolean(), nullable=False),
        sa.Column("unwritten", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(lat IS NULL) = (lon IS NULL) AND (lat IS NULL) = (radius_m IS NULL)", name=op.f("ck_alert_circle")
        ),
        sa.CheckConstraint("(search_id IS NULL) <> (report_id IS NULL)", name=op.f("ck_alert_about_one_thing")),
        sa.CheckConstraint("area_id IS NULL OR lat IS NULL", name=op.f("ck_alert_one_ground")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_alert_area_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_alert_report_id")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_alert_search_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index("ix_alert_changed", "alert", ["changed_at"], unique=False)
    op.create_index(op.f("ix_alert_report_id"), "alert", ["report_id"], unique=False)
    op.create_index(op.f("ix_alert_search_id"), "alert", ["search_id"], unique=False)
    op.create_index(
        "ix_alert_unwritten",
        "alert",
        ["id"],
        unique=False,
        sqlite_where=sa.text("unwritten > 0"),
        postgresql_where=sa.text("unwritten > 0"),
    )

    op.create_table(
        "cap_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=255), nullable=False),
        sa.Column("identifier", sa.String(length=80), nullable=False),
        sa.Column("sent", UtcDateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("xml", sa.String(length=20000), nullable=False),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_cap_message_search_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cap_message")),
        sa.UniqueConstraint("identifier", name=op.f("uq_cap_message_identifier")),
    )
    op.create_index(op.f("ix_cap_message_search_id"), "cap_message", ["search_id"], unique=False)

    op.create_table(
        "group_reader",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["volunteer_group.id"], name=op.f("fk_group_reader_group_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_group_reader_member_id")),
        sa.PrimaryKeyConstraint("group_id", "member_id", name=op.f("pk_group_reader")),
    )
    op.create_index(op.f("ix_group_reader_member_id"), "group_reader", ["member_id"], unique=False)

    op.create_table(
        "likely_same",
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.String(length=200), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=True),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("low_id < high_id", name=op.f("ck_likely_same_in_order")),
        sa.ForeignKeyConstraint(["decided_by"], ["member.id"], name=op.f("fk_likely_same_decided_by")),
        sa.ForeignKeyConstraint(["high_id"], ["search.id"], name=op.f("fk_likely_same_high_id")),
        sa.ForeignKeyConstraint(["low_id"], ["search.id"], name=op.f("fk_likely_same_low_id")),
        sa.PrimaryKeyConstraint("low_id", "high_id", name=op.f("pk_likely_same")),
    )
    op.create_index(op.f("ix_likely_same_high_id"), "likely_same", ["high_id"], unique=False)

    op.create_table(
        "meeting_point",
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("set_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name=op.f("ck_meeting_point_on_earth")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_meeting_point_area_id")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_meeting_point_search_id")),
        sa.PrimaryKeyConstraint("search_id", name=op.f("pk_meeting_point")),
    )

    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("ask_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["member.id"], name=op.f("fk_objection_decided_by")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_objection_member_id")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_objection_search_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    op.create_index(op.f("ix_objection_search_id"), "objection", ["search_id"], unique=False)

    op.create_table(
        "recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=100), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(member_id IS NULL) <> (group_id IS NULL)", name=op.f("ck_recipient_one_owner")),
        sa.ForeignKeyConstraint(["group_id"], ["volunteer_group.id"], name=op.f("fk_recipient_group_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_recipient_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipient")),
        sa.UniqueConstraint(
            "bot_id", "channel", "address", "thread_id", name=op.f("uq_recipient_bot_id_channel_address_thread_id")
        ),
    )
    op.create_index(op.f("ix_recipient_group_id"), "recipient", ["group_id"], unique=False)
    op.create_index(op.f("ix_recipient_member_id"), "recipient", ["member_id"], unique=False)

    op.create_table(
        "report_original",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=4000), nullable=True),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.Column("hid_picture", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_member_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("purge_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["by_member_id"], ["member.id"], name=op.f("fk_report_original_by_member_id")),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_report_original_picture_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_original_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_original")),
        sa.UniqueConstraint("made_by", name=op.f("uq_report_original_made_by")),
    )
    op.create_index(op.f("ix_report_original_purge_at"), "report_original", ["purge_at"], unique=False)
    op.create_index(op.f("ix_report_original_report_id"), "report_original", ["report_id"], unique=False)

    op.create_table(
        "report_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=True),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.Column("by_member_id", sa.Integer(), nullable=True),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["by_member_id"], ["member.id"], name=op.f("fk_report_update_by_member_id")),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_report_update_picture_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_update_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_update")),
        sa.UniqueConstraint("made_by", name=op.f("uq_report_update_made_by")),
    )
    op.create_index(op.f("ix_report_update_report_id"), "report_update", ["report_id"], unique=False)

    op.create_table(
        "responder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("arrives_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("has_car", sa.Boolean(), nullable=False),
        sa.Column("skills", sa.String(length=300), nullable=False),
        sa.Column("check_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("check_step", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_responder_member_id")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_responder_search_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responder")),
        sa.UniqueConstraint("search_id", "member_id", name=op.f("uq_responder_search_id_member_id")),
    )
    op.create_index(op.f("ix_responder_check_at"), "responder", ["check_at"], unique=False)
    op.create_index(op.f("ix_responder_member_id"), "responder", ["member_id"], unique=False)
    op.create_index(op.f("ix_responder_search_id"), "responder", ["search_id"], unique=False)

    op.create_table(
        "search_figure",
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("hours", sa.Float(), nullable=False),
        sa.Column("moved_m", sa.Float(), nullable=True),
        sa.Column("ring_m", sa.Float(), nullable=True),
        sa.Column("volunteers", sa.Integer(), nullable=False),
        sa.Column("segments_searched", sa.Integer(), nullable=False),
        sa.Column("kept_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_search_figure_search_id")),
        sa.PrimaryKeyConstraint("search_id", name=op.f("pk_search_figure")),
    )

    op.create_table(
        "search_ground",
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("footing", sa.String(length=32), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("radius_m", sa.Float(), nullable=False),
        sa.Column("sweep_width_m", sa.Float(), nullable=False),
        sa.Column("rest_poa", sa.Float(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name=op.f("ck_search_ground_on_earth")
        ),
        sa.CheckConstraint("rest_poa BETWEEN 0 AND 1", name=op.f("ck_search_ground_rest_poa")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_search_ground_search_id")),
        sa.PrimaryKeyConstraint("search_id", name=op.f("pk_search_ground")),
    )

    op.create_table(
        "search_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=8), nullable=True),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state <> 'together' OR second_id IS NOT NULL", name=op.f("ck_search_pair_not_alone")),
        sa.CheckConstraint("second_id IS NULL OR second_id <> first_id", name=op.f("ck_search_pair_two_people")),
        sa.ForeignKeyConstraint(["first_id"], ["member.id"], name=op.f("fk_search_pair_first_id")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_search_pair_search_id")),
        sa.ForeignKeyConstraint(["second_id"], ["member.id"], name=op.f("fk_search_pair_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_pair")),
        sa.UniqueConstraint("search_id", "number", name=op.f("uq_search_pair_search_id_number")),
    )
    op.create_index(op.f("ix_search_pair_first_id"), "search_pair", ["first_id"], unique=False)
    op.create_index(op.f("ix_search_pair_search_id"), "search_pair", ["search_id"], unique=False)
    op.create_index(op.f("ix_search_pair_second_id"), "search_pair", ["second_id"], unique=False)

    op.create_table(
        "segment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("outline", sa.LargeBinary(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("area_m2", sa.Float(), nullable=False),
        sa.Column("poa", sa.Float(), nullable=False),
        sa.Column("coverage", sa.Float(), nullable=False),
        sa.Column("searches", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("area_m2 > 0", name=op.f("ck_segment_area")),
        sa.CheckConstraint("coverage >= 0", name=op.f("ck_segment_coverage")),
        sa.CheckConstraint("poa BETWEEN 0 AND 1", name=op.f("ck_segment_poa")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_segment_search_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
        sa.UniqueConstraint("search_id", "number", name=op.f("uq_segment_search_id_number")),
    )
    op.create_index(op.f("ix_segment_search_id"), "segment", ["search_id"], unique=False)

    op.create_table(
        "sighting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("seen_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.Column("sure", sa.String(length=32), nullable=True),
        sa.Column("after_end", sa.Boolean(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("dismissed_for", sa.String(length=32), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=True),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name=op.f("ck_sighting_point")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_sighting_area_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["member.id"], name=op.f("fk_sighting_decided_by")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_sighting_member_id")),
        sa.ForeignKeyConstraint(["merged_into"], ["sighting.id"], name=op.f("fk_sighting_merged_into")),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_sighting_picture_id")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_sighting_search_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sighting")),
        sa.UniqueConstraint("made_by", name=op.f("uq_sighting_made_by")),
    )
    op.create_index(op.f("ix_sighting_member_id"), "sighting", ["member_id"], unique=False)
    op.create_index(op.f("ix_sighting_search_id"), "sighting", ["search_id"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=True),
        sa.Column("digest_id", sa.Integer(), nullable=True),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=True),
        sa.Column("via_area_id", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("band", sa.Integer(), nullable=True),
        sa.Column("octant", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("want_revision", sa.Integer(), nullable=False),
        sa.Column("shown_revision", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcDateTime(timezone=True), nullable=True),
        sa.Column("lease_owner", sa.String(length=40), nullable=True),
        sa.Column("lease_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=60), nullable=True),
        sa.Column("muted_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(alert_id IS NULL) <> (digest_id IS NULL)", name=op.f("ck_delivery_of_one_thing")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"], name=op.f("fk_delivery_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("alert_id", "recipient_id", name=op.f("uq_delivery_alert_id_recipient_id")),
    )
    op.create_index(
        "ix_delivery_due",
        "delivery",
        ["bot_id", "priority", "rank", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'due'"),
        postgresql_where=sa.text("state = 'due'"),
    )
    op.create_index(
        "ix_delivery_failed",
        "delivery",
        ["alert_id"],
        unique=False,
        sqlite_where=sa.text("state = 'failed'"),
        postgresql_where=sa.text("state = 'failed'"),
    )
    op.create_index(
        "ix_delivery_held",
        "delivery",
        ["not_before"],
        unique=False,
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_index(
        "ix_delivery_leased",
        "delivery",
        ["bot_id", "lease_until"],
        unique=False,
        sqlite_where=sa.text("state IN ('leased', 'begun')"),
        postgresql_where=sa.text("state IN ('leased', 'begun')"),
    )
    op.create_index("ix_delivery_recipient", "delivery", ["recipient_id"], unique=False)
    op.create_index(
        "uq_delivery_digest",
        "delivery",
        ["digest_id", "recipient_id"],
        unique=True,
        sqlite_where=sa.text("digest_id IS NOT NULL"),
        postgresql_where=sa.text("digest_id IS NOT NULL"),
    )

    op.create_table(
        "digest_figure",
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_digest_figure_alert_id")),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_digest_figure_digest_id")),
        sa.PrimaryKeyConstraint("digest_id", "alert_id", name=op.f("pk_digest_figure")),
    )
    op.create_index(op.f("ix_digest_figure_alert_id"), "digest_figure", ["alert_id"], unique=False)

    op.create_table(
        "last_known_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("sighting_id", sa.Integer(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("known_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_last_known_point_area_id")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_last_known_point_search_id")),
        sa.ForeignKeyConstraint(["sighting_id"], ["sighting.id"], name=op.f("fk_last_known_point_sighting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_last_known_point")),
        sa.UniqueConstraint("sighting_id", name=op.f("uq_last_known_point_sighting_id")),
    )
    op.create_index(op.f("ix_last_known_point_search_id"), "last_known_point", ["search_id"], unique=False)

    op.create_table(
        "poster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shows", sa.String(length=64), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("left_out", sa.String(length=100), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_poster_alert_id")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_poster_search_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster")),
        sa.UniqueConstraint("alert_id", name=op.f("uq_poster_alert_id")),
        sa.UniqueConstraint("search_id", "size", "language", name=op.f("uq_poster_search_id_size_language")),
    )
    op.create_index(op.f("ix_poster_search_id"), "poster", ["search_id"], unique=False)

    op.create_table(
        "recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("file_id", sa.String(length=255), nullable=False),
        sa.Column("unique_id", sa.String(length=64), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("search_id", sa.Integer(), nullable=True),
        sa.Column("sighting_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=True),
        sa.CheckConstraint("report_id IS NULL OR search_id IS NULL", name=op.f("ck_recording_of_one_thing")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_recording_report_id")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_recording_search_id")),
        sa.ForeignKeyConstraint(["sighting_id"], ["sighting.id"], name=op.f("fk_recording_sighting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("made_by", name=op.f("uq_recording_made_by")),
    )
    op.create_index(op.f("ix_recording_report_id"), "recording", ["report_id"], unique=False)
    op.create_index(op.f("ix_recording_search_id"), "recording", ["search_id"], unique=False)
    op.create_index(op.f("ix_recording_sighting_id"), "recording", ["sighting_id"], unique=False)

    op.create_table(
        "segment_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("length_m", sa.Float(), nullable=False),
        sa.Column("coverage", sa.Float(), nullable=True),
        sa.Column("heard_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("quiet_since", UtcDateTime(timezone=True), nullable=True),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("coverage IS NULL OR coverage >= 0", name=op.f("ck_segment_search_coverage")),
        sa.ForeignKeyConstraint(["pair_id"], ["search_pair.id"], name=op.f("fk_segment_search_pair_id")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_segment_search_search_id")),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name=op.f("fk_segment_search_segment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment_search")),
    )
    op.create_index(op.f("ix_segment_search_pair_id"), "segment_search", ["pair_id"], unique=False)
    op.create_index(op.f("ix_segment_search_search_id"), "segment_search", ["search_id"], unique=False)
    op.create_index(op.f("ix_segment_search_segment_id"), "segment_search", ["segment_id"], unique=False)
    op.create_index(
        "uq_segment_search_open_pair",
        "segment_search",
        ["pair_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_segment_search_open_segment",
        "segment_search",
        ["segment_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("searches", sa.Boolean(), nullable=False),
        sa.Column("reports", sa.String(length=32), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("radius_m", sa.Float(), nullable=True),
        sa.Column("min_lat", sa.Float(), nullable=True),
        sa.Column("max_lat", sa.Float(), nullable=True),
        sa.Column("min_lon", sa.Float(), nullable=True),
        sa.Column("max_lon", sa.Float(), nullable=True),
        sa.Column("instant", sa.Boolean(), nullable=False),
        sa.Column("cron", sa.String(length=120), nullable=True),
        sa.Column("next_digest_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=True),
        sa.CheckConstraint("searches OR reports <> 'none'", name=op.f("ck_subscription_about_something")),
        sa.CheckConstraint(
            "(area_id IS NOT NULL AND lat IS NULL AND lon IS NULL AND radius_m IS NULL) OR (area_id IS NULL AND lat IS NOT NULL AND lon IS NOT NULL AND radius_m > 0 AND min_lat IS NOT NULL AND max_lat IS NOT NULL AND min_lon IS NOT NULL AND max_lon IS NOT NULL)",
            name=op.f("ck_subscription_one_ground"),
        ),
        sa.CheckConstraint(
            "lat IS NULL OR (lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180)",
            name=op.f("ck_subscription_on_earth"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_subscription_area_id")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"], name=op.f("fk_subscription_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("made_by", name=op.f("uq_subscription_made_by")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscription_area", "subscription", ["area_id"], unique=False)
    op.create_index("ix_subscription_due", "subscription", ["next_digest_at"], unique=False)
    op.create_index(op.f("ix_subscription_recipient_id"), "subscription", ["recipient_id"], unique=False)

    op.create_table(
        "copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(length=100), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("shape", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("sent_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_copy_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy")),
    )
    op.create_index("ix_copy_delivery", "copy", ["delivery_id", "state"], unique=False)

    op.create_table(
        "digest_entry",
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=True),
        sa.Column("digest_id", sa.Integer(), nullable=True),
        sa.Column("via_area_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_digest_entry_alert_id")),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_digest_entry_digest_id")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"], name=op.f("fk_digest_entry_recipient_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_digest_entry_subscription_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("alert_id", "recipient_id", name=op.f("pk_digest_entry")),
    )
    op.create_index("ix_digest_entry_digest", "digest_entry", ["digest_id", "alert_id"], unique=False)
    op.create_index("ix_digest_entry_waiting", "digest_entry", ["subscription_id", "digest_id"], unique=False)

    op.create_table(
        "subscription_category",
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name=op.f("fk_subscription_category_subscription_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscription_id", "category", name=op.f("pk_subscription_category")),
    )

    op.create_table(
        "track_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("segment_search_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("accuracy_m", sa.Float(), nullable=False),
        sa.CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name=op.f("ck_track_point_on_earth")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_track_point_member_id")),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_track_point_search_id")),
        sa.ForeignKeyConstraint(
            ["segment_search_id"], ["segment_search.id"], name=op.f("fk_track_point_segment_search_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track_point")),
        sa.UniqueConstraint(
            "segment_search_id", "member_id", "at", name=op.f("uq_track_point_segment_search_id_member_id_at")
        ),
    )
    op.create_index(op.f("ix_track_point_member_id"), "track_point", ["member_id"], unique=False)
    op.create_index(op.f("ix_track_point_search_id"), "track_point", ["search_id"], unique=False)
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)
