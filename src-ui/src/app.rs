//! The root: keeps the store, listens to the backend, and shows the page that the view names.

use std::rc::Rc;

use latchkey_ipc::command::{
    AccountRequest, ConnectRequest, DeviceRequest, OrganizationsRequest, WindowRequest,
};
use latchkey_ipc::view::{Activity, AppView, Country, LicencesView, Screen, TaskView};
use yew::prelude::*;

use crate::album::Album;
use crate::backend::{Backend, Request};
use crate::clock;
use crate::components::adding_bar::adding_bar;
use crate::components::confirm_dialog::ConfirmDialog;
use crate::components::emulator_banner::EmulatorBanner;
use crate::components::notice_bar::notice_bar;
use crate::components::offline_banner::offline_banner;
use crate::components::shell::Shell;
use crate::components::storage_banner::storage_banner;
use crate::copy;
use crate::draft::{Draft, Edit};
use crate::frame::{Frame, Needs};
use crate::hooks::countries::use_countries;
use crate::hooks::window_focus::use_attention;
use crate::outbox::Outbox;
use crate::pages::about::About;
use crate::pages::account::Account;
use crate::pages::add_phone::AddPhone;
use crate::pages::add_totp::AddTotp;
use crate::pages::connect::Connect;
use crate::pages::devices::Devices;
use crate::pages::help::Help;
use crate::pages::loading::Loading;
use crate::pages::manage_mfa::ManageMfa;
use crate::pages::organizations::Organizations;
use crate::pages::reset_password::ResetPassword;
use crate::pages::settings::Settings;
use crate::pages::sign_in::SignIn;
use crate::pages::step_up::StepUp;
use crate::pages::task::Task;
use crate::pages::this_device::ThisDevice;
use crate::pages::verify::Verify;
use crate::store::{Action, Store, exchange};

/// What the page starts with.
#[derive(Clone, Properties, PartialEq)]
pub struct Props {
    /// The name of the product.
    pub product: AttrValue,
    /// Where its requests go.
    pub backend: Backend,
    /// A view that is there already.
    #[prop_or_default]
    pub view: Option<AppView>,
    /// The countries, where they are there already.
    #[prop_or_default]
    pub countries: Option<Vec<Country>>,
    /// The list of what others made, where it is there already.
    #[prop_or_default]
    pub licences: Option<LicencesView>,
}

