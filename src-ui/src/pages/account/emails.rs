//! The email addresses: adding and verifying one, the primary one, taking one off the account.

use latchkey_ipc::command::ProfileRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{EmailRemoval, EmailView, ProfileForm, ProfileTarget, Strategy};
use yew::prelude::*;

use super::ask::Ask;
use super::edit_form::{EditForm, Edits};
use super::parts::{Controls, action, busy, doubt, leave, problem};
use super::verified;
use crate::components::button::{Button, Kind};
use crate::components::card::Card;
use crate::components::code_form::CodeForm;
use crate::components::icon::Icon;
use crate::copy::{account, buttons, profile};
use crate::frame::Needs;
use crate::said::said;

pub(super) fn card(emails: &[EmailView], controls: &Controls<'_>) -> Html {
    let form = form(controls);
    let add = html! {
        if controls.view.can_add_email && form.is_none() {
            <Button
                kind={Kind::QuietSmall}
                needs={Needs::Certainty}
                test_id={test_id::ADD_EMAIL}
                icon={Icon::Plus}
                label={profile::ADD_EMAIL}
                open={controls.may_open()}
                described_by={controls.why_not()}
                takes_keyboard=true
                node={controls.openers[2].clone()}
                on_press={controls.asks(ProfileRequest::AddEmail)}
            />
        }
    };
    let told_apart = form.is_none().then(|| problem(&ProfileTarget::NewEmail, controls));
    html! {
        <Card
            icon={Icon::Email}
            title={html! { account::EMAILS }}
            about={html! { account::EMAILS_ABOUT }}
            action={add}
            note={told_apart.unwrap_or_default()}
        >
            if emails.is_empty() {
                <li class="row none">{ account::NO_EMAILS }</li>
            }
            { for emails.iter().map(|email| row(email, controls)) }
            { for form }
        </Card>
    }
}

/// The form that is open, if it is one of the addresses.
fn form(controls: &Controls<'_>) -> Option<Html> {
    let gate = controls.gate;
    let content = match controls.view.form.as_ref()? {
        ProfileForm::Name | ProfileForm::Username => return None,
        ProfileForm::NewEmail => {
            let problem = controls.problem_of(&ProfileTarget::NewEmail);
            html! {
                <>
                    <EditForm edits={Edits::NewEmail} {gate} {problem} />
                    { doubt(&ProfileTarget::NewEmail, controls) }
                </>
            }
        }
        ProfileForm::EmailCode { email, address, delivery, attempt } => {
            let of_address = controls.problem_of(&ProfileTarget::Email(email.clone()));
            let problem = of_address.or_else(|| controls.problem_of(&ProfileTarget::NewEmail));
            let (before, after) = profile::CODE_GOES;
            html! {
                <>
                    <p class="sub">{ before }{ said(address) }{ after }</p>
                    <CodeForm
                        strategy={Strategy::EmailCode}
                        attempt={*attempt}
                        {gate}
                        {problem}
                        delivery={*delivery}
                        on_code={controls.frame.asks_with(|code| {
                            latchkey_ipc::command::AccountRequest::Profile(
                                ProfileRequest::SubmitCode { code },
                            )
                        })}
                        on_resend={controls.asks(ProfileRequest::ResendCode)}
                    />
                    { leave(controls.asks(ProfileRequest::Close)) }
                </>
            }
        }
    };
    Some(html! { <li key="email-form" class="row form-row">{ content }</li> })
}

fn row(email: &EmailView, controls: &Controls<'_>) -> Html {
    let target = ProfileTarget::Email(email.id.clone());
    let is_verifying = matches!(
        &controls.view.form,
        Some(ProfileForm::EmailCode { email: verifying, .. }) if *verifying == email.id
    );
    let gate = controls.gate;
    let can_remove = email.removal == EmailRemoval::Allowed;
    let kept_id = AttrValue::from(format!("kept-{}", email.id.0));
    html! {
        <li
            key={email.id.0.clone()}
            class="row phone-row"
            data-testid={test_id::EMAIL_ROW}
            data-email={email.address.clone()}
        >
            <span class="row-value">
                <span data-testid={test_id::ACCOUNT_EMAIL}>{ said(&email.address) }</span>
                <span class="badges">
                    if email.primary {
                        <span class="badge">{ account::PRIMARY }</span>
                    }
                    { verified(email.verified) }
                </span>
                { busy(&target, controls) }
            </span>
            <span class="row-actions">
                if !email.verified && controls.view.can_add_email && !is_verifying {
                    <Button
                        kind={Kind::QuietSmall}
                        needs={Needs::Certainty}
                        test_id={test_id::EMAIL_VERIFY}
                        label={buttons::VERIFY}
                        spoken={buttons::of(buttons::VERIFY, &email.address)}
                        open={controls.may_open()}
                        described_by={controls.why_not()}
                        takes_keyboard=true
                        on_press={controls.asks(ProfileRequest::VerifyEmail {
                            email: email.id.clone(),
                        })}
                    />
                }
                if email.verified && !email.primary {
                    { action(
                        test_id::MAKE_PRIMARY,
                        profile::MAKE_PRIMARY,
                        &email.address,
                        gate,
                        controls.asks(ProfileRequest::MakePrimaryEmail { email: email.id.clone() }),
                    ) }
                }
                <Button
                    kind={Kind::LeaveSmall}
                    needs={Needs::Certainty}
                    test_id={test_id::REMOVE_EMAIL}
                    label={profile::REMOVE}
                    spoken={buttons::of(profile::REMOVE, &email.address)}
                    open={can_remove && gate.is_open()}
                    described_by={(!can_remove).then(|| kept_id.clone())}
                    takes_keyboard=true
                    on_press={controls.confirms(Ask::RemoveEmail(email.id.clone()))}
                />
            </span>
            if let Some(why) = profile::kept(email.removal) {
                <p id={kept_id} class="row-note" data-testid={test_id::EMAIL_KEPT}>{ why }</p>
            }
            if is_verifying {
                { doubt(&target, controls) }
            } else {
                { problem(&target, controls) }
            }
        </li>
    }
}
