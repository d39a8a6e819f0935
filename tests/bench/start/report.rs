//! What is told of the samples: every one of them in a file, and a table.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

/// One start.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    pub(crate) took: Duration,
    /// Memory of all processes at rest, in kB.
    pub(crate) all: u64,
    /// Memory of the program's own process at rest, in kB.
    pub(crate) own: u64,
}

/// A sample as a line of the file.
pub(crate) fn line(round: u32, sample: &Sample) -> String {
    let Sample { name, took, all, own } = sample;
    format!("{round}\t{name}\t{:.1}\t{all}\t{own}", took.as_secs_f64() * 1000.0)
}

pub(crate) fn write(file: &Path, samples: &[(u32, Sample)]) -> std::io::Result<()> {
    let mut text = "round\tprogram\tms\tkB of all processes\tkB of its own process\n".to_owned();
    for (round, sample) in samples {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", line(*round, sample));
    }
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, text)
}

/// A row for each program: median, least and most; the ratio is the median of those within a round to
/// the program that is first in it.
pub(crate) fn table(samples: &[(u32, Sample)]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (_, sample) in samples {
        if !names.contains(&sample.name) {
            names.push(sample.name);
        }
    }
    let mut text =
        "| | ms (least to most) | to the floor | MB of all processes | MB of its own |\n\
                    |---|---|---|---|---|\n"
            .to_owned();
    let Some(floor) = names.first().copied() else { return text };
    for name in names {
        let of = |name: &str, figure: fn(&Sample) -> f64| -> Vec<f64> {
            let of_it = samples.iter().filter(|(_, sample)| sample.name == name);
            of_it.map(|(_, sample)| figure(sample)).collect()
        };
        let ms = |sample: &Sample| sample.took.as_secs_f64() * 1000.0;
        let took = of(name, ms);
        let ratios = took.iter().zip(of(floor, ms)).map(|(it, floor)| it / floor).collect();
        let (least, most) = took
            .iter()
            .fold((f64::MAX, 0.0_f64), |(least, most), &it| (least.min(it), most.max(it)));
        #[expect(clippy::cast_precision_loss, reason = "no memory is so large")]
        let (all, own) =
            (of(name, |sample| sample.all as f64), of(name, |sample| sample.own as f64));
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| {name} | {:.0} ({least:.0} to {most:.0}) | {:.2} | {:.1} | {:.1} |",
            median(took),
            median(ratios),
            median(all) / 1000.0,
            median(own) / 1000.0,
        );
    }
    text
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
