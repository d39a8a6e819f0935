//! The key of the authenticator app: a QR code for cameras, and the same as text.

use latchkey_ipc::command::{Copyable, MfaRequest};
use latchkey_ipc::error::Problem;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{ClockDifference, TotpKeyView};
use yew::prelude::*;

use crate::backend::Request;
use crate::components::clock_warning::ClockWarning;
use crate::components::copy_button::{CopiedText, CopyButton};
use crate::components::problem_text::ProblemText;
use crate::components::qr_code::QrCodeView;
use crate::components::submit::Submit;
use crate::components::text_field::PROBLEM_ID;
use crate::copy::wizard;
use crate::gate::Gate;
use crate::pages::Frame;

#[derive(Properties, PartialEq)]
pub(super) struct KeyStepProps {
    pub(super) totp: TotpKeyView,
    /// Whether the key is shown as text.
    pub(super) as_text: bool,
    /// Takes how to show the key.
    pub(super) on_show: Callback<bool>,
    pub(super) clock: Option<ClockDifference>,
    /// The problem to show.
    pub(super) problem: Option<Problem>,
    pub(super) gate: Gate,
    /// The way out.
    pub(super) leave: Html,
    pub(super) frame: Frame,
}

#[component]
pub(super) fn KeyStep(props: &KeyStepProps) -> Html {
    let KeyStepProps { totp, as_text, on_show, clock, problem, gate, leave, frame } = props;
    let gate = *gate;
    let way = |test_id: &'static str, label: &'static str, text: bool| {
        html! {
            <button
                type="button"
                class="segment"
                data-testid={test_id}
                aria-pressed={if *as_text == text { "true" } else { "false" }}
                onclick={on_show.reform(move |_: MouseEvent| text)}
            >
                { label }
            </button>
        }
    };
    let onsubmit = {
        let send = frame.send.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if gate.is_open() {
                send.emit(Request::Mfa(MfaRequest::ContinueTotp));
            }
        })
    };
    let reset = {
        let send = frame.send.clone();
        Callback::from(move |_: MouseEvent| {
            if gate.is_open() {
                send.emit(Request::Mfa(MfaRequest::ResetTotp));
            }
        })
    };
    html! {
        <form class="card wizard" novalidate=true {onsubmit}>
            <div class="wizard-body">
                <ClockWarning clock={*clock} />
                <div class="segments" role="group" aria-label={wizard::WAYS}>
                    { way(test_id::SHOW_QR, wizard::SHOW_QR, false) }
                    { way(test_id::SHOW_URI, wizard::SHOW_URI, true) }
                </div>
                if *as_text {
                    <KeyText totp={totp.clone()} frame={frame.clone()} />
                } else {
                    <div class="scan">
                        <QrCodeView code={totp.qr.clone()} label={wizard::QR_LABEL} />
                        <Instructions totp={totp.clone()} scan=true />
                    </div>
                }
                <CopiedText copied={totp.copied} arrived_at={frame.arrived_at} />
                <ProblemText problem={problem.clone()} id={PROBLEM_ID} />
            </div>
            <div class="wizard-foot">
                <button
                    type="button"
                    class="button plain"
                    data-testid={test_id::TOTP_RESET}
                    aria-disabled={(!gate.is_open()).then_some("true")}
                    onclick={reset}
                >
                    { wizard::NEW_KEY }
                </button>
                <span class="spread" />
                { leave.clone() }
                <Submit
                    test_id={test_id::TOTP_CONTINUE}
                    label={wizard::CONTINUE}
                    busy_label={wizard::GETTING_KEY}
                    {gate}
                />
            </div>
        </form>
    }
}

#[derive(Properties, PartialEq)]
struct InstructionsProps {
    totp: TotpKeyView,
    /// Whether the QR code is shown.
    scan: bool,
}

#[component]
fn Instructions(props: &InstructionsProps) -> Html {
    let TotpKeyView { issuer, account, digits, period, .. } = &props.totp;
    // Beside the key as text both stand in the list of what an app asks for.
    let (issuer, account) =
        if props.scan { (issuer.as_deref(), account.as_deref()) } else { (None, None) };
    html! {
        <div class="instructions">
            <ol class="how">
                <li>{ wizard::OPEN_APP }</li>
                <li>{ if props.scan { wizard::SCAN } else { wizard::TYPE_KEY } }</li>
                <li>{ wizard::app_shows(issuer, account, *digits, *period) }</li>
            </ol>
            <p class="sub">{ wizard::KEEP_SECRET }</p>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct KeyTextProps {
    totp: TotpKeyView,
    frame: Frame,
}

/// All that an app can ask for when nothing is scanned.
#[component]
fn KeyText(props: &KeyTextProps) -> Html {
    let KeyTextProps { totp, frame } = props;
    let fact = |name: &'static str, value: String| {
        html! { <div class="fact"><dt>{ name }</dt><dd>{ value }</dd></div> }
    };
    html! {
        <div class="key-text">
            <Instructions totp={totp.clone()} scan=false />
            <div class="secret">
                <div class="secret-text">
                    <span class="label">{ wizard::KEY }</span>
                    // EXPOSE: the page exists to show this key to be typed.
                    <code data-testid={test_id::TOTP_KEY}>{ totp.key.expose().to_owned() }</code>
                </div>
                <CopyButton
                    test_id={test_id::TOTP_KEY_COPY}
                    what={Copyable::TotpKey}
                    copied={totp.copied}
                    frame={frame.clone()}
                />
            </div>
            <div class="secret">
                <div class="secret-text">
                    <span class="label">{ wizard::URI }</span>
                    // EXPOSE: the page exists to show this address to be pasted.
                    <code data-testid={test_id::TOTP_URI}>{ totp.uri.expose().to_owned() }</code>
                </div>
                <CopyButton
                    test_id={test_id::TOTP_URI_COPY}
                    what={Copyable::TotpUri}
                    copied={totp.copied}
                    frame={frame.clone()}
                />
            </div>
            <dl class="facts">
                { totp.issuer.clone().map(|issuer| fact(wizard::ISSUER, issuer)) }
                { totp.account.clone().map(|account| fact(wizard::ACCOUNT, account)) }
                { fact(wizard::CODES, wizard::code_shape(totp.digits, totp.period)) }
            </dl>
        </div>
    }
}
