//! The form for a new organization.

use latchkey_ipc::command::{AccountRequest, OrganizationsRequest};
use latchkey_ipc::error::Field;
use latchkey_ipc::test_id;
use latchkey_ipc::view::{CreateView, RowState};
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::card::Card;
use crate::components::form::Form;
use crate::components::icon::Icon;
use crate::components::row_state::unsettled;
use crate::components::text_field::TextField;
use crate::copy::organizations as words;
use crate::frame::{Needs, beside, use_frame};
use crate::gate::Gate;
use crate::hooks::focus::{focus, use_problem_focus};

const FIELDS: &[Field] = &[Field::OrganizationName, Field::OrganizationSlug];
const SLUG_ABOUT_ID: &str = "slug-about";

#[derive(Properties, PartialEq)]
pub(super) struct NewOrganizationProps {
    pub(super) create: CreateView,
    pub(super) gate: Gate,
}

#[component]
pub(super) fn NewOrganization(props: &NewOrganizationProps) -> Html {
    let frame = use_frame();
    let gate = props.gate;
    let open = use_state(|| matches!(props.create.state, RowState::Failed(_)));
    let name = use_state(String::new);
    let slug = use_state(String::new);
    let (name_node, slug_node) = (use_node_ref(), use_node_ref());
    let problem = match &props.create.state {
        RowState::Failed(problem) => gate.shown(Some(problem)),
        RowState::Idle | RowState::Busy | RowState::Unsettled => None,
    };
    use_problem_focus(&name_node, Field::OrganizationName, problem.as_ref());
    use_problem_focus(&slug_node, Field::OrganizationSlug, problem.as_ref());
    {
        let node = name_node.clone();
        use_effect_with(*open, move |open| {
            if *open {
                focus(&node);
            }
        });
    }
    let set = |to: &UseStateHandle<String>| {
        let to = to.clone();
        Callback::from(move |text| to.set(text))
    };
    let on_submit = {
        let (name, slug) = (name.clone(), slug.clone());
        frame.asks_with(move |()| {
            let (name, slug) = ((*name).clone(), (*slug).clone());
            AccountRequest::Organizations(OrganizationsRequest::Create { name, slug })
        })
    };
    let on_open = {
        let open = open.clone();
        Callback::from(move |()| open.set(true))
    };
    let action = html! {
        if !*open {
            <Button
                kind={Kind::QuietSmall}
                needs={Needs::Certainty}
                test_id={test_id::ORGANIZATION_CREATE}
                label={words::CREATE}
                open={gate.is_open()}
                on_press={on_open}
            />
        }
    };
    let form = html! {
        if *open {
            <Form
                class="card-form"
                {gate}
                {on_submit}
                problem={problem.clone()}
                fields={FIELDS}
                submit_test_id={test_id::ORGANIZATION_SUBMIT}
                submit={words::SUBMIT}
                busy={words::CREATING}
            >
                <TextField
                    id="organization-name"
                    test_id={test_id::ORGANIZATION_NAME}
                    label={words::NAME}
                    value={(*name).clone()}
                    on_edit={set(&name)}
                    autocomplete="organization"
                    problem={beside(Field::OrganizationName, problem.as_ref())}
                    node={name_node}
                />
                if props.create.slug {
                    <TextField
                        id="organization-slug"
                        test_id={test_id::ORGANIZATION_SLUG}
                        label={words::SLUG}
                        value={(*slug).clone()}
                        on_edit={set(&slug)}
                        autocomplete="off"
                        described_by={SLUG_ABOUT_ID}
                        problem={beside(Field::OrganizationSlug, problem.as_ref())}
                        node={slug_node}
                    />
                    <p id={SLUG_ABOUT_ID} class="hint">{ words::SLUG_ABOUT }</p>
                }
            </Form>
            if props.create.state == RowState::Unsettled {
                { unsettled(frame.asks(AccountRequest::Refresh)) }
            }
        }
    };
    html! {
        <Card
            icon={Icon::Plus}
            title={html! { words::NEW }}
            about={html! { words::NEW_ABOUT }}
            {action}
            note={form}
        />
    }
}
