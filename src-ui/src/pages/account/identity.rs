//! Who is signed in, with their picture.

use latchkey_ipc::command::{AccountRequest, ProfileRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{AccountView, ProfileTarget};
use yew::prelude::*;

use super::ask::Ask;
use super::parts::{Controls, problem};
use crate::components::avatar::{Avatar, Place};
use crate::components::button::{Button, Kind};
use crate::components::row_state::working;
use crate::copy::{self, account, buttons, profile};
use crate::date;
use crate::frame::Needs;
use crate::gate::Gate;
use crate::said::said;

/// The card at the head of the page.
pub(super) fn card(view: &AccountView, gate: Gate, controls: &Controls<'_>) -> Html {
    let name = called(view);
    let sign_out = controls.frame.asks(AccountRequest::SignOut);
    html! {
        <section class="card identity">
            <Avatar
                name={name.unwrap_or_default().to_owned()}
                picture={view.picture}
                place={Place::Head}
            />
            <div class="identity-text">
                <p class="identity-name" data-testid={test_id::ACCOUNT_NAME}>
                    { name.map_or_else(|| html! { copy::NOBODYS_NAME }, said) }
                </p>
                if let Some(username) = view.username.as_ref().filter(|_| view.name.is_some()) {
                    <p class="sub">{ "@" }{ said(username) }</p>
                }
                if let Some(at) = view.last_sign_in_at {
                    <p class="sub" data-testid={test_id::LAST_SIGN_IN}>
                        { account::LAST_SIGN_IN }
                        <time datetime={date::machine(at)}>{ date::moment(at) }</time>
                    </p>
                }
                { picture(view, controls) }
            </div>
            <Button
                kind={Kind::QuietEnd}
                needs={Needs::Server}
                test_id={test_id::SIGN_OUT}
                label={buttons::SIGN_OUT}
                open={!gate.is_busy()}
                on_press={sign_out}
            />
            { problem(&ProfileTarget::Picture, controls) }
        </section>
    }
}

/// What can be done with the picture.
fn picture(view: &AccountView, controls: &Controls<'_>) -> Html {
    let change =
        if view.picture.is_some() { profile::CHANGE_PICTURE } else { profile::ADD_PICTURE };
    html! {
        <p class="identity-actions">
            <Button
                kind={Kind::QuietSmall}
                needs={Needs::Certainty}
                test_id={test_id::PICTURE_CHANGE}
                label={change}
                open={controls.gate.is_open()}
                takes_keyboard=true
                on_press={controls.asks(ProfileRequest::ChoosePicture)}
            />
            if view.picture.is_some() {
                <Button
                    kind={Kind::QuietSmall}
                    needs={Needs::Certainty}
                    test_id={test_id::PICTURE_REMOVE}
                    label={profile::REMOVE_PICTURE}
                    open={controls.gate.is_open()}
                    takes_keyboard=true
                    on_press={controls.confirms(Ask::RemovePicture)}
                />
            }
            if controls.is_busy_with(&ProfileTarget::Picture) {
                { working() }
            }
        </p>
    }
}

/// How a person is called where the account may have no name.
fn called(view: &AccountView) -> Option<&str> {
    let email = view.emails.first().map(|email| &email.address);
    let phone = view.phones.first().map(|phone| &phone.formatted);
    let known = [view.name.as_ref(), view.username.as_ref(), email, phone];
    known.into_iter().flatten().next().map(String::as_str)
}
