//! Backup codes, shown once: to be copied, saved or printed before anybody goes on. The codes are
//! read from the view alone, so they are gone with it.

use latchkey_ipc::command::{Copyable, MfaRequest};
use latchkey_ipc::secret::Revealed;
use latchkey_ipc::test_id;
use latchkey_ipc::view::BackupCodesView;
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::copy_button::{CopiedText, CopyButton};
use crate::components::icon::{Icon, IconView};
use crate::components::problem_text::ProblemText;
use crate::components::text_field::{PROBLEM_ID, on_check};
use crate::copy::wizard;
use crate::date;
use crate::frame::{Frame, use_frame};
use crate::hooks::focus::focus;
use crate::said::{quote, sentence};

#[derive(Properties, PartialEq)]
pub(crate) struct BackupCodesProps {
    pub(crate) view: BackupCodesView,
}

const WHY_NOT_ID: &str = "backup-done-why";

#[component]
pub(crate) fn BackupCodes(BackupCodesProps { view }: &BackupCodesProps) -> Html {
    let frame = use_frame();
    let checkbox = use_node_ref();
    let onchange = on_check(&frame.asks_with(|saved| MfaRequest::ConfirmSaved { saved }));
    let remind = {
        let checkbox = checkbox.clone();
        move |()| focus(&checkbox)
    };
    html! {
        <section class="card wizard">
            <div class="wizard-body">
                <p class="backup-about">{ wizard::BACKUP_ABOUT }</p>
                <div class="paper">
                    { paper_head(&frame) }
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
                    />
                    <Button
                        test_id={test_id::BACKUP_SAVE}
                        icon={Icon::Save}
                        label={wizard::SAVE}
                        busy_label={view.saving.then_some(wizard::SAVING)}
                        open={!view.saving}
                        on_press={frame.asks(MfaRequest::SaveBackupCodes)}
                    />
                    <Button
                        test_id={test_id::BACKUP_PRINT}
                        icon={Icon::Print}
                        label={wizard::PRINT}
                        on_press={frame.asks(MfaRequest::PrintBackupCodes)}
                    />
                </div>
                <CopiedText copied={view.copied} />
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
                <Button
                    kind={Kind::Primary}
                    test_id={test_id::BACKUP_DONE}
                    label={wizard::DONE}
                    open={view.confirmed}
                    described_by={(!view.confirmed).then_some(WHY_NOT_ID)}
                    on_press={frame.asks(MfaRequest::BackupCodesDone)}
                    on_refused={remind}
                />
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

/// What stands above the codes on paper and nowhere else: what they are, whose, and of when.
fn paper_head(frame: &Frame) -> Html {
    let instance = frame.instance.as_ref();
    let name = instance.and_then(|instance| instance.name.as_deref()).map(quote);
    let host = instance.map(|instance| quote(&instance.host));
    let account = frame.account.as_deref().map(wizard::paper_for);
    html! {
        <div class="paper-only" aria-hidden="true">
            <p class="paper-title">{ wizard::BACKUP_CODES }</p>
            <p>{ sentence(&wizard::paper_line([name, host, account, date::today()])) }</p>
        </div>
    }
}
