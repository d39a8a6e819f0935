//! The buttons. One that cannot be pressed is never taken out of reach of the keyboard: it says that
//! it cannot, and a press does nothing.

use latchkey_ipc::test_id;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::icon::{Icon, IconView};
use crate::copy::buttons;
use crate::frame::{Needs, use_frame};
use crate::said::sentence;

/// How a button is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Bare,
    Choice,
    Copy,
    Danger,
    Leave,
    LeaveSmall,
    Link,
    MenuItem,
    Method,
    NavItem,
    Part,
    Plain,
    Primary,
    PrimaryWide,
    Quiet,
    QuietEnd,
    QuietSmall,
    QuietWide,
    Reveal,
    Segment,
    Who,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Self::Bare => "button bare",
            Self::Choice => "choice",
            Self::Copy => "button quiet copy",
            Self::Danger => "button danger",
            Self::Leave => "button plain quiet-ink",
            Self::LeaveSmall => "button plain quiet-ink small",
            Self::Link => "button link",
            Self::MenuItem => "menu-item",
            Self::Method => "method",
            Self::NavItem => "nav-item",
            Self::Part => "part-button",
            Self::Plain => "button plain",
            Self::Primary => "button primary",
            Self::PrimaryWide => "button primary wide",
            Self::Quiet => "button quiet",
            Self::QuietEnd => "button quiet end",
            Self::QuietSmall => "button quiet small",
            Self::QuietWide => "button quiet wide",
            Self::Reveal => "reveal",
            Self::Segment => "segment",
            Self::Who => "who-button",
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ButtonProps {
    #[prop_or(Kind::Quiet)]
    pub(crate) kind: Kind,
    /// What a press needs; the button says so while it is missing.
    #[prop_or(Needs::Nothing)]
    pub(crate) needs: Needs,
    pub(crate) test_id: &'static str,
    /// Stands before the label.
    #[prop_or_default]
    pub(crate) icon: Option<Icon>,
    #[prop_or_default]
    pub(crate) label: &'static str,
    /// Stands after the label, or in its place.
    #[prop_or_default]
    pub(crate) children: Html,
    /// Stands in the place of all that, beside a spinner, while its request is under way.
    #[prop_or_default]
    pub(crate) busy_label: Option<&'static str>,
    /// Whether it can be pressed.
    #[prop_or(true)]
    pub(crate) open: bool,
    /// Whether a press sends the form around it.
    #[prop_or_default]
    pub(crate) submits: bool,
    /// What it is called, where its label is not enough (`aria-label`).
    #[prop_or_default]
    pub(crate) spoken: Option<AttrValue>,
    /// The id of the element that says more about it.
    #[prop_or_default]
    pub(crate) described_by: Option<AttrValue>,
    /// Whether it is held down, for a button that stays so.
    #[prop_or_default]
    pub(crate) pressed: Option<bool>,
    /// Whether what it controls is shown, for a button that shows and hides it.
    #[prop_or_default]
    pub(crate) expanded: Option<bool>,
    /// The id of the element that it controls.
    #[prop_or_default]
    pub(crate) controls: Option<AttrValue>,
    /// For a button that leads to what is shown: what that is (`aria-current`).
    #[prop_or_default]
    pub(crate) current: Option<&'static str>,
    /// Whether a press puts the keyboard on it, as not every webview does by itself: a dialog that
    /// it opens gives the keyboard back to what had it.
    #[prop_or_default]
    pub(crate) takes_keyboard: bool,
    #[prop_or_default]
    pub(crate) node: NodeRef,
    #[prop_or_default]
    pub(crate) on_press: Callback<()>,
    /// Called in place of `on_press` while it cannot be pressed.
    #[prop_or_default]
    pub(crate) on_refused: Callback<()>,
}

#[component]
pub(crate) fn Button(props: &ButtonProps) -> Html {
    let obstacle = use_frame().obstacle(props.needs);
    let open = props.open && obstacle.is_none_or(|obstacle| obstacle.may_try);
    let described_by = match (&props.described_by, obstacle) {
        (Some(more), Some(obstacle)) => {
            Some(AttrValue::from(format!("{more} {}", obstacle.said_by)))
        }
        (None, Some(obstacle)) => Some(AttrValue::Static(obstacle.said_by)),
        (more, None) => more.clone(),
    };
    let onclick = {
        let takes_keyboard = props.takes_keyboard;
        let (on_press, on_refused) = (props.on_press.clone(), props.on_refused.clone());
        Callback::from(move |event: MouseEvent| {
            if !open {
                return on_refused.emit(());
            }
            if takes_keyboard && let Some(button) = event.target_dyn_into::<HtmlElement>() {
                let _gone = button.focus();
            }
            on_press.emit(());
        })
    };
    let state = |on: bool| if on { "true" } else { "false" };
    html! {
        <button
            ref={props.node.clone()}
            type={if props.submits { "submit" } else { "button" }}
            class={props.kind.class()}
            data-testid={props.test_id}
            aria-label={props.spoken.clone()}
            aria-disabled={(!open).then_some("true")}
            aria-describedby={described_by}
            title={obstacle.map(|obstacle| obstacle.in_short)}
            aria-pressed={props.pressed.map(state)}
            aria-expanded={props.expanded.map(state)}
            aria-controls={props.controls.clone()}
            aria-current={props.current}
            {onclick}
        >
            if let Some(label) = props.busy_label {
                <span class="spinner" aria-hidden="true" />
                { label }
            } else {
                if let Some(icon) = props.icon {
                    <IconView {icon} />
                }
                { props.label }
                { props.children.clone() }
            }
        </button>
    }
}

/// The small button that takes away what is told.
pub(crate) fn dismiss(on_press: Callback<()>) -> Html {
    html! {
        <Button
            kind={Kind::Bare}
            test_id={test_id::NOTICE_DISMISS}
            icon={Icon::Close}
            spoken={buttons::DISMISS}
            {on_press}
        />
    }
}

/// What a button has in it that offers a way to go on: what it is, and a line about it.
pub(crate) fn offer(icon: Icon, name: &'static str, about: impl Into<AttrValue>) -> Html {
    html! {
        <>
            <span class="tile"><IconView {icon} /></span>
            <span class="method-text">
                <span class="method-name">{ name }</span>
                <span class="method-about">{ sentence(&about.into()) }</span>
            </span>
        </>
    }
}
