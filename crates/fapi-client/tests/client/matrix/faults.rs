//! What can go wrong with any answer, and what a call then says (quality A5).

use std::io::Write as _;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use latchkey_fapi_client::{BadAnswer, Loss, Unreachable};

use crate::misbehave::{Act, answer};

/// The token that every answer with a whole head brings.
pub(super) const TOKEN: &str = "authorization: new.token";

const MEBIBYTE: usize = 1024 * 1024;
/// Slower than any deadline, quicker than an idle one.
const PACE: Duration = Duration::from_millis(50);
const REFUSAL: &str = r#"{"errors":[{"code":"zzz_new","message":"m"}],"clerk_trace_id":"t"}"#;
const PORTAL: &str = "<!DOCTYPE html><title>Wi-Fi</title>Please sign in";

/// Something that goes wrong, whatever the call.
#[derive(Clone)]
pub(super) struct Fault {
    /// What goes wrong.
    pub(super) name: String,
    /// Who is there, and what it does about the request.
    pub(super) place: Place,
    /// What the call says then.
    pub(super) told: Told,
    /// Whether a new token came with a whole head.
    pub(super) renews: bool,
    /// Whether it ends by a deadline.
    pub(super) slow: bool,
}

/// What a server does about a request; it is given the body of an answer that the call can read.
pub(super) type Acting = dyn Fn(&str) -> Vec<Act> + Send + Sync;

/// Who is at the address.
#[derive(Clone)]
pub(super) enum Place {
    /// Nobody listens.
    Nobody,
    /// Somebody takes connections, and breaks them off before anything is read.
    Deaf,
    /// A name that has no address.
    Nowhere,
    /// A server that acts so.
    Server(Arc<Acting>),
}

/// What a call says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// The value.
    Done,
    /// The server was not reached.
    Unreachable(Unreachable),
    /// The answer was lost.
    Lost(Loss),
    /// The answer is none of the Frontend API.
    Bad(u16, BadAnswer),
    /// The server refused, and said so many seconds to wait.
    Refused(u16, Option<u64>),
    /// The server failed, and said so many seconds to wait.
    Failed(u16, Option<u64>),
}

/// All of them.
pub(super) fn all() -> Vec<Fault> {
    [
        healthy(),
        unreached(),
        broken(),
        slow(),
        not_of_the_api(),
        too_much(),
        redirects(),
        refusals(),
    ]
    .concat()
}

/// Answers that are unusual and right.
fn healthy() -> Vec<Fault> {
    let told = Told::Done;
    vec![
        sends("the true answer", told, |body| answer(200, &[TOKEN], body)),
        sends("an answer with another good status", told, |body| answer(201, &[TOKEN], body)),
        sends("a note that the answer comes later", told, |body| {
            let early = b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".to_vec();
            [early, answer(200, &[TOKEN], body)].concat()
        }),
        sends("an answer of another type that is JSON", told, |body| {
            answer(200, &[TOKEN, "content-type: text/plain"], body)
        }),
        sends("an answer in chunks", told, |body| chunked(body, "0\r\n\r\n")),
        sends("a compressed answer", told, |body| compressed(&gzip(body.as_bytes()))),
        ends("an answer that ends with its connection", told, |body| {
            format!("HTTP/1.1 200 OK\r\n{TOKEN}\r\n\r\n{body}").into_bytes()
        }),
    ]
}

fn unreached() -> Vec<Fault> {
    let at = |name: &str, place, told| Fault {
        name: name.to_owned(),
        place,
        told,
        renews: false,
        slow: false,
    };
    vec![
        at("nobody listens", Place::Nobody, Told::Unreachable(Unreachable::Connect)),
        at("a connection that breaks at once", Place::Deaf, Told::Lost(Loss::Interrupted)),
        at("a name without an address", Place::Nowhere, Told::Unreachable(Unreachable::Dns)),
    ]
}

