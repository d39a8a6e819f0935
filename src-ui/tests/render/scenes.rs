//! The pages in the states that they can be in. The tests read them; `--example preview` writes
//! them to files to look at.

#[path = "scenes/about.rs"]
pub(crate) mod about;
#[path = "scenes/devices.rs"]
pub(crate) mod devices;
#[path = "scenes/mfa.rs"]
pub(crate) mod mfa;
#[path = "scenes/organizations.rs"]
pub(crate) mod organizations;
#[path = "scenes/password.rs"]
pub(crate) mod password;
#[path = "scenes/profile.rs"]
pub(crate) mod profile;
#[path = "scenes/settings.rs"]
pub(crate) mod settings;
#[path = "scenes/wizard.rs"]
pub(crate) mod wizard;

use latchkey_ipc::error::{ErrorCode, Field, KeyProblem, Problem};
use latchkey_ipc::view::{
    AccountView, Activity, AddingView, AppView, CharacterClass, ClockDifference, CodeChannel,
    ConnectView, Delivery, DemoAccount, EmailId, EmailRemoval, EmailView, EmulatorView,
    HelpSubject, HelpView, HoldReason, IdentifierKind, InboxMessage, InstanceKind, InstanceView,
    KeyCheck, Menu, Method, MethodId, MfaPhone, Navigation, NewPasswordView, Notice, Page,
    PasswordRules, PhoneId, PhoneRole, PhoneView, Removal, ResetPasswordView, ResetStep, Screen,
    SetupMfaView, SignInView, Strategy, TaskView, UnknownTaskView, VerifyReason, VerifyView, Way,
    WaysIn,
};

pub(crate) const RATE_LIMITED: Activity =
    Activity::Held { reason: HoldReason::RateLimited, remaining_ms: 24_000 };
pub(crate) const LOCKED_FOR: Activity =
    Activity::Held { reason: HoldReason::Locked, remaining_ms: 1_800_000 };

