//! Loading: the instance is being asked, or the page itself has just begun.

use latchkey_ipc::test_id;
use yew::prelude::*;

use crate::components::sheet::Sheet;
use crate::components::skeleton::Skeleton;
use crate::copy::sign_in;
use crate::frame::use_frame;
use crate::gate;
use crate::said::sentence;

#[derive(Properties, PartialEq)]
pub(crate) struct LoadingProps {
    /// The last try did not succeed.
    pub(crate) failed: bool,
}

#[component]
pub(crate) fn Loading(props: &LoadingProps) -> Html {
    let frame = use_frame();
    let (state, title) = if props.failed {
        (gate::ERROR, sign_in::NOT_CONNECTED.to_owned())
    } else {
        (gate::LOADING, sign_in::loading(frame.instance_name()))
    };
    html! {
        <Sheet test_id={test_id::PAGE_LOADING} {state} title={sentence(&title)}>
            <Skeleton />
        </Sheet>
    }
}
