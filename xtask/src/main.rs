//! Everything the project does besides compiling: run, test, build, tidy.
fn main() {}
