//! What the Account page shows of what can be changed there.

use latchkey_ipc::error::{ErrorCode, Field};
use latchkey_ipc::test_id::*;
use latchkey_ipc::view::*;

use crate::html::{Page as Rendered, page};
use crate::scenes::profile::*;
use crate::scenes::*;

async fn shown(view: ProfileView) -> Rendered {
    page(scene(view)).await
}

#[tokio::test]
async fn each_row_has_its_value_and_what_can_be_done_to_it() {
    let page = shown(profile()).await;
    assert_eq!(page.only(PROFILE_NAME).text(), "All Factors");
    assert_eq!(page.only(PROFILE_USERNAME).text(), "all-factors");
    let buttons = |address: &str| {
        let rows = page.by_attribute("data-email", address);
        assert_eq!(rows.len(), 1, "{address}");
        let row = rows[0].inner().to_owned();
        [EMAIL_VERIFY, MAKE_PRIMARY, REMOVE_EMAIL]
            .into_iter()
            .filter(|id| row.contains(&format!("data-testid=\"{id}\"")))
            .collect::<Vec<_>>()
    };
    assert_eq!(buttons("all@example.com"), [REMOVE_EMAIL]);
    assert_eq!(buttons("all.factors@example.org"), [EMAIL_VERIFY, REMOVE_EMAIL]);
    for id in [EDIT_NAME, EDIT_USERNAME, ADD_EMAIL, MANAGE_PHONES, DELETE_ACCOUNT] {
        assert!(page.has(id), "{id}");
    }
    for id in [FIRST_NAME, USERNAME, EMAIL, CODE, EDIT_CANCEL, EMAIL_KEPT] {
        assert!(!page.has(id), "{id}: no form is open");
    }
}

#[tokio::test]
async fn what_is_verified_and_not_primary_can_become_it() {
    let mut view = account();
    view.emails[1].verified = true;
    view.phones[1].verified = true;
    let page = page(app(Screen::Account(view))).await;
    let buttons = page.all(MAKE_PRIMARY);
    let spoken: Vec<_> = buttons.iter().map(|it| it.get("aria-label").unwrap()).collect();
    let expected = ["Make primary: all.factors@example.org", "Make primary: +47 40 00 01 42"];
    assert_eq!(spoken, expected);
}

#[tokio::test]
async fn what_the_instance_does_not_offer_is_not_shown() {
    let none = ProfileView {
        name: None,
        username: None,
        can_add_email: false,
        can_delete: false,
        ..profile()
    };
    let page = shown(none).await;
    for id in [PROFILE_NAME, PROFILE_USERNAME, ADD_EMAIL, EMAIL_VERIFY, DELETE_ACCOUNT] {
        assert!(!page.has(id), "{id}");
    }
}

#[tokio::test]
async fn what_people_may_not_change_says_who_does() {
    let fixed = NamePart { value: "Ada".to_owned(), editable: false };
    let name = Some(NameView { first: Some(fixed.clone()), last: None, managed: false });
    let page = shown(ProfileView { name, ..profile() }).await;
    assert!(!page.has(EDIT_NAME) && page.near(PROFILE_NAME).contains("Whoever manages"));
    let last = Some(NamePart { value: "Byron".to_owned(), editable: true });
    let name = Some(NameView { first: Some(fixed.clone()), last, managed: false });
    let form = Some(ProfileForm::Name);
    let page = shown(ProfileView { name, form, ..profile() }).await;
    assert!(!page.has(FIRST_NAME) && page.has(LAST_NAME));
    let name = Some(NameView { first: Some(fixed), last: None, managed: true });
    let page = shown(ProfileView { name, ..profile() }).await;
    assert!(page.near(PROFILE_NAME).contains("Your company keeps this"));
}

#[tokio::test]
async fn a_form_stands_in_the_place_of_its_row() {
    let form = |form| ProfileView { form: Some(form), ..profile() };
    let page = shown(form(ProfileForm::Name)).await;
    assert_eq!(page.only(FIRST_NAME).get("value"), Some("All"));
    assert_eq!(page.only(LAST_NAME).get("value"), Some("Factors"));
    assert!(page.has(NAME_SAVE) && page.has(EDIT_CANCEL) && !page.has(EDIT_NAME));
    let page = shown(form(ProfileForm::Username)).await;
    assert_eq!(page.only(USERNAME).get("value"), Some("all-factors"));
    let rules = page.only(USERNAME).get("aria-describedby").unwrap().to_owned();
    assert!(page.by_id(&rules).text().contains("At least 4 characters"));
    assert!(page.has(USERNAME_SAVE) && page.has(EDIT_NAME));
    let page = shown(form(ProfileForm::NewEmail)).await;
    assert!(page.has(EMAIL) && page.has(ADD_EMAIL_SUBMIT) && !page.has(ADD_EMAIL));
}

#[tokio::test]
async fn no_other_form_can_be_opened_meanwhile_and_the_form_says_why() {
    let openers = [EDIT_NAME, EDIT_USERNAME, ADD_EMAIL, EMAIL_VERIFY];
    for (form, shown_are) in [
        (ProfileForm::Name, &openers[1..]),
        (ProfileForm::NewEmail, &[EDIT_NAME, EDIT_USERNAME, EMAIL_VERIFY]),
        (email_code(), &openers[..2]),
    ] {
        let page = shown(ProfileView { form: Some(form), ..profile() }).await;
        for id in shown_are {
            let opener = page.only(id);
            assert_eq!(opener.get("aria-disabled"), Some("true"), "{id}");
            let why = page.by_id(opener.get("aria-describedby").unwrap());
            assert!(why.text().contains("save or cancel this first"), "{id}");
        }
    }
    let page = shown(profile()).await;
    for id in openers {
        assert_eq!(page.only(id).get("aria-disabled"), None, "{id}");
        assert_eq!(page.only(id).get("aria-describedby"), None, "{id}");
    }
}

