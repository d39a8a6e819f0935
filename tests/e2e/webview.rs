//! What the webview lets nobody do: run a script that is not the page's, lead away from the page,
//! open a window, ask the system for anything, or leave a dump of its memory.

use latchkey_ipc::test_id;
use latchkey_tests::page::Page;
use latchkey_tests::person::Person;
use latchkey_tests::world::{Setup, World, in_a_window};
use serde_json::{Value, json};

/// Keeps every breach of the policy, and the name of every command that goes out by `fetch`. Where
/// that cannot be used Tauri sends them another way, which this does not see.
const WATCH: &str = "
    window.breaches = [];
    document.addEventListener('securitypolicyviolation', breach =>
        window.breaches.push(breach.effectiveDirective + ' ' + breach.blockedURI));
    window.fetched = [];
    const plain = window.fetch;
    window.fetch = (...request) => {
        window.fetched.push(String(request[0]));
        return plain.apply(window, request);
    };";

const BREACHES: &str = "return window.breaches";

#[test]
fn normal_use_breaks_no_policy_and_an_inline_script_breaks_it_once() {
    in_a_window(Setup::default().without_rate_limits(), async |world, page| {
        let person = world.add(Person::new("plain@example.com"));
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.execute(WATCH, &[]).await;
        page.sign_in(&person.email, "a wrong secret 9").await;
        page.wait_for(test_id::FORM_ERROR).await;
        world.manage_mfa(page, &person).await;
        page.open_add_totp().await;
        let key = page.totp_key().await;
        page.click(test_id::TOTP_CONTINUE).await;
        page.type_code(&world.code_of(&key)).await;
        page.take_backup_codes().await;
        page.wait_for(test_id::TOTP_SUCCESS).await;
        page.click(test_id::WIZARD_DONE).await;
        page.click(test_id::ADD_PHONE).await;
        page.wait_for(test_id::PAGE_ADD_PHONE).await;
        page.click(test_id::CANCEL).await;
        page.wait_for_state(test_id::PAGE_MANAGE_MFA, "ready").await;
        page.click(test_id::NAV_ACCOUNT).await;
        page.click(test_id::SIGN_OUT).await;
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        assert_eq!(page.execute(BREACHES, &[]).await, json!([]));

        // Every command went the way that Tauri checks first, and none fell back to another.
        let fetched = page.execute("return window.fetched", &[]).await;
        for command in ["sign_in", "account", "mfa", "countries"] {
            let address = json!(format!("ipc://localhost/{command}"));
            let sent = fetched.as_array().unwrap().contains(&address);
            assert!(sent, "{command} is not among {fetched}");
        }

        let script = "
            const script = document.createElement('script');
            script.textContent = 'window.ran = true';
            document.body.append(script);
            return window.ran === true";
        assert_eq!(page.execute(script, &[]).await, json!(false));
        page.settle().await;
        assert_eq!(page.execute(BREACHES, &[]).await, json!(["script-src-elem inline"]));
    });
}

#[test]
fn nothing_but_the_page_s_own_files_is_run_drawn_or_asked() {
    in_a_window(Setup::default(), async |world, page| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.execute(WATCH, &[]).await;
        let elsewhere = format!("{}/elsewhere", world.wire.base_url());
        let (mut found, mut wanted) = (Vec::new(), Vec::new());
        for (attempt, broken) in [
            ("add('script').src = elsewhere", "script-src-elem"),
            ("add('script').src = 'data:text/javascript,window.ran=true'", "script-src-elem"),
            ("press('window.ran = true')", "script-src-attr"),
            ("try { eval('window.ran = true') } catch { }", "script-src"),
            ("add('style').textContent = 'body { display: none }'", "style-src-elem"),
            ("add('p').setAttribute('style', 'display: none')", "style-src-attr"),
            ("add('img').src = elsewhere", "img-src"),
            ("fetch(elsewhere).catch(() => { })", "connect-src"),
            ("navigator.sendBeacon(elsewhere, 'x')", "connect-src"),
            ("try { new EventSource(elsewhere) } catch { }", "connect-src"),
            ("try { new Worker('data:text/javascript,0') } catch { }", "worker-src"),
            ("add('iframe').src = elsewhere", "frame-src"),
            ("add('iframe').src = location.href", "frame-src"),
            ("add('object').data = elsewhere", "object-src"),
            ("add('form', 'post').requestSubmit()", "form-action"),
            ("add('base').href = elsewhere", "base-uri"),
        ] {
            page.execute("window.breaches.length = 0", &[]).await;
            attempt_in(page, &elsewhere, attempt).await;
            let breaches = page.execute(BREACHES, &[]).await;
            let first = breaches[0].as_str().and_then(|breach| breach.split(' ').next());
            wanted.push((attempt, Some(broken.to_owned())));
            found.push((attempt, first.map(str::to_owned)));
        }
        assert_eq!(found, wanted);
        // The webview says nothing of this one, and connects to nothing.
        let socket = "try { new WebSocket(elsewhere.replace('http', 'ws')) } catch { }";
        attempt_in(page, &elsewhere, socket).await;
        assert_eq!(page.execute("return window.ran ?? null", &[]).await, Value::Null);
        still_the_page(world, page).await;
    });
}

