-- Sign-ups, as JSON: what somebody has told so far is no user yet.
CREATE TABLE sign_ups (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    json TEXT NOT NULL
) STRICT;

ALTER TABLE clients ADD COLUMN sign_up_id TEXT;
