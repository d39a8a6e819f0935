//! Who has an account, and with which factors.

/// Somebody who has an account.
#[derive(Clone, Debug)]
pub struct Person {
    /// The email address, verified.
    pub email: String,
    /// The password.
    pub password: String,
    /// The secret of the authenticator app, in base32.
    pub totp_secret: Option<String>,
    /// Phone numbers. The first that is a second factor is the default one.
    pub phones: Vec<Phone>,
    /// Backup codes that were not used yet.
    pub backup_codes: Vec<String>,
    /// Whether the session waits for a second factor to be set up.
    pub must_set_up_mfa: bool,
    /// What the session waits for beside that, by Clerk's keys.
    pub tasks: Vec<String>,
}

/// A phone number of an account.
#[derive(Clone, Debug)]
pub struct Phone {
    /// In E.164 form.
    pub number: String,
    /// What it is used for.
    pub role: PhoneRole,
}

/// What a phone number is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneRole {
    /// A second factor.
    SecondFactor,
    /// Verified, and nothing else.
    Verified,
    /// Left behind by a try that was not finished.
    Unverified,
}

impl Person {
    /// Somebody with a password and no second factor.
    pub fn new(email: &str) -> Self {
        Self {
            email: email.to_owned(),
            password: "correct horse battery 1".to_owned(),
            totp_secret: None,
            phones: Vec::new(),
            backup_codes: Vec::new(),
            must_set_up_mfa: false,
            tasks: Vec::new(),
        }
    }

    /// With an authenticator app.
    #[must_use]
    pub fn with_totp(mut self) -> Self {
        self.totp_secret = Some("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned());
        self
    }

    /// With text messages to this number as a second factor.
    #[must_use]
    pub fn with_phone(self, number: &str) -> Self {
        self.with_number(number, PhoneRole::SecondFactor)
    }

    /// With this number on the account.
    #[must_use]
    pub fn with_number(mut self, number: &str, role: PhoneRole) -> Self {
        self.phones.push(Phone { number: number.to_owned(), role });
        self
    }

    /// With backup codes.
    #[must_use]
    pub fn with_backup_codes(mut self) -> Self {
        self.backup_codes = ["k3u9x2mz", "7q2m4k9p", "h5t8w1zc"].map(str::to_owned).to_vec();
        self
    }

    /// Who has to do this before anything else, by Clerk's key of the session task.
    #[must_use]
    pub fn who_must(mut self, task: &str) -> Self {
        self.tasks.push(task.to_owned());
        self
    }

    /// Who has to set up a second factor before anything else.
    #[must_use]
    pub fn who_must_set_up_mfa(mut self) -> Self {
        self.must_set_up_mfa = true;
        self
    }
}
