//! Tests of the key's forms.

use latchkey_ipc::command::Copyable;

use super::*;

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const URI: &str = "otpauth://totp/Acme%20%28development%29:x+clerk_test@example.com\
    ?algorithm=SHA1&digits=6&issuer=Acme+%28development%29&period=30\
    &secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

fn secret() -> TotpSecret {
    TotpSecret::new(SECRET)
}

/// The dark modules of a path, by row and column.
fn matrix(code: &QrCode) -> Vec<Vec<bool>> {
    let size = code.size as usize;
    let mut dark = vec![vec![false; size]; size];
    // EXPOSE: read by the test.
    for bar in code.path.expose().split('z').filter(|bar| !bar.is_empty()) {
        let numbers: Vec<usize> = bar
            .split(|it: char| !it.is_ascii_digit())
            .filter(|it| !it.is_empty())
            .map(|it| it.parse().unwrap())
            .collect();
        let [x, y, length, 1, back] = numbers[..] else { panic!("{bar}") };
        assert_eq!(bar, format!("M{x} {y}h{length}v1h-{back}"));
        assert_eq!(length, back);
        for module in &mut dark[y][x..x + length] {
            assert!(!*module, "drawn twice");
            *module = true;
        }
    }
    dark
}

#[test]
fn the_path_draws_the_modules_of_the_code_within_a_quiet_zone() {
    for text in [URI, "a", SECRET] {
        let drawn = qr_code(text).unwrap();
        let dark = matrix(&drawn);
        let expected = qrcode::QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let width = expected.width();
        assert_eq!(drawn.size as usize, width + 8);
        for (y, row) in dark.iter().enumerate() {
            for (x, module) in row.iter().enumerate() {
                let inside = (4..width + 4).contains(&x) && (4..width + 4).contains(&y);
                let wanted = inside && expected[(x - 4, y - 4)] == Color::Dark;
                assert_eq!(*module, wanted, "{text}: {x} {y}");
            }
        }
    }
}

#[test]
fn the_servers_address_is_shown_as_it_is_and_read() {
    let view = totp_key(&secret(), &TotpUri::new(URI), None).unwrap();
    // EXPOSE: compared by the test.
    assert_eq!(view.uri.expose(), URI);
    assert_eq!(view.key.expose(), "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP");
    assert_eq!(view.issuer.as_deref(), Some("Acme (development)"));
    assert_eq!(view.account.as_deref(), Some("x+clerk_test@example.com"));
    assert_eq!((view.digits, view.period), (6, 30));
    assert_eq!(view.qr, qr_code(URI).unwrap());
}

#[test]
fn what_an_address_leaves_out_is_what_apps_take_for_granted() {
    let read = |uri: &str| {
        let Otpauth { issuer, account, digits, period } = Otpauth::read(uri);
        (issuer.unwrap_or_default(), account.unwrap_or_default(), digits, period)
    };
    let expected = |issuer: &str, account: &str, digits, period| {
        (issuer.to_owned(), account.to_owned(), digits, period)
    };
    assert_eq!(read("otpauth://totp/me?secret=AAAA"), expected("", "me", 6, 30));
    assert_eq!(read("otpauth://totp/A:%20me?secret=AAAA"), expected("A", "me", 6, 30));
    assert_eq!(read("otpauth://totp/A%3Ame?secret=AAAA"), expected("A", "me", 6, 30));
    assert_eq!(read("otpauth://totp/A:me?issuer=B%2BC&secret=A"), expected("B+C", "me", 6, 30));
    assert_eq!(read("otpauth://totp/a:me?digits=8&period=60"), expected("a", "me", 8, 60));
    assert_eq!(read("otpauth://totp/a:me?digits=x&issuer="), expected("a", "me", 6, 30));
    assert_eq!(read("otpauth://totp/a:me?digits=0&period=0"), expected("a", "me", 6, 30));
    assert_eq!(read("otpauth://totp/a:me?digits=11&period=-1"), expected("a", "me", 6, 30));
    assert_eq!(read("otpauth://totp/?secret=A"), expected("", "", 6, 30));
    assert_eq!(read("no address"), expected("", "", 6, 30));
    assert_eq!(read("otpauth://totp/%FF%C3%BC:me"), expected("\u{fffd}ü", "me", 6, 30));
}

#[test]
fn a_key_is_read_in_groups_of_four() {
    for (key, groups) in [
        ("", ""),
        ("ABCD", "ABCD"),
        ("ABCDE", "ABCD E"),
        ("abcd efgh ijkl", "abcd efgh ijkl"),
        ("ABCDEFGHIJ", "ABCD EFGH IJ"),
    ] {
        assert_eq!(in_groups(key), groups);
    }
}

#[test]
fn an_address_too_long_for_a_code_gives_none() {
    let uri = TotpUri::new(format!("otpauth://totp/{}", "x".repeat(4_000)));
    assert!(totp_key(&secret(), &uri, None).is_none());
}

#[test]
fn debug_output_of_the_view_hides_the_key_in_every_form() {
    let view = totp_key(&secret(), &TotpUri::new(URI), None).unwrap();
    let shown = format!("{view:?}");
    // EXPOSE: looked for by the test.
    for hidden in [SECRET, "JBSW", "otpauth", view.qr.path.expose()] {
        assert!(!shown.contains(hidden), "{hidden}");
    }
}

#[test]
fn a_code_is_made_once_for_each_key_and_dropped_with_it() {
    // EXPOSE: where the text is, not what it is.
    let made = |cache: &QrCache| {
        let view = cache.0.as_ref().and_then(|shown| shown.view.as_ref());
        view.map(|view| view.qr.path.expose().as_ptr())
    };
    let (secret, uri) = (secret(), TotpUri::new(URI));
    let mut cache = QrCache::default();
    cache.follow(Some((&secret, &uri)));
    let first = made(&cache);
    assert_eq!(cache.view(None), totp_key(&secret, &uri, None));
    cache.follow(Some((&secret, &uri)));
    assert_eq!(made(&cache), first, "not made anew");
    let other = TotpUri::new("otpauth://totp/me?secret=AAAA");
    cache.follow(Some((&secret, &other)));
    assert_eq!(cache.view(None), totp_key(&secret, &other, None));
    cache.follow(None);
    assert!(cache.0.is_none() && cache.view(None).is_none());
}

#[test]
fn what_is_on_the_clipboard_is_told_beside_the_same_code() {
    let mut cache = QrCache::default();
    cache.follow(Some((&secret(), &TotpUri::new(URI))));
    let copied = Some(Copied { what: Copyable::TotpKey, clears_in_ms: 1 });
    assert_eq!(cache.view(copied).unwrap().copied, copied);
    assert_eq!(cache.view(None).unwrap().copied, None);
}
