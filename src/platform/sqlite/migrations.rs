//! What made the database what it is, step by step. A step that was released never changes; new ones go to the end.

use rusqlite_migration::{M, Migrations};

const STEPS: &[M<'static>] = &[M::up(
    "CREATE TABLE organizations (
        slug TEXT PRIMARY KEY,
        name TEXT NOT NULL
    ) STRICT;
    INSERT INTO organizations VALUES ('default', 'Default');

    CREATE TABLE projects (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        ref TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        organization TEXT NOT NULL REFERENCES organizations,
        region TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        jwt_secret BLOB NOT NULL
    ) STRICT;

    CREATE TABLE tokens (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        digest TEXT NOT NULL UNIQUE,
        project TEXT REFERENCES projects (ref) ON DELETE CASCADE,
        scopes TEXT,
        created_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE api_keys (
        id TEXT PRIMARY KEY,
        project TEXT NOT NULL REFERENCES projects (ref) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        description TEXT,
        sealed BLOB NOT NULL,
        digest TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        UNIQUE (project, kind, name)
    ) STRICT;

    CREATE TABLE signing_keys (
        id TEXT PRIMARY KEY,
        project TEXT NOT NULL REFERENCES projects (ref) ON DELETE CASCADE,
        used TEXT NOT NULL,
        sealed BLOB NOT NULL,
        public TEXT NOT NULL,
        created_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE secrets (
        project TEXT NOT NULL REFERENCES projects (ref) ON DELETE CASCADE,
        name TEXT NOT NULL,
        sealed BLOB NOT NULL,
        digest TEXT NOT NULL,
        updated_at INTEGER NOT NULL,
        PRIMARY KEY (project, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE functions (
        id TEXT PRIMARY KEY,
        project TEXT NOT NULL REFERENCES projects (ref) ON DELETE CASCADE,
        slug TEXT NOT NULL,
        name TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        active INTEGER NOT NULL,
        limits TEXT,
        UNIQUE (project, slug)
    ) STRICT;

    CREATE TABLE versions (
        function TEXT NOT NULL REFERENCES functions (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        verify_jwt INTEGER NOT NULL,
        digest TEXT NOT NULL,
        code TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        PRIMARY KEY (function, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX versions_by_digest ON versions (digest);

    CREATE TABLE staged (
        project TEXT NOT NULL REFERENCES projects (ref) ON DELETE CASCADE,
        slug TEXT NOT NULL,
        digest TEXT NOT NULL,
        code TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        PRIMARY KEY (project, slug, digest)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE orphans (
        digest TEXT PRIMARY KEY,
        since INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER version_gone AFTER DELETE ON versions BEGIN
        INSERT OR IGNORE INTO orphans VALUES (OLD.digest, 0);
    END;
    CREATE TRIGGER staged_gone AFTER DELETE ON staged BEGIN
        INSERT OR IGNORE INTO orphans VALUES (OLD.digest, 0);
    END;",
)];

/// All steps.
pub(super) fn all() -> Migrations<'static> {
    Migrations::from_slice(STEPS)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_steps_are_sql() {
        super::all().validate().unwrap();
    }
}
