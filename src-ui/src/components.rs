//! Widgets: properties and callbacks in, markup out. None of them knows the backend.

pub(crate) mod backup_codes;
pub(crate) mod card;
pub(crate) mod clock_warning;
pub(crate) mod code_input;
pub(crate) mod emulator_banner;
pub(crate) mod icon;
pub(crate) mod method_list;
pub(crate) mod navigation;
pub(crate) mod notice_bar;
pub(crate) mod offline_banner;
pub(crate) mod password_field;
pub(crate) mod problem_text;
pub(crate) mod refreshed;
pub(crate) mod resend;
pub(crate) mod sheet;
pub(crate) mod shell;
pub(crate) mod skeleton;
pub(crate) mod submit;
pub(crate) mod text_field;
