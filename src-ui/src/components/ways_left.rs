//! What a person will still be able to sign in with.

use latchkey_ipc::test_id;
use latchkey_ipc::view::{Way, WaysIn};
use yew::prelude::*;

use crate::components::icon::{Icon, IconView};
use crate::copy::questions;
use crate::said::sentence;

pub(crate) fn ways_left(WaysIn { first, second }: &WaysIn) -> Html {
    let class = classes!("ways-left", first.is_empty().then_some("nothing"));
    html! {
        <section {class} data-testid={test_id::WAYS_LEFT}>
            <h3>{ questions::WAYS_LEFT }</h3>
            if first.is_empty() {
                <p class="ways-none"><IconView icon={Icon::Alert} />{ questions::LOCKED_OUT }</p>
            } else {
                <ul class="ways">{ for first.iter().map(way) }</ul>
                if second.is_empty() {
                    <p class="ways-none">{ questions::NO_SECOND_LEFT }</p>
                } else {
                    <p class="ways-then">{ questions::WAYS_THEN }</p>
                    <ul class="ways">{ for second.iter().map(way) }</ul>
                }
            }
        </section>
    }
}

fn way(way: &Way) -> Html {
    html! { <li class="way"><span>{ sentence(&questions::way(way)) }</span></li> }
}
