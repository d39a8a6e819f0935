//! What is started, and how its page is known.

use std::path::{Path, PathBuf};

use latchkey_emulator::RunningEmulator;
use latchkey_tests::environment;
use latchkey_tests::window::Launch;

use crate::screen::Mark;

/// The button of the form, in the colour of the product: 42 pixels less its round corners.
const FORM: Mark = Mark { left: 520, colour: 0x0c_6b_58, height: 36 };
/// The round picture at the head of the account, left of its letters.
const ACCOUNT: Mark = Mark { left: 418, colour: 0xe3_f1_ec, height: 38 };

/// Something that is started again and again.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    pub(crate) launch: Launch,
    pub(crate) mark: Mark,
}

/// The bare window.
pub(crate) fn floor(program: PathBuf) -> Peer {
    Peer { name: "floor", launch: launch(program, Vec::new(), Vec::new()), mark: FORM }
}

/// Latchkey with nobody signed in.
pub(crate) fn signed_out(
    name: &'static str,
    program: &Path,
    folder: &Path,
    server: &RunningEmulator,
) -> Peer {
    Peer { name, launch: latchkey(program, folder, server), mark: FORM }
}

/// Latchkey with somebody signed in, from what an earlier run sealed in the folder.
pub(crate) fn signed_in(
    name: &'static str,
    program: &Path,
    folder: &Path,
    server: &RunningEmulator,
) -> Peer {
    Peer { name, launch: latchkey(program, folder, server), mark: ACCOUNT }
}

fn latchkey(program: &Path, folder: &Path, server: &RunningEmulator) -> Launch {
    let args = [
        format!("--publishable-key={}", server.publishable_key()),
        format!("--fapi-url={}", server.base_url()),
    ];
    let folder = ("LATCHKEY_DATA_DIR".to_owned(), folder.display().to_string());
    launch(program.to_owned(), args.to_vec(), vec![folder])
}

fn launch(program: PathBuf, args: Vec<String>, mut env: Vec<(String, String)>) -> Launch {
    let card = environment::draws_for_a_card();
    // As people start it: each draws as it thinks best.
    env.push(("WEBKIT_FORCE_COMPOSITING_MODE".to_owned(), "0".to_owned()));
    Launch { program, args, env, bus: true, card, dark: false }
}
