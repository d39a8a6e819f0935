//! A phone number's field: the backend looks at each edit, and its answer about what the field holds
//! is written into it. An answer about an older text is ignored.

use std::cell::RefCell;
use std::rc::Rc;

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
}

struct Held {
    text: String,
    country: String,
}

/// Keeps a phone number's field.
#[hook]
pub(crate) fn use_phone_field(entry: &PhoneEntry, frame: &Frame) -> PhoneField {
    let held =
        use_mut_ref(|| Held { text: entry.formatted.clone(), country: entry.country.clone() });
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

    let ask = {
        let send = frame.send.clone();
        let held = held.clone();
        Callback::from(move |()| {
            let Held { text, country } = &*held.borrow();
            let (text, country) = (text.clone(), country.clone());
            send.emit(Request::Mfa(MfaRequest::TypePhone { country, text }));
        })
    };
    let on_edit = {
        let (held, ask, redraw) = (held.clone(), ask.clone(), redraw.clone());
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
            ask.emit(());
            redraw.force_update();
        })
    };
    let on_country = {
        let (held, redraw) = (held.clone(), redraw.clone());
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
            ask.emit(());
            redraw.force_update();
        })
    };

    let (text, country) = {
        let held = held.borrow();
        (AttrValue::from(held.text.clone()), AttrValue::from(held.country.clone()))
    };
    let known = entry.country.as_str() == country.as_str()
        && (entry.formatted.as_str() == text.as_str() || entry.typed.as_str() == text.as_str());
    PhoneField { text, country, node, known, on_edit, on_country }
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
