-- In lower case; nobody has the one of another.
ALTER TABLE users ADD COLUMN username TEXT;
CREATE UNIQUE INDEX usernames ON users (username);
