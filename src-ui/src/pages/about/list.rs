//! What others made: searched by name or licence, with the texts of a licence at hand in each row.

use std::rc::Rc;

use latchkey_ipc::test_id;
use latchkey_ipc::view::{Licences, LicencesView, Part};
use yew::prelude::*;

use crate::components::button::{Button, Kind};
use crate::components::icon::{Icon, IconView};
use crate::components::text_field::TextField;
use crate::copy::about;
use crate::said::{said, tame};

const COUNT_ID: &str = "licences-count";

/// The part whose texts are shown. One at a time: they are long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Open(Option<usize>);

/// What can happen to it.
enum Turn {
    /// The texts of this part are shown, or hidden if they are.
    Toggle(usize),
    /// Other parts are listed.
    Close,
}

impl Reducible for Open {
    type Action = Turn;

    fn reduce(self: Rc<Self>, turn: Turn) -> Rc<Self> {
        let Self(shown) = *self;
        Rc::new(Self(match turn {
            Turn::Toggle(place) => (shown != Some(place)).then_some(place),
            Turn::Close => None,
        }))
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ListProps {
    pub(super) licences: Rc<LicencesView>,
}

#[component]
pub(super) fn List(props: &ListProps) -> Html {
    let wanted = use_state(String::new);
    let open = use_reducer_eq(Open::default);
    let on_edit = {
        let (wanted, open) = (wanted.clone(), open.dispatcher());
        Callback::from(move |text| {
            open.dispatch(Turn::Close);
            wanted.set(text);
        })
    };
    // It stays the same, so that a press draws no other row anew.
    let on_toggle = {
        let open = open.dispatcher();
        use_callback((), move |place: usize, ()| open.dispatch(Turn::Toggle(place)))
    };
    let LicencesView::Listed(listed) = &*props.licences else { return Html::default() };
    let found = found(listed, &wanted);
    let count = about::count(found.len(), listed.parts.len());
    html! {
        <>
            <div class="part-search">
                <TextField
                    id="licences-search"
                    test_id={test_id::LICENCES_SEARCH}
                    label={about::SEARCH}
                    value={(*wanted).clone()}
                    {on_edit}
                    autocomplete="off"
                    described_by={COUNT_ID}
                />
                <p id={COUNT_ID} class="sub" role="status" data-testid={test_id::LICENCES_COUNT}>
                    { count }
                </p>
            </div>
            if found.is_empty() {
                <p class="card-note">{ about::NONE_FOUND }</p>
            } else {
                <ul class="rows">
                    { for found.into_iter().map(|place| html! {
                        <Row
                            key={place}
                            licences={Rc::clone(&props.licences)}
                            {place}
                            open={open.0 == Some(place)}
                            on_toggle={on_toggle.clone()}
                        />
                    }) }
                </ul>
            }
        </>
    }
}

/// The places of those that have the text in their name or licence, in any case.
fn found(listed: &Licences, wanted: &str) -> Vec<usize> {
    let wanted = wanted.trim().to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&wanted);
    let is_found = |part: &Part| has(&part.name) || has(&part.licence);
    listed.parts.iter().enumerate().filter(|(_, part)| is_found(part)).map(|(at, _)| at).collect()
}

#[derive(Properties, PartialEq)]
struct RowProps {
    licences: Rc<LicencesView>,
    /// Which part it is.
    place: usize,
    /// Whether its texts are shown.
    open: bool,
    /// Shows or hides them.
    on_toggle: Callback<usize>,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let LicencesView::Listed(listed) = &*props.licences else { return Html::default() };
    let Some(part) = listed.parts.get(props.place) else { return Html::default() };
    let (place, open) = (props.place, props.open);
    let controls = open.then(|| AttrValue::from(format!("part-{place}")));
    html! {
        <li class="part" data-testid={test_id::THIRD_PARTY} data-part={part.name.clone()}>
            <Button
                kind={Kind::Part}
                test_id={test_id::THIRD_PARTY_SHOW}
                expanded={Some(open)}
                controls={controls.clone()}
                on_press={props.on_toggle.reform(move |()| place)}
            >
                <span class="part-name">
                    { said(&part.name) }{ " " }<span class="sub">{ said(&part.version) }</span>
                </span>
                <span class="part-licence sub">{ said(&part.licence) }</span>
                <IconView icon={Icon::Chevron} />
            </Button>
            if open {
                <div class="part-more" id={controls}>
                    <p class="sub">{ said(&part.source) }</p>
                    { for texts(part, listed) }
                </div>
            }
        </li>
    }
}

/// The texts of a part's licences.
fn texts(part: &Part, listed: &Licences) -> Vec<Html> {
    let all = part.texts.len();
    let texts = part.texts.iter().filter_map(|place| listed.texts.get(*place));
    texts
        .zip(1..)
        .map(|(text, number)| {
            let name = about::text_of(&tame(&part.name), number, all);
            html! {
                <section class="part-text" aria-label={name}>
                    <pre dir="auto" data-testid={test_id::LICENCE_TEXT}>{ tame(text) }</pre>
                </section>
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use yew::ServerRenderer;

    use super::*;

    fn listed() -> Licences {
        let part = |name: &str, licence: &str, texts: &[usize]| Part {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: licence.to_owned(),
            source: format!("https://example.com/{name}"),
            texts: texts.to_vec(),
        };
        Licences {
            parts: vec![part("ring", "Apache-2.0 AND ISC", &[0, 1]), part("url", "MIT", &[2])],
            texts: ["Apache", "ISC <License>", "MIT"].map(str::to_owned).to_vec(),
        }
    }

    #[test]
    fn parts_are_found_by_name_and_licence_in_any_case() {
        for (wanted, places) in [
            ("", &[0, 1][..]),
            ("RING", &[0]),
            (" mit ", &[1]),
            ("apache-2.0", &[0]),
            ("1.0.0", &[]),
        ] {
            assert_eq!(found(&listed(), wanted), places, "{wanted}");
        }
    }

    #[tokio::test]
    async fn a_row_that_is_open_shows_every_text_and_a_closed_one_none() {
        let html = row(0, true).await;
        for part in ["https://example.com/ring", "Apache</pre>", "ISC &lt;License&gt;</pre>"] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(html.contains("aria-label=\"Licence of ring, text 2 of 2\""), "{html}");
        assert!(html.contains("aria-expanded=\"true\" aria-controls=\"part-0\""), "{html}");
        let html = row(1, false).await;
        assert!(html.contains("aria-expanded=\"false\"") && !html.contains("<pre"), "{html}");
    }

    async fn row(place: usize, open: bool) -> String {
        let props = move || RowProps {
            licences: Rc::new(LicencesView::Listed(listed())),
            place,
            open,
            on_toggle: Callback::noop(),
        };
        ServerRenderer::<Row>::with_props(props).hydratable(false).render().await
    }
}
