//! Wipes memory that is freed: passwords, codes and keys pass through buffers of libraries that do not
//! wipe them. The program puts [`Wiping`] in place as its allocator and calls [`in_c_too`] first of all.

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

/// The system's allocator, which wipes what Rust code frees.
pub type Wiping = ZeroAlloc<System>;

/// The allocator, to be named as the global one.
pub const WIPING: Wiping = ZeroAlloc(System);

/// Has the C library overwrite what others free: on its way to the webview each answer to the page is
/// copied by `GLib`. glibc does so for blocks of more than a kilobyte (`M_PERTURB` in `mallopt(3)`; smaller ones
/// go to a cache of their thread first). Elsewhere there is no such setting, and nothing happens.
pub fn in_c_too() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    glibc::overwrite();
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod glibc {
    /// Blocks are filled with this when they are freed, and with its complement when they are handed out:
    /// whoever reads a new one too early finds zeros.
    const FREED: i32 = 0xff;

    #[expect(unsafe_code, reason = "the C library is the only one that can do it")]
    pub(crate) fn overwrite() {
        // SAFETY: it takes two numbers, and locks what it changes.
        unsafe { libc::mallopt(libc::M_PERTURB, FREED) };
    }
}

#[cfg(all(test, target_os = "linux", target_env = "gnu"))]
mod tests {
    use std::fs::File;
    use std::os::unix::fs::FileExt as _;

    /// What a block holds that was freed just now, read as another program would.
    fn freed(size: usize) -> Vec<u8> {
        let block = vec![b'x'; size];
        let address = block.as_ptr() as u64;
        // Keeps the block from being joined with the free memory behind it.
        let _neighbour = vec![0_u8; size];
        drop(block);
        let mut left = vec![0; 64];
        let middle = address + size as u64 / 2;
        let memory = File::open("/proc/self/mem").expect("our own memory");
        memory.read_exact_at(&mut left, middle).expect("it is mapped");
        left
    }

    #[test]
    fn what_is_freed_is_overwritten() {
        super::in_c_too();
        assert_eq!(freed(8_000), [0xff; 64]);
    }
}
