//! The number: country and digits, written as typed, and checked before anything is sent.

use latchkey_ipc::command::MfaRequest;
use latchkey_ipc::error::{ErrorCode, Field, Problem};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{Country, PhoneEntry, PhoneVerdict};
use yew::prelude::*;

use crate::backend::Request;
use crate::components::country_picker::CountryPicker;
use crate::components::problem_text::ProblemText;
use crate::components::submit::Submit;
use crate::components::text_field::PROBLEM_ID;
use crate::components::wizard::Cancel;
use crate::copy::wizard;
use crate::gate::Gate;
use crate::hooks::focus::{use_first_focus, use_problem_focus};
use crate::hooks::phone_field::use_phone_field;
use crate::pages::{Frame, apart, beside};

#[derive(Properties, PartialEq)]
pub(super) struct NumberStepProps {
    pub(super) entry: PhoneEntry,
    pub(super) countries: Vec<Country>,
    pub(super) required: bool,
    /// The problem to show.
    pub(super) problem: Option<Problem>,
    pub(super) gate: Gate,
    pub(super) frame: Frame,
}

const HINT_ID: &str = "phone-hint";

#[component]
pub(super) fn NumberStep(props: &NumberStepProps) -> Html {
    let NumberStepProps { entry, countries, required, problem, gate, frame } = props;
    let gate = *gate;
    let field = use_phone_field(entry, countries, frame);
    // What is wrong with a number is told once the person is done with it, not while they type.
    let settled = use_state(|| problem.is_some());
    use_first_focus(&field.node);
    let verdict = field.known.then_some(&entry.verdict);
    let shown = if *settled {
        shown(problem.as_ref(), verdict, field.text.trim().is_empty())
    } else {
        problem.clone().filter(|problem| !is_local(problem.code))
    };
    use_problem_focus(&field.node, Field::Phone, problem.as_ref());

    let onsubmit = {
        let (send, settled) = (frame.send.clone(), settled.clone());
        let (country, text) = (field.country.to_string(), field.text.to_string());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if gate.is_open() {
                settled.set(true);
                let (country, text) = (country.clone(), text.clone());
                send.emit(Request::Mfa(MfaRequest::SubmitPhone { country, text }));
            }
        })
    };
    let oninput = {
        let (on_edit, settled) = (field.on_edit.clone(), settled.clone());
        Callback::from(move |event: InputEvent| {
            settled.set(false);
            on_edit.emit(event);
        })
    };
    let onblur = {
        let settled = settled.clone();
        Callback::from(move |_: FocusEvent| settled.set(true))
    };
    // A press on a button must not move it away: what is wrong is told when the keyboard leaves.
    let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
    let country = countries.iter().find(|country| country.iso == entry.country);
    let dial_code = country.map(|country| country.dial_code);
    let own_problem = beside(Field::Phone, shown.as_ref());
    let described_by = if own_problem.is_some() { PROBLEM_ID } else { HINT_ID };
    html! {
        <form class="card wizard" novalidate=true {onsubmit}>
            <div class="wizard-body phone-number">
                <div class="phone-fields">
                    <CountryPicker
                        countries={countries.clone()}
                        chosen={field.country.clone()}
                        on_choose={field.on_country.clone()}
                        next={field.node.clone()}
                    />
                    <div class="field">
                        <label for="phone">{ wizard::PHONE }</label>
                        <input
                            ref={field.node.clone()}
                            id="phone"
                            data-testid={test_id::PHONE}
                            class="input"
                            type="tel"
                            inputmode="tel"
                            autocomplete="tel"
                            value={field.text.clone()}
                            aria-describedby={described_by}
                            aria-invalid={own_problem.is_some().then_some("true")}
                            {oninput}
                            {onblur}
                        />
                    </div>
                </div>
                <div class="phone-says">
                    if own_problem.is_some() {
                        <ProblemText problem={own_problem} id={PROBLEM_ID} />
                    } else {
                        { hint(verdict, dial_code) }
                    }
                </div>
                <ProblemText problem={apart(&[Field::Phone], shown.as_ref())} id={PROBLEM_ID} />
            </div>
            <div class="wizard-foot" {onmousedown}>
                <span class="spread" />
                <Cancel required={*required} frame={frame.clone()} />
                <Submit
                    test_id={test_id::ADD_PHONE_SUBMIT}
                    label={wizard::SEND_CODE}
                    busy_label={wizard::SENDING_CODE}
                    {gate}
                />
            </div>
        </form>
    }
}

/// Where the code will go, once that is known.
fn hint(verdict: Option<&PhoneVerdict>, dial_code: Option<u16>) -> Html {
    let (before, after) = wizard::WILL_TEXT;
    html! {
        <p class="phone-hint" id={HINT_ID} role="status">
            if let Some(PhoneVerdict::Valid { e164 }) = verdict {
                { before }
                <span class="number">{ readable(e164, dial_code) }</span>
                { after }
            } else {
                { wizard::PHONE_HINT }
            }
        </p>
    }
}

/// A number as it will be sent, with a blank behind its dial code.
fn readable(e164: &str, dial_code: Option<u16>) -> String {
    let rest =
        dial_code.and_then(|code| e164.strip_prefix(&format!("+{code}")).map(|rest| (code, rest)));
    rest.map_or_else(|| e164.to_owned(), |(code, rest)| format!("+{code} {rest}"))
}

/// The problem to show once the person is done with the number: the backend's, or what the last look
/// at the number found. Where nothing was typed, nothing is missed before it is sent.
fn shown(
    problem: Option<&Problem>,
    verdict: Option<&PhoneVerdict>,
    empty: bool,
) -> Option<Problem> {
    let found = match verdict {
        Some(PhoneVerdict::Invalid { code }) => Some(*code),
        Some(PhoneVerdict::Incomplete) if !empty => Some(ErrorCode::PhoneIncomplete),
        Some(PhoneVerdict::Incomplete | PhoneVerdict::Valid { .. }) | None => None,
    };
    let local = |code| Problem { code, field: Some(Field::Phone), detail: None, trace_id: None };
    match problem {
        Some(problem) if !is_local(problem.code) => Some(problem.clone()),
        // What was sent has been changed since.
        Some(_) if matches!(verdict, Some(PhoneVerdict::Valid { .. })) => None,
        Some(problem) => Some(found.map_or_else(|| problem.clone(), local)),
        None => found.map(local),
    }
}

/// Whether a problem is one that a look at the number finds.
fn is_local(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::PhoneIncomplete
            | ErrorCode::PhoneTooLong
            | ErrorCode::PhoneInvalid
            | ErrorCode::PhoneExists
    )
}
