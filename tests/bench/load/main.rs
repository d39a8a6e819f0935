//! How much the emulator bears, for people: figures of this machine, no test. `cargo xtask bench --only load` prints
//! the table of docs/performance.md. The emulator is a program of its own, as whoever uses it starts it, and clients
//! are threads of this one on the same processors.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for the terminal that measures time"
)]

mod client;

use std::error::Error;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::{Arc, Barrier};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use argon2::{Argon2, PasswordHasher as _};
use latchkey_tests::environment;
use latchkey_tests::process::ProcessGroup;

use crate::client::{Answer, Client, Failed};

const CONNECTIONS: usize = 16;
const CROWD: usize = 1000;
/// How long each kind of request is made.
const SPAN: Duration = Duration::from_secs(5);

const SIGN_IN: &str =
    "strategy=password&identifier=no-mfa%40latchkey.example&password=correct-horse-battery";
/// The demo accounts have the emulator's usual cost, which is the default of this crate, too.
const PASSWORD: &[u8] = b"correct-horse-battery";

type Request = fn(&mut Client) -> Result<Answer, Failed>;

fn main() -> Result<(), Box<dyn Error>> {
    let program = environment::emulator().ok_or("`cargo xtask bench --only load` runs this")?;
    let began = Instant::now();
    let mut emulator = ProcessGroup::spawn(
        Command::new(program).args(["--port", "0", "--control"]).stdout(Stdio::piped()),
    );
    let mut line = String::new();
    BufReader::new(emulator.leader().stdout.take().ok_or("its output is a pipe")?)
        .read_line(&mut line)?;
    let url = line.split(' ').next().unwrap_or_default();
    let address = url.trim_start_matches("http://").to_owned();
    let mut client = Client::connect(&address)?;
    client.send("GET", "/v1/environment?_is_native=1", "")?;
    println!("from its spawn to its first answer: {} ms", began.elapsed().as_millis());
    // All clients have one address here, and none of them has been seen before.
    let settings = r#"{"rate_limits":{"enabled":false},"device_trust":false}"#;
    client.send_json("PATCH", "/control/settings", settings)?;

    let requests: [(&str, Request); 3] = [
        ("what the instance offers", environment_of),
        ("a client's own state", state),
        ("a sign-in", sign_in),
    ];
    println!("\n| {CONNECTIONS} connections | a second |\n|---|---|");
    for (name, request) in requests {
        println!("| {name} | {:.0} |", rate(&address, request)?);
    }
    println!("| for comparison: hashes of a password on all processors | {:.0} |", hashes());
    println!("\n{}", crowd(&address)?);
    Ok(())
}

fn environment_of(client: &mut Client) -> Result<Answer, Failed> {
    client.send("GET", "/v1/environment?_is_native=1", "")
}

fn state(client: &mut Client) -> Result<Answer, Failed> {
    client.send("GET", "/v1/client?_is_native=1", "")
}

/// Of a device that is new each time.
fn sign_in(client: &mut Client) -> Result<Answer, Failed> {
    client.forget();
    client.send("POST", "/v1/client/sign_ins?_is_native=1", SIGN_IN)
}

/// How many of the requests are answered in a second by all connections together.
fn rate(address: &str, request: Request) -> Result<f64, Failed> {
    let together = Arc::new(Barrier::new(CONNECTIONS));
    let threads: Vec<JoinHandle<Result<f64, Failed>>> = (0..CONNECTIONS)
        .map(|_| {
            let (address, together) = (address.to_owned(), Arc::clone(&together));
            thread::spawn(move || {
                let ready = Client::connect(&address).and_then(|mut client| {
                    sign_in(&mut client)?;
                    Ok(client)
                });
                together.wait();
                let mut client = ready?;
                let (began, mut answers) = (Instant::now(), 0.0);
                while began.elapsed() < SPAN {
                    request(&mut client)?;
                    answers += 1.0;
                }
                Ok(answers / began.elapsed().as_secs_f64())
            })
        })
        .collect();
    threads.into_iter().map(joined).sum()
}

/// Every client of a crowd connects, and all sign in at once and read their state.
fn crowd(address: &str) -> Result<String, Box<dyn Error>> {
    let together = Arc::new(Barrier::new(CROWD));
    let threads = (0..CROWD)
        .map(|_| {
            let (address, together) = (address.to_owned(), Arc::clone(&together));
            thread::Builder::new().stack_size(256 * 1024).spawn(move || {
                let client = Client::connect(&address);
                together.wait();
                let began = Instant::now();
                let mut client = client?;
                sign_in(&mut client)?;
                state(&mut client)?;
                Ok::<_, Failed>(began.elapsed())
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let ended: Vec<Result<Duration, Failed>> = threads.into_iter().map(joined).collect();
    let failed = ended.iter().filter(|it| it.is_err()).count();
    if let Some(Err(failure)) = ended.iter().find(|it| it.is_err()) {
        println!("the first failure: {failure}");
    }
    let last = ended.into_iter().flatten().max().unwrap_or_default();
    Ok(format!(
        "{CROWD} clients that sign in at once and read their state: {failed} failed, the last had its answer after {:.1} s",
        last.as_secs_f64()
    ))
}

fn joined<T>(thread: JoinHandle<Result<T, Failed>>) -> Result<T, Failed> {
    thread.join().unwrap_or_else(|_| Err(Failed("a client panicked".to_owned())))
}

/// How many hashes of a password all processors make in a second.
fn hashes() -> f64 {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let on_each = || {
        let (began, mut made) = (Instant::now(), 0.0);
        while began.elapsed() < SPAN {
            made += f64::from(u8::from(Argon2::default().hash_password(PASSWORD).is_ok()));
        }
        made / began.elapsed().as_secs_f64()
    };
    thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(on_each)).collect();
        all.into_iter().filter_map(|thread| thread.join().ok()).sum()
    })
}
