//! Does what the loop wants done, each thing on a task of its own, and hands the outcome back as an
//! input. Nothing here knows a rule of the product.

mod calls;
mod keeping;
mod lease;
mod pictures;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use latchkey_core::ticket::Ticket;
use latchkey_fapi_client::{BuildError, Config, FapiClient, Witness};
use latchkey_ipc::view::EmulatorView;
use tokio::sync::{mpsc, oneshot};
use tokio::task::AbortHandle;

use self::keeping::LoopKeeper;
use self::lease::{Granted, Lease};
use self::pictures::Pictures;
use crate::input::{Done, Input, Message, News, NotOpened};
use crate::ports::{Loaded, Ports, Tested};
use crate::requests::Request;
use crate::work::{StorageOrder, Text, Work};

/// How long a clipboard that does not answer may hold up the closing window.
const CLIPBOARD_PATIENCE: Duration = Duration::from_secs(2);

/// How long a vault may hold up what waits for it. The credential stores of desktops answer within
/// milliseconds, or wait for a person who may not come.
const VAULT_PATIENCE: Duration = Duration::from_secs(10);

/// Where outcomes go. It does not keep the loop alive: the loop ends with the last handle of the app.
type Inputs = mpsc::WeakUnboundedSender<Message>;

/// Does what the loop wants done.
pub(crate) struct Runner {
    ports: Ports,
    inputs: Inputs,
    connection: Option<Connection>,
    /// Connections that were left, by the host of their instance, for as long as a call of theirs is
    /// under way.
    left: Vec<(String, Granted)>,
}

/// The connection that calls go to.
struct Connection {
    number: u64,
    host: String,
    /// Its right to write what is kept of the host.
    granted: Granted,
    /// Empty until it is set up.
    fapi: Arc<std::sync::OnceLock<FapiClient>>,
    /// The calls that did not end yet.
    calls: HashMap<Ticket, AbortHandle>,
    pictures: Pictures,
}

impl Runner {
    pub(crate) fn new(ports: Ports, inputs: Inputs) -> Self {
        Self { ports, inputs, connection: None, left: Vec::new() }
    }

    /// Reads what the last run saved. This is how the app begins.
    pub(crate) fn begin(&self) {
        if let Some(vault) = &self.ports.vault {
            let inputs = self.inputs.clone();
            vault.watch(Box::new(move |storage| send(&inputs, Input::Storage(storage))));
        }
        let loading = self.ports.preferences.load();
        self.spawn(async move { Input::Loaded(loading.await) });
    }

    /// Gives up the calls whose answer nobody waits for. One that has not been sent yet never is; one
    /// that has been is carried through, and its token and client still reach the loop.
    pub(crate) fn give_up(&mut self, is_awaited: impl Fn(Ticket) -> bool) {
        let Some(connection) = &mut self.connection else { return };
        connection.calls.retain(|ticket, call| {
            let wanted = !call.is_finished() && is_awaited(*ticket);
            if !wanted {
                call.abort();
            }
            wanted
        });
    }

