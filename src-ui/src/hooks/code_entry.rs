//! A code field's text and its way to the backend.

use latchkey_ipc::secret::SecretText;
use yew::prelude::*;

use crate::code_entry::{CodeEntry, CodeKind, Pasted};
use crate::frame::use_frame;
use crate::gate::Gate;
use crate::hooks::focus::focus;

/// What a page needs of a code field.
pub(crate) struct CodeField {
    /// What stands in it.
    pub(crate) text: AttrValue,
    /// The field itself.
    pub(crate) node: NodeRef,
    /// Takes what stands in it after an edit.
    pub(crate) on_edit: Callback<String>,
    /// Takes what is pasted. True where it is settled with that, false where the field takes it.
    pub(crate) on_paste: Callback<String, bool>,
    /// Whether there was no code in what came into the field last, all at once.
    pub(crate) had_no_code: bool,
    /// Sends it.
    pub(crate) on_send: Callback<()>,
}

/// Keeps a code field: it sends a complete code once and clears a refused one once.
#[hook]
pub(crate) fn use_code_entry(
    kind: CodeKind,
    attempt: u64,
    gate: Gate,
    on_code: &Callback<SecretText>,
) -> CodeField {
    let frame = use_frame();
    let entry = use_mut_ref(|| CodeEntry::new(kind, attempt));
    let node = use_node_ref();
    let redraw = use_force_update();

    let deliver = {
        let on_code = on_code.clone();
        Callback::from(move |code: Option<String>| {
            if let Some(code) = code {
                on_code.emit(SecretText::new(code));
            }
        })
    };

    {
        let (entry, node, redraw, deliver) =
            (entry.clone(), node.clone(), redraw.clone(), deliver.clone());
        let rest = (attempt, frame.revision, frame.failures, gate.is_busy());
        use_effect_with(rest, move |(attempt, _, _, busy)| {
            if !busy {
                let held = entry.borrow().text().is_empty();
                let next = entry.borrow_mut().rested(*attempt, gate.is_open());
                if !held && entry.borrow().text().is_empty() {
                    focus(&node);
                }
                deliver.emit(next);
                redraw.force_update();
            }
        });
    }

    let on_edit = {
        let (entry, redraw, deliver) = (entry.clone(), redraw.clone(), deliver.clone());
        Callback::from(move |raw: String| {
            let next = entry.borrow_mut().typed(&raw, gate.is_open());
            deliver.emit(next);
            redraw.force_update();
        })
    };
    let on_paste = {
        let (entry, redraw, deliver) = (entry.clone(), redraw.clone(), deliver.clone());
        Callback::from(move |raw: String| {
            let pasted = entry.borrow_mut().pasted(&raw, gate.is_open());
            match pasted {
                Pasted::Typed => false,
                Pasted::Settled(code) => {
                    deliver.emit(code);
                    redraw.force_update();
                    true
                }
            }
        })
    };
    let on_send = {
        let entry = entry.clone();
        Callback::from(move |()| {
            let next = entry.borrow_mut().pressed();
            deliver.emit(next);
        })
    };
    let text = AttrValue::from(entry.borrow().text().to_owned());
    let had_no_code = entry.borrow().had_no_code();
    CodeField { text, node, on_edit, on_paste, had_no_code, on_send }
}
