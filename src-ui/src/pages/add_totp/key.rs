//! The key of the authenticator app: a QR code for cameras, and the same as text.

use std::rc::Rc;

use latchkey_ipc::command::{Copyable, MfaRequest};
use latchkey_ipc::error::Problem;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{ClockDifference, TotpKeyView};
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::clock_warning::clock_warning;
use crate::components::copy_button::{CopiedText, CopyButton};
use crate::components::form::Form;
use crate::components::qr_code::qr_code;
use crate::copy::wizard;
use crate::frame::{Needs, use_frame};
use crate::gate::Gate;
use crate::said::{said, sentence};

#[derive(Properties, PartialEq)]
pub(super) struct KeyStepProps {
    pub(super) totp: Rc<TotpKeyView>,
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
}

#[component]
pub(super) fn KeyStep(props: &KeyStepProps) -> Html {
    let KeyStepProps { totp, as_text, on_show, gate, .. } = props;
    let frame = use_frame();
    let gate = *gate;
    let way = |test_id: &'static str, label: &'static str, text: bool| {
        html! {
            <Button
                kind={Kind::Segment}
                {test_id}
                {label}
                pressed={*as_text == text}
                on_press={on_show.reform(move |()| text)}
            />
        }
    };
    let foot = html! {
        <>
            <Button
                kind={Kind::Plain}
                needs={Needs::Certainty}
                test_id={test_id::TOTP_RESET}
                label={wizard::NEW_KEY}
                open={gate.is_open()}
                on_press={frame.asks(MfaRequest::ResetTotp)}
            />
            { props.leave.clone() }
        </>
    };
    html! {
        <Form
            {gate}
            on_submit={frame.asks(MfaRequest::ContinueTotp)}
            problem={props.problem.clone()}
            class="card wizard"
            body="wizard-body"
            {foot}
            submit_test_id={test_id::TOTP_CONTINUE}
            submit={wizard::CONTINUE}
            busy={wizard::GETTING_KEY}
        >
            { clock_warning(props.clock) }
            <div class="segments" role="group" aria-label={wizard::WAYS}>
                { way(test_id::SHOW_QR, wizard::SHOW_QR, false) }
                { way(test_id::SHOW_URI, wizard::SHOW_URI, true) }
            </div>
            if *as_text {
                { key_text(totp) }
            } else {
                <div class="scan">
                    { qr_code(&totp.qr, wizard::QR_LABEL) }
                    { instructions(totp, true) }
                </div>
            }
            <CopiedText copied={totp.copied} />
        </Form>
    }
}

/// What to do in the app; `scan` while the QR code is shown.
fn instructions(
    TotpKeyView { issuer, account, digits, period, .. }: &TotpKeyView,
    scan: bool,
) -> Html {
    // Beside the key as text both stand in the list of what an app asks for.
    let (issuer, account) =
        if scan { (issuer.as_deref(), account.as_deref()) } else { (None, None) };
    html! {
        <div class="instructions">
            <ol class="how">
                <li><span>{ wizard::OPEN_APP }</span></li>
                <li><span>{ if scan { wizard::SCAN } else { wizard::TYPE_KEY } }</span></li>
                // In one element: beside its number, each name in it would be a cell of its own.
                <li>
                    <span>{ sentence(&wizard::app_shows(issuer, account, *digits, *period)) }</span>
                </li>
            </ol>
            <p class="sub">{ wizard::KEEP_SECRET }</p>
        </div>
    }
}

/// All that an app can ask for when nothing is scanned.
fn key_text(totp: &TotpKeyView) -> Html {
    let fact = |name: &'static str, value: String| {
        html! { <div class="fact"><dt>{ name }</dt><dd>{ said(&value) }</dd></div> }
    };
    let copied = totp.copied;
    html! {
        <div class="key-text">
            { instructions(totp, false) }
            <div class="secret">
                <div class="secret-text">
                    <span class="label">{ wizard::KEY }</span>
                    // EXPOSE: the page exists to show this key to be typed.
                    <code data-testid={test_id::TOTP_KEY}>{ totp.key.expose().to_owned() }</code>
                </div>
                <CopyButton test_id={test_id::TOTP_KEY_COPY} what={Copyable::TotpKey} {copied} />
            </div>
            <div class="secret">
                <div class="secret-text">
                    <span class="label">{ wizard::URI }</span>
                    // EXPOSE: the page exists to show this address to be pasted.
                    <code data-testid={test_id::TOTP_URI}>{ totp.uri.expose().to_owned() }</code>
                </div>
                <CopyButton test_id={test_id::TOTP_URI_COPY} what={Copyable::TotpUri} {copied} />
            </div>
            <dl class="facts">
                { totp.issuer.clone().map(|issuer| fact(wizard::ISSUER, issuer)) }
                { totp.account.clone().map(|account| fact(wizard::ACCOUNT, account)) }
                { fact(wizard::CODES, wizard::code_shape(totp.digits, totp.period)) }
            </dl>
        </div>
    }
}
