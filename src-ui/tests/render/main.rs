//! The pages as text, without a browser: what each shows in each state.

mod html;
mod pages;
mod scenes;
mod states;
mod static_files;
