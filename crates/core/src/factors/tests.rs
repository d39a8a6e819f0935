//! What is left after a removal, and how long a proof counts.

mod freshness;
mod ways;
