//! Ids as newtypes, so that one kind is never passed for another.

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(
            Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes an id as the server wrote it.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as the server wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self::new(id)
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }
    };
}

id! {
    /// A sign-in attempt (`sia_…`).
    SignInId
}
id! {
    /// A session (`sess_…`).
    SessionId
}
id! {
    /// This installation as the server knows it (`client_…`).
    ClientId
}
id! {
    /// A user (`user_…`).
    UserId
}
id! {
    /// An email address or phone number of a user (`idn_…`).
    IdentificationId
}
id! {
    /// An organization (`org_…`).
    OrganizationId
}
id! {
    /// An invitation to an organization (`orginv_…`).
    InvitationId
}
id! {
    /// A suggestion to join an organization (`orgsug_…`).
    SuggestionId
}