fn broken() -> Vec<Fault> {
    let lost = Told::Lost(Loss::Interrupted);
    let half = |body: &str| {
        let mut whole = answer(200, &[TOKEN], body);
        whole.truncate(whole.len() - body.len() / 2 - 1);
        whole
    };
    vec![
        headless("a reset before the head", lost, |_| vec![Act::Reset]),
        headless("an end before the head", lost, |_| Vec::new()),
        headless("a reset within the head", lost, |_| {
            vec![Act::Send(b"HTTP/1.1 200 OK\r\nauthor".to_vec()), Act::Reset]
        }),
        headless("another protocol", lost, |_| vec![Act::Send(b"220 mail ESMTP\r\n".to_vec())]),
        headless("a version of HTTP that is none", lost, |body| {
            vec![Act::Send([&b"HTTP/9.9 200 OK\r\n\r\n"[..], body.as_bytes()].concat())]
        }),
        headless("a status that is none", lost, |_| {
            vec![Act::Send(b"HTTP/1.1 2000 OK\r\n\r\n".to_vec())]
        }),
        headless("two lengths that differ", lost, |body| {
            vec![Act::Send(answer(200, &[TOKEN, "content-length: 1"], body))]
        }),
        headless("a head without end", lost, |_| {
            let many = "x-header: value\r\n".repeat(40_000);
            vec![Act::Send(format!("HTTP/1.1 200 OK\r\n{many}\r\n").into_bytes())]
        }),
        acts("a reset within the body", lost, move |body| vec![Act::Send(half(body)), Act::Reset]),
        ends("a body shorter than announced", lost, half),
        ends("chunks that stop", lost, |body| chunked(body, "")),
        sends("a chunk without a length", lost, |body| chunked(body, "zzz\r\n\r\n")),
        ends("a refusal that is cut off", lost, |_| {
            let mut whole = answer(422, &[TOKEN], REFUSAL);
            whole.truncate(whole.len() - 5);
            whole
        }),
    ]
}

fn slow() -> Vec<Fault> {
    let late = |mut fault: Fault| {
        fault.slow = true;
        fault
    };
    let lost = Told::Lost(Loss::Deadline);
    let head = |body: &str| {
        let mut head = answer(200, &[TOKEN], body);
        head.truncate(head.len() - body.len());
        head
    };
    vec![
        late(headless("a head that does not come", lost, |_| vec![Act::Stall])),
        late(headless("a head that drips", lost, |_| {
            vec![Act::Send(b"HTTP/1.1 200 OK\r\nx: ".to_vec()), Act::Drip(b'x', PACE)]
        })),
        late(acts("a body that does not come", lost, move |body| {
            vec![Act::Send(head(body)), Act::Stall]
        })),
        late(acts("a body that drips", lost, |_| {
            let head = format!("HTTP/1.1 200 OK\r\n{TOKEN}\r\ncontent-length: 100000\r\n\r\n");
            vec![Act::Send(head.into_bytes()), Act::Drip(b' ', PACE)]
        })),
    ]
}

