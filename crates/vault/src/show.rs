//! 'Show yourself', said through a socket in the folder. It lets in nobody but its user.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::private::{absent_is_fine, close};

const SOCKET: &str = "show";
const ASKED: &[u8] = b"show\n";
const ENDED: &[u8] = b"end.\n";
const ANSWER: &[u8] = b"yes.\n";

/// How long a caller has for its word: the next one waits behind it.
const CALLERS_TIME: Duration = Duration::from_secs(1);
/// How long a caller waits for the answer. Many starts at once keep a computer busy for seconds.
const PATIENCE: Duration = Duration::from_secs(5);
/// Whoever has just taken the lock may not listen yet: the second start comes back for as long.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(50);

type Callback = Box<dyn Fn() + Send>;

/// What is done when somebody asks.
enum Reaction {
    /// Nobody has said it yet.
    Unknown {
        asked: bool,
    },
    Call(Callback),
}

/// Listens on a thread of its own until it is dropped.
pub(crate) struct Listener {
    path: PathBuf,
    reaction: Arc<Mutex<Reaction>>,
}

impl Listener {
    /// Takes the place of one that has ended without a word. None where no socket can be made, as
    /// where the path is longer than the 107 bytes that the system allows; then nobody is shown.
    pub(crate) fn start(folder: &Path) -> Option<Self> {
        let path = folder.join(SOCKET);
        let reaction = Arc::new(Mutex::new(Reaction::Unknown { asked: false }));
        let reacting = Arc::clone(&reaction);
        let started = absent_is_fine(fs::remove_file(&path))
            .and_then(|()| UnixListener::bind(&path))
            .and_then(|socket| {
                close(&path)?;
                let listen = move || listen(&socket, &reacting);
                thread::Builder::new().name("vault-show".to_owned()).spawn(listen)
            });
        match started {
            Ok(_) => Some(Self { path, reaction }),
            Err(error) => {
                tracing::warn!(%error, "a second start cannot ask for this window");
                None
            }
        }
    }

    pub(crate) fn on_show(&self, callback: Callback) {
        let mut reaction = self.reaction.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*reaction, Reaction::Unknown { asked: true }) {
            callback();
        }
        *reaction = Reaction::Call(callback);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // Wakes the thread, which then ends. One that cannot be woken ends with the program.
        if let Ok(mut socket) = UnixStream::connect(&self.path) {
            let _ = socket.write_all(ENDED);
        }
        drop(fs::remove_file(&self.path));
    }
}

/// Asks whoever listens in this folder to show itself.
pub(crate) fn call(folder: &Path) -> io::Result<()> {
    let path = folder.join(SOCKET);
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for _ in 0..TRIES {
        match UnixStream::connect(&path).and_then(exchange) {
            Ok(()) => return Ok(()),
            // It listens, and has not answered for long enough.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Err(error),
            // One that has just ended leaves callers without an answer: the next may be there already.
            Err(error) => last = error,
        }
        pause();
    }
    Err(last)
}

fn exchange(mut socket: UnixStream) -> io::Result<()> {
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_write_timeout(Some(PATIENCE))?;
    socket.write_all(ASKED)?;
    let mut answer = [0; ANSWER.len()];
    socket.read_exact(&mut answer)?;
    if answer == ANSWER { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

fn listen(socket: &UnixListener, reaction: &Mutex<Reaction>) {
    for caller in socket.incoming() {
        // A caller that fails is no reason to stop; one that never comes to its point is left.
        let Ok(mut caller) = caller else {
            pause();
            continue;
        };
        let mut word = [0; ASKED.len()];
        let limited = caller.set_read_timeout(Some(CALLERS_TIME));
        if limited.and_then(|()| caller.read_exact(&mut word)).is_err() {
            continue;
        }
        if word == ENDED {
            return;
        }
        if word == ASKED {
            let _ = caller.write_all(ANSWER);
            match &mut *reaction.lock().unwrap_or_else(PoisonError::into_inner) {
                Reaction::Unknown { asked } => *asked = true,
                Reaction::Call(callback) => callback(),
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "there is nothing to wait on until it listens")]
fn pause() {
    thread::sleep(PAUSE);
}
