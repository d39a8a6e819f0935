//! One program for one folder. A lock that the system takes back when a program ends, however it
//! ends, decides who is first; on Unix a socket beside it lets a second start say 'show yourself'.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::private::{make_named_folder, open_lock};
#[cfg(unix)]
use crate::show::{Listener, call};

const LOCK: &str = "lock";

/// Claims a folder.
#[derive(Clone, Copy, Debug)]
pub struct Instance;

/// Who has a folder.
pub enum Claimed {
    /// This program.
    First(First),
    /// Another one.
    Second(Other),
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

/// Another program has the folder.
#[derive(Clone, Debug)]
pub struct Other {
    #[cfg_attr(not(unix), expect(dead_code, reason = "there is no socket"))]
    folder: PathBuf,
}

impl Instance {
    /// Makes the folder, where it is absent, and closes it to others if there is nothing in it; then
    /// takes its lock. It waits for nobody. An error means that the folder cannot be made or its files not be locked.
    pub fn claim(folder: &Path) -> io::Result<Claimed> {
        make_named_folder(folder)?;
        let lock = open_lock(&folder.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Ok(Claimed::Second(Other { folder: folder.to_owned() }));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let hold = Hold { folder: folder.to_owned(), _lock: Arc::new(lock) };
        Ok(Claimed::First(First {
            #[cfg(unix)]
            listener: Listener::start(folder),
            hold,
        }))
    }
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
            listener.on_show(Box::new(callback));
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

impl Other {
    /// Asks it to show itself, and waits up to two seconds for it to say that it will. On Windows this
    /// is [`io::ErrorKind::Unsupported`].
    pub fn show(&self) -> io::Result<()> {
        #[cfg(unix)]
        return call(&self.folder);
        #[cfg(not(unix))]
        Err(io::ErrorKind::Unsupported.into())
    }
}
