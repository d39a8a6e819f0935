//! The phone numbers: those used for MFA, other verified ones, and those that wait to be verified.

use latchkey_ipc::command::{AccountRequest, MfaRequest};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{ManageMfaView, MfaPhone, MfaTarget, Page, PhoneRole, Removal, TotpRow};
use yew::prelude::*;

use super::Ask;
use super::row::{Action, Controls, RowBusy, RowProblem};
use crate::backend::Request;
use crate::components::card::Card;
use crate::components::icon::Icon;
use crate::copy::{buttons, mfa};

#[derive(Properties, PartialEq)]
pub(super) struct PhonesProps {
    pub(super) view: ManageMfaView,
    pub(super) controls: Controls,
}

#[component]
pub(super) fn Phones(props: &PhonesProps) -> Html {
    let PhonesProps { view, controls } = props;
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
    let open = Request::Account(AccountRequest::Open { page: Page::AddPhone });
    let add = html! {
        if view.can_add_phone {
            <Action
                test_id={test_id::ADD_PHONE}
                label={mfa::ADD_PHONE}
                icon={Icon::Plus}
                gate={controls.gate}
                on_press={controls.send.reform(move |()| open.clone())}
            />
        }
    };
    let about = mfa::factor_phones_about(view.sms_offered || !factors.is_empty());
    html! {
        <>
            <Card
                icon={Icon::Phone}
                title={mfa::FACTOR_PHONES}
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
                title={mfa::OTHER_PHONES}
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
                    title={mfa::UNVERIFIED_PHONES}
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
    html! {
        <Row
            key={id.0.clone()}
            test_id={test_id::MFA_PHONE}
            phone={phone.clone()}
            badge={default.then(|| html! {
                <span class="badge" data-testid={test_id::PHONE_DEFAULT}>{ mfa::DEFAULT }</span>
            }).unwrap_or_default()}
            kept_id={kept_id.clone()}
            controls={controls.clone()}
        >
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
            { remove(phone, kept_id, controls) }
        </Row>
    }
}

/// Whether the row says why the number has to stay.
fn why_kept(phone: &MfaPhone, disabling: &Removal) -> bool {
    !disabling.allowed || !phone.removal.allowed
}

fn other_row(phone: &MfaPhone, sms_offered: bool, controls: &Controls) -> Html {
    let use_it = MfaRequest::UsePhone { phone: phone.id.clone() };
    html! {
        <Row
            key={phone.id.0.clone()}
            test_id={test_id::OTHER_PHONE}
            phone={phone.clone()}
            controls={controls.clone()}
        >
            if sms_offered {
                <Action
                    test_id={test_id::PHONE_USE}
                    label={buttons::USE_FOR_MFA}
                    of={phone.formatted.clone()}
                    gate={controls.gate}
                    on_press={controls.asks(use_it)}
                />
            }
            { remove(phone, None, controls) }
        </Row>
    }
}

fn unverified_row(phone: &MfaPhone, controls: &Controls) -> Html {
    let resume = MfaRequest::ResumePhone { phone: phone.id.clone() };
    html! {
        <Row
            key={phone.id.0.clone()}
            test_id={test_id::UNVERIFIED_PHONE}
            phone={phone.clone()}
            badge={html! { <span class="badge warm">{ mfa::UNVERIFIED }</span> }}
            controls={controls.clone()}
        >
            <Action
                test_id={test_id::PHONE_VERIFY}
                label={buttons::VERIFY}
                of={phone.formatted.clone()}
                gate={controls.gate}
                on_press={controls.asks(resume)}
            />
            { remove(phone, None, controls) }
        </Row>
    }
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

#[derive(Properties, PartialEq)]
struct RowProps {
    test_id: &'static str,
    phone: MfaPhone,
    #[prop_or_default]
    badge: Html,
    /// The id of the words that say why the number has to stay; they are drawn with it.
    #[prop_or_default]
    kept_id: Option<AttrValue>,
    controls: Controls,
    /// The buttons.
    children: Html,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let target = MfaTarget::Phone(props.phone.id.clone());
    let busy = props.controls.is_busy_with(&target);
    html! {
        <li
            class={classes!("row", "phone-row", busy.then_some("busy"))}
            data-testid={props.test_id}
            data-phone={props.phone.number.clone()}
            aria-busy={busy.then_some("true")}
        >
            <span class="row-value">
                <span class="number">{ props.phone.formatted.clone() }</span>
                { props.badge.clone() }
                <RowBusy target={target.clone()} controls={props.controls.clone()} />
            </span>
            <span class="row-actions">{ props.children.clone() }</span>
            if let Some(id) = &props.kept_id {
                <p id={id.clone()} class="row-note" data-testid={test_id::PHONE_REQUIRED}>
                    { mfa::KEPT }
                </p>
            }
            <RowProblem {target} controls={props.controls.clone()} />
        </li>
    }
}
