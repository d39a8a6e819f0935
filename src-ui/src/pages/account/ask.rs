//! The questions before an address is removed, and before the account is deleted.

use std::rc::Rc;

use latchkey_ipc::command::{AccountRequest, ProfileRequest};
use latchkey_ipc::view::{AccountView, EmailId, EmailRemoval, EmailView};
use yew::prelude::*;

use crate::components::confirm_dialog::ConfirmDialog;
use crate::copy::profile;
use crate::frame::use_frame;
use crate::said::said;

/// What the person is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Take this address off the account.
    RemoveEmail(EmailId),
    /// Take the picture away.
    RemovePicture,
    /// Delete the account.
    Delete,
}

impl Ask {
    /// Whether what it is about can still be done.
    pub(super) fn concerns(&self, view: &AccountView) -> bool {
        match self {
            Self::RemoveEmail(id) => removable(view, id).is_some(),
            Self::RemovePicture => view.picture.is_some(),
            Self::Delete => view.profile.can_delete,
        }
    }
}

fn removable<'a>(view: &'a AccountView, id: &EmailId) -> Option<&'a EmailView> {
    let mut all = view.emails.iter();
    all.find(|email| email.id == *id && email.removal == EmailRemoval::Allowed)
}

#[derive(Properties, PartialEq)]
pub(super) struct ConfirmationProps {
    pub(super) ask: Ask,
    pub(super) view: Rc<AccountView>,
    /// Nothing can be asked for now.
    pub(super) busy: bool,
    /// The question is answered, one way or the other.
    pub(super) on_close: Callback<()>,
}

#[component]
pub(super) fn Confirmation(props: &ConfirmationProps) -> Html {
    let frame = use_frame();
    let (title, means, confirm, word, request) = match &props.ask {
        Ask::RemoveEmail(id) => {
            let Some(email) = removable(&props.view, id) else { return html! {} };
            let (before, after) = profile::REMOVE_EMAIL;
            let title = html! { <>{ before }{ said(&email.address) }{ after }</> };
            let means = if email.primary {
                profile::REMOVE_PRIMARY_MEANS
            } else {
                profile::REMOVE_EMAIL_MEANS
            };
            let request = ProfileRequest::RemoveEmail { email: id.clone() };
            (title, means, profile::REMOVE, None, request)
        }
        Ask::RemovePicture => (
            html! { profile::ASK_REMOVE_PICTURE },
            profile::REMOVE_PICTURE_MEANS,
            profile::REMOVE_PICTURE,
            None,
            ProfileRequest::RemovePicture,
        ),
        Ask::Delete => (
            html! { profile::ASK_DELETE },
            profile::DELETE_MEANS,
            profile::DELETE,
            Some(profile::DELETE_WORD),
            ProfileRequest::DeleteAccount,
        ),
    };
    let on_confirm = {
        let on_close = props.on_close.clone();
        frame.asks_with(move |()| {
            on_close.emit(());
            AccountRequest::Profile(request.clone())
        })
    };
    html! {
        <ConfirmDialog
            {title}
            lead={html! { <p>{ means }</p> }}
            {confirm}
            {word}
            busy={props.busy}
            {on_confirm}
            on_cancel={props.on_close.clone()}
        />
    }
}

#[cfg(test)]
mod tests {
    use latchkey_ipc::view::{Activity, ProfileView};
    use yew::ServerRenderer;

    use super::*;

    #[tokio::test]
    async fn removing_an_address_names_it_and_says_what_becomes_of_the_primary_one() {
        for (primary, means) in
            [(true, profile::REMOVE_PRIMARY_MEANS), (false, profile::REMOVE_EMAIL_MEANS)]
        {
            let html = rendered(Ask::RemoveEmail(id()), view(primary, EmailRemoval::Allowed)).await;
            assert!(html.contains("Remove <bdi>a@example.com</bdi> from your account?"), "{html}");
            assert!(html.contains(means) && !html.contains("confirm-word"));
        }
    }

    #[tokio::test]
    async fn an_account_is_deleted_only_after_the_word_is_typed() {
        let html = rendered(Ask::Delete, view(true, EmailRemoval::Allowed)).await;
        assert!(
            html.contains("data-testid=\"confirm-word\"") && html.contains("data-word=\"DELETE\"")
        );
        let (_, confirm) = html.split_once("data-testid=\"confirm\"").unwrap();
        assert!(confirm.starts_with(" aria-disabled=\"true\""), "{confirm}");
        assert!(profile::TYPE_WORD.contains(profile::DELETE_WORD));
    }

    #[test]
    fn a_question_ends_with_what_it_is_about() {
        assert!(Ask::RemoveEmail(id()).concerns(&view(false, EmailRemoval::Allowed)));
        assert!(!Ask::RemoveEmail(id()).concerns(&view(false, EmailRemoval::Linked)));
        let mut gone = view(false, EmailRemoval::Allowed);
        assert!(Ask::Delete.concerns(&gone));
        gone.emails.clear();
        gone.profile.can_delete = false;
        assert!(!Ask::RemoveEmail(id()).concerns(&gone) && !Ask::Delete.concerns(&gone));
    }

    async fn rendered(ask: Ask, view: AccountView) -> String {
        let props = move || ConfirmationProps {
            ask,
            view: Rc::new(view),
            busy: false,
            on_close: Callback::noop(),
        };
        ServerRenderer::<Confirmation>::with_props(props).hydratable(false).render().await
    }

    fn id() -> EmailId {
        EmailId("idn_1".to_owned())
    }

    fn view(primary: bool, removal: EmailRemoval) -> AccountView {
        let address = "a@example.com".to_owned();
        AccountView {
            name: None,
            picture: None,
            organization: None,
            username: None,
            emails: vec![EmailView { id: id(), address, primary, verified: true, removal }],
            phones: Vec::new(),
            password: None,
            profile: ProfileView {
                name: None,
                username: None,
                can_add_email: true,
                can_delete: true,
                form: None,
                activity: Activity::Idle,
                busy: None,
                unsettled: false,
                problem: None,
            },
            by_backup_code: false,
            last_sign_in_at: None,
            refreshed_at: 0,
            activity: Activity::Idle,
            problem: None,
        }
    }
}
