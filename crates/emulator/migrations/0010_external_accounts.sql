-- Accounts at providers; check_json is how the connection stands, with the person there once the browser came back.
CREATE TABLE external_accounts (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    identification_id TEXT NOT NULL,
    strategy TEXT NOT NULL,
    provider_user_id TEXT,
    check_json TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX external_accounts_by_user ON external_accounts (user_id);
CREATE UNIQUE INDEX external_accounts_by_person ON external_accounts (strategy, provider_user_id);

-- Ways through a browser, by the secret that the provider hands back. The token is the one that the client had at the start.
CREATE TABLE browser_trips (
    state TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    token_before TEXT NOT NULL,
    subject TEXT NOT NULL,
    strategy TEXT NOT NULL,
    redirect_url TEXT NOT NULL,
    user_agent TEXT,
    expire_at INTEGER NOT NULL,
    arrived INTEGER NOT NULL DEFAULT 0,
    nonce TEXT UNIQUE,
    nonce_expire_at INTEGER
) STRICT;
