//! The details for support. They are shown before they are copied, and there is no secret in them: no
//! token, nothing that was typed, and no address or number of anybody.

use std::fmt::Write as _;

use latchkey_fapi_client::{Outcome, Product};
use latchkey_ipc::view::{InstanceKind, StorageView};

use crate::connection::Connection;
use crate::model::{Model, State};
use crate::requests::Request;
use crate::startup::Program;
use crate::{utc, words};

/// All that may help to find out why something fails.
pub(super) fn of(model: &Model, storage: StorageView) -> String {
    let Product { name, version } = &model.startup.product;
    let Program { commit, built, system, webview, .. } = &model.startup.program;
    let mut text = String::new();
    let mut line = |what: &str, value: &str| {
        // Writing into a text cannot fail.
        let _ = writeln!(text, "{what}: {value}");
    };
    line(name, &format!("{version} (commit {commit}, built {built})"));
    line("System", system);
    line("Webview", webview);
    line("Key kept", &kept(storage));
    let State::Connected(connection) = &model.state else {
        line("Instance", "none");
        return text;
    };
    let kind = match words::instance_kind(connection.key.instance_type()) {
        InstanceKind::Development => "development",
        InstanceKind::Production => "production",
    };
    line("Instance", &format!("{} ({kind})", connection.key.host()));
    if let Some(address) = connection.other_address() {
        line("Address", address);
    }
    line("Server", if connection.network.online { "reached" } else { "not reached" });
    line("Clock", &clock(connection));
    let requests: Vec<_> = connection.requests.iter().collect();
    line("Requests", &format!("{}, the newest last, by UTC", requests.len()));
    for request in requests {
        text.push_str(&told(request));
        text.push('\n');
    }
    text
}

/// Where the key is kept, and what is wrong with that.
fn kept(StorageView { place, trouble, decided }: StorageView) -> String {
    let decided = if decided { ", as it was decided" } else { "" };
    let trouble = trouble.map(|trouble| format!(", trouble: {trouble:?}")).unwrap_or_default();
    format!("{place:?}{decided}{trouble}")
}

/// How this computer's clock stands to the server's.
fn clock(connection: &Connection) -> String {
    match connection.network.ahead_ms {
        None => "not compared with the server’s".to_owned(),
        Some(ahead) if ahead < 0 => format!("{} ms behind the server’s", ahead.unsigned_abs()),
        Some(ahead) => format!("{ahead} ms ahead of the server’s"),
    }
}

/// A request in one line.
fn told(request: &Request) -> String {
    let Request { at, sent, outcome, took } = request;
    let Outcome { status, trace_id, fault } = outcome;
    let status = status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
    let more = [
        fault.as_ref().map(|fault| format!(", {fault}")),
        trace_id.as_ref().map(|id| format!(", trace {id}")),
    ];
    let more: String = more.into_iter().flatten().collect();
    let (time, took) = (utc::written(*at), took.as_millis());
    format!("{time} {} {}: {status}, {took} ms{more}", sent.method, sent.path)
}
