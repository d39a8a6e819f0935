//! What the rows of the page have in common: what they can ask for, the sign that a change is under
//! way, and why one failed.

use std::rc::Rc;

use latchkey_ipc::command::{AccountRequest, ProfileRequest};
use latchkey_ipc::error::Problem;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{ProfileForm, ProfileTarget, ProfileView};
use yew::prelude::*;

use super::ask::Ask;
use crate::components::button::{Button, Kind};
use crate::components::row_state::{failed, unsettled, working};
use crate::copy::{buttons, profile};
use crate::frame::{Frame, Needs};
use crate::gate::Gate;

/// The id of what says why no other form can be opened.
const FORM_OPEN_ID: &str = "form-open";

/// What every row needs.
pub(super) struct Controls<'a> {
    pub(super) view: &'a ProfileView,
    /// A form of the page is open, of the profile or the password.
    pub(super) is_form_open: bool,
    /// Whether a change can be asked for.
    pub(super) gate: Gate,
    pub(super) frame: Rc<Frame>,
    /// Asks the person before something is done.
    pub(super) on_ask: Callback<Ask>,
    /// The buttons that open the forms: they get the keyboard back.
    pub(super) openers: [NodeRef; 5],
}

impl Controls<'_> {
    pub(super) fn asks(&self, request: ProfileRequest) -> Callback<()> {
        self.frame.asks(AccountRequest::Profile(request))
    }

    pub(super) fn confirms(&self, ask: Ask) -> Callback<()> {
        self.on_ask.reform(move |()| ask.clone())
    }

    /// Whether a form can be opened: not while one is, so that nothing typed is lost.
    pub(super) fn may_open(&self) -> bool {
        self.gate.is_open() && !self.is_form_open
    }

    /// The id of what says why no form can be opened, while one is open.
    pub(super) fn why_not(&self) -> Option<AttrValue> {
        self.is_form_open.then_some(AttrValue::Static(FORM_OPEN_ID))
    }

    pub(super) fn is_busy_with(&self, target: &ProfileTarget) -> bool {
        self.gate.is_busy() && self.view.busy.as_ref() == Some(target)
    }

    /// Why the change of this failed, while that is to be told.
    pub(super) fn problem_of(&self, target: &ProfileTarget) -> Option<Problem> {
        let problem = self.view.problem.as_ref().filter(|it| it.target == *target)?;
        self.gate.shown(Some(&problem.problem))
    }

    /// Whether this form is open.
    pub(super) fn is_open(&self, form: &ProfileForm) -> bool {
        self.view.form.as_ref() == Some(form)
    }
}

/// The end of a form: what closes it, and why no other can be opened.
pub(super) fn leave(on_press: Callback<()>) -> Html {
    html! {
        <>
            <Button
                kind={Kind::Leave}
                test_id={test_id::EDIT_CANCEL}
                label={buttons::CANCEL}
                {on_press}
            />
            <p id={FORM_OPEN_ID} class="row-note">{ profile::ONE_FORM }</p>
        </>
    }
}

/// A button of a row. It keeps the keyboard's place while it cannot be pressed.
pub(super) fn action(
    test_id: &'static str,
    label: &'static str,
    of: &str,
    gate: Gate,
    on_press: Callback<()>,
) -> Html {
    html! {
        <Button
            kind={Kind::QuietSmall}
            needs={Needs::Certainty}
            {test_id}
            {label}
            spoken={buttons::of(label, of)}
            open={gate.is_open()}
            takes_keyboard=true
            {on_press}
        />
    }
}

/// That a change of this is under way.
pub(super) fn busy(target: &ProfileTarget, controls: &Controls<'_>) -> Html {
    html! {
        if controls.is_busy_with(target) && !controls.view.unsettled {
            { working() }
        }
    }
}

/// That nobody knows yet what became of a change of this.
pub(super) fn doubt(target: &ProfileTarget, controls: &Controls<'_>) -> Html {
    html! {
        if controls.view.unsettled && controls.view.busy.as_ref() == Some(target) {
            { unsettled(controls.frame.asks(AccountRequest::Refresh)) }
        }
    }
}

/// Why the change of this failed, or that nobody knows whether it did.
pub(super) fn problem(target: &ProfileTarget, controls: &Controls<'_>) -> Html {
    let Some(problem) = controls.problem_of(target) else { return doubt(target, controls) };
    failed(problem, controls.gate, controls.asks(ProfileRequest::DismissProblem))
}
