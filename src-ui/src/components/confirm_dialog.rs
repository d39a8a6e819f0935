//! Asks before something is done that cannot be undone. The safe answer has the keyboard.

use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::dialog::Dialog;
use crate::components::text_field::{TextField, on_check};
use crate::copy::{buttons, profile};
use crate::frame::Needs;
use crate::hooks::focus::use_first_focus;
use crate::hooks::id_scope::IdScope;

#[derive(Properties, PartialEq)]
pub(crate) struct ConfirmDialogProps {
    /// Names the thing.
    pub(crate) title: Html,
    /// Says what will follow.
    pub(crate) lead: Html,
    /// More about it.
    #[prop_or_default]
    pub(crate) details: Option<Html>,
    /// What the person has to tick first, where that is asked for.
    #[prop_or_default]
    pub(crate) second_confirmation: Option<AttrValue>,
    /// What the person has to type first, where that is asked for.
    #[prop_or_default]
    pub(crate) word: Option<&'static str>,
    /// The label of the button that does it.
    pub(crate) confirm: &'static str,
    /// What that button needs.
    #[prop_or(Needs::Certainty)]
    pub(crate) needs: Needs,
    /// Whether something is lost by it.
    #[prop_or(true)]
    pub(crate) destructive: bool,
    /// It cannot be done just now.
    #[prop_or_default]
    pub(crate) busy: bool,
    #[prop_or(buttons::CANCEL)]
    pub(crate) cancel: &'static str,
    pub(crate) on_confirm: Callback<()>,
    pub(crate) on_cancel: Callback<()>,
}

#[component]
pub(crate) fn ConfirmDialog(props: &ConfirmDialogProps) -> Html {
    let cancel_node = use_node_ref();
    let understood = use_state(|| false);
    use_first_focus(&cancel_node);
    let typed = use_state(String::new);
    let is_typed = props.word.is_none_or(|word| typed.trim().eq_ignore_ascii_case(word));
    let ticked = *understood || props.second_confirmation.is_none();
    let open = !props.busy && ticked && is_typed;
    let onchange = on_check(&Callback::from({
        let understood = understood.clone();
        move |ticked| understood.set(ticked)
    }));
    html! {
        <Dialog
            test_id={test_id::DIALOG_CONFIRM}
            scope={IdScope("confirm")}
            role="alertdialog"
            title={props.title.clone()}
            lead={props.lead.clone()}
            details={props.details.clone()}
            on_cancel={props.on_cancel.clone()}
        >
            if let Some(text) = &props.second_confirmation {
                <label class="check second-confirmation">
                    <input
                        type="checkbox"
                        data-testid={test_id::CONFIRM_LAST}
                        checked={*understood}
                        {onchange}
                    />
                    <span>{ text.clone() }</span>
                </label>
            }
            if let Some(word) = props.word {
                <TextField
                    id="confirm-word"
                    test_id={test_id::CONFIRM_WORD}
                    label={profile::TYPE_WORD}
                    value={(*typed).clone()}
                    on_edit={Callback::from(move |text| typed.set(text))}
                    autocomplete="off"
                    {word}
                />
            }
            <div class="dialog-actions">
                <Button
                    test_id={test_id::CANCEL}
                    label={props.cancel}
                    node={cancel_node}
                    on_press={props.on_cancel.clone()}
                />
                <Button
                    kind={if props.destructive { Kind::Danger } else { Kind::Primary }}
                    needs={props.needs}
                    test_id={test_id::CONFIRM}
                    label={props.confirm}
                    {open}
                    on_press={props.on_confirm.clone()}
                />
            </div>
        </Dialog>
    }
}
