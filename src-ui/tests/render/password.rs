//! What the Account page shows of the password.

use latchkey_ipc::error::{ErrorCode, Field};
use latchkey_ipc::test_id::*;
use latchkey_ipc::view::*;

use crate::html::{Page as Rendered, page};
use crate::scenes::password::*;
use crate::scenes::*;

async fn shown(view: PasswordView) -> Rendered {
    page(scene(view)).await
}

#[tokio::test]
async fn the_row_offers_what_can_be_done() {
    let page = shown(password()).await;
    assert_eq!(page.only(CHANGE_PASSWORD).text(), "Change password");
    assert_eq!(page.only(REMOVE_PASSWORD).get("aria-label"), Some("Remove password"));
    for id in [NEW_PASSWORD, CURRENT_PASSWORD, RESET_SUBMIT, REMOVE_SUBMIT, PASSWORD_KEPT] {
        assert!(!page.has(id), "{id}: no form is open");
    }
    let page = shown(PasswordView { exists: false, removal: None, ..password() }).await;
    assert_eq!(page.only(CHANGE_PASSWORD).text(), "Set a password");
    assert!(!page.has(REMOVE_PASSWORD));
}

#[tokio::test]
async fn what_is_not_offered_is_not_shown_or_says_why() {
    let none = AccountView { password: None, ..account() };
    assert!(!page(app(Screen::Account(none))).await.has(PASSWORD_CARD));
    let page =
        shown(PasswordView { fixed: Some(Fixed::ByInstance), removal: None, ..password() }).await;
    assert!(!page.has(CHANGE_PASSWORD) && !page.has(REMOVE_PASSWORD));
    assert!(page.only(PASSWORD_CARD).text().contains("Whoever manages"));
    let managed = PasswordView { fixed: Some(Fixed::ByCompany), removal: None, ..password() };
    assert!(shown(managed).await.only(PASSWORD_CARD).text().contains("Your company keeps this"));
    let removal = Some(PasswordRemoval::LastWay);
    let page = shown(PasswordView { removal, ..password() }).await;
    let remove = page.only(REMOVE_PASSWORD);
    assert_eq!(remove.get("aria-disabled"), Some("true"));
    let why = page.by_id(remove.get("aria-describedby").unwrap());
    assert!(why.text().contains("all you can sign in with"));
}

#[tokio::test]
async fn the_form_shows_the_rules_and_asks_for_the_present_one_where_that_is_wanted() {
    for asks_current in [false, true] {
        let page = shown(PasswordView { asks_current, ..form(PasswordForm::New) }).await;
        assert_eq!(page.has(CURRENT_PASSWORD), asks_current);
        let rules = page.only(NEW_PASSWORD).get("aria-describedby").unwrap().to_owned();
        assert!(page.by_id(&rules).text().contains("At least 8 characters"));
        assert!(page.has(SIGN_OUT_OTHERS) && page.has(RESET_SUBMIT) && page.has(EDIT_CANCEL));
        assert!(!page.has(CHANGE_PASSWORD) && !page.has(REMOVE_PASSWORD));
        let other = page.only(EDIT_NAME);
        assert_eq!(other.get("aria-disabled"), Some("true"), "one form at a time");
    }
}

#[tokio::test]
async fn taking_it_away_says_what_is_left_and_asks_for_it() {
    let page = shown(form(PasswordForm::Remove)).await;
    assert!(page.only(WAYS_LEFT).text().contains("Email to"));
    assert!(page.has(CURRENT_PASSWORD) && page.has(REMOVE_SUBMIT) && !page.has(NEW_PASSWORD));
}

#[tokio::test]
async fn a_problem_is_told_beside_its_field_or_in_the_row() {
    let code = ErrorCode::FormPasswordValidationFailed;
    let failed = |field| RowState::Failed(problem(code, field));
    let state = failed(Some(Field::CurrentPassword));
    for open in [PasswordForm::New, PasswordForm::Remove] {
        let view = PasswordView { asks_current: true, state: state.clone(), ..form(open) };
        let page = shown(view).await;
        assert_eq!(page.only(CURRENT_PASSWORD).get("aria-invalid"), Some("true"));
        assert_eq!(page.only(PAGE_ACCOUNT).get("data-state"), Some("error"));
    }
    let view = PasswordView { state, ..form(PasswordForm::New) };
    assert!(shown(view).await.has(FORM_ERROR), "its field is not shown: the form tells it");
    let page = shown(PasswordView { state: failed(None), ..password() }).await;
    assert!(page.has(ROW_ERROR) && page.has(NOTICE_DISMISS));
}

#[tokio::test]
async fn what_is_not_settled_says_so() {
    for open in [None, Some(PasswordForm::New)] {
        let state = RowState::Unsettled;
        let page = shown(PasswordView { form: open, state, ..password() }).await;
        assert!(page.only(UNSETTLED).text().contains("don’t know yet") && page.has(CHECK_AGAIN));
    }
}
