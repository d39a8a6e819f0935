-- The code that a number is being verified by, as JSON: NULL before the first one, and for numbers that came verified.
ALTER TABLE phone_numbers ADD COLUMN verification TEXT;