fn not_of_the_api() -> Vec<Fault> {
    const HTML: &str = "content-type: text/html; charset=utf-8";
    let bad = |status, problem| Told::Bad(status, problem);
    let says = |name: &str, problem, text: &'static str| {
        sends(name, bad(200, problem), move |_| answer(200, &[TOKEN], text))
    };
    let mut faults = vec![
        says("nothing", BadAnswer::Empty, ""),
        says("blanks", BadAnswer::Empty, " \r\n\t"),
        says("a word", BadAnswer::NotJson, "OK"),
        says("a list", BadAnswer::WrongShape, "[7]"),
        says("a number", BadAnswer::WrongShape, "7"),
        says("text", BadAnswer::WrongShape, "\"ok\""),
        says("nothing in JSON", BadAnswer::WrongShape, "null"),
        says("a web page without a type", BadAnswer::Html, PORTAL),
        sends("JSON that is cut off and says it is whole", bad(200, BadAnswer::NotJson), |body| {
            answer(200, &[TOKEN], body.strip_suffix(['}', ']']).unwrap())
        }),
        sends("more than one value", bad(200, BadAnswer::NotJson), |body| {
            answer(200, &[TOKEN], &format!("{body} {body}"))
        }),
        sends("a mark of the byte order", bad(200, BadAnswer::NotJson), |body| {
            answer(200, &[TOKEN], &format!("\u{feff}{body}"))
        }),
        sends("a NUL within a name", bad(200, BadAnswer::NotJson), |body| {
            answer(200, &[TOKEN], &body.replacen('"', "\"\0", 1))
        }),
        sends("bytes that are no UTF-8", bad(200, BadAnswer::NotJson), |body| {
            let mut bytes = answer(200, &[TOKEN], body);
            let place = bytes.len() - body.len() + body.find('"').unwrap() + 1;
            bytes[place] = 0xff;
            bytes
        }),
        sends("a compression that we did not ask for", bad(200, BadAnswer::NotJson), |_| {
            answer(200, &[TOKEN, "content-encoding: br"], "\u{b}\u{2}")
        }),
        sends("a compression that is none", Told::Lost(Loss::Interrupted), |_| {
            compressed(b"not compressed")
        }),
        acts("no content", bad(204, BadAnswer::Empty), |_| {
            let head = format!("HTTP/1.1 204 No Content\r\n{TOKEN}\r\n\r\n");
            vec![Act::Send(head.into_bytes()), Act::KeepOpen]
        }),
        sends("the page of a network", bad(200, BadAnswer::Html), |_| {
            answer(200, &[TOKEN, HTML], PORTAL)
        }),
        sends("a network that wants a sign-in", bad(511, BadAnswer::Html), |_| {
            answer(511, &[TOKEN, HTML], PORTAL)
        }),
        sends("a network that wants a sign-in and says no more", bad(511, BadAnswer::Html), |_| {
            answer(511, &[TOKEN], "")
        }),
        sends("a refusal without reasons", bad(422, BadAnswer::WrongShape), |_| {
            answer(422, &[TOKEN], r#"{"errors":[]}"#)
        }),
        sends("a refusal of another shape", bad(403, BadAnswer::WrongShape), |_| {
            answer(403, &[TOKEN], r#"{"error":{"code":"user_locked"}}"#)
        }),
        sends("a refusal that is no JSON", bad(401, BadAnswer::NotJson), |_| {
            answer(401, &[TOKEN], "no")
        }),
        sends("a refusal of nothing", bad(404, BadAnswer::Empty), |_| answer(404, &[TOKEN], "")),
    ];
    for status in [401, 403, 404, 407] {
        let name = format!("a web page with status {status}");
        faults.push(sends(name, bad(status, BadAnswer::Html), move |_| {
            answer(status, &[TOKEN, HTML], PORTAL)
        }));
    }
    faults
}

fn too_much() -> Vec<Fault> {
    static LARGE: LazyLock<String> = LazyLock::new(|| " ".repeat(MEBIBYTE + 1));
    static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| gzip(&vec![b' '; 16 * MEBIBYTE]));
    let large = |status| Told::Bad(status, BadAnswer::TooLarge);
    vec![
        sends("a body of more than a mebibyte", large(200), |_| answer(200, &[TOKEN], &LARGE)),
        sends("a refusal of more than a mebibyte", large(422), |_| answer(422, &[TOKEN], &LARGE)),
        sends("a bomb", large(200), |_| compressed(&BOMB)),
        acts("chunks without end", large(200), |_| {
            let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000)).into_bytes();
            let head = format!("HTTP/1.1 200 OK\r\n{TOKEN}\r\ntransfer-encoding: chunked\r\n\r\n");
            let chunks = std::iter::repeat_with(|| Act::Send(chunk.clone())).take(20);
            std::iter::once(Act::Send(head.into_bytes())).chain(chunks).collect()
        }),
        sends("nesting without end", Told::Bad(200, BadAnswer::WrongShape), |_| {
            let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
            answer(200, &[TOKEN], &deep)
        }),
        acts("a token that is too long", Told::Done, |body| {
            let long = format!("authorization: {}", "x".repeat(20_000));
            vec![Act::Send(answer(200, &[&long], body))]
        })
        .without_token(),
        acts("two tokens", Told::Done, |body| {
            vec![Act::Send(answer(200, &[TOKEN, "authorization: another"], body))]
        })
        .without_token(),
    ]
}

