//! The picture of the user: taken, served and removed.

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::json;

use crate::account::{self, delete, signed_in, user_of};
use crate::api::{Api, Reply, native};

const IMAGE: &str = "/v1/me/profile_image";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and the rest of a picture";
const GIF: &[u8] = b"GIF89a and the rest of a picture";

#[tokio::test]
async fn a_picture_is_served_from_where_the_user_says_it_is() {
    let mut api = signed_in().await;
    let before = api.get("/v1/me").await;
    assert_eq!(before.body["response"]["has_image"], false);
    let reply = upload(&mut api, "file", PNG).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let image = &reply.body["response"];
    assert_eq!((&image["object"], &image["name"]), (&json!("image"), &json!("me.png")));
    let url = image["public_url"].as_str().unwrap().to_owned();
    assert!(url.starts_with(api.running.base_url()), "{url}");
    for shown in [user_of(&reply), &account::session_of(&reply)["public_user_data"]] {
        assert_eq!((&shown["has_image"], &shown["image_url"]), (&json!(true), &json!(url)));
    }

    let served = crate::api::http().get(&url).send().await.unwrap();
    assert_eq!(served.status(), 200);
    for (header, value) in [
        ("content-type", "image/png"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
    ] {
        assert_eq!(served.headers()[header], value);
    }
    assert_eq!(served.bytes().await.unwrap(), PNG);
}

#[tokio::test]
async fn another_picture_takes_its_place_and_then_there_is_none() {
    let mut api = signed_in().await;
    let first = upload(&mut api, "file", PNG).await;
    let second = upload(&mut api, "file", GIF).await;
    assert_ne!(first.body["response"]["public_url"], second.body["response"]["public_url"]);
    assert_eq!(served(&first).await, 404);
    assert_eq!(served(&second).await, 200);

    let removed = delete(&mut api, IMAGE).await;
    let id = &second.body["response"]["id"];
    assert_eq!(removed.body["response"], json!({ "object": "image", "id": id, "deleted": true }));
    assert_eq!(user_of(&removed)["has_image"], false);
    assert_eq!(served(&second).await, 404);
    delete(&mut api, IMAGE).await.assert_error(404, "image_not_found");
}

#[tokio::test]
async fn a_picture_can_be_set_elsewhere() {
    let mut api = signed_in().await;
    let id = api.get("/v1/me").await.body["response"]["id"].as_str().unwrap().to_owned();
    let emulator = api.running.emulator();
    emulator.set_picture(&id, PNG).unwrap();
    assert!(emulator.set_picture(&id, b"<svg/>").is_err());
    let first = api.get("/v1/me").await.body["response"]["image_url"].clone();
    assert_ne!(first, json!(""));
    let path = format!("/control/users/{id}/picture");
    for (file, status) in [(GIF, 200), (&b"<svg/>"[..], 400)] {
        let reply = Reply::of(api.request(Method::PUT, &path).body(file.to_vec())).await;
        assert_eq!(reply.status, status, "{reply:?}");
    }
    assert_ne!(api.get("/v1/me").await.body["response"]["image_url"], first);
}

#[tokio::test]
async fn a_data_url_is_taken_as_well() {
    let mut api = signed_in().await;
    for body in ["data:image/gif;base64,R0lGODlhAQABAAAAACw=", "R0lGODlhAQABAAAAACw="] {
        let reply = send(&mut api, "application/octet-stream", body.into()).await;
        assert_eq!(user_of(&reply)["has_image"], true, "{reply:?}");
    }
    for body in ["data:image/gif,GIF89a", "no base64!"] {
        let reply = send(&mut api, "application/octet-stream", body.into()).await;
        reply.assert_error(400, "request_body_invalid");
    }
}

#[tokio::test]
async fn what_is_no_picture_or_too_large_is_refused() {
    let mut api = signed_in().await;
    for wrong in [&b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"[..], b"%PDF-1.7", b""]
    {
        let reply = upload(&mut api, "file", wrong).await;
        reply.assert_field_error("form_param_format_invalid", "file");
    }
    let mut large = PNG.to_vec();
    large.resize(10 * 1024 * 1024 + 1, 0);
    upload(&mut api, "file", &large).await.assert_error(413, "image_too_large");
    large.resize(15 * 1024 * 1024, 0);
    upload(&mut api, "file", &large).await.assert_error(413, "image_too_large");
    assert_eq!(api.get("/v1/me").await.body["response"]["has_image"], false);
}

#[tokio::test]
async fn what_is_no_form_with_one_file_is_refused() {
    let mut api = signed_in().await;
    upload(&mut api, "picture", PNG).await.assert_field_error("form_param_unknown", "picture");
    let none = send(&mut api, "multipart/form-data; boundary=b", b"--b--\r\n".to_vec()).await;
    none.assert_field_error("form_param_missing", "file");
    let twice = [part("file", PNG), part("file", PNG), end()].concat();
    let reply = send(&mut api, "multipart/form-data; boundary=b", twice).await;
    reply.assert_field_error("form_param_duplicate", "file");
    for (kind, body) in
        [("multipart/form-data", &b"x"[..]), ("multipart/form-data; boundary=b", b"x")]
    {
        let reply = send(&mut api, kind, body.to_vec()).await;
        reply.assert_error(400, "request_body_invalid");
    }
    let reply = send(&mut api, "image/png", PNG.to_vec()).await;
    reply.assert_error(415, "unsupported_content_type");
}

#[tokio::test]
async fn nobody_signed_in_has_a_picture() {
    let mut api = Api::start().await;
    upload(&mut api, "file", PNG).await.assert_error(401, "signed_out");
    delete(&mut api, IMAGE).await.assert_error(401, "signed_out");
}

async fn upload(api: &mut Api, field: &str, bytes: &[u8]) -> Reply {
    let body = [part(field, bytes), end()].concat();
    send(api, "multipart/form-data; boundary=b", body).await
}

fn part(field: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--b\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"me.png\"\r\n\
         Content-Type: image/png\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n"].concat()
}

fn end() -> Vec<u8> {
    b"--b--\r\n".to_vec()
}

async fn send(api: &mut Api, kind: &str, body: Vec<u8>) -> Reply {
    let request = api.request(Method::POST, &native(IMAGE));
    let request = request.header(AUTHORIZATION, &api.token).header(CONTENT_TYPE, kind);
    Reply::of(request.body(body)).await
}

async fn served(reply: &Reply) -> u16 {
    let url = reply.body["response"]["public_url"].as_str().unwrap();
    crate::api::http().get(url).send().await.unwrap().status().as_u16()
}
