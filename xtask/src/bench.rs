//! The benchmarks, and the soak, whose memory has to stay level.

use anyhow::Result;

use crate::arguments::Arguments;
use crate::process::run;
use crate::soak;
use crate::steps::Steps;
use crate::workspace::Workspace;

/// `cargo xtask bench`.
pub(crate) fn task(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let mut steps = Steps::new(2);
    steps.step("keeping a device trusted", || {
        run(&mut workspace.cargo(["bench", "--locked", "-p", "latchkey-vault"]))
    })?;
    soak::step(workspace, arguments, &mut steps)?;
    println!("{}", steps.summary());
    Ok(())
}