fn redirects() -> Vec<Fault> {
    const TARGETS: [(u16, &str); 8] = [
        (300, "/v1/client"),
        (301, "/v1/client"),
        (302, "https://example.invalid/"),
        (303, "//127.0.0.1/v1/client"),
        (304, ""),
        (307, "http://127.0.0.1:1/v1/client"),
        (307, ""),
        (308, "/v1/client"),
    ];
    let faults = TARGETS.map(|(status, target)| {
        let told = Told::Bad(status, BadAnswer::Redirect);
        sends(format!("{status} to '{target}'"), told, move |_| {
            answer(status, &[TOKEN, &format!("location: {target}")], "")
        })
    });
    faults.to_vec()
}

fn refusals() -> Vec<Fault> {
    const DATE: &str = "date: Sun, 06 Nov 1994 12:00:00 GMT";
    const WAITS: [(&str, Option<u64>); 6] = [
        ("7", Some(7)),
        ("0", Some(1)),
        ("99999999999999999999999", Some(3600)),
        ("Sun, 06 Nov 1994 12:00:30 GMT", Some(30)),
        ("-5", None),
        ("soon", None),
    ];
    let refuses = |status, body: &'static str| {
        sends(format!("a refusal {status}"), Told::Refused(status, None), move |_| {
            answer(status, &[TOKEN], body)
        })
    };
    let fails = |status, headers: &'static [&'static str], body: &'static str| {
        let name = format!("a failure {status} {headers:?}, {} bytes", body.len());
        sends(name, Told::Failed(status, None), move |_| {
            answer(status, &[&[TOKEN], headers].concat(), body)
        })
    };
    let mut faults: Vec<Fault> = [400, 401, 403, 404, 405, 408, 409, 410, 415, 422, 423, 499]
        .map(|status| refuses(status, REFUSAL))
        .to_vec();
    faults.extend([refuses(429, REFUSAL), refuses(429, "")]);
    faults.extend([500, 501, 502, 504, 520, 599].map(|status| fails(status, &[], REFUSAL)));
    faults.push(fails(502, &["content-type: text/html"], PORTAL));
    faults.push(fails(503, &[], ""));
    faults.push(ends("a failure that is cut off", Told::Failed(502, None), |_| {
        let mut whole = answer(502, &[TOKEN], REFUSAL);
        whole.truncate(whole.len() - 5);
        whole
    }));
    for (wait, seconds) in WAITS {
        let header = format!("retry-after: {wait}");
        for (status, told, body) in
            [(429, Told::Refused(429, seconds), PORTAL), (503, Told::Failed(503, seconds), REFUSAL)]
        {
            let header = header.clone();
            faults.push(sends(format!("{status} for '{wait}'"), told, move |_| {
                answer(status, &[TOKEN, DATE, &header], body)
            }));
        }
    }
    faults
}

impl Fault {
    fn without_token(self) -> Self {
        Self { renews: false, ..self }
    }
}

/// A fault whose head comes whole.
fn acts(
    name: impl Into<String>,
    told: Told,
    acts: impl Fn(&str) -> Vec<Act> + Send + Sync + 'static,
) -> Fault {
    let place = Place::Server(Arc::new(acts));
    Fault { name: name.into(), place, told, renews: true, slow: false }
}

/// A fault whose head does not come, or not whole.
fn headless(
    name: &str,
    told: Told,
    does: impl Fn(&str) -> Vec<Act> + Send + Sync + 'static,
) -> Fault {
    acts(name, told, does).without_token()
}

/// One answer. Its connection stays open.
fn sends(
    name: impl Into<String>,
    told: Told,
    bytes: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static,
) -> Fault {
    acts(name, told, move |body| vec![Act::Send(bytes(body)), Act::KeepOpen])
}

/// One answer that the end of its connection cuts off.
fn ends(name: &str, told: Told, bytes: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Fault {
    acts(name, told, move |body| vec![Act::Send(bytes(body))])
}

fn chunked(body: &str, end: &str) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\n{TOKEN}\r\ntransfer-encoding: chunked\r\n\r\n");
    format!("{head}{:x}\r\n{body}\r\n{end}", body.len()).into_bytes()
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn compressed(body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\n{TOKEN}\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}
