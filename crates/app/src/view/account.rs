//! Views of a session.

use latchkey_core::time::Timestamp;
use latchkey_fapi_types::client::Session;
use latchkey_fapi_types::enums::SessionStatus;
use latchkey_fapi_types::user::User;
use latchkey_ipc::view::{
    AccountView, Activity, EmailView, PhoneView, Screen, TaskView, UnknownTaskView,
};

use super::describe;
use crate::connection::Connection;
use crate::problem;

/// The page of a session: its account, or the task that it waits for.
pub(super) fn screen(connection: &Connection, session: &Session, now: Timestamp) -> Screen {
    let account = &connection.account;
    let activity = if account.pending.is_some() { Activity::Busy } else { Activity::Idle };
    let problem = account.failure.as_ref().map(problem::of);
    let user = session.user.as_ref();
    if session.status == SessionStatus::Pending {
        // A pending session that names no task waits for something that this version cannot see.
        let key = session.current_task().map_or("unknown", |task| task.as_str()).to_owned();
        let details = describe(connection, "Session task", &key);
        let identifier = user.and_then(User::primary_email).map(|it| it.email_address.clone());
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
        username: user.and_then(|user| user.username.clone()),
        emails: user.map(emails).unwrap_or_default(),
        phones: user.map(phones).unwrap_or_default(),
        last_sign_in_at: user.and_then(|user| user.last_sign_in_at),
        refreshed_at: account.refreshed_at.unwrap_or(now).as_millis(),
        activity,
        problem,
    })
}

fn emails(user: &User) -> Vec<EmailView> {
    let primary = user.primary_email().map(|email| &email.id);
    let mut views: Vec<_> = user
        .email_addresses
        .iter()
        .map(|email| EmailView {
            address: email.email_address.clone(),
            primary: Some(&email.id) == primary,
            verified: email.is_verified(),
        })
        .collect();
    views.sort_by_key(|email| !email.primary);
    views
}

fn phones(user: &User) -> Vec<PhoneView> {
    let primary = user.primary_phone().map(|phone| &phone.id);
    let mut views: Vec<_> = user
        .phone_numbers
        .iter()
        .map(|phone| PhoneView {
            number: phone.phone_number.clone(),
            formatted: phone.phone_number.clone(),
            primary: Some(&phone.id) == primary,
            verified: phone.is_verified(),
            second_factor: phone.reserved_for_second_factor,
        })
        .collect();
    views.sort_by_key(|phone| !phone.primary);
    views
}