#[test]
fn nothing_leads_away_from_the_page_or_opens_a_window() {
    in_a_window(Setup::default(), async |world, page| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.execute("window.marker = true", &[]).await;
        let elsewhere = format!("{}/elsewhere", world.wire.base_url());
        for attempt in [
            "location = elsewhere",
            "location.replace(elsewhere)",
            "location = 'https://example.org/'",
            "location = 'http://tauri.localhost/'",
            "location = 'tauri://example.org/'",
            "location = 'file:///etc/passwd'",
            "location = 'data:text/html,gone'",
            "location = 'about:blank'",
            "location = URL.createObjectURL(new Blob(['gone'], { type: 'text/html' }))",
            "location = 'javascript:window.ran = true'",
            "window.opened = window.open(elsewhere)",
            "window.opened ??= window.open('about:blank')",
            "window.opened ??= window.open(location.href, 'other', 'popup')",
            "window.opened ??= window.open('javascript:window.ran = true')",
            "add('a', elsewhere).click()",
            "Object.assign(add('a', elsewhere), { target: '_blank' }).click()",
            "Object.assign(add('a', elsewhere), { download: 'gone' }).click()",
            "Object.assign(add('a', 'data:text/plain,gone'), { download: 'gone' }).click()",
            "add('a', 'javascript:window.ran = true').click()",
            "Object.assign(add('meta'), { httpEquiv: 'refresh', content: '0;url=' + elsewhere })",
        ] {
            attempt_by_hand(page, &elsewhere, attempt).await;
            let left = page.execute("return [location.href, window.marker, window.opened]", &[]);
            let (here, opened) = (left.await, Value::Null);
            assert_eq!(here, json!(["tauri://localhost", true, opened]), "{attempt}");
        }
        assert_eq!(page.execute("return window.ran ?? null", &[]).await, Value::Null);
        let windows = world.display().windows();
        assert_eq!(windows.len(), 1, "a window was opened: {windows:?}");
        still_the_page(world, page).await;
    });
}

#[test]
fn what_is_dropped_onto_the_window_is_not_shown() {
    in_a_window(Setup::default(), async |world, page| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        page.execute("window.marker = true", &[]).await;
        let file = world.home().join("gone.html");
        std::fs::write(&file, "<!doctype html><title>gone</title>").unwrap();
        let addresses =
            [format!("file://{}", file.display()), format!("{}/elsewhere", world.wire.base_url())];
        for address in addresses {
            let asked = world.display().drop_address(&address).await.unwrap();
            assert!(asked > 0, "the window never looked at {address}");
            page.settle().await;
            let here = page.execute("return [location.href, window.marker]", &[]).await;
            assert_eq!(here, json!(["tauri://localhost", true]), "{address}");
        }
        still_the_page(world, page).await;
    });
}

#[test]
fn the_page_is_given_nothing_of_the_system() {
    in_a_window(Setup::default(), async |world, page| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        let script = "
            const done = arguments[arguments.length - 1];
            const refused = promise => promise.then(String, () => 'refused');
            const place = new Promise((found, failed) =>
                navigator.geolocation.getCurrentPosition(found, failed));
            Promise.all([
                window.Notification ? Notification.requestPermission() : 'denied',
                navigator.geolocation ? refused(place) : 'refused',
                navigator.mediaDevices
                    ? refused(navigator.mediaDevices.getUserMedia({ audio: true }))
                    : 'refused',
            ]).then(done);";
        let answers = page.driver.execute_async(script, &[]).await.unwrap();
        assert_eq!(answers, json!(["denied", "refused", "refused"]));
        still_the_page(world, page).await;
    });
}

#[test]
fn neither_the_program_nor_its_webview_leaves_a_core_dump() {
    in_a_window(Setup::default(), async |world, page| {
        page.wait_for(test_id::PAGE_SIGN_IN).await;
        let processes = world.processes();
        assert!(processes.len() >= 3, "a webview has two processes of its own: {processes:?}");
        for process in processes {
            let limits = format!("/proc/{}/limits", process.as_raw_nonzero());
            let limits = std::fs::read_to_string(limits).unwrap();
            let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
            let words: Vec<_> = core.split_whitespace().collect();
            assert_eq!(words[4..6], ["0", "0"], "{process:?}: {core}");
        }
    });
}

/// What an attempt can use: an address that is not the page's, and a way to add an element.
const AROUND: &str = "
    const elsewhere = arguments[0];
    const add = (name, to) => {
        const element = document.createElement(name);
        if (name === 'a') element.href = to;
        if (name === 'form') Object.assign(element, { action: elsewhere, method: to });
        document.body.append(element);
        return element;
    };
    const press = handler => {
        const button = add('button');
        button.setAttribute('onclick', handler);
        button.click();
    };";

/// Does something in the page and waits until it had its effect.
async fn attempt_in(page: &Page, elsewhere: &str, attempt: &str) {
    page.execute(&format!("{AROUND} {attempt};"), &[json!(elsewhere)]).await;
    page.settle().await;
}

/// The same, at the press of a button: without one no webview opens a window, whatever it may.
async fn attempt_by_hand(page: &Page, elsewhere: &str, attempt: &str) {
    let script = format!(
        "{AROUND}
         const hand = add('button');
         hand.id = 'hand';
         hand.textContent = 'attempt';
         Object.assign(hand.style, {{ position: 'fixed', top: 0, left: 0, zIndex: 9 }});
         hand.addEventListener('click', () => {{ hand.remove(); {attempt}; }});"
    );
    page.execute(&script, &[json!(elsewhere)]).await;
    let hand = page.driver.find("#hand").await.unwrap();
    page.driver.click(&hand).await.unwrap();
    page.settle().await;
    assert!(page.driver.find("#hand").await.is_err(), "{attempt}: the button was not pressed");
}

/// Nothing was fetched from elsewhere, the driver knows of no other window, and the page works.
async fn still_the_page(world: &World, page: &Page) {
    page.fill(test_id::IDENTIFIER, "somebody@example.com").await;
    page.wait_for_value(test_id::IDENTIFIER, "somebody@example.com").await;
    assert!(world.wire.to_path("/elsewhere").is_empty(), "something was fetched from elsewhere");
    let handles = page.driver.windows().await.unwrap();
    assert_eq!(handles, 1, "a window was opened");
}
