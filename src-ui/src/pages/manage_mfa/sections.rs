//! The sections around the phone numbers: what there is, the authenticator app, the backup codes.

use latchkey_ipc::command::AccountRequest;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{BackupCodesRow, ManageMfaView, MfaTarget, Page, PhoneRole, TotpRow};
use yew::prelude::*;

use super::ask::Ask;
use super::row::{Action, Controls, row_busy, row_problem};
use crate::components::card::Card;
use crate::components::icon::Icon;
use crate::copy::mfa;
use crate::said::sentence;

/// The second factors in use, at a glance.
pub(super) fn ways_card(view: &ManageMfaView) -> Html {
    let totp = matches!(view.totp, Some(TotpRow::On { .. })).then(|| mfa::TOTP.to_owned());
    let phones = view
        .phones
        .iter()
        .filter(|phone| matches!(phone.role, PhoneRole::SecondFactor { .. }))
        .map(|phone| mfa::text_to(&phone.formatted));
    let codes = view.backup_codes.filter(|codes| codes.exist).map(|_| mfa::BACKUP_CODES.to_owned());
    let ways: Vec<String> = totp.into_iter().chain(phones).chain(codes).collect();
    html! {
        <section class="card ways-card">
            <header class="card-head">
                <div class="card-text">
                    <h2>{ mfa::WAYS }</h2>
                    <p class="sub">{ mfa::ways_about(!ways.is_empty(), view.password) }</p>
                </div>
                if ways.is_empty() {
                    <span class="badge grey">{ mfa::OFF }</span>
                } else {
                    <span class="badge">{ mfa::ways_count(ways.len()) }</span>
                }
            </header>
            if !ways.is_empty() {
                <ul class="ways">
                    { for ways.into_iter().map(|way| html! { <li class="way"><span>{ sentence(&way) }</span></li> }) }
                </ul>
            }
        </section>
    }
}

/// The id of the words that say why the app cannot be removed.
const TOTP_KEPT_ID: &str = "totp-kept";

pub(super) fn totp_card(totp: &TotpRow, controls: &Controls) -> Html {
    let gate = controls.gate;
    let removal = match totp {
        TotpRow::On { removal } => Some(removal),
        TotpRow::Off => None,
    };
    let kept = removal.is_some_and(|removal| !removal.allowed);
    let action = if removal.is_some() {
        html! {
            <Action
                test_id={test_id::TOTP_REMOVE}
                label={mfa::TOTP_REMOVE}
                of={mfa::TOTP_THING}
                allowed={!kept}
                described_by={kept.then_some(TOTP_KEPT_ID)}
                {gate}
                on_press={controls.confirms(Ask::RemoveTotp)}
            />
        }
    } else {
        html! {
            <Action
                test_id={test_id::TOTP_ADD}
                label={mfa::TOTP_ADD}
                of={mfa::TOTP_THING}
                {gate}
                on_press={controls.asks(AccountRequest::Open { page: Page::AddTotp })}
            />
        }
    };
    html! {
        <Card
            icon={Icon::Shield}
            title={html! { mfa::TOTP }}
            about={html! { <span data-testid={test_id::TOTP_STATUS}>{ mfa::totp_about(removal.is_some()) }</span> }}
            active={removal.is_some()}
            action={html! {
                <span class="row-actions">
                    { row_busy(&MfaTarget::Totp, controls) }
                    { action }
                </span>
            }}
            note={html! {
                <>
                    if kept {
                        <p id={TOTP_KEPT_ID} class="card-note" data-testid={test_id::TOTP_REQUIRED}>
                            { mfa::KEPT }
                        </p>
                    }
                    { row_problem(&MfaTarget::Totp, controls) }
                </>
            }}
        />
    }
}

pub(super) fn backup_codes_card(codes: BackupCodesRow, controls: &Controls) -> Html {
    let (about, label) = mfa::backup_codes(codes.exist);
    html! {
        <Card
            icon={Icon::List}
            title={html! { mfa::BACKUP_CODES }}
            about={html! { <span data-testid={test_id::BACKUP_STATUS}>{ about }</span> }}
            active={codes.exist}
            action={html! {
                <span class="row-actions">
                    { row_busy(&MfaTarget::BackupCodes, controls) }
                    <Action
                        test_id={test_id::BACKUP_GENERATE}
                        {label}
                        gate={controls.gate}
                        on_press={controls.confirms(Ask::Generate)}
                    />
                </span>
            }}
            note={row_problem(&MfaTarget::BackupCodes, controls)}
        />
    }
}
