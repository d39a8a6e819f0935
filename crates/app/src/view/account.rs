//! Views of a session.

use latchkey_core::signed_in::Stage;
use latchkey_fapi_types::enums::{SessionStatus, Strategy, TaskKey};
use latchkey_fapi_types::user::User;
use latchkey_ipc::error::Problem;
use latchkey_ipc::view::{
    AccountView, Activity, Navigation, NewPasswordView, Page, PhoneId, PhoneRole, PhoneView,
    Screen, SetupMfaView, TaskView, UnknownTaskView,
};

use super::shown::{Shown, describe};
use super::{challenge, device, menu, mfa, organizations, password, profile, sign_in};
use crate::connection::{Connection, identifier, needs_setup};
use crate::ports::SavedSession;
use crate::{phone, pictures, problem};

/// The page of a session: its account, or the task that it waits for.
pub(super) fn screen(shown: Shown<'_>) -> Screen {
    let Shown { connection, open, session, now, .. } = shown;
    let machine = &open.machine;
    let activity =
        challenge::activity(machine.is_account_busy(), machine.hold(now.instant), now.instant);
    let problem = machine.account_failure().map(problem::of_account);
    let user = session.user.as_ref();
    let setup = needs_setup(session);
    let pending = session.status == SessionStatus::Pending;
    // Anything but setting up a factor ends with the session's right to it. Codes that are shown only
    // once stay, whatever the session waits for next.
    if (setup || !pending || machine.factors().codes().is_some())
        && let Some(screen) = mfa::screen(shown)
    {
        return screen;
    }
    match machine.stage() {
        Stage::Devices(_) => return device::devices(shown),
        Stage::Organizations => {
            return Screen::Organizations(organizations::organizations(shown));
        }
        Stage::ThisDevice => return device::this_device(shown),
        Stage::Account | Stage::Factors(_) => {}
    }
    if setup {
        let task = setup_mfa(connection, user, activity, problem);
        return Screen::Task(TaskView::SetupMfa(task));
    }
    if pending && session.current_task() == Some(&TaskKey::ResetPassword) {
        return Screen::Task(TaskView::ResetPassword(reset_password(shown)));
    }
    if pending && session.current_task() == Some(&TaskKey::ChooseOrganization) {
        let task = organizations::organizations(shown);
        return Screen::Task(TaskView::ChooseOrganization(task));
    }
    if pending {
        // A pending session that names no task waits for something that this version cannot see.
        let key = session.current_task().map_or("unknown", |task| task.as_str()).to_owned();
        let details = describe(connection, "Session task", &key);
        let identifier = user.and_then(identifier);
        return Screen::Task(TaskView::Unknown(UnknownTaskView {
            key,
            identifier,
            details,
            activity,
            problem,
        }));
    }
    Screen::Account(AccountView {
        name: user.and_then(User::full_name),
        picture: user.and_then(|user| pictures::of_user(user, connection)),
        username: user.and_then(|user| user.username.clone()),
        emails: user
            .map(|user| profile::emails(user, &connection.settings.environment))
            .unwrap_or_default(),
        phones: user.map(phones).unwrap_or_default(),
        organization: organizations::in_use(shown),
        password: password::view(shown).map(Box::new),
        profile: profile::view(shown),
        by_backup_code: open.by_backup_code,
        last_sign_in_at: user.and_then(|user| user.last_sign_in_at),
        refreshed_at: connection.refreshed_at(now).as_millis(),
        activity,
        problem,
    })
}

/// The choice of a factor.
fn setup_mfa(
    connection: &Connection,
    user: Option<&User>,
    activity: Activity,
    problem: Option<Problem>,
) -> SetupMfaView {
    let environment = &connection.settings.environment;
    let sms = environment.may_offer_second_factor(&Strategy::PhoneCode);
    let phones = user.filter(|_| sms).map(|user| mfa::phones(user, environment));
    SetupMfaView {
        totp: environment.may_offer_second_factor(&Strategy::Totp),
        sms,
        phones: phones
            .unwrap_or_default()
            .into_iter()
            .filter(|phone| phone.role == PhoneRole::Verified)
            .collect(),
        activity,
        problem,
    }
}

/// The password that the session waits for.
fn reset_password(Shown { connection, open, session, now, .. }: Shown<'_>) -> NewPasswordView {
    let machine = &open.machine;
    let is_busy = machine.is_busy() || machine.is_account_busy();
    let unsettled = machine.password().unsettled().is_some();
    let of_password = machine.password().problem().map(|(_, it)| problem::of_account(it));
    NewPasswordView {
        rules: sign_in::rules(&connection.settings.environment.password_settings),
        identifier: session.user.as_ref().and_then(identifier),
        signing_out: machine.is_signing_out(),
        unsettled,
        activity: challenge::activity(is_busy || unsettled, machine.hold(now.instant), now.instant),
        problem: of_password
            .map(problem::of_new_password)
            .or_else(|| machine.account_failure().map(problem::of_account)),
    }
}

/// Who is signed in, and the pages there are for them.
pub(super) fn navigation(shown: Shown<'_>, endings: &[SavedSession]) -> Navigation {
    let Shown { connection, open, session, .. } = shown;
    let user = session.user.as_ref();
    let setup = needs_setup(session);
    let pages = if setup {
        vec![Page::Account, Page::ManageMfa]
    } else if session.status == SessionStatus::Pending {
        Vec::new()
    } else {
        vec![Page::Account, Page::ManageMfa, Page::Devices, Page::ThisDevice]
    };
    Navigation {
        name: user.and_then(User::full_name),
        identifier: user.and_then(identifier),
        picture: user.and_then(|user| pictures::of_user(user, connection)),
        pages,
        current: match open.machine.stage() {
            // It is opened from the account.
            Stage::Account | Stage::Organizations => Page::Account,
            Stage::Factors(_) => Page::ManageMfa,
            Stage::Devices(_) => Page::Devices,
            Stage::ThisDevice => Page::ThisDevice,
        },
        setup,
        session: open.id.as_str().to_owned(),
        menu: menu::menu(shown, endings),
    }
}

fn phones(user: &User) -> Vec<PhoneView> {
    let primary = user.primary_phone().map(|phone| &phone.id);
    let mut views: Vec<_> = user
        .phone_numbers
        .iter()
        .map(|phone| PhoneView {
            id: PhoneId(phone.id.as_str().to_owned()),
            number: phone.phone_number.clone(),
            formatted: phone::formatted(&phone.phone_number),
            primary: Some(&phone.id) == primary,
            verified: phone.is_verified(),
            second_factor: phone.reserved_for_second_factor,
        })
        .collect();
    views.sort_by_key(|phone| !phone.primary);
    views
}
