//! Backup codes, shown once: to be copied, saved or printed before anybody goes on. The codes are
//! read from the view alone, so they are gone with it.

use latchkey_ipc::command::{Copyable, MfaRequest};
use latchkey_ipc::secret::Revealed;
use latchkey_ipc::test_id;
use latchkey_ipc::view::BackupCodesView;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::backend::Request;
use crate::components::copy_button::{CopiedText, CopyButton};
use crate::components::icon::{Icon, IconView};
use crate::components::problem_text::ProblemText;
use crate::components::text_field::PROBLEM_ID;
use crate::copy::wizard;
use crate::date;
use crate::hooks::focus::focus;
use crate::pages::Frame;

#[derive(Properties, PartialEq)]
pub(crate) struct BackupCodesProps {
    pub(crate) view: BackupCodesView,
    pub(crate) frame: Frame,
}

const WHY_NOT_ID: &str = "backup-done-why";

#[component]
pub(crate) fn BackupCodes(props: &BackupCodesProps) -> Html {
    let BackupCodesProps { view, frame } = props;
    let checkbox = use_node_ref();
    let save = {
        let (send, saving) = (frame.send.clone(), view.saving);
        Callback::from(move |_: MouseEvent| {
            if !saving {
                send.emit(Request::Mfa(MfaRequest::SaveBackupCodes));
            }
        })
    };
    let onchange = frame.send.reform(|event: Event| {
        let saved = event.target_unchecked_into::<HtmlInputElement>().checked();
        Request::Mfa(MfaRequest::ConfirmSaved { saved })
    });
    let done = {
        let (send, confirmed, checkbox) = (frame.send.clone(), view.confirmed, checkbox.clone());
        Callback::from(move |_: MouseEvent| {
            if confirmed {
                send.emit(Request::Mfa(MfaRequest::BackupCodesDone));
            } else {
                focus(&checkbox);
            }
        })
    };
    html! {
        <section class="card wizard">
            <div class="wizard-body">
                <p class="backup-about">{ wizard::BACKUP_ABOUT }</p>
                <div class="paper">
                    <PaperHead frame={frame.clone()} />
                    <ol
                        class="backup-codes"
                        role="list"
                        data-testid={test_id::BACKUP_CODES}
                        aria-label={wizard::BACKUP_CODES}
                    >
                        { for view.codes.iter().map(code) }
                    </ol>
                    <p class="paper-only">{ wizard::PAPER_ABOUT }</p>
                </div>
                <div class="keep">
                    <CopyButton
                        test_id={test_id::BACKUP_COPY}
                        what={Copyable::BackupCodes}
                        copied={view.copied}
                        frame={frame.clone()}
                    />
                    <button
                        type="button"
                        class="button quiet"
                        data-testid={test_id::BACKUP_SAVE}
                        aria-disabled={view.saving.then_some("true")}
                        onclick={save}
                    >
                        if view.saving {
                            <span class="spinner" aria-hidden="true" />
                            { wizard::SAVING }
                        } else {
                            <IconView icon={Icon::Save} />
                            { wizard::SAVE }
                        }
                    </button>
                    <button
                        type="button"
                        class="button quiet"
                        data-testid={test_id::BACKUP_PRINT}
                        onclick={frame.asks::<MouseEvent>(Request::Mfa(MfaRequest::PrintBackupCodes))}
                    >
                        <IconView icon={Icon::Print} />
                        { wizard::PRINT }
                    </button>
                </div>
                <CopiedText copied={view.copied} arrived_at={frame.arrived_at} />
                <div role="status">
                    if let Some(name) = &view.saved_to {
                        <p class="saved-to">
                            <IconView icon={Icon::Check} />
                            <span>
                                { wizard::SAVED_AS }
                                <span class="file-name" data-testid={test_id::BACKUP_FILE}>{ name.clone() }</span>
                            </span>
                        </p>
                    }
                </div>
                <ProblemText problem={view.problem.clone()} id={PROBLEM_ID} />
            </div>
            <div class="wizard-foot">
                <label class="check">
                    <input
                        ref={checkbox}
                        type="checkbox"
                        data-testid={test_id::BACKUP_SAVED}
                        checked={view.confirmed}
                        {onchange}
                    />
                    <span>{ wizard::HAVE_SAVED }</span>
                </label>
                <span class="spread" />
                if !view.confirmed {
                    <p class="visually-hidden" id={WHY_NOT_ID}>{ wizard::SAVE_FIRST }</p>
                }
                <button
                    type="button"
                    class="button primary"
                    data-testid={test_id::BACKUP_DONE}
                    aria-disabled={(!view.confirmed).then_some("true")}
                    aria-describedby={(!view.confirmed).then_some(WHY_NOT_ID)}
                    onclick={done}
                >
                    { wizard::DONE }
                </button>
            </div>
        </section>
    }
}

fn code(code: &Revealed) -> Html {
    html! {
        <li>
            // EXPOSE: the page exists to show these codes, once.
            <code data-testid={test_id::BACKUP_CODE}>{ code.expose().to_owned() }</code>
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct PaperHeadProps {
    frame: Frame,
}

/// What stands above the codes on paper and nowhere else: what they are, whose, and of when.
#[component]
fn PaperHead(props: &PaperHeadProps) -> Html {
    let instance = props.frame.instance.as_ref();
    let name = instance.and_then(|instance| instance.name.clone());
    let host = instance.map(|instance| instance.host.clone());
    let account = props.frame.account.as_deref().map(wizard::paper_for);
    html! {
        <div class="paper-only" aria-hidden="true">
            <p class="paper-title">{ wizard::BACKUP_CODES }</p>
            <p>{ wizard::paper_line([name, host, account, date::today()]) }</p>
        </div>
    }
}
