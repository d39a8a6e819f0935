//! What the page may call: each of our commands, as the list here says, and the events of the view.
//! Everything else that Tauri knows is refused, whoever asks.

use std::collections::BTreeSet;

use latchkey_ipc::command::{
    AccountRequest, Command, ConnectRequest, CountriesRequest, DeviceRequest, LicencesRequest,
    MfaRequest, SignInRequest, StepUpRequest, ViewRequest, WindowRequest,
};
use latchkey_ipc::view::AppView;
use latchkey_ipc::wire;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use tauri::WebviewWindow;
use tauri::ipc::InvokeBody;
use tauri::test::MockRuntime;

use super::{PAGE, asked, invoke, invoke_from, window};

/// Our commands. Whoever adds one says here that it was thought about.
const COMMANDS: [&str; 11] = [
    "account",
    "connect",
    "countries",
    "device",
    "licences",
    "mfa",
    "picture",
    "sign_in",
    "step_up",
    "view",
    "window",
];
/// What of Tauri the page needs, to hear of new views.
const EVENTS: [(&str, &str); 2] = [
    ("core:event:allow-listen", "plugin:event|listen"),
    ("core:event:allow-unlisten", "plugin:event|unlisten"),
];

const CAPABILITY: &str = include_str!("../../capabilities/main.json");
/// What this build of Tauri and its plugins could permit.
const PERMISSIONS: &str = include_str!(concat!(env!("OUT_DIR"), "/acl-manifests.json"));

#[test]
fn the_capability_permits_the_listed_commands_to_the_main_window_and_nothing_else() {
    let capability: Value = serde_json::from_str(CAPABILITY).expect("JSON");
    let ours = COMMANDS.map(|command| format!("allow-{}", command.replace('_', "-")));
    let events = EVENTS.map(|(permission, _)| permission.to_owned());
    let listed: BTreeSet<_> = ours.into_iter().chain(events).collect();
    assert_eq!(texts(&capability["permissions"]), listed);
    assert_eq!(capability["windows"], json!(["main"]));
    for more in ["remote", "webviews", "platforms", "local"] {
        assert_eq!(capability.get(more), None, "{more}");
    }
}

/// The texts of a list. A permission with a scope would be an object.
fn texts(list: &Value) -> BTreeSet<String> {
    let list = list.as_array().expect("a list").iter();
    list.map(|value| value.as_str().expect("a text").to_owned()).collect()
}

/// Every command that a permission of this build could open.
fn known() -> BTreeSet<String> {
    let all: Map<String, Value> = serde_json::from_str(PERMISSIONS).expect("JSON");
    let commands = all.iter().flat_map(|(owner, manifest)| {
        let prefix = match owner.as_str() {
            "__app-acl__" => String::new(),
            plugin => format!("plugin:{}|", plugin.strip_prefix("core:").unwrap_or(plugin)),
        };
        let permissions = manifest["permissions"].as_object().expect("an object").values();
        let commands = permissions.flat_map(|permission| texts(&permission["commands"]["allow"]));
        commands.map(move |command| format!("{prefix}{command}")).collect::<Vec<_>>()
    });
    commands.collect()
}

#[test]
fn of_all_commands_in_the_program_only_the_listed_may_be_called() {
    let known = known();
    let window = window("main");
    let refused = |command: &str| {
        let answer = invoke(&window, command, InvokeBody::Raw(Vec::new()));
        answer.is_err_and(|error| error.to_string().contains("not allowed"))
    };
    let open: BTreeSet<_> = known.iter().filter(|command| !refused(command)).cloned().collect();
    let listed = COMMANDS.iter().chain(EVENTS.iter().map(|(_, command)| command));
    assert_eq!(open, listed.map(|&command| command.to_owned()).collect());
    for feared in ["plugin:store|load", "plugin:event|emit", "plugin:dialog|save"] {
        assert!(known.contains(feared), "{feared} is among those that were tried");
    }
}

#[test]
fn a_command_that_does_not_exist_is_refused() {
    let window = window("main");
    for command in [
        "token",
        "views",
        "VIEW",
        "",
        "view ",
        "plugin:fs|read_file",
        "plugin:shell|execute",
        "plugin:http|fetch",
        "plugin:opener|open_url",
        "plugin:latchkey|view",
        "plugin:|view",
        "plugin:event",
    ] {
        invoke(&window, command, InvokeBody::Raw(Vec::new())).expect_err(command);
    }
}

