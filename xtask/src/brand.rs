//! A product of another name: its overlay file (docs/shipping.md), and what is made of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::arguments::Arguments;
use crate::files;
use crate::process::run;
use crate::steps::Steps;
use crate::workspace::{ALL, Workspace};

/// What makes it: a crate of its own, as it draws.
const MAKER: &str = "xtask-brand";

/// The product, with its parts made.
pub(crate) struct Brand {
    folder: PathBuf,
    /// The folder for its program and its packages. They stay where the next run fails.
    programs: PathBuf,
    /// What Tauri's configuration says otherwise.
    configuration: String,
    /// The name of the program's file, without its ending.
    pub(crate) program: String,
    pub(crate) product: String,
}

impl Brand {
    /// Makes the product that a task was asked for, in a step of its own, if it was.
    pub(crate) fn asked_for(
        workspace: &Workspace,
        arguments: &Arguments,
        steps: &mut Steps,
    ) -> Result<Option<Self>> {
        let file = arguments.brand.as_deref();
        file.map(|file| steps.step("brand", || Self::make(workspace, file))).transpose()
    }

    /// Makes the parts of the product that the file describes.
    pub(crate) fn make(workspace: &Workspace, file: &Path) -> Result<Self> {
        let folder = workspace.target.join("brand");
        // What an earlier product left must not get into this one.
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("clearing {}", folder.display()))?;
        }
        let file = std::path::absolute(file)?;
        // A path from the root, where it can be one, so that no machine's is in the program.
        let shown = folder.strip_prefix(&workspace.root).unwrap_or(&folder);
        let mut maker = Command::new(maker(workspace)?);
        run(maker.current_dir(&workspace.root).arg(file).arg(shown))?;
        Self::read(folder, &workspace.target.join("products"))
    }

    fn read(folder: PathBuf, products: &Path) -> Result<Self> {
        let file = folder.join("tauri.conf.json");
        let configuration =
            fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        let values: Value = serde_json::from_str(&configuration)?;
        let text = |name: &str| {
            let value = values.get(name).and_then(Value::as_str);
            value.map(str::to_owned).with_context(|| format!("{}: no {name}", file.display()))
        };
        let program = text("mainBinaryName")?;
        Ok(Self {
            programs: products.join(&program),
            program,
            product: text("productName")?,
            folder,
            configuration,
        })
    }

    /// The folder that the page goes to, and the one with what of it is another.
    pub(crate) fn page(&self) -> (PathBuf, PathBuf) {
        (self.folder.join("dist"), self.folder.join("page"))
    }

    /// The folder for what goes with the program.
    pub(crate) fn made(&self) -> PathBuf {
        self.folder.join("package")
    }

    /// The file that is laid over Tauri's configuration.
    pub(crate) fn overlay(&self) -> PathBuf {
        self.folder.join("tauri.conf.json")
    }

    /// The drawn icon, where the icon was not given as pixels.
    pub(crate) fn drawing(&self) -> Option<PathBuf> {
        Some(self.folder.join("icons/icon.svg")).filter(|file| file.is_file())
    }

    /// Has cargo build the program of this product.
    pub(crate) fn dress<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("TAURI_CONFIG", &self.configuration)
    }

    /// Moves the program that cargo built into a folder under its own name, so that nobody takes it for
    /// the one that belongs at its place. Gives the folder.
    pub(crate) fn lay(&self, built: &Path) -> Result<PathBuf> {
        let folder = &self.programs;
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        let file = folder.join(format!("{}{}", self.program, std::env::consts::EXE_SUFFIX));
        fs::rename(built, &file).with_context(|| format!("writing {}", file.display()))?;
        Ok(folder.clone())
    }
}

/// Builds what makes the parts. With the features that the tests compile it with, so that it is
/// compiled once.
pub(crate) fn maker(workspace: &Workspace) -> Result<PathBuf> {
    run(workspace.cargo(["build", "--locked", "--quiet", "--bin", MAKER]).args(ALL))?;
    Ok(workspace.program("debug", MAKER))
}

/// `cargo xtask icons`.
pub(crate) fn icons(workspace: &Workspace) -> Result<()> {
    const DRAWING: &str = "icons/latchkey.svg";
    let made = workspace.target.join("icons");
    let mut maker = Command::new(maker(workspace)?);
    run(maker.current_dir(&workspace.root).args(["--icons", DRAWING]).arg(&made))?;
    let mut changed = 0;
    let all = files::under(&made, |name| name != "icon.svg")?;
    for name in &all {
        let icon = workspace.root.join("icons").join(name);
        changed += usize::from(files::write_if_changed(&icon, &fs::read(made.join(name))?)?);
    }
    // The page shows it too.
    let mark = fs::read(made.join("128x128.png"))?;
    changed += usize::from(files::write_if_changed(
        &workspace.root.join("src-ui/static/mark.png"),
        &mark,
    )?);
    println!("{changed} of {} icons changed", all.len() + 1);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_laid_under_its_own_name() {
        let folder = tempfile::tempdir().expect("the temporary directory takes a directory");
        let configuration = r#"{"productName":"Acme Account","mainBinaryName":"acme"}"#;
        fs::write(folder.path().join("tauri.conf.json"), configuration).expect("written");
        fs::write(folder.path().join("built"), "program").expect("written");
        let brand = Brand::read(folder.path().to_owned(), &folder.path().join("products"))
            .expect("all is there");
        assert_eq!((brand.product.as_str(), brand.drawing()), ("Acme Account", None));
        let programs = brand.lay(&folder.path().join("built")).expect("laid");
        assert_eq!(programs, folder.path().join("products/acme"));
        let file = programs.join(format!("acme{}", std::env::consts::EXE_SUFFIX));
        assert_eq!(fs::read_to_string(file).expect("it is there"), "program");
        let mut command = Command::new("cargo");
        let dressed = brand.dress(&mut command).get_envs().next();
        assert_eq!(dressed, Some(("TAURI_CONFIG".as_ref(), Some(configuration.as_ref()))));
    }
}