    pub(crate) fn run(&mut self, work: Work) {
        match work {
            Work::Save(saved) => {
                let saving = self.ports.preferences.save(saved);
                self.spawn(async move { Input::Saved(saving.await) });
            }
            Work::StartEmulator(target) => {
                // Only builds that contain the emulator offer it.
                let Some(emulator) = &self.ports.emulator else { return };
                let start = emulator.start(self.emulator_changes());
                self.spawn(async move { Input::EmulatorStarted(target, start.await) });
            }
            Work::Open { connection, host, base_url, product } => {
                let config = Config {
                    user_agent: product.user_agent(),
                    witness: Some(self.witness(connection)),
                    ..Config::new(base_url)
                };
                self.open(connection, host, config);
            }
            Work::Disconnect => self.leave(),
            Work::Call { ticket, call } => {
                let Some(connection) = &mut self.connection else { return };
                let number = connection.number;
                let Some(fapi) = connection.fapi.get().cloned() else {
                    let reply = calls::not_made(&call);
                    let news = News::Answered { ticket, date: None, reply };
                    return send(&self.inputs, Input::Instance(number, news));
                };
                let handle = spawn(&self.inputs, async move {
                    let (date, reply) = calls::make(&fapi, call).await;
                    Input::Instance(number, News::Answered { ticket, date, reply })
                });
                connection.calls.insert(ticket, handle);
            }
            Work::KeepEnvironment { host, kept } => {
                let Some(vault) = &self.ports.vault else { return };
                let keeping = vault.keep_environment(&host, *kept);
                tokio::spawn(async move {
                    // The next start asks for it again: nothing else is lost.
                    if let Err(error) = keeping.await {
                        tracing::info!(%error, "the settings of the instance are not kept");
                    }
                });
            }
            Work::NoteSeen { host, at } => {
                if let Some(vault) = &self.ports.vault {
                    vault.note_seen(&host, at);
                }
            }
            Work::Storage(order) => {
                if let Some(vault) = &self.ports.vault {
                    match order {
                        StorageOrder::Remember(choice) => vault.remember(choice),
                        StorageOrder::Choose(choice) => vault.choose(choice),
                        StorageOrder::Retry => vault.retry(),
                    }
                }
            }
            Work::TestStorage { ticket, host } => {
                let testing = self.ports.vault.as_ref().map(|vault| vault.test(&host));
                self.spawn(async move {
                    let tested = match testing {
                        Some(testing) => testing.await,
                        None => Tested::Nothing,
                    };
                    Input::StorageTested(ticket, tested)
                });
            }
            Work::Copy { ticket, text } => {
                let copying = match text {
                    Text::Plain(text) => self.ports.clipboard.copy(text),
                    Text::Secret(text) => self.ports.clipboard.copy_secret(text),
                };
                self.spawn(async move { Input::Desktop(ticket, Done::Copied(copying.await)) });
            }
            Work::ClearClipboard(text) => {
                tokio::spawn(self.ports.clipboard.clear_if(text));
            }
            Work::WriteFile { ticket, name, contents } => {
                let writing = self.ports.files.save(&name, contents);
                self.spawn(async move { Input::Desktop(ticket, Done::Written(writing.await)) });
            }
            Work::ChoosePicture { ticket } => {
                let choosing = pictures::chosen(self.ports.files.as_ref());
                self.spawn(async move { Input::Desktop(ticket, Done::Chosen(choosing.await)) });
            }
            Work::Print { ticket } => {
                let printing = self.ports.printer.print();
                self.spawn(async move { Input::Desktop(ticket, Done::Printed(printing.await)) });
            }
            Work::Wait { ticket, duration } => {
                let time_up = self.ports.clock.wait(duration);
                self.spawn(async move {
                    time_up.await;
                    Input::TimeUp(ticket)
                });
            }
            Work::SetTheme(theme) => self.ports.window.set_theme(theme),
            Work::Close { clearing } => {
                let clipboard = &self.ports.clipboard;
                let clearing: Vec<_> =
                    clearing.into_iter().map(|text| clipboard.clear_if(text)).collect();
                let window = Arc::clone(&self.ports.window);
                tokio::spawn(async move {
                    let cleared = async {
                        for clear in clearing {
                            clear.await;
                        }
                    };
                    if tokio::time::timeout(CLIPBOARD_PATIENCE, cleared).await.is_err() {
                        tracing::warn!("the clipboard did not answer; it may still hold a secret");
                    }
                    window.close();
                });
            }
        }
    }

    /// Answers with the picture of an address; with none where there is no address or no connection. What asks is told
    /// of no answer by an end that closes.
    pub(crate) fn show_picture(
        &mut self,
        address: Option<String>,
        round: u32,
        reply: oneshot::Sender<Option<String>>,
    ) {
        let connection = self.connection.as_mut();
        let found = connection.and_then(|it| Some((it.fapi.get().cloned()?, &mut it.pictures)));
        let wanted = address.zip(found).map(|(address, (fapi, pictures))| {
            let wanted = pictures.want(address, round);
            async move { wanted.get(&fapi).await }
        });
        tokio::spawn(async move {
            let picture = match wanted {
                Some(wanted) => wanted.await,
                None => None,
            };
            // A page that has gone in the meantime asks again when it is back.
            let _ = reply.send(picture);
        });
    }

    /// Leaves the connection. What was sent of its calls is carried through.
    fn leave(&mut self) {
        self.give_up(|_| false);
        if let Some(connection) = self.connection.take() {
            self.left.push((connection.host, connection.granted));
        }
        self.left.retain_mut(|(_, granted)| !granted.is_over());
    }

