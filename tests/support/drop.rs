//! Something that is dropped onto the window from another program, by the protocol of X (XDND 5).

use std::error::Error;

use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;
use x11rb::{COPY_FROM_PARENT, CURRENT_TIME};

use crate::display::Display;
use crate::wait::until;

/// Of the protocol.
const VERSION: u32 = 5;
/// After how many looks at the answers the pointer moves again: a few times a second, as a hand does.
const MOVE_EVERY: u32 = 8;

impl Display {
    /// Drops an address onto the middle of the program's window, as a file manager or a browser does.
    /// Gives how often the window asked what it is.
    ///
    /// # Errors
    /// When the display ends.
    pub async fn drop_address(&self, address: &str) -> Result<u32, Box<dyn Error>> {
        let mut dragged = Dragged::over(self, address)?;
        let mut looks = 0_u32;
        let accepted = until(async || {
            if looks.is_multiple_of(MOVE_EVERY) {
                dragged.move_to_the_middle().ok()?;
            }
            looks += 1;
            dragged.answer().ok()?;
            dragged.accepted.then_some(())
        });
        if accepted.await.is_ok() {
            dragged.let_go()?;
            let taken = until(async || {
                dragged.answer().ok()?;
                dragged.finished.then_some(())
            });
            taken.await.map_err(|_| "the window never took what was dropped")?;
        }
        Ok(dragged.asked)
    }
}

/// What the hand holds, and what the window said so far.
struct Dragged {
    display: RustConnection,
    root: Window,
    source: Window,
    target: Window,
    address: String,
    accepted: bool,
    finished: bool,
    asked: u32,
}

impl Dragged {
    fn over(display: &Display, address: &str) -> Result<Self, Box<dyn Error>> {
        let target = display.program().parse()?;
        let (display, screen) = x11rb::connect(Some(display.name()))?;
        let root = display.setup().roots.get(screen).ok_or("no screen")?.root;
        let source = display.generate_id()?;
        let (class, aux) = (WindowClass::INPUT_ONLY, CreateWindowAux::new());
        let (depth, visual) = (0, COPY_FROM_PARENT);
        display.create_window(depth, source, root, 0, 0, 1, 1, 0, class, visual, &aux)?;
        let address = format!("{address}\r\n");
        let dragged = Self {
            display,
            root,
            source,
            target,
            address,
            accepted: false,
            finished: false,
            asked: 0,
        };
        let selection = dragged.atom("XdndSelection")?;
        dragged.display.set_selection_owner(source, selection, CURRENT_TIME)?;
        let list = dragged.atom("text/uri-list")?;
        dragged.tell("XdndEnter", [source, VERSION << 24, list, 0, 0])?;
        Ok(dragged)
    }

    fn move_to_the_middle(&self) -> Result<(), Box<dyn Error>> {
        let size = self.display.get_geometry(self.target)?.reply()?;
        let (x, y) = (i16::try_from(size.width / 2)?, i16::try_from(size.height / 2)?);
        let at = self.display.translate_coordinates(self.target, self.root, x, y)?.reply()?;
        let (x, y) = (u32::try_from(at.dst_x)?, u32::try_from(at.dst_y)?);
        let copy = self.atom("XdndActionCopy")?;
        self.tell("XdndPosition", [self.source, 0, x << 16 | y, CURRENT_TIME, copy])
    }

    fn let_go(&self) -> Result<(), Box<dyn Error>> {
        self.tell("XdndDrop", [self.source, 0, CURRENT_TIME, 0, 0])
    }

    /// Hears what the window says, and gives it what it asks for.
    fn answer(&mut self) -> Result<(), Box<dyn Error>> {
        let (status, finished) = (self.atom("XdndStatus")?, self.atom("XdndFinished")?);
        while let Some(event) = self.display.poll_for_event()? {
            if let Event::ClientMessage(said) = event {
                let [_, accepts, ..] = said.data.as_data32();
                self.accepted |= said.type_ == status && accepts & 1 == 1;
                self.finished |= said.type_ == finished;
            } else if let Event::SelectionRequest(question) = event {
                self.asked += 1;
                self.give(&question)?;
            }
        }
        Ok(())
    }

    fn give(&self, question: &SelectionRequestEvent) -> Result<(), Box<dyn Error>> {
        let known = question.target == self.atom("text/uri-list")?;
        let property = if known { question.property } else { AtomEnum::NONE.into() };
        if known {
            self.display.change_property8(
                PropMode::REPLACE,
                question.requestor,
                property,
                question.target,
                self.address.as_bytes(),
            )?;
        }
        let answer = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: question.time,
            requestor: question.requestor,
            selection: question.selection,
            target: question.target,
            property,
        };
        self.display.send_event(false, question.requestor, EventMask::NO_EVENT, answer)?.check()?;
        Ok(())
    }

    fn tell(&self, what: &str, data: [u32; 5]) -> Result<(), Box<dyn Error>> {
        let message = ClientMessageEvent::new(32, self.target, self.atom(what)?, data);
        self.display.send_event(false, self.target, EventMask::NO_EVENT, message)?.check()?;
        Ok(())
    }

    fn atom(&self, name: &str) -> Result<Atom, Box<dyn Error>> {
        Ok(self.display.intern_atom(false, name.as_bytes())?.reply()?.atom)
    }
}
