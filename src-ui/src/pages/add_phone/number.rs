//! The number: country and digits, written as typed, and checked before anything is sent.

use latchkey_ipc::error::{ErrorCode, Field, Problem};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{PhoneEntry, PhoneVerdict};
use yew::prelude::*;

use crate::components::country_picker::CountryPicker;
use crate::components::form::Form;
use crate::components::problem_text::ProblemText;
use crate::components::text_field::PROBLEM_ID;
use crate::components::wizard::Cancel;
use crate::copy::wizard;
use crate::frame::{beside, use_frame};
use crate::gate::Gate;
use crate::hooks::focus::{use_first_focus, use_problem_focus};
use crate::hooks::phone_field::use_phone_field;
use crate::said::said;

#[derive(Properties, PartialEq)]
pub(super) struct NumberStepProps {
    pub(super) entry: PhoneEntry,
    pub(super) required: bool,
    /// The problem to show.
    pub(super) problem: Option<Problem>,
    pub(super) last: UseStateHandle<LastAct>,
    pub(super) gate: Gate,
}

/// What the person did last with the number: it decides which problem of it is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LastAct {
    /// Sent it as it stands.
    Sent,
    /// Typed in the field.
    Typed,
    /// Left the field, or chose a country.
    Left,
}

const FIELDS: &[Field] = &[Field::Phone];
const HINT_ID: &str = "phone-hint";

/// Keeps what the person did last. A problem that arrives is about the number as it was sent.
#[hook]
pub(super) fn use_last_act(problem: Option<&Problem>) -> UseStateHandle<LastAct> {
    let last = use_state(|| if problem.is_some() { LastAct::Sent } else { LastAct::Typed });
    {
        let last = last.clone();
        use_effect_with(problem.cloned(), move |problem| {
            if problem.is_some() {
                last.set(LastAct::Sent);
            }
        });
    }
    last
}

/// The problem, unless it is about a number that was changed since.
pub(super) fn still_true(last: LastAct, problem: Option<&Problem>) -> Option<&Problem> {
    problem.filter(|problem| last == LastAct::Sent || problem.field != Some(Field::Phone))
}

#[component]
pub(super) fn NumberStep(props: &NumberStepProps) -> Html {
    let NumberStepProps { entry, required, problem, last, gate } = props;
    let frame = use_frame();
    let field = use_phone_field(entry, &frame);
    use_first_focus(&field.node);
    let verdict = field.known.then_some(&entry.verdict);
    let shown = shown(**last, problem.as_ref(), verdict, field.text.trim().is_empty());
    use_problem_focus(&field.node, Field::Phone, problem.as_ref());

    let on_submit = {
        let last = last.clone();
        field.on_submit.reform(move |()| last.set(LastAct::Sent))
    };
    let oninput = {
        let (on_edit, last) = (field.on_edit.clone(), last.clone());
        Callback::from(move |event: InputEvent| {
            last.set(LastAct::Typed);
            on_edit.emit(event);
        })
    };
    let onblur = {
        let last = last.clone();
        Callback::from(move |_: FocusEvent| {
            if *last == LastAct::Typed {
                last.set(LastAct::Left);
            }
        })
    };
    let on_choose = {
        let (on_country, last) = (field.on_country.clone(), last.clone());
        Callback::from(move |country: String| {
            last.set(LastAct::Left);
            on_country.emit(country);
        })
    };
    let own_problem = beside(Field::Phone, shown.as_ref());
    let described_by = if own_problem.is_some() { PROBLEM_ID } else { HINT_ID };
    html! {
        // A problem shows once the keyboard leaves the field. A press on a button must not move it.
        <Form
            gate={*gate}
            {on_submit}
            problem={shown.clone()}
            fields={FIELDS}
            class="card wizard"
            body="wizard-body phone-number"
            foot={html! { <><span class="spread" /><Cancel required={*required} /></> }}
            keeps_keyboard=true
            submit_test_id={test_id::ADD_PHONE_SUBMIT}
            submit={wizard::SEND_CODE}
            busy={wizard::SENDING_CODE}
        >
            <div class="phone-fields">
                <CountryPicker
                    countries={frame.countries.clone()}
                    chosen={field.country.clone()}
                    {on_choose}
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
                    { hint(verdict) }
                }
            </div>
        </Form>
    }
}

