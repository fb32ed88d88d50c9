"""What the tables need that metadata cannot say: the index of circles, and distances in SQL.

SQLite: an R*Tree kept true by triggers (its 32-bit bounds are rounded outwards, so it never misses; the exact distance
follows). PostgreSQL: GiST over the built-in `box` type, box against box; `box @> point` would ignore the index.
"""

from models.database import EARTH_RADIUS_M

BOX_TABLE = "subscription_box"

SQLITE = (
    f"CREATE VIRTUAL TABLE {BOX_TABLE} USING rtree(id, min_lat, max_lat, min_lon, max_lon)",
    f"""CREATE TRIGGER subscription_box_added AFTER INSERT ON subscription WHEN new.radius_m IS NOT NULL BEGIN
        INSERT INTO {BOX_TABLE} VALUES (new.id, new.min_lat, new.max_lat, new.min_lon, new.max_lon); END""",
    f"""CREATE TRIGGER subscription_box_moved AFTER UPDATE OF min_lat, max_lat, min_lon, max_lon, radius_m ON subscription BEGIN
        DELETE FROM {BOX_TABLE} WHERE id = old.id;
        INSERT INTO {BOX_TABLE} SELECT new.id, new.min_lat, new.max_lat, new.min_lon, new.max_lon
            WHERE new.radius_m IS NOT NULL; END""",
    f"""CREATE TRIGGER subscription_box_removed AFTER DELETE ON subscription BEGIN
        DELETE FROM {BOX_TABLE} WHERE id = old.id; END""",
    """CREATE TRIGGER audit_is_kept BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END""",
    """CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END""",
)

POSTGRESQL = (
    f"""CREATE FUNCTION distance_m(lat1 float8, lon1 float8, lat2 float8, lon2 float8) RETURNS float8
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT 2 * {EARTH_RADIUS_M} * asin(least(1.0, sqrt(
            sin(radians(lat2 - lat1) / 2) ^ 2
            + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ^ 2))) $$""",
    """CREATE FUNCTION octant(lat1 float8, lon1 float8, lat2 float8, lon2 float8) RETURNS int
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT (round(((degrees(atan2(
            sin(radians(lon2 - lon1)) * cos(radians(lat2)),
            cos(radians(lat1)) * sin(radians(lat2)) - sin(radians(lat1)) * cos(radians(lat2)) * cos(radians(lon2 - lon1))
        )) + 360)::numeric % 360) / 45)::int % 8) $$""",
    """CREATE INDEX ix_subscription_box ON subscription
        USING gist (box(point(max_lon, max_lat), point(min_lon, min_lat))) WHERE radius_m IS NOT NULL""",
    """CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'audit is append-only'; END $$""",
    """CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE ON audit
        FOR EACH ROW EXECUTE FUNCTION audit_is_kept()""",
)


def is_ours(kind: str, name: str) -> bool:
    """Whether a table or index is made here rather than by metadata, so that `alembic check` leaves it alone."""
    return (kind == "table" and name.startswith(BOX_TABLE)) or (kind == "index" and name == "ix_subscription_box")