/// Every scene by its name.
pub(crate) fn all() -> Vec<(&'static str, AppView)> {
    let problem = |code, field| Some(problem(code, field));
    let mut scenes = vec![
        ("loading", app(Screen::Loading)),
        ("loading-offline", AppView { online: false, ..app(Screen::Loading) }),
        ("connect", AppView { instance: None, ..app(Screen::Connect(connect())) }),
        (
            "connect-valid",
            AppView {
                instance: None,
                ..app(Screen::Connect(ConnectView {
                    key: "pk_test_YWNtZS5jbGVyay5hY2NvdW50cy5kZXYk".to_owned(),
                    check: KeyCheck::Valid {
                        host: "acme.clerk.accounts.dev".to_owned(),
                        kind: InstanceKind::Development,
                    },
                    ..connect()
                }))
            },
        ),
        (
            "connect-wrong",
            AppView {
                instance: None,
                ..app(Screen::Connect(ConnectView {
                    key: "sk_test_abc".to_owned(),
                    check: KeyCheck::Invalid { problem: KeyProblem::SecretKey },
                    ..connect()
                }))
            },
        ),
        (
            "connect-failed",
            AppView {
                instance: None,
                ..app(Screen::Connect(ConnectView {
                    problem: problem(ErrorCode::NativeApiDisabled, None),
                    ..connect()
                }))
            },
        ),
        ("sign-in", app(Screen::SignIn(sign_in()))),
        ("sign-in-elsewhere", elsewhere(app(Screen::SignIn(sign_in())))),
        ("sign-in-busy", app(Screen::SignIn(SignInView { activity: Activity::Busy, ..sign_in() }))),
        (
            "sign-in-wrong",
            emulated(Screen::SignIn(SignInView {
                problem: problem(ErrorCode::FormPasswordIncorrect, Some(Field::Password)),
                ..sign_in()
            })),
        ),
        (
            "sign-in-held",
            app(Screen::SignIn(SignInView {
                activity: RATE_LIMITED,
                problem: problem(ErrorCode::TooManyRequests, None),
                ..sign_in()
            })),
        ),
        (
            "sign-in-locked",
            app(Screen::SignIn(SignInView {
                activity: LOCKED_FOR,
                problem: problem(ErrorCode::UserLocked, None),
                ..sign_in()
            })),
        ),
        (
            "sign-in-offline",
            AppView {
                online: false,
                ..app(Screen::SignIn(SignInView {
                    problem: problem(ErrorCode::Unreachable, None),
                    ..sign_in()
                }))
            },
        ),
        (
            "sign-in-notice",
            AppView { notice: Some(Notice::SignedOut), ..emulated(Screen::SignIn(sign_in())) },
        ),
        (
            "sign-in-no-password",
            app(Screen::SignIn(SignInView {
                asks_password: false,
                identifier_kinds: vec![IdentifierKind::EmailAddress, IdentifierKind::PhoneNumber],
                ..sign_in()
            })),
        ),
        ("verify-totp", app(Screen::Verify(verify(Strategy::Totp)))),
        ("verify-sms", emulated(Screen::Verify(verify(Strategy::PhoneCode)))),
        (
            "verify-wrong",
            emulated(Screen::Verify(VerifyView {
                problem: problem(ErrorCode::FormCodeIncorrect, Some(Field::Code)),
                ..verify(Strategy::PhoneCode)
            })),
        ),
        (
            "verify-held",
            app(Screen::Verify(VerifyView {
                activity: RATE_LIMITED,
                problem: problem(ErrorCode::TooManyRequests, None),
                ..verify(Strategy::PhoneCode)
            })),
        ),
        (
            "verify-clock",
            app(Screen::Verify(VerifyView {
                problem: problem(ErrorCode::FormCodeIncorrect, Some(Field::Code)),
                clock: Some(ClockDifference { ahead_ms: 184_000 }),
                ..verify(Strategy::Totp)
            })),
        ),
        ("verify-backup", app(Screen::Verify(verify(Strategy::BackupCode)))),
        (
            "verify-password",
            app(Screen::Verify(VerifyView {
                reason: VerifyReason::FirstFactor,
                ..verify(Strategy::Password)
            })),
        ),
        (
            "new-device",
            emulated(Screen::Verify(VerifyView {
                reason: VerifyReason::NewDevice,
                others: Vec::new(),
                ..verify(Strategy::EmailCode)
            })),
        ),
        (
            "reset-code",
            app(Screen::ResetPassword(reset(ResetStep::Code {
                strategy: Strategy::EmailCode,
                destination: Some("n•••@example.com".to_owned()),
                delivery: Delivery::Sent { resend_in_ms: 0 },
            }))),
        ),
        ("reset-password", app(Screen::ResetPassword(reset(ResetStep::NewPassword)))),
        ("task-setup-mfa", emulated(Screen::Task(TaskView::SetupMfa(setup_mfa())))),
        ("task-reset-password", app(Screen::Task(TaskView::ResetPassword(new_password())))),
        ("task-unknown", app(Screen::Task(TaskView::Unknown(unknown_task("sign-a-waiver"))))),
        ("account", emulated(Screen::Account(account()))),
        (
            "account-busy",
            app(Screen::Account(AccountView { activity: Activity::Busy, ..account() })),
        ),
        ("account-offline", AppView { online: false, ..app(Screen::Account(account())) }),
        (
            "account-bare",
            app(Screen::Account(AccountView {
                name: None,
                username: None,
                emails: Vec::new(),
                phones: Vec::new(),
                last_sign_in_at: None,
                problem: problem(ErrorCode::Unrecognised, None),
                ..account()
            })),
        ),
        ("help", app(Screen::Help(help()))),
    ];
    let adding = Some(AddingView { identifier: Some("all@example.com".to_owned()) });
    scenes.push(("adding-account", AppView { adding, ..app(Screen::SignIn(sign_in())) }));
    scenes.extend(about::all());
    scenes.extend(devices::all());
    scenes.extend(mfa::all());
    scenes.extend(organizations::all());
    scenes.extend(password::all());
    scenes.extend(profile::all());
    scenes.extend(settings::all());
    scenes.extend(wizard::all());
    scenes
}

pub(crate) fn app(screen: Screen) -> AppView {
    AppView {
        revision: 1,
        instance: Some(InstanceView {
            name: Some("Acme".to_owned()),
            host: "acme.clerk.accounts.dev".to_owned(),
            address: None,
            support_email: None,
            kind: InstanceKind::Development,
            changeable: true,
        }),
        emulator: None,
        online: true,
        as_of: None,
        storage: None,
        notice: None,
        navigation: navigation(&screen),
        screen,
        step_up: None,
        leaving: false,
        adding: None,
    }
}

