//! The brand mark, and the few line icons, drawn in place so that they take the text's colour.

use yew::prelude::*;

/// The product's mark, which `brand.css` names.
#[component]
pub(crate) fn BrandMark() -> Html {
    html! {
        <span class="mark" aria-hidden="true" />
    }
}

/// A line icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    Account,
    Alert,
    Check,
    Chevron,
    Clock,
    Close,
    Copy,
    Device,
    Devices,
    Dot,
    Email,
    Eye,
    EyeOff,
    Forward,
    Info,
    Key,
    List,
    Lock,
    Offline,
    Phone,
    Plus,
    Print,
    Refresh,
    Save,
    Settings,
    Shield,
}

/// Draws an icon. It never carries meaning alone: text stands beside it or names its button.
#[component]
pub(crate) fn IconView(props: &IconProps) -> Html {
    let path = match props.icon {
        Icon::Account => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c1.5-4 4.5-6 8-6s6.5 2 8 6",
        Icon::Alert => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5v5.5M12 16.4v.1",
        Icon::Check => "M5 12.5l4.5 4.5L19 7.5",
        Icon::Chevron => "M7 10l5 5 5-5",
        Icon::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
        Icon::Close => "M6.5 6.5l11 11M17.5 6.5l-11 11",
        Icon::Copy => "M9 9h11v11H9zM5 15H4V4h11v1",
        Icon::Device => "M4 5h16v11H4zM2 20h20",
        Icon::Devices => "M11 18H3V5h16v4M8 21h3M14.500 11.500h7V21h-7zM18 18.400v.1",
        Icon::Dot => "M12 16.500a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9z",
        Icon::Email => "M3 6h18v12H3zM3.5 6.500l8.5 6.5 8.5-6.5",
        Icon::Eye => {
            "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"
        }
        Icon::EyeOff => {
            "M4 4l16 16M9.5 5.900A9 9 0 0 1 12 5.500c6 0 9.5 6.5 9.5 6.500a17 17 0 0 1-3 3.700M6.5 7.500A16 16 0 0 0 2.5 12S6 18.5 12 18.500a9 9 0 0 0 4.5-1.200M10 10a3 3 0 0 0 4.1 4.1"
        }
        Icon::Forward => "M10 7l5 5-5 5",
        Icon::Info => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.500M12 7.600v.1",
        Icon::Key => {
            "M8.5 20a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM11.700 12.300L20 4M16.500 7.500l3 3M13.500 10.500l1.500 1.500"
        }
        Icon::List => "M6 3h12v18H6zM9 8h6M9 12h6M9 16h4",
        Icon::Lock => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
        Icon::Offline => {
            "M4 4l16 16M8.5 8.600a8 8 0 0 0-3.3 2.100M2 8a14 14 0 0 1 3.5-2.300M10 5.100A14 14 0 0 1 22 8.500M15.5 9.700a8 8 0 0 1 3.3 2M9 14.500a4.5 4.5 0 0 1 4.5-1M12 18.500v.1"
        }
        Icon::Phone => "M8 3h8v18H8zM11 18h2",
        Icon::Print => "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
        Icon::Plus => "M12 5v14M5 12h14",
        Icon::Refresh => "M20 11a8 8 0 1 0-2.3 6.300M20 4v7h-7",
        Icon::Save => "M12 3v12M7 11l5 5 5-5M4 20h16",
        Icon::Settings => {
            "M3 7h9M18 7h3M15 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 17h3M12 17h9M9 20a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"
        }
        Icon::Shield => "M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM9 12l2 2 4-4",
    };
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d={path} />
        </svg>
    }
}

/// Which icon.
#[derive(Properties, PartialEq)]
pub(crate) struct IconProps {
    pub(crate) icon: Icon,
}
