-- Everything the emulator remembers. Times are milliseconds since the epoch, ids carry their kind as a prefix.

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    first_name TEXT,
    last_name TEXT,
    password_hash TEXT,
    password_updated_at INTEGER,
    primary_email_address_id TEXT,
    primary_phone_number_id TEXT,
    banned INTEGER NOT NULL DEFAULT 0,
    force_mfa INTEGER NOT NULL DEFAULT 0,
    extra_tasks TEXT NOT NULL DEFAULT '[]',
    failed_attempts INTEGER NOT NULL DEFAULT 0,
    locked_until INTEGER,
    mfa_enabled_at INTEGER,
    mfa_disabled_at INTEGER,
    last_sign_in_at INTEGER,
    last_active_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE email_addresses (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    email_address TEXT NOT NULL COLLATE NOCASE,
    verified INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX email_addresses_by_user ON email_addresses (user_id);
CREATE UNIQUE INDEX verified_email_addresses ON email_addresses (email_address) WHERE verified;

CREATE TABLE phone_numbers (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    phone_number TEXT NOT NULL,
    verified INTEGER NOT NULL,
    reserved_for_second_factor INTEGER NOT NULL DEFAULT 0,
    default_second_factor INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX phone_numbers_by_user ON phone_numbers (user_id);
CREATE UNIQUE INDEX verified_phone_numbers ON phone_numbers (phone_number) WHERE verified;

-- The last step accepted is kept, so that no code works twice (RFC 6238, section 5.2).
CREATE TABLE totps (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    secret TEXT NOT NULL,
    verified INTEGER NOT NULL,
    last_step INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE backup_codes (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    salt TEXT NOT NULL,
    digest TEXT NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (user_id, salt)
) STRICT;

CREATE TABLE clients (
    id TEXT PRIMARY KEY,
    rotating_token TEXT NOT NULL,
    sign_in_id TEXT,
    last_active_session_id TEXT,
    last_authentication_strategy TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- Client trust: the users that have had a session on a client.
CREATE TABLE trusted_users (
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    since INTEGER NOT NULL,
    PRIMARY KEY (client_id, user_id)
) STRICT;

-- Sessions outlive their client, so that an ended one can still be named.
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    tasks TEXT NOT NULL DEFAULT '[]',
    first_verified_at INTEGER NOT NULL,
    second_verified_at INTEGER,
    ip_address TEXT NOT NULL,
    user_agent TEXT,
    last_active_at INTEGER NOT NULL,
    expire_at INTEGER NOT NULL,
    abandon_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_client ON sessions (client_id);
CREATE INDEX sessions_by_user ON sessions (user_id);

-- A sign-in of an identifier that nobody has keeps user_id NULL (enumeration protection).
CREATE TABLE sign_ins (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    identifier TEXT,
    status TEXT NOT NULL,
    first_verification TEXT,
    second_verification TEXT,
    created_session_id TEXT,
    client_trust_state TEXT NOT NULL,
    abandon_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- When a code went where, on whose behalf: what the resend pause is measured from.
CREATE TABLE code_sends (
    owner_id TEXT NOT NULL,
    target_id TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    PRIMARY KEY (owner_id, target_id)
) STRICT;

-- The inbox: every code 'sent'.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    code TEXT NOT NULL,
    strategy TEXT NOT NULL,
    sent_at INTEGER NOT NULL
) STRICT;

CREATE TABLE signing_keys (
    id TEXT PRIMARY KEY,
    pkcs1_der BLOB NOT NULL
) STRICT;

CREATE TABLE settings (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    json TEXT NOT NULL
) STRICT;
