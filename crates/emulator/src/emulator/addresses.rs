//! What becomes of email addresses without the device's doing.

use crate::emulator::Emulator;
use crate::error::ControlError;
use crate::model::{EmailAddress, LinkedAccount};
use crate::store;
use crate::work::Work;

impl Emulator {
    /// Verifies an address of a user, as giving its code elsewhere does.
    pub fn verify_email_address(&self, user_id: &str, address: &str) -> Result<(), ControlError> {
        self.change_address(user_id, address, |_, email| {
            email.verified = true;
            email.verification = None;
        })
    }

    /// Links an address of a user to an account at a provider such as `oauth_google`, as connecting one elsewhere does.
    pub fn link_email_address(
        &self,
        user_id: &str,
        address: &str,
        provider: &str,
    ) -> Result<(), ControlError> {
        self.change_address(user_id, address, |work, email| {
            let id = work.random.id("idn");
            email.linked_to.push(LinkedAccount { provider: provider.to_owned(), id });
        })
    }

    fn change_address(
        &self,
        user_id: &str,
        address: &str,
        change: impl FnOnce(&Work<'_>, &mut EmailAddress),
    ) -> Result<(), ControlError> {
        self.work(None, |work| {
            let user = super::devices::user(work, user_id)?;
            let found = user.emails.into_iter().find(|email| email.address == address);
            let mut email =
                found.ok_or_else(|| ControlError::NoSuchEmailAddress(address.to_owned()))?;
            change(work, &mut email);
            store::email_addresses::save(work.db, &email, work.now)?;
            if email.verified && user.primary_email_address_id.is_none() {
                let id = Some(email.id.as_str());
                store::email_addresses::set_primary(work.db, &user.id, id, work.now)?;
            }
            Ok(())
        })
    }
}
