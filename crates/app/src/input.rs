//! What the loop takes, as data: one closed list of everything that can happen.

use latchkey_core::failure::{Failure, InputError};
use latchkey_core::profile::Upload;
use latchkey_core::ticket::Ticket;
use latchkey_core::time::Timestamp;
use latchkey_core::{devices, signed_in};
use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::environment::Environment;
use latchkey_fapi_types::id::SessionId;
use latchkey_fapi_types::sign_in::SignIn as Attempt;
use latchkey_ipc::view::{AppView, EmulatorView, PictureKey, StoragePart};
use tokio::sync::oneshot;

use crate::ports::{
    EmulatorAddress, EmulatorFailed, Loaded, NotCopied, NotPrinted, NotSaved, NotWritten, Saved,
    Storage, Tested,
};
use crate::request::Request;
use crate::requests::Request as Requested;
use crate::startup::Target;

/// What is sent to the loop.
pub(crate) enum Message {
    /// Something happened.
    Input(Input),
    /// A person asked for something, and gets the view as it stands right after.
    Request(Request, oneshot::Sender<AppView>),
    /// The page wants a picture that a view names. Nothing follows from that.
    Picture(PictureKey, oneshot::Sender<Option<String>>),
}

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Input {
    /// The preferences of the last run are read: the app begins.
    Loaded(Saved),
    /// The preferences are written, or not.
    Saved(Result<(), NotSaved>),
    /// A person asked for something.
    Request(Request),
    /// Something came from the instance of the connection with this number.
    Instance(u64, News),
    /// The desktop did what it was asked for, or could not.
    Desktop(Ticket, Done),
    /// A wait is over.
    TimeUp(Ticket),
    /// Where this device's trust is kept, or what is wrong with that, changed.
    Storage(Storage),
    /// The test of that place is over.
    StorageTested(Ticket, Tested),
    /// The emulator runs, or does not.
    EmulatorStarted(Target, Result<EmulatorAddress, EmulatorFailed>),
    /// The emulator's banner shows something else.
    EmulatorChanged(EmulatorView),
}

/// Something from an instance.
#[derive(Debug)]
pub(crate) enum News {
    /// The connection can be used. It brings what an earlier run kept.
    Opened(Result<Box<Loaded>, NotOpened>),
    /// The client token or the client changed. This comes before the answer that caused it.
    Held(Box<Holding>),
    /// A request was made for a call. This comes before the end of the call, and also where nobody
    /// waits for that any more.
    Requested(Box<Requested>),
    /// A call ended.
    Answered {
        /// Of the call.
        ticket: Ticket,
        /// What the server's clock said, in milliseconds since 1970-01-01 UTC, if an answer came.
        date: Option<i64>,
        /// What came back.
        reply: Reply,
    },
}

/// Why a connection cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotOpened {
    /// The system's list of trusted certificates could not be read, and why.
    Certificates(String),
    /// The HTTP client could not be set up, and why.
    Http(String),
}

/// Why there is no connection. All of these are failures of this computer, not of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotConnected {
    /// The address of the instance cannot be used.
    Address(String),
    /// The emulator did not start.
    Emulator(String),
    /// The connection could not be set up.
    SetUp(NotOpened),
}

/// What this installation holds of an instance, without the client token itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Holding {
    /// The client as the server last described it.
    pub(crate) client: Option<Client>,
    /// Whether there is a client token, and with it this device's trust.
    pub(crate) has_token: bool,
    /// Since when the server knows this device as this client.
    pub(crate) trusted_since: Option<Timestamp>,
    /// Whether the server took the token away, as it does not know it.
    pub(crate) refused: bool,
    /// What is still kept of a token that is gone.
    pub(crate) not_erased: Option<StoragePart>,
}

/// What came back from a call, by what was asked.
#[derive(Debug)]
pub(crate) enum Reply {
    Environment(Result<Box<Environment>, Failure>),
    Client(Result<Option<Box<Client>>, Failure>),
    SignIn(Result<Box<Attempt>, Failure>),
    /// To the end of a session that is not shown any more: whether the answer proves it.
    Ended(SessionId, Result<bool, Failure>),
    /// What was held is dropped.
    Forgotten,
    /// To the question of a sign-in how the client stands.
    SignInClient(Result<Option<Box<Client>>, Failure>),
    Session(Result<signed_in::Reply, Failure>),
}

impl Reply {
    /// Whether the server said with it how the client stands. A list of devices says nothing of it.
    pub(crate) fn describes_client(&self) -> bool {
        match self {
            Self::Environment(_) | Self::Ended(..) | Self::Forgotten | Self::Session(Err(_)) => {
                false
            }
            Self::Client(answer) | Self::SignInClient(answer) => matches!(answer, Ok(Some(_))),
            Self::SignIn(answer) => answer.is_ok(),
            Self::Session(Ok(reply)) => match reply {
                signed_in::Reply::Client(client) => client.is_some(),
                // The answer to a choice may come without the client.
                signed_in::Reply::Devices(devices::Reply::List(_))
                | signed_in::Reply::Organizations(_)
                | signed_in::Reply::Selected
                | signed_in::Reply::Forgotten => false,
                signed_in::Reply::SignedOut { .. }
                | signed_in::Reply::Factors(_)
                | signed_in::Reply::PasswordChanged
                | signed_in::Reply::Profile(_)
                | signed_in::Reply::Devices(devices::Reply::Revoked)
                | signed_in::Reply::StepUp(_) => true,
            },
        }
    }

    /// Why the call failed, if it did.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Environment(answer) => answer.as_ref().err(),
            Self::Client(answer) | Self::SignInClient(answer) => answer.as_ref().err(),
            Self::SignIn(answer) => answer.as_ref().err(),
            Self::Ended(_, answer) => answer.as_ref().err(),
            Self::Forgotten => None,
            Self::Session(answer) => answer.as_ref().err(),
        }
    }
}

/// What the desktop did.
#[derive(Debug)]
pub(crate) enum Done {
    Copied(Result<(), NotCopied>),
    /// The name of the file; none when the person chose no place.
    Written(Result<Option<String>, NotWritten>),
    Printed(Result<(), NotPrinted>),
    /// The picture of the file, ready to be sent; none when the person chose no file.
    Chosen(Result<Option<Upload>, InputError>),
}
