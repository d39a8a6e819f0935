//! What tells a system that a text on its clipboard is a secret. Each system has marks of its own, and
//! whoever keeps a history of the clipboard heeds them or does not.

use arboard::Set;
#[cfg(target_os = "macos")]
use arboard::SetExtApple as _;
#[cfg(target_os = "linux")]
use arboard::SetExtLinux as _;
#[cfg(windows)]
use arboard::SetExtWindows as _;

/// Keeps a text out of histories.
#[cfg(not(windows))]
pub(super) fn secret(set: Set<'_>) -> Set<'_> {
    set.exclude_from_history()
}

/// Keeps a text out of the history, and on this computer: Windows may send it to others.
#[cfg(windows)]
pub(super) fn secret(set: Set<'_>) -> Set<'_> {
    set.exclude_from_history().exclude_from_cloud()
}
