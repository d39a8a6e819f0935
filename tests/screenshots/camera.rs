//! Takes the pictures, light and dark.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use latchkey_tests::environment;
use latchkey_tests::page::Page;
use latchkey_tests::world::Setup;
use serde_json::{Value, json};

/// The smallest window that has to be usable.
const NARROW: (u32, u32) = (480, 600);

/// Takes the pictures of one theme.
pub(crate) struct Camera {
    folder: PathBuf,
    dark: bool,
}

/// One for each theme; none when nobody asked for pictures.
pub(crate) fn cameras() -> Vec<Camera> {
    let Some(folder) = environment::screenshots() else {
        let line = b"skipped: no pictures are taken without LATCHKEY_SCREENSHOTS\n";
        // Past the test harness, which would swallow it.
        std::io::stderr().write_all(line).unwrap();
        return Vec::new();
    };
    std::fs::create_dir_all(&folder).unwrap();
    [false, true].map(|dark| Camera { folder: folder.clone(), dark }).into()
}

impl Camera {
    /// A window in the theme.
    pub(crate) fn setup(&self) -> Setup {
        Setup::default().for_pictures().dark(self.dark)
    }

    fn file(&self, name: &str) -> PathBuf {
        let theme = if self.dark { "dark" } else { "light" };
        self.folder.join(format!("{name}-{theme}.png"))
    }

    /// Takes a picture once nothing moves any more.
    pub(crate) async fn take(&self, page: &Page, name: &str) {
        page.settle().await;
        std::fs::write(self.file(name), page.driver.screenshot().await.unwrap()).unwrap();
    }

    /// Takes one in the smallest window.
    pub(crate) async fn take_narrow(&self, page: &Page, name: &str) {
        let before = page.execute("return [innerWidth, innerHeight]", &[]).await;
        resize(page, NARROW).await;
        self.take(page, &format!("{name}-narrow")).await;
        let side = |at: usize| u32::try_from(before.get(at).and_then(Value::as_u64).unwrap());
        resize(page, (side(0).unwrap(), side(1).unwrap())).await;
    }

    /// The README shows the light one under the bare name.
    pub(crate) fn for_the_readme(&self, name: &str) {
        if !self.dark {
            let picture: &Path = &self.file(name);
            std::fs::copy(picture, self.folder.join(format!("{name}.png"))).unwrap();
        }
    }
}

async fn resize(page: &Page, (width, height): (u32, u32)) {
    page.driver.resize(width, height).await.unwrap();
    let wanted = json!([width, height]);
    let there = latchkey_tests::wait::until(async || {
        let now = page.execute("return [innerWidth, innerHeight]", &[]).await;
        (now == wanted).then_some(())
    });
    assert!(there.await.is_ok(), "the window never became {width} by {height}");
}
