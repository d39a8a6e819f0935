//! Moments as people read them, in the language and time zone of the webview. Outside a browser, in
//! the tests, they are in UTC and there is no today.

#[cfg(target_arch = "wasm32")]
pub(crate) use browser::{day, machine, moment, recent, today};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use utc::{day, machine, moment, recent, today};

#[cfg(not(target_arch = "wasm32"))]
mod utc {
    use jiff::Timestamp;

    pub(crate) fn moment(milliseconds: i64) -> String {
        written(milliseconds, "%Y-%m-%d %H:%M UTC")
    }

    pub(crate) fn recent(milliseconds: i64) -> String {
        moment(milliseconds)
    }

    pub(crate) fn day(milliseconds: i64) -> String {
        written(milliseconds, "%Y-%m-%d")
    }

    pub(crate) fn today() -> Option<String> {
        None
    }

    pub(crate) fn machine(milliseconds: i64) -> String {
        written(milliseconds, "%Y-%m-%dT%H:%MZ")
    }

    fn written(milliseconds: i64, format: &str) -> String {
        let moment = Timestamp::from_millisecond(milliseconds).unwrap_or_default();
        moment.strftime(format).to_string()
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::{Date, Function, Object, Reflect};
    use wasm_bindgen::{JsCast as _, JsValue};

    /// Date and time of a moment in milliseconds since 1970-01-01 UTC.
    pub(crate) fn moment(milliseconds: i64) -> String {
        text(milliseconds, true)
    }

    /// The time alone where the moment is today, else date and time.
    pub(crate) fn recent(milliseconds: i64) -> String {
        text(milliseconds, !is_today(milliseconds))
    }

    /// The form that programs read, for the `datetime` attribute. Empty for what is beyond the
    /// calendar of the webview, which would throw.
    pub(crate) fn machine(milliseconds: i64) -> String {
        let date = date(milliseconds);
        if date.get_time().is_nan() { String::new() } else { date.to_iso_string().into() }
    }

    fn text(milliseconds: i64, with_date: bool) -> String {
        let date_style: &[_] = if with_date { &[("dateStyle", "long")] } else { &[] };
        formatted(&date(milliseconds), "toLocaleString", &[&[("timeStyle", "short")], date_style])
            .unwrap_or_else(|| machine(milliseconds))
    }

    /// The date alone of a moment in milliseconds since 1970-01-01 UTC.
    pub(crate) fn day(milliseconds: i64) -> String {
        long(&date(milliseconds)).unwrap_or_else(|| machine(milliseconds))
    }

    /// Today's date, for what is printed.
    pub(crate) fn today() -> Option<String> {
        long(&Date::new_0())
    }

    fn long(date: &Date) -> Option<String> {
        formatted(date, "toLocaleDateString", &[&[("dateStyle", "long")]])
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

    fn is_today(milliseconds: i64) -> bool {
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
