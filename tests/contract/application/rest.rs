//! When a view has come to rest, and what it says of who is signed in.

use latchkey_ipc::view::{
    Activity, AddPhoneStep, AppView, Delivery, Screen, StepUpStep, TaskView, VerifyView,
};

/// Whether a view stays as it is until somebody does something.
pub(super) enum Rest {
    Idle,
    Busy,
    /// The server wants a wait.
    Held,
}

/// What the buttons of the dialog or the page can do. A code on its way counts as busy.
pub(super) fn activity(view: &AppView) -> Activity {
    let of_page = |page: &VerifyView| (page.activity, page.delivery == Delivery::Sending);
    let step_up = view.step_up.as_ref().map(|step_up| match &step_up.step {
        StepUpStep::Starting => (Activity::Busy, false),
        StepUpStep::Verify(page) => of_page(page),
        StepUpStep::Failed { activity, .. } => (*activity, false),
        StepUpStep::Unknown { .. } => (Activity::Idle, false),
    });
    let (activity, sending) = step_up.unwrap_or_else(|| match &view.screen {
        Screen::Loading => (Activity::Busy, false),
        Screen::Connect(page) => (page.activity, false),
        Screen::SignIn(page) => (page.activity, false),
        Screen::Verify(page) => of_page(page),
        Screen::ResetPassword(page) => (page.activity, false),
        Screen::Task(TaskView::SetupMfa(page)) => (page.activity, false),
        Screen::Task(TaskView::ResetPassword(page)) => (page.activity, false),
        Screen::Task(TaskView::ChooseOrganization(page)) | Screen::Organizations(page) => {
            (page.activity, page.offers.is_none() && page.problem.is_none())
        }
        Screen::Task(TaskView::Unknown(page)) => (page.activity, false),
        Screen::Account(page) if page.activity == Activity::Idle => (page.profile.activity, false),
        Screen::Account(page) => (page.activity, false),
        Screen::ManageMfa(page) if page.refreshing => (Activity::Busy, false),
        Screen::ManageMfa(page) => (page.activity, false),
        Screen::AddTotp(page) => (page.activity, false),
        Screen::AddPhone(page) => (
            page.activity,
            matches!(&page.step, AddPhoneStep::Code { delivery: Delivery::Sending, .. }),
        ),
        Screen::Devices(page) => (page.activity, page.devices.is_none() && page.problem.is_none()),
        Screen::ThisDevice(page) => (page.activity, false),
        Screen::Settings(_) | Screen::About(_) => (Activity::Idle, false),
        Screen::Help(page) => (page.activity, false),
    });
    if activity == Activity::Idle && sending { Activity::Busy } else { activity }
}

pub(super) fn rest(view: &AppView) -> Rest {
    match activity(view) {
        Activity::Idle => Rest::Idle,
        Activity::Busy => Rest::Busy,
        Activity::Held { .. } | Activity::Locked => Rest::Held,
    }
}

pub(super) fn is_signed_in(view: &AppView) -> bool {
    view.navigation.is_some() || matches!(view.screen, Screen::Task(_))
}

pub(super) fn signed_in_as(view: &AppView) -> Option<String> {
    view.navigation.as_ref().and_then(|navigation| navigation.identifier.clone())
}
