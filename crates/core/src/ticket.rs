//! Which answer belongs to which effect.

/// Joins an answer to the effect that asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(u64);

/// Issues every ticket once. There is one for the whole application: an answer for a machine that
/// is gone then has a ticket that no other machine waits for.
#[derive(Debug, Default)]
pub struct Tickets(u64);

impl Tickets {
    /// A ticket that was never issued before.
    pub fn issue(&mut self) -> Ticket {
        self.0 += 1;
        Ticket(self.0)
    }
}
