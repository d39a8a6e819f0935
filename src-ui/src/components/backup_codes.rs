//! Backup codes, shown once.

use latchkey_ipc::view::BackupCodesView;
use yew::prelude::*;

use crate::pages::Frame;

#[derive(Properties, PartialEq)]
pub(crate) struct BackupCodesProps {
    pub(crate) view: BackupCodesView,
    pub(crate) frame: Frame,
}

#[component]
pub(crate) fn BackupCodes(_props: &BackupCodesProps) -> Html {
    html! {}
}
