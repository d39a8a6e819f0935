//! Before the server has said in this run how things stand, nothing is changed.

use super::*;
use crate::devices::Event as DeviceEvent;

/// What an earlier run kept of this account.
fn kept(account: Value) -> Bench {
    let mut bench = Bench::signed_in(user(account));
    bench.known_at = None;
    bench
}

/// Applies the events, none of which may lead to a call, and none again once the server has answered.
fn check(bench: &mut Bench, event: impl Fn() -> Happens) {
    let before = bench.signed_in.clone();
    assert!(!bench.act(event()), "{:?}", event());
    assert_eq!(bench.signed_in, before, "{:?}", event());
    bench.known_at = Some(bench.now);
    assert!(bench.act(event()), "{:?}", event());
}

#[test]
fn no_factor_is_changed() {
    let cases = [
        (with_totp(), Change::RemoveTotp),
        (with_totp(), Change::GenerateBackupCodes),
        (with_phones(&[("idn_2", "verified")]), Change::UsePhone(id("idn_2"))),
        (with_phones(&[("idn_2", "verified reserved")]), Change::DisablePhone(id("idn_2"))),
        (with_phones(&[("idn_2", "verified reserved")]), Change::MakeDefaultPhone(id("idn_2"))),
        (with_phones(&[("idn_2", "verified")]), Change::RemovePhone(id("idn_2"))),
    ];
    for (account, change) in cases {
        let mut bench = kept(account);
        bench.open(OVERVIEW);
        assert_eq!(bench.page(), OVERVIEW, "to look at");
        check(&mut bench, || Event::Ask(change.clone()).into());
    }
}

#[test]
fn no_page_opens_that_begins_with_a_change() {
    for from in [Page::Account, OVERVIEW] {
        let mut bench = kept(plain());
        bench.open(from);
        check(&mut bench, || Happens::Open(Destination::Page(ADD_TOTP)));
        let mut bench = kept(plain());
        bench.open(from);
        bench.open(ADD_PHONE);
        assert_eq!(bench.page(), from);
        bench.known_at = Some(bench.now);
        bench.open(ADD_PHONE);
        assert_eq!(bench.page(), ADD_PHONE);
    }
}

#[test]
fn no_number_is_verified() {
    let mut bench = kept(with_phones(&[("idn_9", "")]));
    bench.open(OVERVIEW);
    check(&mut bench, || Event::ResumePhone(id("idn_9")).into());
    let mut bench = Bench::with_number(user(plain()));
    bench.later(RESEND_WAIT);
    bench.known_at = None;
    check(&mut bench, || Event::ResendPhoneCode.into());
    let mut bench = Bench::with_number(user(plain()));
    bench.known_at = None;
    check(&mut bench, || Event::VerifyPhone { code: Code::new("424242") }.into());
    let mut bench = Bench::of(user(plain()));
    bench.open(ADD_PHONE);
    bench.known_at = None;
    check(&mut bench, || Event::SubmitPhone { e164: "+15555550109".to_owned() }.into());
}

#[test]
fn no_authenticator_app_is_set_up() {
    let mut bench = Bench::with_key(user(plain()));
    bench.known_at = None;
    check(&mut bench, || Event::ResetTotp.into());
    let mut bench = Bench::with_key(user(plain()));
    bench.act(Event::ContinueTotp);
    bench.known_at = None;
    check(&mut bench, || Event::VerifyTotp { code: Code::new("123456") }.into());
}

#[test]
fn no_device_is_signed_out() {
    for event in [DeviceEvent::SignOut("sess_2".into()), DeviceEvent::SignOutOthers] {
        let mut bench = kept(plain());
        assert!(bench.open(Page::Devices), "to look at");
        bench.answer(Ok(devices::listed(&["sess_1", "sess_2"])));
        check(&mut bench, || event.clone().into());
    }
}

#[test]
fn every_way_out_is_open() {
    for destination in
        [Destination::SignOut, Destination::Forget, Destination::ChangeInstance, Destination::Close]
    {
        let mut bench = kept(plain());
        bench.act(Happens::Open(destination.clone()));
        assert_eq!(bench.departed, Some(destination));
    }
    let mut bench = kept(plain());
    bench.open(Page::ThisDevice);
    assert_eq!(bench.page(), Page::ThisDevice);
    assert!(bench.act(Happens::Refresh));
}
