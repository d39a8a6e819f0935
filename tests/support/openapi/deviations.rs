//! What the emulator answers although the description does not have it: one file, each line with its reason.

/// Tab-separated: method, path, status, text of the finding, reason. `*` stands for anything.
const FILE: &str = include_str!("../../contract/deviations.tsv");

#[derive(Debug)]
pub(super) struct Deviations(Vec<Deviation>);

#[derive(Debug)]
struct Deviation {
    method: &'static str,
    path: &'static str,
    status: &'static str,
    finding: &'static str,
}

impl Deviations {
    pub(super) fn load() -> Self {
        let lines = FILE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self(lines.map(read).collect())
    }

    pub(super) fn allow(&self, method: &str, path: &str, status: u16, finding: &str) -> bool {
        let status = status.to_string();
        self.0.iter().any(|deviation| {
            let fits = |wanted: &str, is: &str| wanted == "*" || wanted == is;
            fits(deviation.method, method)
                && fits(deviation.path, path)
                && fits(deviation.status, &status)
                && finding.contains(deviation.finding)
        })
    }
}

fn read(line: &'static str) -> Deviation {
    let mut columns = line.split('\t');
    let mut column = || columns.next().expect("five columns");
    let [method, path, status, finding] = [column(), column(), column(), column()];
    assert!(!column().is_empty(), "a deviation without its reason: {line}");
    Deviation { method, path, status, finding }
}
