-- At most one for each user: a new one takes the place of the one before, under an id of its own.
CREATE TABLE pictures (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    content_type TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
