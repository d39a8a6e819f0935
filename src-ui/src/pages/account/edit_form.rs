//! The form of the name, of the user name, or of a new email address.

use latchkey_ipc::command::{AccountRequest, ProfileRequest};
use latchkey_ipc::error::{Field, Problem};
use latchkey_ipc::test_id;
use latchkey_ipc::view::{NameView, UsernameView};
use yew::prelude::*;

use super::parts::leave;
use crate::components::form::Form;
use crate::components::new_password_form::rule_entry;
use crate::components::text_field::TextField;
use crate::copy::profile;
use crate::frame::{beside, use_frame};
use crate::gate::Gate;
use crate::hooks::focus::{use_first_focus, use_problem_focus};
use crate::username_rules;

/// What is edited.
#[derive(Clone, PartialEq)]
pub(super) enum Edits {
    Name(NameView),
    Username(UsernameView),
    NewEmail,
}

#[derive(Properties, PartialEq)]
pub(super) struct EditFormProps {
    pub(super) edits: Edits,
    pub(super) gate: Gate,
    /// The problem to show.
    pub(super) problem: Option<Problem>,
}

/// A field of a form.
struct Line {
    id: &'static str,
    field: Field,
    label: &'static str,
    autocomplete: &'static str,
}

const FIRST: Line = Line {
    id: test_id::FIRST_NAME,
    field: Field::FirstName,
    label: profile::FIRST_NAME,
    autocomplete: "given-name",
};
const LAST: Line = Line {
    id: test_id::LAST_NAME,
    field: Field::LastName,
    label: profile::LAST_NAME,
    autocomplete: "family-name",
};
const USERNAME: Line = Line {
    id: test_id::USERNAME,
    field: Field::Username,
    label: profile::USERNAME,
    autocomplete: "username",
};
const EMAIL: Line =
    Line { id: test_id::EMAIL, field: Field::Email, label: profile::EMAIL, autocomplete: "email" };
const FIELDS: &[Field] = &[Field::FirstName, Field::LastName, Field::Username, Field::Email];
const RULES_ID: &str = "username-rules";

#[component]
pub(super) fn EditForm(EditFormProps { edits, gate, problem }: &EditFormProps) -> Html {
    let frame = use_frame();
    let before = use_memo((), |()| initial(edits));
    let [one, two] = (*before).clone();
    let one = use_state(|| one);
    let two = use_state(|| two);
    let (node, other_node) = (use_node_ref(), use_node_ref());
    let lines = lines(edits);
    let [line, other_line] = &lines;
    use_first_focus(if line.is_some() { &node } else { &other_node });
    // A line that is not there has no problem of its own.
    let field_of = |line: &Option<Line>| line.as_ref().map_or(Field::Code, |line| line.field);
    use_problem_focus(&node, field_of(line), problem.as_ref());
    use_problem_focus(&other_node, field_of(other_line), problem.as_ref());
    let on_submit = {
        let (edits, one, two) = (edits.clone(), one.clone(), two.clone());
        frame.asks_with(move |()| AccountRequest::Profile(request(&edits, &before, [&one, &two])))
    };
    let (submit_test_id, submit, busy) = match edits {
        Edits::Name(_) => (test_id::NAME_SAVE, profile::SAVE, profile::SAVING),
        Edits::Username(_) => (test_id::USERNAME_SAVE, profile::SAVE, profile::SAVING),
        Edits::NewEmail => (test_id::ADD_EMAIL_SUBMIT, profile::SEND_CODE, profile::ADDING),
    };
    let rules = match edits {
        Edits::Username(view) => username_rules::check(view.rules, &one),
        Edits::Name(_) | Edits::NewEmail => Vec::new(),
    };
    let texts = [one, two];
    html! {
        <>
            <Form
                gate={*gate}
                {on_submit}
                problem={problem.clone()}
                fields={FIELDS}
                {submit_test_id}
                {submit}
                {busy}
            >
                { for lines.into_iter().zip(texts).zip([node, other_node]).filter_map(|((line, text), node)| {
                    let line = line?;
                    let value = (*text).clone();
                    Some(html! {
                        <TextField
                            key={line.id}
                            id={line.id}
                            test_id={line.id}
                            label={line.label}
                            {value}
                            on_edit={Callback::from(move |typed| text.set(typed))}
                            autocomplete={line.autocomplete}
                            described_by={(!rules.is_empty()).then_some(RULES_ID)}
                            problem={beside(line.field, problem.as_ref())}
                            {node}
                        />
                    })
                }) }
                if !rules.is_empty() {
                    <ul id={format!("profile-{RULES_ID}")} class="rules">
                        { for rules.iter().map(|(rule, met)| rule_entry(&profile::rule(*rule), *met)) }
                    </ul>
                }
            </Form>
            { leave(frame.asks(AccountRequest::Profile(ProfileRequest::Close))) }
        </>
    }
}

/// What stands in the fields at first.
fn initial(edits: &Edits) -> [String; 2] {
    let value = |part: &Option<latchkey_ipc::view::NamePart>| {
        part.as_ref().map(|part| part.value.clone()).unwrap_or_default()
    };
    match edits {
        Edits::Name(name) => [value(&name.first), value(&name.last)],
        Edits::Username(view) => [view.value.clone().unwrap_or_default(), String::new()],
        Edits::NewEmail => [String::new(), String::new()],
    }
}

/// The fields, as far as they can be changed.
fn lines(edits: &Edits) -> [Option<Line>; 2] {
    match edits {
        Edits::Name(name) => [
            name.first.as_ref().filter(|part| part.editable).map(|_| FIRST),
            name.last.as_ref().filter(|part| part.editable).map(|_| LAST),
        ],
        Edits::Username(_) => [Some(USERNAME), None],
        Edits::NewEmail => [Some(EMAIL), None],
    }
}

/// What to send. Of a name that is what differs from what stood there when the form was opened.
fn request(edits: &Edits, before: &[String; 2], [one, two]: [&str; 2]) -> ProfileRequest {
    match edits {
        Edits::Name(_) => {
            let edited = |place: usize, text: &str| {
                before.get(place).is_none_or(|before| before != text).then(|| text.to_owned())
            };
            ProfileRequest::SaveName { first: edited(0, one), last: edited(1, two) }
        }
        Edits::Username(_) => ProfileRequest::SaveUsername { username: one.to_owned() },
        Edits::NewEmail => ProfileRequest::SubmitEmail { address: one.to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_name_that_was_not_edited_is_not_sent() {
        let edits = Edits::Name(NameView { first: None, last: None, managed: false });
        let before = ["Ada".to_owned(), "Byron".to_owned()];
        for (texts, first, last) in [
            (["Ada", "Byron"], None, None),
            (["Ada", "King"], None, Some("King".to_owned())),
            (["", "Byron"], Some(String::new()), None),
        ] {
            let sent = request(&edits, &before, texts);
            assert_eq!(sent, ProfileRequest::SaveName { first, last });
        }
    }
}
