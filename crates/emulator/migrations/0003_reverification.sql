-- At most one for each session: a new one takes the place of the one before.
CREATE TABLE reverifications (
    session_id TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    level TEXT NOT NULL,
    status TEXT NOT NULL,
    first_verification TEXT,
    second_verification TEXT
) STRICT;
