-- The code that an address is being verified by, as for a number, and the accounts elsewhere that brought it, as JSON.
ALTER TABLE email_addresses ADD COLUMN verification TEXT;
ALTER TABLE email_addresses ADD COLUMN linked_to TEXT NOT NULL DEFAULT '[]';
