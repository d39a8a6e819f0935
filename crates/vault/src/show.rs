//! 'Show yourself', said through a socket in the folder. It lets in nobody but its user.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
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
/// Between two looks at a socket that gives no callers.
const PAUSE: Duration = Duration::from_millis(50);

/// Listens on a thread of its own until it is dropped.
pub(crate) struct Listener {
    path: PathBuf,
    /// Whether somebody has asked; nobody may have said yet what is done then.
    asked: Mutex<Option<Receiver<()>>>,
}

impl Listener {
    /// Takes the place of one that has ended without a word. None where no socket can be made, as
    /// where the path is longer than the 107 bytes that the system allows; then nobody is shown.
    pub(crate) fn start(folder: &Path) -> Option<Self> {
        let path = folder.join(SOCKET);
        // Those who ask before the window was shown for somebody else are shown the same one.
        let (sender, asked) = sync_channel(1);
        let started = absent_is_fine(fs::remove_file(&path))
            .and_then(|()| UnixListener::bind(&path))
            .and_then(|socket| {
                close(&path)?;
                let listen = move || listen(&socket, &sender);
                thread::Builder::new().name("vault-show".to_owned()).spawn(listen)
            });
        match started {
            Ok(_) => Some(Self { path, asked: Mutex::new(Some(asked)) }),
            Err(error) => {
                tracing::warn!(%error, "a second start cannot ask for this window");
                None
            }
        }
    }

    /// The first callback stays. It may take its time: callers are answered meanwhile.
    pub(crate) fn on_show(&self, callback: impl Fn() + Send + 'static) {
        let Some(asked) = self.asked.lock().unwrap_or_else(PoisonError::into_inner).take() else {
            return;
        };
        let show = move || asked.iter().for_each(|()| callback());
        if let Err(error) = thread::Builder::new().name("vault-shown".to_owned()).spawn(show) {
            tracing::warn!(%error, "a second start cannot show this window");
        }
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
    UnixStream::connect(folder.join(SOCKET)).and_then(exchange)
}

fn exchange(mut socket: UnixStream) -> io::Result<()> {
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_write_timeout(Some(PATIENCE))?;
    socket.write_all(ASKED)?;
    let mut answer = [0; ANSWER.len()];
    socket.read_exact(&mut answer)?;
    if answer == ANSWER { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

fn listen(socket: &UnixListener, asked: &SyncSender<()>) {
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
            // One that waits to be dealt with is enough.
            let _ = asked.try_send(());
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the system says no more than that it failed")]
fn pause() {
    thread::sleep(PAUSE);
}
