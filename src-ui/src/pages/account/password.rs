//! The password: set, changed in its place, or taken away.

use latchkey_ipc::command::{AccountRequest, PasswordRequest};
use latchkey_ipc::error::{Field, Problem};
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{Fixed, PasswordForm, PasswordRemoval, PasswordView, RowState, WaysIn};
use yew::prelude::*;

use super::parts::{Controls, leave};
use crate::components::button::{Button, Kind};
use crate::components::card::Card;
use crate::components::form::Form;
use crate::components::icon::Icon;
use crate::components::new_password_form::{NewPassword, NewPasswordForm, current_field};
use crate::components::row_state::{failed, unsettled, working};
use crate::components::ways_left::ways_left;
use crate::copy::{password as words, profile, sign_in};
use crate::frame::{Needs, use_frame};
use crate::gate::Gate;
use crate::hooks::focus::{use_first_focus, use_problem_focus};

/// The card; nothing where the instance has no passwords.
pub(super) fn card(view: Option<&PasswordView>, controls: &Controls<'_>) -> Html {
    let Some(view) = view else { return html! {} };
    let about = if view.exists { words::ABOUT } else { words::NONE_ABOUT };
    html! {
        <div data-testid={test_id::PASSWORD_CARD}>
            <Card
                icon={Icon::Key}
                title={html! { words::TITLE }}
                about={html! { about }}
                active={view.exists}
                action={html! {
                    if view.form.is_none() {
                        { actions(view, controls) }
                    }
                }}
                note={notes(view, controls)}
            >
                { for form(view, controls) }
            </Card>
        </div>
    }
}

fn actions(view: &PasswordView, controls: &Controls<'_>) -> Html {
    let change = if view.exists { words::CHANGE } else { words::SET };
    let can_remove = matches!(view.removal, Some(PasswordRemoval::Allowed(_)));
    html! {
        <span class="row-actions">
            if view.fixed.is_none() {
                <Button
                    kind={Kind::QuietSmall}
                    needs={Needs::Certainty}
                    test_id={test_id::CHANGE_PASSWORD}
                    label={change}
                    open={controls.may_open()}
                    described_by={controls.why_not()}
                    takes_keyboard=true
                    node={controls.openers[3].clone()}
                    on_press={controls.frame.asks(AccountRequest::Password(PasswordRequest::Edit))}
                />
            }
            if view.removal.is_some() {
                <Button
                    kind={Kind::LeaveSmall}
                    needs={Needs::Certainty}
                    test_id={test_id::REMOVE_PASSWORD}
                    label={words::REMOVE}
                    spoken={words::REMOVE_SPOKEN}
                    open={can_remove && controls.may_open()}
                    described_by={if can_remove {
                        controls.why_not()
                    } else {
                        Some(AttrValue::Static(KEPT_ID))
                    }}
                    takes_keyboard=true
                    node={controls.openers[4].clone()}
                    on_press={controls
                        .frame
                        .asks(AccountRequest::Password(PasswordRequest::EditRemoval))}
                />
            }
        </span>
    }
}

/// The id of what says why the password has to stay.
const KEPT_ID: &str = "password-kept";

/// Where the change stands, and why something cannot be done.
fn notes(view: &PasswordView, controls: &Controls<'_>) -> Html {
    html! {
        <>
            if view.form.is_none() && view.state == RowState::Busy {
                { working() }
            }
            if view.state == RowState::Unsettled {
                { unsettled(controls.frame.asks(AccountRequest::Refresh)) }
            }
            if let (None, RowState::Failed(problem)) = (view.form, &view.state) {
                { for controls.gate.shown(Some(problem)).map(|problem| {
                    let dismiss = AccountRequest::Password(PasswordRequest::DismissProblem);
                    failed(problem, controls.gate, controls.frame.asks(dismiss))
                }) }
            }
            if let Some(fixed) = view.fixed {
                <p class="row-note">{ profile::fixed(fixed == Fixed::ByCompany) }</p>
            }
            if view.removal == Some(PasswordRemoval::LastWay) {
                <p id={KEPT_ID} class="row-note" data-testid={test_id::PASSWORD_KEPT}>
                    { words::LAST_WAY }
                </p>
            }
        </>
    }
}

/// The form that is open.
fn form(view: &PasswordView, controls: &Controls<'_>) -> Option<Html> {
    let problem = match &view.state {
        RowState::Failed(problem) => controls.gate.shown(Some(problem)),
        RowState::Idle | RowState::Busy | RowState::Unsettled => None,
    };
    let gate = controls.gate;
    let content = match (view.form?, &view.removal) {
        (PasswordForm::New, _) => html! {
            <NewPasswordForm
                rules={view.rules.clone()}
                asks_current={view.asks_current}
                {gate}
                {problem}
                on_submit={controls.frame.asks_with(
                    |NewPassword { current, password, sign_out_others }| {
                        AccountRequest::Password(PasswordRequest::Set {
                            current,
                            password,
                            sign_out_others,
                        })
                    },
                )}
                busy={sign_in::SETTING_PASSWORD}
            />
        },
        (PasswordForm::Remove, Some(PasswordRemoval::Allowed(left))) => {
            html! { <RemovalForm left={left.clone()} {gate} {problem} /> }
        }
        (PasswordForm::Remove, Some(PasswordRemoval::LastWay) | None) => html! {},
    };
    let close = AccountRequest::Password(PasswordRequest::Close);
    Some(html! {
        <li key="password-form" class="row form-row">
            { content }
            { leave(controls.frame.asks(close)) }
        </li>
    })
}

#[derive(Properties, PartialEq)]
struct RemovalFormProps {
    /// What is left to sign in with.
    left: WaysIn,
    gate: Gate,
    /// The problem to show.
    problem: Option<Problem>,
}

const FIELDS: &[Field] = &[Field::CurrentPassword];

/// Asks for the password before it is taken away, and says what that means.
#[component]
fn RemovalForm(props: &RemovalFormProps) -> Html {
    let frame = use_frame();
    let current = use_state(String::new);
    let node = use_node_ref();
    use_first_focus(&node);
    use_problem_focus(&node, Field::CurrentPassword, props.problem.as_ref());
    let on_submit = {
        let current = current.clone();
        frame.asks_with(move |()| {
            let current = SecretText::new((*current).clone());
            AccountRequest::Password(PasswordRequest::Remove { current })
        })
    };
    html! {
        <>
            <h3>{ words::ASK_REMOVE }</h3>
            <p class="sub">{ words::REMOVE_MEANS }</p>
            { ways_left(&props.left) }
            <Form
                gate={props.gate}
                {on_submit}
                problem={props.problem.clone()}
                fields={FIELDS}
                submit_test_id={test_id::REMOVE_SUBMIT}
                submit={words::REMOVE_SPOKEN}
                busy={words::REMOVING}
            >
                { current_field(current, props.problem.as_ref(), node) }
            </Form>
        </>
    }
}
