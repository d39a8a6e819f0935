//! From one accent colour to what the page's styles want of it, in light and dark, so that everything
//! that is written in it or on it can be read.

use anyhow::{Context as _, Result};
use palette::color_difference::Wcag21RelativeContrast as _;
use palette::{FromColor as _, IsWithinBounds as _, Oklch, Srgb};

/// The least contrast of text with what is under it (WCAG 2.2, 1.4.3).
const READABLE: f32 = 4.5;

/// The accent in both themes.
#[derive(Debug)]
pub(crate) struct Accent {
    given: Srgb<u8>,
    pub(crate) light: Shades,
    pub(crate) dark: Shades,
}

/// The four colours that a theme has of its accent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shades {
    /// Of buttons, links and icons.
    pub(crate) accent: Srgb<u8>,
    /// Of a button under the pointer.
    pub(crate) hover: Srgb<u8>,
    /// Of what is written on the two above.
    pub(crate) ink: Srgb<u8>,
    /// Behind what is marked.
    pub(crate) soft: Srgb<u8>,
}

/// What the accent is seen on, and what is written on its soft form.
#[derive(Debug)]
struct Theme {
    grounds: Vec<Srgb<u8>>,
    inks: Vec<Srgb<u8>>,
}

impl Accent {
    /// Makes them for a page with these tokens: the given colour stays as it is in light, if it can
    /// be read there.
    pub(crate) fn of(given: Srgb<u8>, tokens: &str) -> Result<Self> {
        let (light, rest) = tokens.split_once("@media").context("tokens.css: no dark theme")?;
        let (light, dark) = (Theme::of(light)?, Theme::of(rest)?);
        let wanted = oklch(given);
        let light = light.shades(&Recipe {
            start: wanted,
            step: -0.005,
            hover: -0.06,
            ink: |_| Srgb::new(255, 255, 255),
            soft: tinted(wanted, 0.95, 0.025),
        });
        let bright = Oklch { l: wanted.l.max(0.76), chroma: wanted.chroma.min(0.14), ..wanted };
        let dark = dark.shades(&Recipe {
            start: bright,
            step: 0.005,
            hover: 0.05,
            ink: |accent| tinted(accent, 0.23, 0.04),
            soft: tinted(wanted, 0.29, 0.04),
        });
        Ok(Self { given, light, dark })
    }

    /// That the given colour is not the one that is seen in light, and why.
    pub(crate) fn moved(&self) -> Option<String> {
        let Self { given, light: Shades { accent, .. }, .. } = self;
        (given != accent).then(|| {
            format!(
                "{} is too pale to read (contrast {READABLE} : 1 is needed), so in light it is drawn as {}",
                hex(*given),
                hex(*accent)
            )
        })
    }
}

/// How the shades of a theme are found.
struct Recipe {
    /// Where to begin.
    start: Oklch,
    /// How the lightness is changed until everything can be read.
    step: f32,
    /// By how much lighter a button is under the pointer.
    hover: f32,
    ink: fn(Oklch) -> Srgb<u8>,
    soft: Srgb<u8>,
}

impl Theme {
    /// Reads the colours of a list of tokens.
    fn of(tokens: &str) -> Result<Self> {
        let colour = |name: &str| {
            let value = tokens.lines().find_map(|line| line.trim().strip_prefix(name));
            let value = value.and_then(|value| value.strip_prefix(": ")?.strip_suffix(';'));
            let value = value.with_context(|| format!("tokens.css: {name} is missing"))?;
            value.parse().with_context(|| format!("tokens.css: {name} is {value}"))
        };
        let all = |names: &[&str]| names.iter().map(|name| colour(name)).collect::<Result<_>>();
        Ok(Self {
            grounds: all(&["--bg", "--surface", "--sunken"])?,
            inks: all(&["--ink", "--ink-2"])?,
        })
    }

