//! The questions before a change that takes something away.

use std::rc::Rc;

use latchkey_ipc::command::MfaRequest;
use latchkey_ipc::view::{ManageMfaView, MfaPhone, PhoneId, PhoneRole, Removal, TotpRow};
use yew::prelude::*;

use crate::components::confirm_dialog::ConfirmDialog;
use crate::components::ways_left::ways_left;
use crate::copy::{mfa, questions};
use crate::frame::use_frame;
use crate::said::said;

/// A change that the person is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Turn the authenticator app off.
    RemoveTotp,
    /// Stop using a number as a second factor.
    DisablePhone(PhoneId),
    /// Take a number off the account.
    RemovePhone(PhoneId),
    /// Make new backup codes.
    Generate,
}

/// What a question is made of.
struct Words {
    title: Html,
    lead: &'static str,
    confirm: &'static str,
    /// What the change leaves, where it takes away a factor or an identifier.
    removal: Option<Removal>,
    destructive: bool,
    request: MfaRequest,
}

impl Ask {
    /// Whether what it is about is still there.
    pub(super) fn concerns(&self, view: &ManageMfaView) -> bool {
        self.words(view).is_some()
    }

    fn words(&self, view: &ManageMfaView) -> Option<Words> {
        let phone = |id: &PhoneId| view.phones.iter().find(|phone| phone.id == *id);
        match self {
            Self::RemoveTotp => match &view.totp {
                Some(TotpRow::On { removal }) => Some(Words {
                    title: html! { questions::REMOVE_TOTP },
                    lead: questions::REMOVE_TOTP_MEANS,
                    confirm: questions::CONFIRM_REMOVE,
                    removal: Some(removal.clone()),
                    destructive: true,
                    request: MfaRequest::RemoveTotp,
                }),
                Some(TotpRow::Off) | None => None,
            },
            Self::DisablePhone(id) => disable(phone(id)?),
            Self::RemovePhone(id) => Some(remove(phone(id)?)),
            Self::Generate => view.backup_codes.map(|codes| Words {
                title: html! { questions::GENERATE },
                lead: questions::generate_means(codes.exist),
                confirm: questions::CONFIRM_GENERATE,
                removal: None,
                destructive: codes.exist,
                request: MfaRequest::GenerateBackupCodes,
            }),
        }
    }
}

fn disable(phone: &MfaPhone) -> Option<Words> {
    let PhoneRole::SecondFactor { disabling, .. } = &phone.role else { return None };
    Some(Words {
        title: about(questions::DISABLE_PHONE, phone),
        lead: questions::DISABLE_PHONE_MEANS,
        confirm: mfa::DISABLE,
        removal: Some(disabling.clone()),
        destructive: true,
        request: MfaRequest::DisablePhone { phone: phone.id.clone() },
    })
}

fn remove(phone: &MfaPhone) -> Words {
    Words {
        title: about(questions::REMOVE_PHONE, phone),
        lead: questions::remove_phone_means(&phone.role),
        confirm: mfa::REMOVE_PHONE,
        removal: Some(phone.removal.clone()),
        destructive: true,
        request: MfaRequest::RemovePhone { phone: phone.id.clone() },
    }
}

/// A title with a number, which stays in one piece.
fn about((before, after): (&'static str, &'static str), phone: &MfaPhone) -> Html {
    html! { <>{ before }<span class="number">{ said(&phone.formatted) }</span>{ after }</> }
}

#[derive(Properties, PartialEq)]
pub(super) struct ConfirmationProps {
    pub(super) ask: Ask,
    pub(super) view: Rc<ManageMfaView>,
    /// No change can be asked for now.
    pub(super) busy: bool,
    /// The question is answered, one way or the other.
    pub(super) on_close: Callback<()>,
}

#[component]
pub(super) fn Confirmation(props: &ConfirmationProps) -> Html {
    let frame = use_frame();
    let Some(words) = props.ask.words(&props.view) else { return html! {} };
    let on_confirm = {
        let (on_close, request) = (props.on_close.clone(), words.request.clone());
        frame.asks_with(move |()| {
            on_close.emit(());
            request.clone()
        })
    };
    let consequences = words.removal.as_ref().and_then(questions::consequences);
    let last = words.removal.as_ref().is_some_and(|removal| removal.last_factor);
    let forbidden = words.removal.as_ref().is_some_and(|removal| !removal.allowed);
    html! {
        <ConfirmDialog
            title={words.title}
            lead={html! {
                <>
                    <p>{ words.lead }</p>
                    if let Some(consequences) = consequences {
                        <p><strong>{ consequences }</strong></p>
                    }
                    if forbidden {
                        <p>{ mfa::KEPT }</p>
                    }
                </>
            }}
            details={words.removal.map(|removal| ways_left(&removal.left))}
            second_confirmation={last.then(|| {
                AttrValue::Static(questions::last_factor(props.view.password))
            })}
            confirm={words.confirm}
            destructive={words.destructive}
            busy={props.busy || forbidden}
            {on_confirm}
            on_cancel={props.on_close.clone()}
        />
    }
}

#[cfg(test)]
mod tests {
    use latchkey_ipc::view::{Activity, BackupCodesRow, Strategy, Way, WaysIn};
    use yew::ServerRenderer;

    use super::*;