/// Where a signed-in person can go, as the backend says for each page.
fn navigation(screen: &Screen) -> Option<Navigation> {
    let setup = match screen {
        Screen::Task(TaskView::SetupMfa(_)) => true,
        Screen::ManageMfa(view) => view.required,
        Screen::AddTotp(view) => view.required,
        Screen::AddPhone(view) => view.required,
        Screen::Connect(_)
        | Screen::Loading
        | Screen::SignIn(_)
        | Screen::Verify(_)
        | Screen::ResetPassword(_)
        | Screen::Task(
            TaskView::ResetPassword(_) | TaskView::ChooseOrganization(_) | TaskView::Unknown(_),
        )
        | Screen::Account(_)
        | Screen::Organizations(_)
        | Screen::Devices(_)
        | Screen::ThisDevice(_)
        | Screen::Settings(_)
        | Screen::About(_)
        | Screen::Help(_) => false,
    };
    let current = match screen {
        Screen::Account(_) | Screen::Organizations(_) | Screen::Task(TaskView::SetupMfa(_)) => {
            Page::Account
        }
        Screen::ManageMfa(_) | Screen::AddTotp(_) | Screen::AddPhone(_) => Page::ManageMfa,
        Screen::Connect(_)
        | Screen::Loading
        | Screen::SignIn(_)
        | Screen::Verify(_)
        | Screen::ResetPassword(_)
        | Screen::Task(
            TaskView::ResetPassword(_) | TaskView::ChooseOrganization(_) | TaskView::Unknown(_),
        )
        | Screen::Settings(_)
        | Screen::About(_)
        | Screen::Help(_) => return None,
        Screen::Devices(_) => Page::Devices,
        Screen::ThisDevice(_) => Page::ThisDevice,
    };
    Some(Navigation {
        picture: None,
        name: Some("All Factors".to_owned()),
        identifier: Some("all@example.com".to_owned()),
        pages: vec![Page::Account, Page::ManageMfa, Page::Devices, Page::ThisDevice],
        current,
        setup,
        session: "sess_1".to_owned(),
        menu: Menu::default(),
    })
}

/// The same with an address that was given in the place of the host's own.
pub(crate) fn elsewhere(view: AppView) -> AppView {
    let address = Some("https://clerk.acme.example/proxy".to_owned());
    let instance = view.instance.map(|instance| InstanceView { address, ..instance });
    AppView { instance, ..view }
}

pub(crate) fn emulated(screen: Screen) -> AppView {
    AppView {
        instance: Some(InstanceView {
            name: Some("Local emulator".to_owned()),
            host: "127.0.0.1:41873".to_owned(),
            address: None,
            support_email: Some("help@example.com".to_owned()),
            kind: InstanceKind::Development,
            changeable: false,
        }),
        emulator: Some(EmulatorView {
            inbox: vec![InboxMessage { to: "+15555550100".to_owned(), code: "424242".to_owned() }],
            demo_accounts: vec![DemoAccount {
                situation: "All factors".to_owned(),
                identifier: "all@example.com".to_owned(),
                password: "correct-horse-1".to_owned(),
                totp_code: Some("123456".to_owned()),
                backup_code: Some("backup-1".to_owned()),
            }],
        }),
        ..app(screen)
    }
}

pub(crate) fn connect() -> ConnectView {
    ConnectView {
        key: String::new(),
        check: KeyCheck::Unchecked,
        emulator_available: true,
        activity: Activity::Idle,
        problem: None,
    }
}

pub(crate) fn sign_in() -> SignInView {
    SignInView {
        identifier: "no-mfa@example.com".to_owned(),
        identifier_kinds: vec![IdentifierKind::EmailAddress],
        asks_password: true,
        code_channels: vec![CodeChannel::Email],
        forgot_password: true,
        activity: Activity::Idle,
        problem: None,
    }
}

pub(crate) fn verify(strategy: Strategy) -> VerifyView {
    let destination = match strategy {
        Strategy::PhoneCode => Some("+1 ••• ••• 0100"),
        Strategy::EmailCode => Some("n•••@example.com"),
        Strategy::Password | Strategy::Totp | Strategy::BackupCode => None,
    };
    let delivery = match destination {
        Some(_) => Delivery::Sent { resend_in_ms: 24_000 },
        None => Delivery::NotNeeded,
    };
    VerifyView {
        reason: VerifyReason::SecondFactor,
        method: Method { id: MethodId(0), strategy, destination: destination.map(str::to_owned) },
        others: vec![Method { id: MethodId(1), strategy: Strategy::BackupCode, destination: None }],
        unsupported: Vec::new(),
        delivery,
        activity: Activity::Idle,
        problem: None,
        clock: None,
        attempt: 0,
    }
}