/// The page.
#[component]
pub fn App(props: &Props) -> Html {
    let store = use_reducer(|| Store::with_view(props.view.clone()));
    let outbox = use_state(Outbox::default);
    let send = {
        let (dispatcher, outbox) = (store.dispatcher(), (*outbox).clone());
        use_callback(props.backend.clone(), move |request: Request, backend| {
            if outbox.put(request) {
                let (dispatcher, backend, outbox) =
                    (dispatcher.clone(), backend.clone(), outbox.clone());
                yew::platform::spawn_local(async move {
                    let send =
                        async |request| dispatcher.dispatch(exchange(&backend, request).await);
                    outbox.send_all(send).await;
                });
            }
        })
    };
    {
        let (dispatcher, send) = (store.dispatcher(), send.clone());
        use_effect_with(props.backend.clone(), move |backend| {
            let backend = backend.clone();
            let on_view = Callback::from(move |view| {
                dispatcher.dispatch(Action::Announced(view, clock::now_ms()));
            });
            yew::platform::spawn_local(async move {
                // Listening first: no view can fall between the answer and the first event.
                backend.listen(on_view).await;
                send.emit(Request::View);
            });
        });
    }
    let album = use_memo(props.backend.clone(), |backend| Album::new(backend.clone()));
    let draft = use_reducer(Draft::default);
    let on_edit = {
        let dispatcher = draft.dispatcher();
        use_callback((), move |edit: Edit, ()| dispatcher.dispatch(edit))
    };
    let screen = store.view.as_ref().map_or(&Screen::Loading, |view| &view.screen);
    {
        let album = album.clone();
        let nobody = store.view.as_ref().is_none_or(|view| view.navigation.is_none());
        use_effect_with(nobody, move |nobody| {
            if *nobody {
                album.clear();
            }
        });
    }
    let signing_in = matches!(screen, Screen::SignIn(_));
    {
        let on_edit = on_edit.clone();
        let left = !signing_in && !is_over(screen) && !matches!(screen, Screen::Loading);
        use_effect_with(left, move |left| {
            if *left {
                on_edit.emit(Edit::Leave);
            }
        });
    }
    use_effect_with(copy::window::title(screen, &props.product), |title| set_title(title));

    let view = store.view.as_ref();
    let on_attention = use_callback(send.clone(), |request: WindowRequest, send| {
        send.emit(request.into());
    });
    use_attention(on_attention);
    let wants_countries = matches!(screen, Screen::AddPhone(_));
    let countries = use_countries(&props.backend, props.countries.as_deref(), wants_countries);
    let on_dismiss = if store.failed {
        let dispatcher = store.dispatcher();
        Callback::from(move |()| dispatcher.dispatch(Action::FailureRead))
    } else {
        send.reform(|()| WindowRequest::DismissNotice.into())
    };
    let notice = view.and_then(|view| view.notice).map(copy::notice);
    // A form for signing in changes nothing of what was known of somebody before.
    let signed_in = view
        .is_some_and(|view| view.navigation.is_some() || matches!(view.screen, Screen::Task(_)));
    let frame = Rc::new(Frame {
        product: props.product.clone(),
        instance: view.and_then(|view| view.instance.clone()),
        account: view
            .and_then(|view| view.navigation.as_ref())
            .and_then(|navigation| navigation.identifier.clone()),
        offline: view.is_some_and(|view| !view.online),
        as_of: view.filter(|_| signed_in).and_then(|view| view.as_of),
        storage: view.and_then(|view| view.storage),
        revision: view.map_or(0, |view| view.revision),
        failures: store.failures,
        arrived_at: store.arrived_at,
        countries,
        album: (*album).clone(),
        notice: if store.failed { Some(copy::CALL_FAILED) } else { notice },
        send,
    });
    let on_use = signing_in.then(|| on_edit.clone());
    let offline = (frame.offline || (store.failed && view.is_none())).then(|| {
        let host = frame
            .instance
            .as_ref()
            .map(|instance| instance.address.as_ref().unwrap_or(&instance.host).as_str());
        copy::offline(host, screen)
    });
    html! {
        <ContextProvider<Rc<Frame>> context={frame.clone()}>
            <div class="window">
                <div class="bars">
                    if let Some(emulator) = view.and_then(|view| view.emulator.clone()) {
                        <EmulatorBanner {emulator} {on_use} />
                    }
                    { offline_banner(
                        offline,
                        is_busy(screen),
                        retry(screen, view.is_some()).map(|request| frame.asks(request)),
                    ) }
                    // The page of this device tells it at length.
                    { storage_banner(
                        frame.storage.filter(|_| !matches!(screen, Screen::ThisDevice(_))),
                        &frame,
                    ) }
                    { adding_bar(view.and_then(|view| view.adding.as_ref()), &frame) }
                    { notice_bar(frame.notice, on_dismiss) }
                </div>
                <div class="stage">
                    <Shell
                        navigation={view.and_then(|view| view.navigation.clone())}
                        settings={is_over(screen)}
                    >
                        { page(screen, props, (&draft, on_edit), store.failed || frame.offline) }
                    </Shell>
                </div>
                if let Some(step_up) = view.and_then(|view| view.step_up.clone()) {
                    <StepUp view={Rc::new(step_up)} />
                }
                if view.is_some_and(|view| view.leaving) {
                    <ConfirmDialog
                        title={html! { copy::questions::LEAVING }}
                        lead={html! { <p>{ copy::questions::LEAVING_MEANS }</p> }}
                        confirm={copy::questions::LEAVE}
                        cancel={copy::questions::STAY}
                        needs={Needs::Nothing}
                        on_confirm={frame.asks(AccountRequest::Leave)}
                        on_cancel={frame.asks(AccountRequest::Stay)}
                    />
                }
            </div>
        </ContextProvider<Rc<Frame>>>
    }
}

