//! Manage MFA: the second factors of the account, and every change of them.

mod ask;
mod phones;
mod row;
mod sections;

use latchkey_ipc::test_id;
use latchkey_ipc::view::{ManageMfaView, MfaTarget};
use yew::prelude::*;

use self::ask::{Ask, Confirmation};
use self::phones::phones;
use self::row::Controls;
use self::sections::{backup_codes_card, totp_card, ways_card};
use crate::components::backup_codes::BackupCodes;
use crate::components::icon::{Icon, IconView};
use crate::components::problem_text::ProblemText;
use crate::components::refreshed::Refreshed;
use crate::components::shell::ShellPage;
use crate::components::submit::wait;
use crate::components::text_field::PROBLEM_ID;
use crate::components::verified_for::VerifiedFor;
use crate::copy::mfa;
use crate::frame::{PageProps, use_frame};
use crate::gate::{self, Gate};
use crate::hooks::countdown::use_gate;
use crate::hooks::focus::use_first_focus;
use crate::hooks::modal::use_focus_kept;
use crate::said::sentence;

/// The id of the words that say why the state could not be asked for. A row may tell a problem too.
const REFRESH_PROBLEM_ID: &str = "refresh-problem";

#[component]
pub(crate) fn ManageMfa(PageProps { view }: &PageProps<ManageMfaView>) -> Html {
    let frame = use_frame();
    let gate = use_gate(view.activity);
    let heading = use_node_ref();
    let asked = use_state(|| None::<Ask>);
    use_first_focus(&heading);
    use_focus_kept((view.phones.clone(), view.codes.is_some()));
    // What is no longer there cannot be asked about, nor asked about again when it comes back.
    let ask = asked.as_ref().filter(|ask| view.codes.is_none() && ask.concerns(view)).cloned();
    {
        let (asked, outdated) = (asked.clone(), asked.is_some() && ask.is_none());
        use_effect_with(outdated, move |outdated| {
            if *outdated {
                asked.set(None);
            }
        });
    }

    let problem = view.problem.as_ref().map(|failed| &failed.problem);
    let shown = gate.shown(problem);
    let refresh_problem = view.refresh_problem.as_ref().filter(|_| !view.refreshing);
    let controls = Controls {
        gate,
        busy: view.busy.clone(),
        problem: view.problem.as_ref().map(|failed| failed.target.clone()).zip(shown.clone()),
        frame: frame.clone(),
        on_ask: {
            let asked = asked.clone();
            Callback::from(move |ask| asked.set(Some(ask)))
        },
    };
    let (title, lead) = if view.codes.is_some() {
        (mfa::CODES_TITLE, mfa::CODES_LEAD)
    } else {
        (mfa::TITLE, mfa::lead(view.password))
    };
    let state = if view.refreshing && gate.is_open() {
        gate::BUSY
    } else {
        gate.page_state(problem.or(refresh_problem))
    };
    let beside = view.problem.as_ref().is_some_and(|failed| has_place(view, &failed.target));
    let on_close = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(None))
    };
    html! {
        <>
            <ShellPage
                test_id={test_id::PAGE_MANAGE_MFA}
                {state}
                title={html! { title }}
                lead={html! { <p>{ lead }</p> }}
                aside={if view.codes.is_none() { facts(view, gate) } else { html! {} }}
                {heading}
            >
                <p class="visually-hidden" role="status">
                    if gate.is_busy() && view.busy.is_some() {
                        { mfa::CHANGING }
                    }
                </p>
                if view.required {
                    <div class="callout">
                        <IconView icon={Icon::Shield} />
                        <p>{ sentence(&mfa::required(&frame.service())) }</p>
                    </div>
                }
                if !beside {
                    <ProblemText problem={shown.clone()} id={PROBLEM_ID} />
                }
                if view.codes.is_none() && (beside || shown.is_none()) {
                    <ProblemText problem={gate.shown(refresh_problem)} id={REFRESH_PROBLEM_ID} />
                }
                if !beside || shown.is_none() {
                    { wait(gate) }
                }
                if let Some(codes) = view.codes.clone() {
                    <BackupCodes view={codes} />
                } else {
                    if !view.required {
                        { ways_card(view) }
                    }
                    if let Some(totp) = &view.totp {
                        { totp_card(totp, &controls) }
                    }
                    if view.phones_offered {
                        { phones(view, &controls) }
                    }
                    if let Some(codes) = view.backup_codes {
                        { backup_codes_card(codes, &controls) }
                    }
                }
            </ShellPage>
            if let Some((key, ask)) = ask.map(|ask| (format!("{ask:?}"), ask)) {
                <Confirmation
                    key={key}
                    {ask}
                    view={view.clone()}
                    busy={!gate.is_open()}
                    {on_close}
                />
            }
        </>
    }
}

/// How old all this is, and how long the last proof still counts.
fn facts(view: &ManageMfaView, gate: Gate) -> Html {
    html! {
        <div class="page-facts">
            <Refreshed at={view.refreshed_at} open={gate.may_ask() && !view.refreshing} />
            <VerifiedFor remaining_ms={view.verified_for_ms} />
        </div>
    }
}

/// Whether the row or card that a change concerned is on the page, so that it can show the problem.
fn has_place(view: &ManageMfaView, target: &MfaTarget) -> bool {
    view.codes.is_none()
        && match target {
            MfaTarget::Totp => view.totp.is_some(),
            MfaTarget::Phone(id) => {
                view.phones_offered && view.phones.iter().any(|phone| phone.id == *id)
            }
            MfaTarget::BackupCodes => view.backup_codes.is_some(),
        }
}
