//! One program for one folder. A lock that the system takes back when a program ends, however it
//! ends, decides who has it; on Unix a socket beside it lets a second start say 'show yourself'.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::private::{make_named_folder, open_lock};
#[cfg(unix)]
use crate::show::{Listener, call};

const LOCK: &str = "lock";

/// A program that begins may not listen yet, and one that ends has the lock a moment longer: a second
/// start asks for both so many times, with a pause between.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(50);

/// Claims a folder.
#[derive(Clone, Copy, Debug)]
pub struct Instance;

/// Who has a folder.
pub enum Claimed {
    /// This program.
    First(First),
    /// Another one, which has said that it will show itself.
    Second,
    /// Another one, which did not say so; on Windows nobody is asked
    /// ([`io::ErrorKind::Unsupported`]).
    Silent(io::Error),
}

/// This program has the folder, until this and every [`Hold`] of it are dropped.
pub struct First {
    // Dropped before the lock: nobody else listens at that place yet.
    #[cfg(unix)]
    listener: Option<Listener>,
    hold: Hold,
}

/// Keeps a folder for this program.
#[derive(Clone, Debug)]
pub struct Hold {
    folder: PathBuf,
    _lock: Arc<File>,
}

impl Instance {
    /// Makes the folder, where it is absent, and closes it to others if there is nothing in it; then
    /// takes its lock, or asks the program that has it to show itself. That takes up to five seconds
    /// where the other one is just beginning, ending or busy. An error means that the folder cannot be
    /// made or its files not be locked.
    pub fn claim(folder: &Path) -> io::Result<Claimed> {
        make_named_folder(folder)?;
        let lock = open_lock(&folder.join(LOCK))?;
        for _ in 0..TRIES {
            match lock.try_lock() {
                Ok(()) => {
                    let hold = Hold { folder: folder.to_owned(), _lock: Arc::new(lock) };
                    return Ok(Claimed::First(First {
                        #[cfg(unix)]
                        listener: Listener::start(folder),
                        hold,
                    }));
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
            match call(folder) {
                Ok(()) => return Ok(Claimed::Second),
                Err(error) if nobody_listens(&error) => pause(),
                Err(error) => return Ok(Claimed::Silent(error)),
            }
        }
        Ok(Claimed::Silent(io::ErrorKind::TimedOut.into()))
    }
}

/// Whether another program has not begun to listen, or has stopped.
fn nobody_listens(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionRefused, ConnectionReset, NotFound, UnexpectedEof};
    let of_its_end = [BrokenPipe, ConnectionRefused, ConnectionReset, NotFound, UnexpectedEof];
    of_its_end.contains(&error.kind())
}

#[cfg(not(unix))]
fn call(_folder: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[expect(clippy::disallowed_methods, reason = "there is nothing to wait on until it listens")]
fn pause() {
    thread::sleep(PAUSE);
}

impl First {
    /// Keeps the folder, for as long as it is there.
    pub fn hold(&self) -> Hold {
        self.hold.clone()
    }

    /// From now on `callback` is called, on a thread of its own, when another start asks for the
    /// window; at once, if one has asked already. On Windows nobody asks.
    pub fn on_show(&self, callback: impl Fn() + Send + 'static) {
        #[cfg(unix)]
        if let Some(listener) = &self.listener {
            listener.on_show(callback);
        }
        #[cfg(not(unix))]
        drop(callback);
    }
}

impl Hold {
    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}
