//! A phone number's field. The backend is asked about what is typed, and its answer is written into
//! the field. An answer about an older text is ignored.

use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use latchkey_ipc::command::MfaRequest;
use latchkey_ipc::view::PhoneEntry;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::backend::Request;
use crate::frame::Frame;
use crate::phone_entry::{Typed, caret_in, edited, without_dial_code};

/// What a page needs of a phone number's field.
pub(crate) struct PhoneField {
    /// What stands in it.
    pub(crate) text: AttrValue,
    /// The country, by its ISO code.
    pub(crate) country: AttrValue,
    /// The field itself.
    pub(crate) node: NodeRef,
    /// Whether the backend's entry is about what stands in the field.
    pub(crate) known: bool,
    /// Takes an edit.
    pub(crate) on_edit: Callback<InputEvent>,
    /// Takes a country.
    pub(crate) on_country: Callback<String>,
    /// Sends what stands in it.
    pub(crate) on_submit: Callback<()>,
}

/// Milliseconds in which the backend is asked once at most, however fast somebody types.
const PAUSE_MS: u32 = 150;

struct Held {
    text: String,
    country: String,
    /// Runs from one question to the time when the next may follow.
    pause: Option<Timeout>,
    /// Whether something was typed in that time.
    changed: bool,
}

/// Keeps a phone number's field.
#[hook]
pub(crate) fn use_phone_field(entry: &PhoneEntry, frame: &Frame) -> PhoneField {
    let held = use_mut_ref(|| Held {
        text: entry.formatted.clone(),
        country: entry.country.clone(),
        pause: None,
        changed: false,
    });
    let node = use_node_ref();
    let redraw = use_force_update();
    {
        let (held, node, redraw) = (held.clone(), node.clone(), redraw.clone());
        use_effect_with(entry.clone(), move |entry| {
            if entry.typed == held.borrow().text {
                take(&held, &node, entry);
                redraw.force_update();
            }
        });
    }

    let on_edit = {
        let (held, send, redraw) = (held.clone(), frame.send.clone(), redraw.clone());
        let formatted = entry.formatted.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let raw = input.value();
            let before = held.borrow().text.clone();
            let text = if before == formatted {
                let forward = event.input_type() == "deleteContentForward";
                let caret = caret(&input);
                let Typed { text, caret } =
                    edited(&before, Typed { text: raw.clone(), caret }, forward);
                write(&input, &raw, &text, (caret, caret));
                text
            } else {
                raw
            };
            held.borrow_mut().text = text;
            ask(&held, &send);
            redraw.force_update();
        })
    };
    let on_country = {
        let (held, send, redraw) = (held.clone(), frame.send.clone(), redraw.clone());
        let countries = frame.countries.clone();
        Callback::from(move |country: String| {
            {
                let held = &mut *held.borrow_mut();
                // A dial code in the field would choose its own country again.
                if let Some(old) = countries.iter().find(|old| old.iso == held.country) {
                    held.text = without_dial_code(&held.text, old.dial_code);
                }
                held.country = country;
            }
            ask(&held, &send);
            redraw.force_update();
        })
    };

    let on_submit = {
        let held = held.clone();
        frame.asks_with(move |()| {
            let held = &mut *held.borrow_mut();
            // A question that came after it would take its refusal away.
            (held.pause, held.changed) = (None, false);
            MfaRequest::SubmitPhone { country: held.country.clone(), text: held.text.clone() }
        })
    };
    {
        let held = held.clone();
        use_effect_with((), move |()| move || held.borrow_mut().pause = None);
    }

    let (text, country) = {
        let held = held.borrow();
        (AttrValue::from(held.text.clone()), AttrValue::from(held.country.clone()))
    };
    let known = entry.country.as_str() == country.as_str()
        && (entry.formatted.as_str() == text.as_str() || entry.typed.as_str() == text.as_str());
    PhoneField { text, country, node, known, on_edit, on_country, on_submit }
}

/// Asks the backend about what the field holds. What is typed in the pause that follows is asked
/// about at its end.
fn ask(held: &Rc<RefCell<Held>>, send: &Callback<Request>) {
    let request = {
        let now = &mut *held.borrow_mut();
        if now.pause.is_some() {
            now.changed = true;
            return;
        }
        let (then, send) = (Rc::clone(held), send.clone());
        now.pause = Some(Timeout::new(PAUSE_MS, move || {
            let changed = {
                let then = &mut *then.borrow_mut();
                then.pause = None;
                mem::take(&mut then.changed)
            };
            if changed {
                ask(&then, &send);
            }
        }));
        MfaRequest::TypePhone { country: now.country.clone(), text: now.text.clone() }
    };
    send.emit(request.into());
}

fn take(held: &Rc<RefCell<Held>>, node: &NodeRef, entry: &PhoneEntry) {
    let mut held = held.borrow_mut();
    if let Some(input) = node.cast::<HtmlInputElement>() {
        let place =
            |at: Option<u32>| caret_in(&entry.formatted, &entry.typed, at.unwrap_or(u32::MAX));
        let start = place(input.selection_start().ok().flatten());
        let end = place(input.selection_end().ok().flatten());
        write(&input, &entry.typed, &entry.formatted, (start, end));
    }
    held.text.clone_from(&entry.formatted);
    held.country.clone_from(&entry.country);
}

/// Replaces what stands in the field. The caret is left alone in a field without the keyboard:
/// some webviews would give it the keyboard.
fn write(input: &HtmlInputElement, old: &str, new: &str, (start, end): (u32, u32)) {
    if old == new || input.value() != old {
        return;
    }
    input.set_value(new);
    if input.matches(":focus").unwrap_or(false) {
        // A field that cannot have a selection keeps its caret at the end.
        let _unsupported = input.set_selection_range(start, end);
    }
}

fn caret(input: &HtmlInputElement) -> u32 {
    input.selection_start().ok().flatten().unwrap_or(u32::MAX)
}
