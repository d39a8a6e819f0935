//! The rounds, and what is measured in each.

use std::error::Error;
use std::time::{Duration, Instant};

use latchkey_emulator::{
    Emulator, EmulatorConfig, NewEmailAddress, NewUser, PasswordCost, RunningEmulator, Settings,
};
use latchkey_tests::environment;
use latchkey_tests::process::ProcessGroup;
use latchkey_tests::window::Desktop;
use rustix::process::{Pid, test_kill_process};

use crate::peers::{self, Peer};
use crate::processes::{memory, tree, worked};
use crate::report::{self, Sample};
use crate::screen::{RETURN, Screen, TAB};

/// How long a program rests before its memory is measured.
const REST: Duration = Duration::from_secs(3);
/// For how long a window that nobody uses is watched.
const IDLE: Duration = Duration::from_mins(1);

const EMAIL: &str = "test@example.com";
const PASSWORD: &str = "correct horse battery 1";

pub(crate) fn all() -> Result<(), Box<dyn Error>> {
    let asked = environment::start_bench().ok_or("`cargo xtask bench --only start` runs this")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let server = runtime.block_on(Emulator::start(EmulatorConfig {
        password_cost: PasswordCost::cheap(),
        seed_demo: false,
        // Nobody is there to read a code for a device that is new.
        settings: Settings { device_trust: false, ..Settings::default() },
        ..EmulatorConfig::default()
    }))?;
    server.emulator().add_user(&somebody())?;
    // On a disk: the usual place for temporary files is often memory.
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let desktop = Desktop::open(home.path(), None);
    let screen = Screen::of(desktop.display().name())?;

    let mut peers = vec![peers::floor(asked.floor)];
    let programs = [("Latchkey", Some(asked.program)), ("the other", asked.other)];
    let names = [("signed out", "signed in"), ("other, signed out", "other, signed in")];
    for ((who, program), (out, signed_in)) in programs.into_iter().zip(names) {
        let Some(program) = program else { continue };
        let folders = [out, signed_in].map(|name| home.path().join(name));
        let [out_folder, in_folder] = &folders;
        let there = peers::signed_in(signed_in, &program, in_folder, &server);
        println!("{who} takes what is typed the moment its form shows");
        sign_in(&desktop, &screen, &peers::signed_out(out, &program, in_folder, &server), &there)?;
        peers.push(peers::signed_out(out, &program, out_folder, &server));
        peers.push(there);
    }

    let mut samples = Vec::new();
    for round in 0..=asked.rounds {
        for peer in &peers {
            let sample = start(&desktop, &screen, peer, asked.rest.then_some(REST))?;
            println!("round {round}: {}", report::line(round, &sample));
            // The first round fills the page cache.
            if round > 0 {
                samples.push((round, sample));
            }
        }
    }
    println!("\n{}", report::table(&samples));
    if let Some(file) = asked.samples {
        report::write(&file, &samples)?;
    }
    if asked.rest {
        // The others idle as it does.
        for peer in peers.iter().filter(|peer| peer.name == "signed in") {
            idle(&desktop, &screen, peer, &server)?;
        }
    }
    Ok(())
}

fn somebody() -> NewUser {
    NewUser {
        first_name: Some("Test".to_owned()),
        last_name: Some("Account".to_owned()),
        password: Some(PASSWORD.to_owned()),
        email_addresses: vec![NewEmailAddress { email_address: EMAIL.to_owned(), verified: true }],
        ..NewUser::default()
    }
}

/// Signs in by the keyboard, beginning in the very frame that first shows the form. Had one letter been
/// lost, nobody would be signed in.
fn sign_in(
    desktop: &Desktop,
    screen: &Screen,
    form: &Peer,
    account: &Peer,
) -> Result<(), Box<dyn Error>> {
    let running = Running::start(desktop, form)?;
    screen.wait_for(form.mark)?;
    screen.type_text(EMAIL)?;
    screen.press(TAB)?;
    screen.type_text(PASSWORD)?;
    screen.press(RETURN)?;
    screen.wait_for(account.mark)?;
    std::thread::sleep(REST);
    running.end();
    Ok(())
}

/// Starts it once.
fn start(
    desktop: &Desktop,
    screen: &Screen,
    peer: &Peer,
    rest: Option<Duration>,
) -> Result<Sample, Box<dyn Error>> {
    let began = Instant::now();
    let running = Running::start(desktop, peer)?;
    let took = screen.wait_for(peer.mark)?.duration_since(began);
    let mut sample = Sample { name: peer.name, took, all: 0, own: 0 };
    if let Some(rest) = rest {
        std::thread::sleep(rest);
        sample.all = tree(running.pid).into_iter().map(memory).sum();
        sample.own = memory(running.pid);
    }
    running.end();
    Ok(sample)
}

/// Watches a window that nobody uses: while it is seen, and while it is hidden.
fn idle(
    desktop: &Desktop,
    screen: &Screen,
    peer: &Peer,
    server: &RunningEmulator,
) -> Result<(), Box<dyn Error>> {
    let running = Running::start(desktop, peer)?;
    screen.wait_for(peer.mark)?;
    for state in ["seen", "hidden"] {
        if state == "hidden" {
            screen.hide()?;
        }
        std::thread::sleep(REST);
        let processes = tree(running.pid);
        let spent = || processes.iter().copied().map(worked).sum::<Duration>();
        let (before, asked) = (spent(), server.emulator().requests().len());
        std::thread::sleep(IDLE);
        let (spent, asked) =
            (spent().saturating_sub(before), server.emulator().requests().len() - asked);
        println!(
            "{} for {} s, {state}: {} ms of one processor ({:.2} %), {asked} requests",
            peer.name,
            IDLE.as_secs(),
            spent.as_millis(),
            100.0 * spent.as_secs_f64() / IDLE.as_secs_f64(),
        );
    }
    running.end();
    Ok(())
}

/// A running program, which has a process group of its own.
struct Running {
    pid: Pid,
    group: ProcessGroup,
}

impl Running {
    fn start(desktop: &Desktop, peer: &Peer) -> Result<Self, Box<dyn Error>> {
        let mut group = desktop.run(&peer.launch);
        let id = i32::try_from(group.leader().id())?;
        Ok(Self { pid: Pid::from_raw(id).ok_or("a process has a number")?, group })
    }

    /// Ends it, and waits until nothing of it is left: the next start is to have the machine for itself.
    fn end(self) {
        let all = tree(self.pid);
        drop(self.group);
        while all.iter().any(|&pid| test_kill_process(pid).is_ok()) {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