#[tokio::test]
async fn the_code_of_an_address_is_asked_for_by_its_name() {
    let view = ProfileView { form: Some(email_code()), ..profile() };
    let page = shown(view).await;
    assert!(page.has(CODE) && page.has(VERIFY_SUBMIT) && page.has(RESEND));
    assert!(page.text().contains("A code goes to all.factors@example.org. Type it here."));
    assert!(!page.has(EMAIL_VERIFY), "it is being verified");
}

#[tokio::test]
async fn a_problem_is_told_beside_its_field_or_in_its_row() {
    let target = ProfileTarget::Username;
    let code = ErrorCode::FormUsernameInvalidCharacter;
    let problem = || Some(told(target.clone(), code, Some(Field::Username)));
    let open = ProfileView { form: Some(ProfileForm::Username), problem: problem(), ..profile() };
    let page = shown(open.clone()).await;
    assert_eq!(page.only(USERNAME).get("aria-invalid"), Some("true"));
    assert!(page.only(FORM_ERROR).text().contains("has a character"));
    assert_eq!(page.only(PAGE_ACCOUNT).get("data-state"), Some("error"));
    let page = shown(ProfileView { form: None, ..open }).await;
    assert!(page.near(PROFILE_USERNAME).contains("has a character"));
    assert!(page.has(ROW_ERROR) && page.has(NOTICE_DISMISS));
    let failed = |target| ProfileView {
        problem: Some(told(target, ErrorCode::OutOfDate, None)),
        ..profile()
    };
    let page = shown(failed(ProfileTarget::Email(unverified()))).await;
    let rows = page.by_attribute("data-email", "all.factors@example.org");
    assert!(rows[0].inner().contains("data-testid=\"row-error\""));
    let phone = PhoneId("idn_+4740000142".to_owned());
    let page = shown(failed(ProfileTarget::Phone(phone))).await;
    assert!(page.row("+4740000142").contains("data-testid=\"row-error\""));
    for (target, before, after) in [
        (ProfileTarget::NewEmail, ADD_EMAIL, EMAIL_ROW),
        (ProfileTarget::Account, DELETE_ACCOUNT, "dialogs"),
    ] {
        let page = shown(failed(target)).await;
        let place = |id: &str| page.0.find(&format!("data-testid=\"{id}\""));
        assert!(place(before) < place(ROW_ERROR), "{before}");
        assert!(place(after).is_none_or(|after| place(ROW_ERROR) < Some(after)), "{after}");
    }
}

#[tokio::test]
async fn a_change_is_busy_in_its_own_row_and_nothing_else_can_be_asked_meanwhile() {
    for target in [
        ProfileTarget::Name,
        ProfileTarget::Username,
        ProfileTarget::Email(unverified()),
        ProfileTarget::Phone(PhoneId("idn_+4740000142".to_owned())),
        ProfileTarget::Account,
    ] {
        let view =
            ProfileView { activity: Activity::Busy, busy: Some(target.clone()), ..profile() };
        let page = shown(view).await;
        assert_eq!(page.only(PAGE_ACCOUNT).get("data-state"), Some("busy"));
        assert_eq!(page.0.matches("class=\"row-busy\"").count(), 1, "{target:?}");
        for id in [EDIT_NAME, EDIT_USERNAME, ADD_EMAIL, DELETE_ACCOUNT] {
            assert_eq!(page.only(id).get("aria-disabled"), Some("true"), "{id}");
        }
        assert_eq!(page.only(SIGN_OUT).get("aria-disabled"), None);
    }
}

#[tokio::test]
async fn a_change_of_which_nobody_knows_what_became_says_so_and_can_be_asked_about() {
    let unsettled = |target, form| ProfileView {
        activity: Activity::Busy,
        busy: Some(target),
        unsettled: true,
        form,
        ..profile()
    };
    for (target, form) in [
        (ProfileTarget::Name, None),
        (ProfileTarget::Name, Some(ProfileForm::Name)),
        (ProfileTarget::NewEmail, Some(ProfileForm::NewEmail)),
        (ProfileTarget::Email(unverified()), Some(email_code())),
        (ProfileTarget::Email(unverified()), None),
        (ProfileTarget::Account, None),
    ] {
        let page = shown(unsettled(target.clone(), form.clone())).await;
        let told = page.only(UNSETTLED).text();
        assert!(told.contains("don’t know yet"), "{target:?} {form:?}");
        assert_eq!(page.only(CHECK_AGAIN).get("aria-disabled"), None, "{target:?} {form:?}");
        assert_eq!(page.only(DELETE_ACCOUNT).get("aria-disabled"), Some("true"));
        assert_eq!(page.0.matches("class=\"row-busy\"").count(), 0, "nothing is under way");
    }
    assert!(!shown(profile()).await.has(UNSETTLED));
}

#[tokio::test]
async fn an_address_that_has_to_stay_says_why_before_it_is_asked_about() {
    for (removal, words) in [
        (EmailRemoval::Immutable, "Whoever manages"),
        (EmailRemoval::Linked, "an account elsewhere"),
        (EmailRemoval::Required, "has to keep a verified address"),
        (EmailRemoval::LastIdentifier, "all you can sign in with"),
    ] {
        let page = page(app(Screen::Account(kept(removal)))).await;
        assert!(page.only(EMAIL_KEPT).text().contains(words));
        let removals = page.all(REMOVE_EMAIL);
        let remove = &removals[0];
        assert_eq!(remove.get("aria-disabled"), Some("true"));
        let why = remove.get("aria-describedby").unwrap();
        assert!(page.by_id(why).text().contains(words));
    }
}
