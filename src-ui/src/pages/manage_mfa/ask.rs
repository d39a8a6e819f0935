//! The questions before a change that takes something away.

use latchkey_ipc::command::MfaRequest;
use latchkey_ipc::view::{ManageMfaView, MfaPhone, PhoneId, PhoneRole, Removal, TotpRow};
use yew::prelude::*;

use crate::backend::Request;
use crate::components::confirm_dialog::ConfirmDialog;
use crate::components::ways_left::WaysLeft;
use crate::copy::mfa;

/// A change that the person is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Turn the authenticator app off.
    RemoveTotp,
    /// Use a number as a second factor no longer.
    DisablePhone(PhoneId),
    /// Take a number off the account.
    RemovePhone(PhoneId),
    /// Make new backup codes.
    Generate,
}

/// What a question is made of.
struct Words {
    title: String,
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
                    title: "Remove the authenticator app?".to_owned(),
                    lead: "Its codes won’t work for this account any more. You can delete the entry in the app afterwards.",
                    confirm: "Remove",
                    removal: Some(removal.clone()),
                    destructive: true,
                    request: MfaRequest::RemoveTotp,
                }),
                Some(TotpRow::Off) | None => None,
            },
            Self::DisablePhone(id) => disable(phone(id)?),
            Self::RemovePhone(id) => Some(remove(phone(id)?)),
            Self::Generate => view.backup_codes.map(|codes| Words {
                title: "Generate new backup codes?".to_owned(),
                lead: if codes.exist {
                    "The codes you have now stop working at once. The new ones are shown a single time, so have a place to keep them ready."
                } else {
                    "They are shown a single time, so have a place to keep them ready."
                },
                confirm: "Generate codes",
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
        title: format!("Disable {} for MFA?", phone.formatted),
        lead: "No more codes go to it when you sign in. The number stays on your account.",
        confirm: "Disable for MFA",
        removal: Some(disabling.clone()),
        destructive: true,
        request: MfaRequest::DisablePhone { phone: phone.id.clone() },
    })
}

fn remove(phone: &MfaPhone) -> Words {
    let lead = match phone.role {
        PhoneRole::SecondFactor { .. } | PhoneRole::Verified => {
            "It can’t be used to sign in or for MFA any more. To use it again, you would have to add and verify it anew."
        }
        PhoneRole::Unverified => "It was never verified. You can add it again at any time.",
    };
    Words {
        title: format!("Remove {} from your account?", phone.formatted),
        lead,
        confirm: "Remove from account",
        removal: Some(phone.removal.clone()),
        destructive: true,
        request: MfaRequest::RemovePhone { phone: phone.id.clone() },
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ConfirmationProps {
    pub(super) ask: Ask,
    pub(super) view: ManageMfaView,
    /// No change can be asked for now.
    pub(super) busy: bool,
    pub(super) send: Callback<Request>,
    /// The question is answered, one way or the other.
    pub(super) on_close: Callback<()>,
}

#[component]
pub(super) fn Confirmation(props: &ConfirmationProps) -> Html {
    let Some(words) = props.ask.words(&props.view) else { return html! {} };
    let on_confirm = {
        let (send, on_close) = (props.send.clone(), props.on_close.clone());
        let request = words.request.clone();
        Callback::from(move |()| {
            on_close.emit(());
            send.emit(Request::Mfa(request.clone()));
        })
    };
    let consequences = words.removal.as_ref().and_then(mfa::consequences);
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
            second_confirmation={last.then_some(AttrValue::Static(mfa::LAST_FACTOR))}
            confirm={words.confirm}
            destructive={words.destructive}
            busy={props.busy || forbidden}
            {on_confirm}
            on_cancel={props.on_close.clone()}
        >
            if let Some(removal) = &words.removal {
                <WaysLeft ways={removal.left.clone()} />
            }
        </ConfirmDialog>
    }
}
