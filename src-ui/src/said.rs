//! Words that are not ours: what a server, or a person elsewhere, says of people, devices and itself.
//! They are drawn as text, keep to their own direction of writing, and are cut where they are longer
//! than any honest name.

use yew::prelude::*;

/// Stand around such words in a sentence of ours that is still a text: the first-strong isolate of
/// Unicode and its end. Where the sentence is drawn, an element takes their place.
const BEGIN: char = '\u{2068}';
const END: char = '\u{2069}';

/// Characters that are shown of one text. An email address may have 320 (RFC 5321 §4.5.3.1).
const LONGEST: usize = 320;

/// Draws such words.
pub(crate) fn said(text: &str) -> Html {
    let text = tame(text);
    match shortened(&text) {
        Some(short) => html! { <bdi title={text}>{ short }</bdi> },
        None => html! { <bdi>{ text }</bdi> },
    }
}

/// Such words for a place in a sentence of ours, which [`sentence`] draws.
pub(crate) fn quote(text: &str) -> String {
    let text = tame(text);
    format!("{BEGIN}{}{END}", shortened(&text).unwrap_or(text))
}

/// Draws a sentence of ours that may have such words in it.
pub(crate) fn sentence(text: &str) -> Html {
    let mut parts = text.split(BEGIN);
    let ours = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| {
        let (theirs, ours) = part.split_once(END).unwrap_or((part, ""));
        html! { <><bdi>{ theirs.to_owned() }</bdi>{ ours.to_owned() }</> }
    });
    html! { <>{ ours }{ for rest }</> }
}

/// Such words without the characters that change the direction of what stands around them.
pub(crate) fn tame(text: &str) -> String {
    let turns = |letter| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|letter| !turns(*letter)).collect()
}

/// The beginning of a text that is too long.
fn shortened(text: &str) -> Option<String> {
    let (end, _) = text.char_indices().nth(LONGEST)?;
    text.get(..end).map(|begin| format!("{begin}…"))
}

#[cfg(test)]
mod tests {
    use yew::ServerRenderer;

    use super::*;

    #[tokio::test]
    async fn words_of_others_cannot_turn_ours_around() {
        let html = drawn("pay\u{202e}gpj.exe\u{2069}").await;
        assert_eq!(html, "<bdi>paygpj.exe</bdi>Ask <bdi>paygpj.exe</bdi> to go on.");
    }

    #[tokio::test]
    async fn markup_of_others_stays_text() {
        let html = drawn("<img src=x>").await;
        assert!(!html.contains("<img") && html.matches("&lt;img src=x&gt;").count() == 2);
    }

    #[tokio::test]
    async fn what_no_honest_name_is_as_long_as_is_cut_and_can_be_read_by_pointing() {
        let long = "ä".repeat(LONGEST + 1);
        let html = drawn(&long).await;
        assert!(html.starts_with(&format!("<bdi title=\"{long}\">")));
        assert_eq!(html.matches("ä…</bdi>").count(), 2);
        let longest = "ä".repeat(LONGEST);
        assert!(!drawn(&longest).await.contains('…'));
    }

    async fn drawn(text: &str) -> String {
        let props = |text: &str| DrawnProps { text: text.to_owned() };
        let props = props(text);
        ServerRenderer::<Drawn>::with_props(move || props).hydratable(false).render().await
    }

    #[derive(Properties, PartialEq)]
    struct DrawnProps {
        text: String,
    }

    #[component]
    fn Drawn(props: &DrawnProps) -> Html {
        let ask = format!("Ask {} to go on.", quote(&props.text));
        html! { <>{ said(&props.text) }{ sentence(&ask) }</> }
    }
}
