//! The phone numbers: those used for MFA, other verified ones, and those that wait to be verified.

use latchkey_ipc::command::{AccountRequest, MfaRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{ManageMfaView, MfaPhone, MfaTarget, Page, PhoneRole, Removal, TotpRow};
use yew::prelude::*;

use super::ask::Ask;
use super::row::{Action, Controls, row_busy, row_problem};
use crate::components::card::Card;
use crate::components::icon::Icon;
use crate::copy::{buttons, mfa};
use crate::said::said;

pub(super) fn phones(view: &ManageMfaView, controls: &Controls) -> Html {
    let totp_on = matches!(view.totp, Some(TotpRow::On { .. }));
    let of_role = |wanted: fn(&PhoneRole) -> bool| {
        view.phones.iter().filter(move |phone| wanted(&phone.role))
    };
    let factors: Vec<Html> = of_role(|role| matches!(role, PhoneRole::SecondFactor { .. }))
        .map(|phone| factor_row(phone, totp_on, controls))
        .collect();
    let others: Vec<Html> = of_role(|role| matches!(role, PhoneRole::Verified))
        .map(|phone| other_row(phone, view.sms_offered, controls))
        .collect();
    let unverified: Vec<Html> = of_role(|role| matches!(role, PhoneRole::Unverified))
        .map(|phone| unverified_row(phone, controls))
        .collect();
    let add = html! {
        if view.can_add_phone {
            <Action
                test_id={test_id::ADD_PHONE}
                label={mfa::ADD_PHONE}
                icon={Icon::Plus}
                gate={controls.gate}
                on_press={controls.asks(AccountRequest::Open { page: Page::AddPhone })}
            />
        }
    };
    let about = mfa::factor_phones_about(view.sms_offered || !factors.is_empty());
    html! {
        <>
            <Card
                icon={Icon::Phone}
                title={html! { mfa::FACTOR_PHONES }}
                about={html! { about }}
                active={!factors.is_empty()}
                note={html! {
                    if totp_on && !factors.is_empty() {
                        <p class="card-note" data-testid={test_id::TOTP_FIRST}>{ mfa::TOTP_FIRST }</p>
                    }
                }}
            >
                if factors.is_empty() {
                    <li class="row none">{ mfa::NO_FACTOR_PHONES }</li>
                }
                { factors }
            </Card>
            <Card
                icon={Icon::Phone}
                title={html! { mfa::OTHER_PHONES }}
                about={html! { mfa::OTHER_PHONES_ABOUT }}
                active=false
                action={add}
            >
                if others.is_empty() {
                    <li class="row none">{ mfa::NO_OTHER_PHONES }</li>
                }
                { others }
            </Card>
            if !unverified.is_empty() {
                <Card
                    icon={Icon::Clock}
                    title={html! { mfa::UNVERIFIED_PHONES }}
                    about={html! { mfa::UNVERIFIED_PHONES_ABOUT }}
                    active=false
                >
                    { unverified }
                </Card>
            }
        </>
    }
}

fn factor_row(phone: &MfaPhone, totp_on: bool, controls: &Controls) -> Html {
    let PhoneRole::SecondFactor { default, disabling } = &phone.role else { return html! {} };
    let gate = controls.gate;
    let id = phone.id.clone();
    let kept = why_kept(phone, disabling);
    let kept_id = kept.then(|| AttrValue::from(format!("kept-{}", id.0)));
    let badge = html! {
        if *default {
            <span class="badge" data-testid={test_id::PHONE_DEFAULT}>{ mfa::DEFAULT }</span>
        }
    };
    let actions = html! {
        <>
            if !default && !totp_on {
                <Action
                    test_id={test_id::PHONE_MAKE_DEFAULT}
                    label={mfa::MAKE_DEFAULT}
                    of={phone.formatted.clone()}
                    {gate}
                    on_press={controls.asks(MfaRequest::MakeDefaultPhone { phone: id.clone() })}
                />
            }
            <Action
                test_id={test_id::PHONE_DISABLE}
                label={mfa::DISABLE}
                of={phone.formatted.clone()}
                allowed={disabling.allowed}
                described_by={kept_id.clone().filter(|_| !disabling.allowed)}
                {gate}
                on_press={controls.confirms(Ask::DisablePhone(id.clone()))}
            />
            { remove(phone, kept_id.clone(), controls) }
        </>
    };
    row(test_id::MFA_PHONE, phone, badge, kept_id, controls, actions)
}

/// Whether the row says why the number has to stay.
fn why_kept(phone: &MfaPhone, disabling: &Removal) -> bool {
    !disabling.allowed || !phone.removal.allowed
}

fn other_row(phone: &MfaPhone, sms_offered: bool, controls: &Controls) -> Html {
    let actions = html! {
        <>
            if sms_offered {
                <Action
                    test_id={test_id::PHONE_USE}
                    label={buttons::USE_FOR_MFA}
                    of={phone.formatted.clone()}
                    gate={controls.gate}
                    on_press={controls.asks(MfaRequest::UsePhone { phone: phone.id.clone() })}
                />
            }
            { remove(phone, None, controls) }
        </>
    };
    row(test_id::OTHER_PHONE, phone, Html::default(), None, controls, actions)
}

fn unverified_row(phone: &MfaPhone, controls: &Controls) -> Html {
    let badge = html! { <span class="badge warm">{ mfa::UNVERIFIED }</span> };
    let actions = html! {
        <>
            <Action
                test_id={test_id::PHONE_VERIFY}
                label={buttons::VERIFY}
                of={phone.formatted.clone()}
                gate={controls.gate}
                on_press={controls.asks(MfaRequest::ResumePhone { phone: phone.id.clone() })}
            />
            { remove(phone, None, controls) }
        </>
    };
    row(test_id::UNVERIFIED_PHONE, phone, badge, None, controls, actions)
}

fn remove(phone: &MfaPhone, kept_id: Option<AttrValue>, controls: &Controls) -> Html {
    let allowed = phone.removal.allowed;
    html! {
        <Action
            test_id={test_id::PHONE_REMOVE}
            label={mfa::REMOVE_PHONE}
            of={phone.formatted.clone()}
            {allowed}
            described_by={kept_id.filter(|_| !allowed)}
            plain=true
            gate={controls.gate}
            on_press={controls.confirms(Ask::RemovePhone(phone.id.clone()))}
        />
    }
}

/// A row; `kept_id` is the id of the words that say why the number has to stay, drawn with it.
fn row(
    test_id: &'static str,
    phone: &MfaPhone,
    badge: Html,
    kept_id: Option<AttrValue>,
    controls: &Controls,
    actions: Html,
) -> Html {
    let target = MfaTarget::Phone(phone.id.clone());
    let busy = controls.is_busy_with(&target);
    html! {
        <li
            key={phone.id.0.clone()}
            class={classes!("row", "phone-row", busy.then_some("busy"))}
            data-testid={test_id}
            data-phone={phone.number.clone()}
            aria-busy={busy.then_some("true")}
        >
            <span class="row-value">
                <span class="number">{ said(&phone.formatted) }</span>
                { badge }
                { row_busy(&target, controls) }
            </span>
            <span class="row-actions">{ actions }</span>
            if let Some(id) = kept_id {
                <p {id} class="row-note" data-testid={test_id::PHONE_REQUIRED}>{ mfa::KEPT }</p>
            }
            { row_problem(&target, controls) }
        </li>
    }
}
