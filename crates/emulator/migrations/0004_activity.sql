-- What the owner of the emulator has the list of active sessions say of a session's device, as JSON.
ALTER TABLE sessions ADD COLUMN activity TEXT NOT NULL DEFAULT '{}';