    /// Takes the first lightness at which everything can be read. Black on white and white on black
    /// can, so there is one.
    fn shades(&self, recipe: &Recipe) -> Shades {
        let mut wanted = recipe.start;
        loop {
            let lighter = Oklch { l: (wanted.l + recipe.hover).clamp(0.0, 1.0), ..wanted };
            let shades = Shades {
                accent: srgb(wanted),
                hover: srgb(lighter),
                ink: (recipe.ink)(wanted),
                soft: recipe.soft,
            };
            if self.least_contrast(shades) >= READABLE || !(0.0..=1.0).contains(&wanted.l) {
                return shades;
            }
            wanted.l += recipe.step;
        }
    }

    fn least_contrast(&self, shades: Shades) -> f32 {
        let Shades { accent, hover, ink, soft } = shades;
        let under = self.grounds.iter().chain([&soft]).map(|ground| (accent, *ground));
        let on_soft = self.inks.iter().map(|ink| (*ink, soft));
        under
            .chain(on_soft)
            .chain([(ink, accent), (ink, hover)])
            .map(|(above, below)| contrast(above, below))
            .fold(f32::INFINITY, f32::min)
    }
}

/// A colour as CSS writes it.
pub(crate) fn hex(colour: Srgb<u8>) -> String {
    format!("#{colour:x}")
}

fn contrast(above: Srgb<u8>, below: Srgb<u8>) -> f32 {
    let [above, below] = [above, below].map(Srgb::into_format::<f32>);
    above.relative_contrast(below)
}

fn oklch(colour: Srgb<u8>) -> Oklch {
    Oklch::from_color(colour.into_format::<f32>())
}

/// The hue of a colour at another lightness, with at most so much of it.
fn tinted(of: Oklch, l: f32, most: f32) -> Srgb<u8> {
    srgb(Oklch { l, chroma: of.chroma.min(most), ..of })
}

/// The nearest colour of that hue and lightness that a screen can show.
fn srgb(mut wanted: Oklch) -> Srgb<u8> {
    loop {
        let colour = Srgb::<f32>::from_color(wanted);
        if colour.is_within_bounds() || wanted.chroma <= 0.0 {
            return colour.into_format();
        }
        wanted.chroma = (wanted.chroma - 0.004).max(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = include_str!("../../../src-ui/static/styles/tokens.css");

    #[test]
    fn every_colour_there_is_gives_shades_that_can_be_read() {
        let steps = [0, 1, 51, 102, 128, 153, 204, 254, 255];
        let (light, dark) = TOKENS.split_once("@media").expect("there are two themes");
        let themes = [light, dark].map(|list| Theme::of(list).expect("all colours are there"));
        for red in steps {
            for green in steps {
                for blue in steps {
                    let accent = Accent::of(Srgb::new(red, green, blue), TOKENS).expect("made");
                    for (theme, shades) in themes.iter().zip([accent.light, accent.dark]) {
                        let least = theme.least_contrast(shades);
                        assert!(least >= READABLE, "{red} {green} {blue}: {least} {shades:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_and_one_that_cannot_is_told() {
        let ours = Accent::of(Srgb::new(0x0c, 0x6b, 0x58), TOKENS).expect("made");
        assert_eq!((hex(ours.light.accent).as_str(), ours.moved()), ("#0c6b58", None));
        let pale = Accent::of(Srgb::new(0xff, 0xcc, 0x00), TOKENS).expect("made");
        let told = pale.moved().expect("it is too pale");
        assert!(told.starts_with("#ffcc00 is too pale") && told.contains(&hex(pale.light.accent)));
        // In dark it is bright enough as it is.
        assert!(oklch(pale.dark.accent).l > 0.8, "{pale:?}");
    }

    #[test]
    fn a_list_without_a_colour_is_refused() {
        let error = Accent::of(Srgb::new(0, 0, 0), &TOKENS.replace("--sunken", "--sunk"));
        assert!(error.expect_err("it is missing").to_string().contains("--sunken is missing"));
    }
}