#[test]
fn a_window_of_another_name_may_call_nothing() {
    let window = window("other");
    for command in COMMANDS.into_iter().chain(EVENTS.map(|(_, command)| command)) {
        let refused = invoke(&window, command, InvokeBody::Raw(Vec::new())).expect_err("a refusal");
        assert!(refused.to_string().contains("not allowed"), "{command}: {refused}");
    }
}

#[test]
fn another_origin_may_call_nothing() {
    let window = window("main");
    for origin in ["https://example.org/", "http://localhost/", "data:text/html,x", "about:blank"] {
        for command in COMMANDS.into_iter().chain(EVENTS.map(|(_, command)| command)) {
            let body = InvokeBody::Raw(Vec::new());
            let refused = invoke_from(origin, &window, command, body).expect_err("a refusal");
            assert!(refused.to_string().contains("not allowed"), "{origin} {command}: {refused}");
        }
    }
}

/// Whether bytes are no request of the command, if it is this one.
fn is_no<C: Command + DeserializeOwned>(command: &str, request: &[u8]) -> Option<bool> {
    (command == C::NAME).then(|| wire::read_whole::<C>(request).is_err())
}

/// Whether bytes are none of the requests of a command. `countries` takes none and reads nothing.
fn is_no_request(command: &str, value: &[u8]) -> bool {
    let read = is_no::<AccountRequest>(command, value)
        .or_else(|| is_no::<ConnectRequest>(command, value))
        .or_else(|| is_no::<DeviceRequest>(command, value))
        .or_else(|| is_no::<LicencesRequest>(command, value))
        .or_else(|| is_no::<MfaRequest>(command, value))
        .or_else(|| is_no::<SignInRequest>(command, value))
        .or_else(|| is_no::<StepUpRequest>(command, value))
        .or_else(|| is_no::<ViewRequest>(command, value))
        .or_else(|| is_no::<WindowRequest>(command, value));
    read.unwrap_or(command != CountriesRequest::NAME)
}

/// Bytes of every kind. Many begin as a request does, and have something wrong in the rest of it.
fn messages() -> impl Strategy<Value = Vec<u8>> {
    let begun = (0..16_u8, any::<String>(), proptest::collection::vec(any::<u8>(), 0..8));
    let begun = begun.prop_map(|(kind, text, rest)| {
        let text = wire::write(&text);
        [&[kind], text.as_slice(), &rest].concat()
    });
    prop_oneof![proptest::collection::vec(any::<u8>(), 0..64), begun]
}

/// What the page shows, whatever its revision.
fn shown(window: &WebviewWindow<MockRuntime>) -> AppView {
    AppView { revision: 0, ..asked(window, &ViewRequest {}) }
}

#[test]
fn a_request_that_cannot_be_read_is_refused_in_words_and_changes_nothing() {
    let window = window("main");
    let before = shown(&window);
    let mut runner = TestRunner::new(ProptestConfig::with_cases(512));
    let cases = (proptest::sample::select(COMMANDS.to_vec()), messages());
    let outcome = runner.run(&cases, |(command, message)| {
        prop_assume!(is_no_request(command, &message));
        let refused = invoke(&window, command, InvokeBody::Raw(message)).err();
        prop_assert_eq!(refused, Some(json!("unreadable")), "{}", command);
        prop_assert_eq!(&shown(&window), &before);
        Ok(())
    });
    outcome.expect("every request is refused");
}

#[test]
fn a_call_in_words_is_refused_and_changes_nothing() {
    let window = window("main");
    let before = shown(&window);
    let deep = (0..200).fold(json!(0), |inner, _| json!([inner]));
    let bodies = [
        InvokeBody::Json(json!(null)),
        InvokeBody::Json(json!("request")),
        InvokeBody::Json(json!([{ "type": "start_over" }])),
        InvokeBody::Json(json!({ "Request": {} })),
        InvokeBody::Json(json!({ "request": deep })),
        InvokeBody::Json(json!({ "request": "x".repeat(1 << 20) })),
        InvokeBody::Raw(vec![0xFF; 1 << 16]),
    ];
    for command in COMMANDS.into_iter().filter(|command| *command != CountriesRequest::NAME) {
        for body in &bodies {
            let refused = invoke_from(PAGE, &window, command, body.clone());
            assert_eq!(refused.err(), Some(json!("unreadable")), "{command} {body:?}");
        }
    }
    assert_eq!(shown(&window), before);
}
