//! Asks before something is done that cannot be undone. The safe answer has the keyboard.

use latchkey_ipc::test_id;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::dialog::Dialog;
use crate::copy::buttons;
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
    /// The label of the button that does it.
    pub(crate) confirm: &'static str,
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
    let open = !props.busy && (*understood || props.second_confirmation.is_none());
    let on_confirm = {
        let on_confirm = props.on_confirm.clone();
        Callback::from(move |_: MouseEvent| {
            if open {
                on_confirm.emit(());
            }
        })
    };
    let onchange = {
        let understood = understood.clone();
        Callback::from(move |event: Event| {
            understood.set(event.target_unchecked_into::<HtmlInputElement>().checked());
        })
    };
    let act = if props.destructive { "button danger" } else { "button primary" };
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
            <div class="dialog-actions">
                <button
                    ref={cancel_node}
                    type="button"
                    class="button quiet"
                    data-testid={test_id::CANCEL}
                    onclick={props.on_cancel.reform(|_: MouseEvent| ())}
                >
                    { props.cancel }
                </button>
                <button
                    type="button"
                    class={act}
                    data-testid={test_id::CONFIRM}
                    aria-disabled={(!open).then_some("true")}
                    onclick={on_confirm}
                >
                    { props.confirm }
                </button>
            </div>
        </Dialog>
    }
}
