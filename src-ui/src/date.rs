//! Moments as people read them, in the language and time zone of the webview.

/// Date and time of a moment in milliseconds since 1970-01-01 UTC.
#[cfg(target_arch = "wasm32")]
pub(crate) fn moment(milliseconds: i64) -> String {
    browser::text(milliseconds, true)
}

/// The time alone where the moment is today, else date and time.
#[cfg(target_arch = "wasm32")]
pub(crate) fn recent(milliseconds: i64) -> String {
    browser::text(milliseconds, !browser::is_today(milliseconds))
}

/// Date and time of a moment in milliseconds since 1970-01-01 UTC.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn moment(milliseconds: i64) -> String {
    let (date, time) = utc(milliseconds);
    format!("{date} {time} UTC")
}

/// The time alone where the moment is today, else date and time; outside a browser there is no today.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn recent(milliseconds: i64) -> String {
    moment(milliseconds)
}

/// Today's date, for what is printed; outside a browser there is no today.
#[cfg(target_arch = "wasm32")]
pub(crate) fn today() -> Option<String> {
    browser::today()
}

/// Today's date, for what is printed; outside a browser there is no today.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn today() -> Option<String> {
    None
}

/// The form that programs read, for the `datetime` attribute.
pub(crate) fn machine(milliseconds: i64) -> String {
    let (date, time) = utc(milliseconds);
    format!("{date}T{time}Z")
}

/// The proleptic Gregorian date by the days since 1970 (H. Hinnant, `civil_from_days`), and the time.
fn utc(milliseconds: i64) -> (String, String) {
    let minutes = milliseconds.div_euclid(60_000);
    let (days, minute_of_day) = (minutes.div_euclid(1440), minutes.rem_euclid(1440));
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (
        format!("{year:04}-{month:02}-{day:02}"),
        format!("{:02}:{:02}", minute_of_day / 60, minute_of_day % 60),
    )
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::{Date, Function, Object, Reflect};
    use wasm_bindgen::{JsCast as _, JsValue};

    pub(super) fn text(milliseconds: i64, with_date: bool) -> String {
        let date_style: &[_] = if with_date { &[("dateStyle", "long")] } else { &[] };
        formatted(&date(milliseconds), "toLocaleString", &[&[("timeStyle", "short")], date_style])
            .unwrap_or_else(|| super::machine(milliseconds))
    }

    pub(super) fn today() -> Option<String> {
        formatted(&Date::new_0(), "toLocaleDateString", &[&[("dateStyle", "long")]])
    }

    /// A date by one of its methods, in the language of the webview.
    fn formatted(date: &Date, method: &str, styles: &[&[(&str, &str)]]) -> Option<String> {
        let options = Object::new();
        for (part, value) in styles.concat() {
            // Setting a field of an object of our own cannot fail.
            let _set = Reflect::set(&options, &part.into(), &value.into());
        }
        let language = web_sys::window().and_then(|window| window.navigator().language());
        // A webview in the C locale calls its language "C", which its own formatting refuses.
        language
            .and_then(|language| in_language(date, method, &language, &options))
            .or_else(|| in_language(date, method, "en", &options))
    }

    /// `Date.prototype.toLocaleString` and the like; none where it throws, which js-sys's own
    /// binding takes for impossible.
    fn in_language(date: &Date, method: &str, language: &str, options: &Object) -> Option<String> {
        let format = Reflect::get(date, &method.into()).ok()?.dyn_into::<Function>().ok()?;
        format.call2(date, &language.into(), options).ok()?.as_string()
    }

    pub(super) fn is_today(milliseconds: i64) -> bool {
        let day = |date: &Date| (date.get_full_year(), date.get_month(), date.get_date());
        day(&date(milliseconds)) == day(&Date::new_0())
    }

    fn date(milliseconds: i64) -> Date {
        #[expect(clippy::cast_precision_loss, reason = "JavaScript counts time in doubles")]
        let milliseconds = milliseconds as f64;
        Date::new(&JsValue::from_f64(milliseconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_utc_outside_a_browser() {
        for (milliseconds, text) in [
            (0, "1970-01-01 00:00 UTC"),
            (951_827_696_000, "2000-02-29 12:34 UTC"),
            (1_795_336_920_000, "2026-11-22 08:42 UTC"),
            (-60_000, "1969-12-31 23:59 UTC"),
        ] {
            assert_eq!(moment(milliseconds), text);
        }
        assert_eq!(machine(0), "1970-01-01T00:00Z");
    }
}
