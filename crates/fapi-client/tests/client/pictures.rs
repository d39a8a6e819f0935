//! Pictures: fetched from where the server says they are, with nothing of ours.

use std::time::Duration;

use latchkey_fapi_client::{Deadlines, PictureError};

use crate::misbehave::{Act, HASTY, Server, answer};
use crate::recorder::Recorded;

const LARGEST: usize = 1000;

#[tokio::test]
async fn a_picture_is_fetched_without_the_token_and_whatever_else_a_call_carries() {
    let takes = ["authorization: stolen", "set-cookie: __client=x; Path=/"];
    let server = Server::answering(answer(200, &takes, "bytes of a picture")).await;
    let client = server.client();
    client.restore("a.b.c").await;
    let address = format!("{}/pictures/img_1?v=2", server.url());
    for _ in 0..2 {
        let picture = client.picture(&address, LARGEST).await;
        assert_eq!(picture.as_deref(), Ok(&b"bytes of a picture"[..]));
    }
    let expected = [
        "accept-encoding: gzip",
        "accept: */*",
        &format!("host: {}", server.address()),
        &format!("user-agent: {}", latchkey_fapi_client::Product::default().user_agent()),
    ];
    for seen in server.seen() {
        assert_eq!(seen.line, "GET /pictures/img_1?v=2");
        assert_eq!(
            (seen.headers.as_slice(), seen.body.as_str()),
            (&expected.map(str::to_owned)[..], "")
        );
    }
    assert!(client.told().is_empty(), "what it answers changes nothing that is held");
    assert_eq!(client.held().token.unwrap().expose(), "a.b.c");
}

#[tokio::test]
async fn no_redirect_is_followed_and_only_an_answer_with_200_is_a_picture() {
    for status in [204, 301, 302, 307, 401, 404, 500] {
        let server = Server::answering(answer(status, &["location: /elsewhere"], "")).await;
        let picture = server.client().picture(&server.url(), LARGEST).await;
        assert_eq!(picture, Err(PictureError::Status(status)));
        assert_eq!(server.seen_count(), 1);
    }
}

#[tokio::test]
async fn a_picture_is_read_up_to_the_limit_whatever_its_head_says() {
    let of = |length: usize| answer(200, &[], &"x".repeat(length));
    for (length, fits) in [(LARGEST, true), (LARGEST + 1, false)] {
        let server = Server::answering(of(length)).await;
        let picture = server.client().picture(&server.url(), LARGEST).await;
        assert_eq!(picture.is_ok(), fits);
    }
    let endless = Server::start(|_, _| {
        let head = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
        vec![Act::Send(head), Act::Drip(b'x', Duration::from_millis(1))]
    })
    .await;
    let picture = endless.client().picture(&endless.url(), 20).await;
    assert_eq!(picture, Err(PictureError::TooLarge));
}

#[tokio::test]
async fn a_picture_that_does_not_come_is_told_without_its_address() {
    for acts in [|| vec![Act::Stall], || vec![Act::Reset]] {
        let server = Server::start(move |_, _| acts()).await;
        let address = format!("{}/secret", server.url());
        let client = Recorded::new(&server.url(), HASTY);
        let error = client.picture(&address, LARGEST).await.unwrap_err();
        assert_eq!(error, PictureError::NotFetched);
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
    let client = Recorded::new("https://clerk.example.com", Deadlines::default());
    let here = client.picture("http://127.0.0.1:9/a", LARGEST).await;
    assert_eq!(here, Err(PictureError::Address), "a server elsewhere sends nobody to this machine");
}
