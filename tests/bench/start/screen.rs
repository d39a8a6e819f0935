//! What the display shows, as its own memory has it; and its keyboard.

use std::error::Error;
use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    ConnectionExt as _, ImageFormat, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, Keycode, Keysym, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

/// How often it is looked at.
const PAUSE: Duration = Duration::from_millis(2);
/// No start takes so long.
const PATIENCE: Duration = Duration::from_mins(1);

const SHIFT: Keysym = 0xffe1;
pub(crate) const TAB: Keysym = 0xff09;
pub(crate) const RETURN: Keysym = 0xff0d;

/// How a page is known: so many pixels of one colour above each other, at one place from the left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) left: i16,
    pub(crate) colour: u32,
    pub(crate) height: usize,
}

/// A connection to the display.
pub(crate) struct Screen {
    connection: RustConnection,
    root: Window,
    height: u16,
}

impl Screen {
    pub(crate) fn of(display: &str) -> Result<Self, Box<dyn Error>> {
        let (connection, number) = x11rb::connect(Some(display))?;
        let screen = connection.setup().roots.get(number).ok_or("the display has no screen")?;
        let (root, height) = (screen.root, screen.height_in_pixels);
        Ok(Self { connection, root, height })
    }

    /// Waits for a page, and gives the moment at which it was seen.
    pub(crate) fn wait_for(&self, mark: Mark) -> Result<Instant, Box<dyn Error>> {
        let deadline = Instant::now() + PATIENCE;
        while !self.shows(mark)? {
            if Instant::now() > deadline {
                return Err(format!("the page with {mark:?} never showed").into());
            }
            std::thread::sleep(PAUSE);
        }
        Ok(Instant::now())
    }

    fn shows(&self, mark: Mark) -> Result<bool, Box<dyn Error>> {
        let column = self.connection.get_image(
            ImageFormat::Z_PIXMAP,
            self.root,
            mark.left,
            0,
            1,
            self.height,
            u32::MAX,
        )?;
        let mut run = 0;
        Ok(column.reply()?.data.chunks_exact(4).any(|pixel| {
            let colour = match pixel {
                &[blue, green, red, _] => u32::from_be_bytes([0, red, green, blue]),
                _ => 0,
            };
            run = if colour == mark.colour { run + 1 } else { 0 };
            run >= mark.height
        }))
    }

    /// Hides every window, as minimising does.
    pub(crate) fn hide(&self) -> Result<(), Box<dyn Error>> {
        for window in self.connection.query_tree(self.root)?.reply()?.children {
            self.connection.unmap_window(window)?.check()?;
        }
        Ok(())
    }

    /// Types a text, all at once, into whatever has the keyboard.
    pub(crate) fn type_text(&self, text: &str) -> Result<(), Box<dyn Error>> {
        text.chars().try_for_each(|letter| self.press(u32::from(letter)))
    }

    /// Presses one key. The symbols of what has a letter are those of Latin 1.
    pub(crate) fn press(&self, symbol: Keysym) -> Result<(), Box<dyn Error>> {
        let (key, shifted) = self.key(symbol)?;
        let shift = if shifted { Some(self.key(SHIFT)?.0) } else { None };
        let both = shift.into_iter().chain([key]);
        let down = both.clone().map(|key| (KEY_PRESS_EVENT, key));
        let up = both.rev().map(|key| (KEY_RELEASE_EVENT, key));
        for (what, key) in down.chain(up) {
            self.connection.xtest_fake_input(what, key, 0, self.root, 0, 0, 0)?.check()?;
        }
        Ok(())
    }

    /// The key of a symbol, and whether it takes the shift key.
    fn key(&self, symbol: Keysym) -> Result<(Keycode, bool), Box<dyn Error>> {
        let (first, last) =
            (self.connection.setup().min_keycode, self.connection.setup().max_keycode);
        let map = self.connection.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        let keys = map.keysyms.chunks_exact(map.keysyms_per_keycode.into());
        (first..=last)
            .zip(keys)
            .find_map(|(key, symbols)| {
                let at = symbols.iter().take(2).position(|found| *found == symbol)?;
                Some((key, at == 1))
            })
            .ok_or_else(|| format!("the keyboard has no key for {symbol:#x}").into())
    }
}
