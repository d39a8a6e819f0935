//! A bare window of the system's webview that shows the form for signing in as static HTML: nothing is
//! read from anywhere, and nothing runs in it. No program that draws its pages with this webview can start
//! sooner, so the benchmark of the start compares Latchkey with it.

#[cfg(target_os = "linux")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    use gtk::prelude::{ContainerExt as _, GtkWindowExt as _, WidgetExt as _};
    use webkit2gtk::{WebView, WebViewExt as _};

    gtk::init()?;
    let window = gtk::Window::new(gtk::WindowType::Toplevel);
    // As the window of Latchkey.
    window.set_default_size(1000, 720);
    window.set_position(gtk::WindowPosition::Center);
    let webview = WebView::new();
    webview.load_html(&document(), None);
    window.add(&webview);
    window.connect_destroy(|_| gtk::main_quit());
    window.show_all();
    gtk::main();
    Ok(())
}

/// There is no such webview on other systems.
#[cfg(not(target_os = "linux"))]
fn main() {}

/// The form as Latchkey draws it, with the styles that it needs.
#[cfg(target_os = "linux")]
fn document() -> String {
    const STYLES: [&str; 8] = [
        include_str!("../../../src-ui/static/styles/brand.css"),
        include_str!("../../../src-ui/static/styles/tokens.css"),
        include_str!("../../../src-ui/static/styles/base.css"),
        include_str!("../../../src-ui/static/styles/buttons.css"),
        include_str!("../../../src-ui/static/styles/fields.css"),
        include_str!("../../../src-ui/static/styles/components.css"),
        include_str!("../../../src-ui/static/styles/window.css"),
        include_str!("../../../src-ui/static/styles/sheet.css"),
    ];
    include_str!("form.html").replace("STYLES", &STYLES.concat())
}