/// Where the code will go, once that is known.
fn hint(verdict: Option<&PhoneVerdict>) -> Html {
    let (before, after) = wizard::WILL_TEXT;
    html! {
        <p class="phone-hint" id={HINT_ID} role="status">
            if let Some(PhoneVerdict::Valid { formatted, .. }) = verdict {
                { before }
                <span class="number">{ said(formatted) }</span>
                { after }
            } else {
                { wizard::PHONE_HINT }
            }
        </p>
    }
}

/// The problem to show: why the number was refused as it was sent, or what the backend has found
/// wrong with it by the time that the person leaves the field. While they type nothing is called
/// wrong, and an empty field is not called incomplete before it is sent.
fn shown(
    last: LastAct,
    problem: Option<&Problem>,
    verdict: Option<&PhoneVerdict>,
    empty: bool,
) -> Option<Problem> {
    let found = match verdict {
        Some(PhoneVerdict::Invalid { code }) => Some(*code),
        Some(PhoneVerdict::Incomplete) if !empty => Some(ErrorCode::PhoneIncomplete),
        Some(PhoneVerdict::Incomplete | PhoneVerdict::Valid { .. }) | None => None,
    };
    let found = found.filter(|_| last == LastAct::Left).map(|code| Problem {
        code,
        field: Some(Field::Phone),
        detail: None,
        trace_id: None,
    });
    still_true(last, problem).cloned().or(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::{ERROR, READY};

    const INVALID: PhoneVerdict = PhoneVerdict::Invalid { code: ErrorCode::PhoneTooLong };
    const INCOMPLETE: PhoneVerdict = PhoneVerdict::Incomplete;

    #[test]
    fn a_number_is_called_wrong_when_it_is_left_and_not_while_it_is_typed() {
        assert_eq!(code(LastAct::Typed, None, Some(&INVALID), false), None);
        assert_eq!(code(LastAct::Left, None, Some(&INVALID), false), Some(ErrorCode::PhoneTooLong));
        assert_eq!(
            code(LastAct::Left, None, Some(&INCOMPLETE), false),
            Some(ErrorCode::PhoneIncomplete)
        );
        assert_eq!(code(LastAct::Left, None, Some(&INCOMPLETE), true), None, "nothing was typed");
        assert_eq!(
            code(LastAct::Left, None, None, false),
            None,
            "the backend has not answered yet"
        );
    }

    #[test]
    fn a_refusal_goes_with_the_number_that_it_was_of() {
        let refused = problem(Some(Field::Phone));
        assert_eq!(
            code(LastAct::Sent, Some(&refused), None, false),
            Some(ErrorCode::FormIdentifierExists)
        );
        assert_eq!(code(LastAct::Typed, Some(&refused), None, false), None);
        assert_eq!(code(LastAct::Left, Some(&refused), None, false), None);
    }

    #[test]
    fn the_page_is_ready_again_once_a_refused_number_is_changed() {
        let refused = problem(Some(Field::Phone));
        let state = |last| Gate::Open.page_state(still_true(last, Some(&refused)));
        assert_eq!((state(LastAct::Sent), state(LastAct::Typed)), (ERROR, READY));
        let limit = problem(None);
        assert_eq!(Gate::Open.page_state(still_true(LastAct::Typed, Some(&limit))), ERROR);
    }

    #[test]
    fn what_is_wrong_with_the_whole_form_stays() {
        let refused = problem(None);
        for last in [LastAct::Sent, LastAct::Typed, LastAct::Left] {
            assert_eq!(
                code(last, Some(&refused), Some(&INVALID), false),
                Some(ErrorCode::FormIdentifierExists)
            );
        }
    }

    fn code(
        last: LastAct,
        problem: Option<&Problem>,
        verdict: Option<&PhoneVerdict>,
        empty: bool,
    ) -> Option<ErrorCode> {
        shown(last, problem, verdict, empty).map(|problem| problem.code)
    }

    fn problem(field: Option<Field>) -> Problem {
        Problem { code: ErrorCode::FormIdentifierExists, field, detail: None, trace_id: None }
    }
}