    #[tokio::test]
    async fn a_removal_names_the_thing_and_what_is_left() {
        let html = rendered(Ask::RemovePhone(id()), removal(true, false)).await;
        assert!(
            html.contains(
                "Remove <span class=\"number\"><bdi>+1 555-555-0100</bdi></span> from your"
            )
        );
        assert!(
            html.contains("Email to <bdi>all@example.com</bdi>")
                && html.contains("Authenticator app")
        );
        assert!(html.contains("data-testid=\"ways-left\"") && !html.contains("confirm-last"));
        assert!(html.contains("aria-describedby=\"confirm-lead confirm-details\""));
        assert!(html.contains("<div id=\"confirm-details\"><section"));
        assert!(!button(&html, "confirm").contains("aria-disabled"));
        assert!(!html.contains("backup codes"));
    }

    #[tokio::test]
    async fn the_last_factor_wants_a_second_confirmation() {
        for ask in [Ask::RemoveTotp, Ask::DisablePhone(id())] {
            let html =
                rendered(ask, Removal { backup_codes_go: true, ..removal(true, true) }).await;
            assert!(html.contains("data-testid=\"confirm-last\""));
            assert!(button(&html, "confirm").contains("aria-disabled=\"true\""));
            assert!(html.contains("MFA will be off and your backup codes stop working."));
        }
    }

    #[tokio::test]
    async fn nothing_left_to_sign_in_with_is_said_plainly() {
        let removal = Removal { left: WaysIn::default(), ..removal(true, false) };
        assert!(rendered(Ask::RemoveTotp, removal).await.contains(questions::LOCKED_OUT));
    }

    #[tokio::test]
    async fn what_became_forbidden_while_it_was_asked_cannot_be_confirmed() {
        let html = rendered(Ask::RemoveTotp, removal(false, false)).await;
        assert!(button(&html, "confirm").contains("aria-disabled=\"true\""));
        assert!(html.contains(mfa::KEPT));
    }

    #[tokio::test]
    async fn new_codes_are_made_only_after_saying_that_the_old_ones_stop_working() {
        let html = rendered(Ask::Generate, removal(true, false)).await;
        assert!(html.contains("stop working at once") && !html.contains("ways-left"));
        let none_yet =
            ManageMfaView { backup_codes: Some(BackupCodesRow { exist: false }), ..view() };
        let words = Ask::Generate.words(&none_yet).unwrap();
        assert!(!words.destructive && !words.lead.contains("stop working"));
    }

    #[test]
    fn a_question_ends_with_what_it_is_about() {
        let nothing = ManageMfaView {
            totp: Some(TotpRow::Off),
            phones: Vec::new(),
            backup_codes: None,
            ..view()
        };
        for ask in [Ask::RemoveTotp, Ask::DisablePhone(id()), Ask::RemovePhone(id()), Ask::Generate]
        {
            assert!(ask.concerns(&view()));
            assert!(!ask.concerns(&nothing));
        }
        let mut unused = view();
        for phone in &mut unused.phones {
            phone.role = PhoneRole::Verified;
        }
        assert!(!Ask::DisablePhone(id()).concerns(&unused));
    }

    async fn rendered(ask: Ask, removal: Removal) -> String {
        let mut view = view();
        view.totp = Some(TotpRow::On { removal: removal.clone() });
        for phone in &mut view.phones {
            phone.removal = removal.clone();
            phone.role = PhoneRole::SecondFactor { default: true, disabling: removal.clone() };
        }
        let props = move || ConfirmationProps {
            ask,
            view: Rc::new(view),
            busy: false,
            on_close: Callback::noop(),
        };
        ServerRenderer::<Confirmation>::with_props(props).hydratable(false).render().await
    }

    /// The opening tag of a button.
    fn button<'a>(html: &'a str, test_id: &str) -> &'a str {
        let tags = html.split("<button").skip(1).map(|rest| rest.split('>').next().unwrap());
        let named = format!("data-testid=\"{test_id}\"");
        tags.into_iter().find(|tag| tag.contains(&named)).unwrap()
    }

    fn id() -> PhoneId {
        PhoneId("idn_1".to_owned())
    }

    fn removal(allowed: bool, last_factor: bool) -> Removal {
        let way =
            |strategy, detail: Option<&str>| Way { strategy, detail: detail.map(str::to_owned) };
        let first =
            vec![way(Strategy::Password, None), way(Strategy::EmailCode, Some("all@example.com"))];
        let second = if last_factor { Vec::new() } else { vec![way(Strategy::Totp, None)] };
        let left = WaysIn { first, second };
        Removal { allowed, last_factor, backup_codes_go: false, left }
    }

    fn view() -> ManageMfaView {
        let removal = removal(true, false);
        ManageMfaView {
            totp: Some(TotpRow::On { removal: removal.clone() }),
            phones_offered: true,
            can_add_phone: true,
            sms_offered: true,
            phones: vec![MfaPhone {
                id: id(),
                number: "+15555550100".to_owned(),
                formatted: "+1 555-555-0100".to_owned(),
                role: PhoneRole::SecondFactor { default: true, disabling: removal.clone() },
                removal,
            }],
            backup_codes: Some(BackupCodesRow { exist: true }),
            password: true,
            required: false,
            codes: None,
            verified_for_ms: None,
            refreshed_at: 0,
            refreshing: false,
            refresh_problem: None,
            activity: Activity::Idle,
            busy: None,
            problem: None,
        }
    }
}
