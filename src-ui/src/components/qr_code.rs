//! A QR code as an svg: dark modules on a light tile, whatever the theme, so that cameras read it.

use latchkey_ipc::test_id;
use latchkey_ipc::view::QrCode;
use yew::prelude::*;

pub(crate) fn qr_code(code: &QrCode, label: &'static str) -> Html {
    let size = code.size;
    html! {
        <svg
            class="qr"
            data-testid={test_id::TOTP_QR}
            viewBox={format!("0 0 {size} {size}")}
            role="img"
            aria-label={label}
            focusable="false"
        >
            <rect class="qr-light" width="100%" height="100%" />
            // EXPOSE: the page exists to show this key to a camera.
            <path class="qr-dark" d={code.path.expose().to_owned()} />
        </svg>
    }
}