    fn open(&mut self, number: u64, host: String, config: Config) {
        self.leave();
        let before: Vec<_> = self.left.extract_if(.., |(left, _)| *left == host).collect();
        let (lease, granted) = lease::grant();
        let fapi = Arc::default();
        let calls = HashMap::new();
        let connected = Connection {
            number,
            host: host.clone(),
            granted,
            fapi: Arc::clone(&fapi),
            calls,
            pictures: Pictures::default(),
        };
        self.connection = Some(connected);
        let (ports, inputs) = (self.ports.clone(), self.inputs.clone());
        self.spawn(async move {
            for (_, granted) in before {
                granted.take_over(VAULT_PATIENCE).await;
            }
            let opened = open((number, lease), host, config, ports, inputs).await;
            let opened = opened.map(|(client, kept)| {
                // The place is free: every connection has its own.
                let _ = fapi.set(client);
                Box::new(kept)
            });
            Input::Instance(number, News::Opened(opened))
        });
    }

    /// Tells the loop of every request that is made for the connection with this number.
    fn witness(&self, connection: u64) -> Witness {
        let (inputs, clock) = (self.inputs.clone(), Arc::clone(&self.ports.clock));
        Witness::new(move |sent| {
            let (inputs, clock) = (inputs.clone(), Arc::clone(&clock));
            let (at, began) = (clock.now(), clock.instant());
            Box::new(move |outcome| {
                let took = clock.instant().since(began);
                let request = Box::new(Request { at, sent, outcome, took });
                send(&inputs, Input::Instance(connection, News::Requested(request)));
            })
        })
    }

    fn emulator_changes(&self) -> Box<dyn Fn(EmulatorView) + Send + Sync> {
        let inputs = self.inputs.clone();
        Box::new(move |view| send(&inputs, Input::EmulatorChanged(view)))
    }

    fn spawn(&self, work: impl Future<Output = Input> + Send + 'static) {
        spawn(&self.inputs, work);
    }
}

/// Sets up the client of an instance, with what an earlier run kept. Reading the system's certificates
/// takes a while, so that is done on a thread for such work.
async fn open(
    (number, lease): (u64, Lease),
    host: String,
    config: Config,
    ports: Ports,
    inputs: Inputs,
) -> Result<(FapiClient, Loaded), NotOpened> {
    let Ports { vault, clock, .. } = ports;
    let loading = async {
        match &vault {
            Some(vault) => {
                // A vault that does not answer keeps nobody from signing in.
                let loaded = tokio::time::timeout(VAULT_PATIENCE, vault.load(&host)).await;
                loaded.unwrap_or_default()
            }
            None => Loaded::default(),
        }
    };
    let keeper = LoopKeeper::new(number, host.clone(), inputs, (vault.clone(), lease), clock);
    let keeper = Arc::new(keeper);
    let set_up = {
        let keeper = Arc::clone(&keeper);
        tokio::task::spawn_blocking(move || FapiClient::new(config, keeper))
    };
    let (kept, fapi) = tokio::join!(loading, set_up);
    let fapi =
        fapi.map_err(|error| NotOpened::Http(error.to_string()))?.map_err(
            |error| match &error {
                BuildError::Tls(cause) => NotOpened::Certificates(cause.to_string()),
                BuildError::Http(cause) => NotOpened::Http(cause.to_string()),
                BuildError::UserAgent => NotOpened::Http(error.to_string()),
            },
        )?;
    if let Some(client) = &kept.client {
        keeper.go_on(client);
        fapi.restore(client.snapshot.clone()).await;
    }
    Ok((fapi, kept))
}

/// Runs something and takes its outcome as an input, unless the app has stopped by then.
fn spawn(inputs: &Inputs, work: impl Future<Output = Input> + Send + 'static) -> AbortHandle {
    let inputs = inputs.clone();
    tokio::spawn(async move { send(&inputs, work.await) }).abort_handle()
}

/// Hands an input to the loop. The loop ends with the last handle of the app; then nobody is left to
/// be told.
fn send(inputs: &Inputs, input: Input) {
    if let Some(inputs) = inputs.upgrade() {
        let _ = inputs.send(Message::Input(input));
    }
}
