//! What a crash leaves behind: no copy of the memory, and a message without data. Tokens, passwords
//! and codes are in memory; a message may quote what the program worked on.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{self, Location};

use crate::say;

/// Switches core dumps off, for this program and for the webview's processes, which inherit the
/// limit, and has a panic tell its place. To be called before anything secret is in memory.
pub(crate) fn leave_nothing() {
    panic::set_hook(Box::new(|panic| {
        say(&told(panic.payload(), panic.location()));
        let way = Backtrace::capture();
        if way.status() == BacktraceStatus::Captured {
            say(&way);
        }
    }));
    #[cfg(unix)]
    if let Err(error) = no_core_dumps() {
        say(&format_args!("core dumps could not be switched off: {error}"));
    }
}

/// A message that was made at run time is not told: that of a slice that goes wrong, say, quotes the
/// text. One that stands in the source holds nothing.
fn told(payload: &(dyn Any + Send), place: Option<&Location<'_>>) -> String {
    let place = place.map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    match payload.downcast_ref::<&'static str>() {
        Some(message) => format!("stopped by a defect at {place}: {message}"),
        None => format!("stopped by a defect at {place}"),
    }
}

/// The limit alone does not bind a kernel that pipes its dumps to a program, as systemd's does: that
/// one reads the limit and keeps nothing. As it ships the program is no longer dumpable besides, so
/// that nobody but root can read its memory or attach to it, whatever the system does with dumps.
/// In a development build a debugger is wanted.
#[cfg(unix)]
fn no_core_dumps() -> std::io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    #[cfg(target_os = "linux")]
    if cfg!(not(debug_assertions)) {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};

        set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_tells_its_place_and_no_data() {
        let place = Location::caller();
        let made: Box<dyn Any + Send> = Box::new(format!("byte index 3 of {}", "hunter2"));
        let text = told(&*made, Some(place));
        assert!(text.contains("crash.rs:") && !text.contains("hunter2"), "{text}");
        let written: Box<dyn Any + Send> = Box::new("the list is never empty");
        assert!(told(&*written, Some(place)).ends_with(": the list is never empty"));
    }

    #[cfg(unix)]
    #[test]
    fn no_core_is_dumped() {
        use rustix::process::{Resource, getrlimit};

        no_core_dumps().expect("a limit may be lowered");
        let limit = getrlimit(Resource::Core);
        assert_eq!((limit.current, limit.maximum), (Some(0), Some(0)));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn only_a_development_build_lets_others_read_its_memory() {
        use rustix::process::{DumpableBehavior, dumpable_behavior};

        no_core_dumps().expect("both may be given up");
        let ships = cfg!(not(debug_assertions));
        let dumpable = dumpable_behavior().expect("the kernel says");
        assert_eq!(dumpable == DumpableBehavior::NotDumpable, ships);
    }
}