fn page(
    screen: &Screen,
    Props { backend, licences, .. }: &Props,
    (draft, on_edit): (&Draft, Callback<Edit>),
    failed: bool,
) -> Html {
    match screen.clone() {
        Screen::Loading => html! { <Loading {failed} /> },
        Screen::Connect(view) => html! { <Connect view={Rc::new(view)} /> },
        Screen::SignIn(view) => html! { <SignIn {view} draft={draft.clone()} {on_edit} /> },
        Screen::Verify(view) => html! { <Verify view={Rc::new(view)} /> },
        Screen::ResetPassword(view) => html! { <ResetPassword view={Rc::new(view)} /> },
        Screen::Task(view) => html! { <Task view={Rc::new(view)} /> },
        Screen::Account(view) => html! { <Account view={Rc::new(view)} /> },
        Screen::ManageMfa(view) => html! { <ManageMfa view={Rc::new(view)} /> },
        Screen::AddTotp(view) => html! { <AddTotp view={Rc::new(view)} /> },
        Screen::AddPhone(view) => html! { <AddPhone view={Rc::new(view)} /> },
        Screen::Devices(view) => html! { <Devices view={Rc::new(view)} /> },
        Screen::Organizations(view) => html! { <Organizations view={Rc::new(view)} /> },
        Screen::ThisDevice(view) => html! { <ThisDevice view={Rc::new(view)} /> },
        Screen::Settings(view) => html! { <Settings view={Rc::new(view)} /> },
        Screen::About(view) => {
            let (backend, licences) = (backend.clone(), licences.clone());
            html! { <About view={Rc::new(view)} {backend} {licences} /> }
        }
        Screen::Help(view) => html! { <Help view={Rc::new(view)} /> },
    }
}

/// Whether it stands over another page, which goes on beneath it.
fn is_over(screen: &Screen) -> bool {
    matches!(screen, Screen::Settings(_) | Screen::About(_))
}

/// How to try again from the offline banner; none on pages whose own button does it.
fn retry(screen: &Screen, has_view: bool) -> Option<Request> {
    match screen {
        Screen::Loading if !has_view => Some(Request::View),
        Screen::Loading | Screen::SignIn(_) => Some(ConnectRequest::Retry.into()),
        Screen::Account(_) | Screen::ManageMfa(_) | Screen::ThisDevice(_) => {
            Some(AccountRequest::Refresh.into())
        }
        Screen::Devices(_) => Some(DeviceRequest::RefreshDevices.into()),
        Screen::Organizations(_) | Screen::Task(TaskView::ChooseOrganization(_)) => {
            Some(AccountRequest::Organizations(OrganizationsRequest::Refresh).into())
        }
        Screen::Connect(_)
        | Screen::Verify(_)
        | Screen::ResetPassword(_)
        | Screen::Task(_)
        | Screen::AddTotp(_)
        | Screen::AddPhone(_)
        | Screen::Settings(_)
        | Screen::About(_)
        | Screen::Help(_) => None,
    }
}

fn is_busy(screen: &Screen) -> bool {
    let activity = match screen {
        Screen::Loading | Screen::Settings(_) | Screen::About(_) => Activity::Idle,
        Screen::Connect(view) => view.activity,
        Screen::SignIn(view) => view.activity,
        Screen::Verify(view) => view.activity,
        Screen::ResetPassword(view) => view.activity,
        Screen::Task(TaskView::SetupMfa(view)) => view.activity,
        Screen::Task(TaskView::ResetPassword(view)) => view.activity,
        Screen::Task(TaskView::ChooseOrganization(view)) | Screen::Organizations(view) => {
            view.activity
        }
        Screen::Task(TaskView::Unknown(view)) => view.activity,
        Screen::Account(view) => view.activity,
        Screen::ManageMfa(view) if view.refreshing => Activity::Busy,
        Screen::ManageMfa(view) => view.activity,
        Screen::AddTotp(view) => view.activity,
        Screen::AddPhone(view) => view.activity,
        Screen::Devices(view) => view.activity,
        Screen::ThisDevice(view) => view.activity,
        Screen::Help(view) => view.activity,
    };
    activity == Activity::Busy
}

fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}