pub(crate) fn reset(step: ResetStep) -> ResetPasswordView {
    ResetPasswordView {
        demanded: None,
        step,
        rules: password_rules(),
        activity: Activity::Idle,
        problem: None,
        attempt: 0,
    }
}

pub(crate) fn password_rules() -> PasswordRules {
    PasswordRules {
        min_length: 8,
        max_length: 72,
        required: vec![CharacterClass::Number, CharacterClass::Special],
    }
}

pub(crate) fn new_password() -> NewPasswordView {
    NewPasswordView {
        rules: reset(ResetStep::NewPassword).rules,
        identifier: Some("nora@example.com".to_owned()),
        signing_out: false,
        unsettled: false,
        activity: Activity::Idle,
        problem: None,
    }
}

pub(crate) fn unknown_task(key: &str) -> UnknownTaskView {
    UnknownTaskView {
        key: key.to_owned(),
        identifier: Some("forced-mfa@example.com".to_owned()),
        details: format!("Latchkey 0.1.0\nsession task: {key}\ntrace id: 7d3f2c19"),
        activity: Activity::Idle,
        problem: None,
    }
}

pub(crate) fn setup_mfa() -> SetupMfaView {
    SetupMfaView {
        totp: true,
        sms: true,
        phones: vec![mfa_phone("+15555550142", "+1 555-555-0142", PhoneRole::Verified)],
        activity: Activity::Idle,
        problem: None,
    }
}

pub(crate) fn mfa_phone(number: &str, formatted: &str, role: PhoneRole) -> MfaPhone {
    MfaPhone {
        id: PhoneId(format!("idn_{}", number.trim_start_matches('+'))),
        number: number.to_owned(),
        formatted: formatted.to_owned(),
        role,
        removal: removal(),
    }
}

/// One that leaves the password and an authenticator app.
pub(crate) fn removal() -> Removal {
    let way = |strategy, detail: Option<&str>| Way { strategy, detail: detail.map(str::to_owned) };
    Removal {
        allowed: true,
        last_factor: false,
        backup_codes_go: false,
        left: WaysIn {
            first: vec![
                way(Strategy::Password, None),
                way(Strategy::EmailCode, Some("all@example.com")),
            ],
            second: vec![way(Strategy::Totp, None), way(Strategy::BackupCode, None)],
        },
    }
}

pub(crate) fn account() -> AccountView {
    let phone = |number: &str, formatted: &str, primary, verified, second_factor| PhoneView {
        id: PhoneId(format!("idn_{number}")),
        number: number.to_owned(),
        formatted: formatted.to_owned(),
        primary,
        verified,
        second_factor,
    };
    let email = |address: &str, primary, verified| EmailView {
        id: EmailId(format!("idn_{address}")),
        address: address.to_owned(),
        primary,
        verified,
        removal: EmailRemoval::Allowed,
    };
    AccountView {
        picture: None,
        name: Some("All Factors".to_owned()),
        username: Some("all-factors".to_owned()),
        emails: vec![
            email("all@example.com", true, true),
            email("all.factors@example.org", false, false),
        ],
        phones: vec![
            phone("+15555550100", "+1 555-555-0100", true, true, true),
            phone("+4740000142", "+47 40 00 01 42", false, false, false),
        ],
        organization: None,
        password: Some(Box::new(password::password())),
        profile: profile::profile(),
        by_backup_code: false,
        last_sign_in_at: Some(1_795_336_920_000),
        refreshed_at: 1_795_337_100_000,
        activity: Activity::Idle,
        problem: None,
    }
}

pub(crate) fn help() -> HelpView {
    HelpView {
        subject: HelpSubject::SignInStatus,
        value: "needs_palm_reading".to_owned(),
        details: "Latchkey 0.1.0\nsign-in status: needs_palm_reading\ntrace id: 7d3f2c19"
            .to_owned(),
        activity: Activity::Idle,
    }
}

pub(crate) fn problem(code: ErrorCode, field: Option<Field>) -> Problem {
    Problem { code, field, detail: None, trace_id: Some("trace_1".to_owned()) }
}
