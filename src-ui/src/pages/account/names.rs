//! The name and the user name, each edited in its place.

use latchkey_ipc::command::ProfileRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{NameView, ProfileForm, ProfileTarget, UsernameView};
use yew::prelude::*;

use super::edit_form::{EditForm, Edits};
use super::parts::{Controls, busy, doubt, problem};
use crate::components::button::{Button, Kind};
use crate::components::card::Card;
use crate::components::icon::Icon;
use crate::copy::{buttons, profile};
use crate::frame::Needs;
use crate::said::said;

/// A row with a value and its form.
struct Row<'a> {
    target: ProfileTarget,
    label: &'static str,
    value: Option<&'a str>,
    value_test_id: &'static str,
    edit_test_id: &'static str,
    editable: bool,
    managed: bool,
    opener: &'a NodeRef,
    request: ProfileRequest,
    /// While its form is open.
    edits: Option<Edits>,
}

/// The card; nothing where the instance has neither.
pub(super) fn card(whole_name: Option<&str>, controls: &Controls<'_>) -> Html {
    let view = controls.view;
    if view.name.is_none() && view.username.is_none() {
        return html! {};
    }
    html! {
        <Card
            icon={Icon::Account}
            title={html! { profile::TITLE }}
            about={html! { profile::ABOUT }}
        >
            { for view.name.iter().map(|name| row(of_name(name, whole_name, controls), controls)) }
            { for view.username.iter().map(|name| row(of_username(name, controls), controls)) }
        </Card>
    }
}

fn of_name<'a>(name: &NameView, whole: Option<&'a str>, controls: &'a Controls<'_>) -> Row<'a> {
    let open = controls.is_open(&ProfileForm::Name);
    Row {
        target: ProfileTarget::Name,
        label: profile::NAME,
        value: whole,
        value_test_id: test_id::PROFILE_NAME,
        edit_test_id: test_id::EDIT_NAME,
        editable: [&name.first, &name.last].into_iter().flatten().any(|part| part.editable),
        managed: name.managed,
        opener: &controls.openers[0],
        request: ProfileRequest::EditName,
        edits: open.then(|| Edits::Name(name.clone())),
    }
}

fn of_username<'a>(name: &'a UsernameView, controls: &'a Controls<'_>) -> Row<'a> {
    let open = controls.is_open(&ProfileForm::Username);
    Row {
        target: ProfileTarget::Username,
        label: profile::USERNAME,
        value: name.value.as_deref(),
        value_test_id: test_id::PROFILE_USERNAME,
        edit_test_id: test_id::EDIT_USERNAME,
        editable: name.editable,
        managed: false,
        opener: &controls.openers[1],
        request: ProfileRequest::EditUsername,
        edits: open.then(|| Edits::Username(name.clone())),
    }
}

fn row(row: Row<'_>, controls: &Controls<'_>) -> Html {
    let Row {
        target,
        label,
        value,
        value_test_id,
        edit_test_id,
        editable,
        managed,
        opener,
        request,
        edits,
    } = row;
    if let Some(edits) = edits {
        return html! {
            <li key={edit_test_id} class="row form-row">
                <EditForm {edits} gate={controls.gate} problem={controls.problem_of(&target)} />
                { doubt(&target, controls) }
            </li>
        };
    }
    html! {
        <li key={edit_test_id} class="row phone-row">
            <span class="row-value">
                <span class="sub">{ label }</span>
                <span data-testid={value_test_id}>
                    { value.map_or_else(|| html! { profile::NONE_YET }, said) }
                </span>
                { busy(&target, controls) }
            </span>
            if editable {
                <span class="row-actions">
                    <Button
                        kind={Kind::QuietSmall}
                        needs={Needs::Certainty}
                        test_id={edit_test_id}
                        label={profile::EDIT}
                        spoken={buttons::of(profile::EDIT, label)}
                        open={controls.may_open()}
                        described_by={controls.why_not()}
                        takes_keyboard=true
                        node={opener.clone()}
                        on_press={controls.asks(request)}
                    />
                </span>
            } else {
                <p class="row-note">{ profile::fixed(managed) }</p>
            }
            { problem(&target, controls) }
        </li>
    }
}
