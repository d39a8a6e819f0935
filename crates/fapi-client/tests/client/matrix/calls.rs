//! Every call of the client, with an answer that it can read.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use latchkey_fapi_client::{
    AttemptFactor, CallError, CreateSignIn, FactorSecret, FapiClient, PrepareFactor,
};
use latchkey_fapi_types::{Code, Password, ReverificationLevel, Strategy};
use serde_json::{Value, json};

/// What a call that was begun becomes.
pub(super) type Made = Pin<Box<dyn Future<Output = Result<(), CallError>> + Send>>;

/// One call of the client.
pub(super) struct Row {
    /// The name of its method.
    pub(super) name: &'static str,
    /// The method and the end of the path that it goes to.
    pub(super) line: &'static str,
    /// The body of an answer that it can read.
    pub(super) body: Value,
    /// The same as text.
    pub(super) text: Arc<str>,
    /// Begins it.
    pub(super) make: fn(FapiClient) -> Made,
}

macro_rules! row {
    ($line:literal, $body:expr, $call:ident($($argument:expr),*)) => {{
        let body: Value = $body;
        let text = body.to_string().into();
        Row {
            name: stringify!($call),
            line: $line,
            body,
            text,
            make: |fapi| Box::pin(async move { fapi.$call($($argument),*).await.map(drop) }),
        }
    }};
}

fn organization() -> Value {
    json!({ "object": "organization", "id": "org_1", "name": "Acme", "slug": "acme" })
}

fn invitation() -> Value {
    json!({
        "object": "organization_invitation", "id": "orginv_1", "status": "pending", "role": "org:member",
        "role_name": "Member", "public_organization_data": organization(),
    })
}

fn suggestion() -> Value {
    json!({
        "object": "organization_suggestion", "id": "orgsug_1", "status": "pending",
        "public_organization_data": organization(),
    })
}

fn listed(one: &Value) -> Value {
    wrapped(&json!({ "data": [one], "total_count": 1 }))
}

/// Every call. Those that send another value to the same place are one.
pub(super) fn rows() -> [Row; 52] {
    let sign_in = || wrapped(&fixture("sign_in"));
    let session = || wrapped(&client()["sessions"][1]);
    let reverification = || wrapped(&fixture("reverification"));
    let phone = || wrapped(&fixture("phone_number"));
    let totp = || wrapped(&fixture("totp"));
    let deleted = || wrapped(&json!({ "object": "totp", "id": "totp_1", "deleted": true }));
    let user = || wrapped(&client()["sessions"][1]["user"]);
    let email = || wrapped(&client()["sessions"][1]["user"]["email_addresses"][0]);
    let itself = || json!({ "response": client(), "client": null });
    [
        row!("GET /environment", fixture("environment"), environment()),
        row!("GET /client", itself(), client()),
        row!("POST /client/sign_ins", sign_in(), create_sign_in(by_password())),
        row!("GET /client/sign_ins/sia_1", sign_in(), sign_in(&"sia_1".into())),
        row!(
            "POST /client/sign_ins/sia_1/prepare_first_factor",
            sign_in(),
            prepare_first_factor(&"sia_1".into(), &to_phone())
        ),
        row!(
            "POST /client/sign_ins/sia_1/attempt_first_factor",
            sign_in(),
            attempt_first_factor(&"sia_1".into(), &code(Strategy::EmailCode))
        ),
        row!(
            "POST /client/sign_ins/sia_1/prepare_second_factor",
            sign_in(),
            prepare_second_factor(&"sia_1".into(), &to_phone())
        ),
        row!(
            "POST /client/sign_ins/sia_1/attempt_second_factor",
            sign_in(),
            attempt_second_factor(&"sia_1".into(), &code(Strategy::Totp))
        ),
        row!(
            "POST /client/sign_ins/sia_1/reset_password",
            sign_in(),
            reset_password(&"sia_1".into(), &Password::new("new"), true)
        ),
        row!("POST /client/sessions/sess_1/touch", session(), touch(&"sess_1".into())),
        row!(
            "POST /client/sessions/sess_1/touch",
            session(),
            select_organization(&"sess_1".into(), Some(&"org_1".into()))
        ),
        row!(
            "GET /me/organization_invitations",
            listed(&invitation()),
            organization_invitations(&"sess_1".into())
        ),
        row!(
            "GET /me/organization_suggestions",
            listed(&suggestion()),
            organization_suggestions(&"sess_1".into())
        ),
        row!(
            "POST /me/organization_invitations/orginv_1/accept",
            wrapped(&invitation()),
            accept_organization_invitation(&"sess_1".into(), &"orginv_1".into())
        ),
        row!(
            "POST /me/organization_suggestions/orgsug_1/accept",
            wrapped(&suggestion()),
            accept_organization_suggestion(&"sess_1".into(), &"orgsug_1".into())
        ),
        row!(
            "POST /organizations",
            wrapped(&organization()),
            create_organization(&"sess_1".into(), "Acme", None)
        ),
        row!(
            "DELETE /me/organization_memberships/org_1",
            deleted(),
            leave_organization(&"sess_1".into(), &"org_1".into())
        ),
        row!("POST /client/sessions/sess_1/end", session(), end_session(&"sess_1".into())),
        row!("POST /client/sessions/sess_1/remove", session(), remove_session(&"sess_1".into())),
        row!("DELETE /client/sessions", itself(), remove_all_sessions()),
        row!(
            "POST /client/sessions/sess_1/tokens",
            json!({ "object": "token", "jwt": "x.y.z" }),
            session_token(&"sess_1".into())
        ),
        row!("GET /me", wrapped(&client()["sessions"][1]["user"]), me(&"sess_1".into())),
        row!(
            "POST /me/change_password",
            wrapped(&client()["sessions"][1]["user"]),
            change_password(&"sess_1".into(), None, &Password::new("new"), true)
        ),
        row!(
            "POST /me/remove_password",
            wrapped(&client()["sessions"][1]["user"]),
            remove_password(&"sess_1".into(), &Password::new("old"))
        ),
        row!("POST /me/totp", totp(), create_totp(&"sess_1".into())),
        row!(
            "POST /me/totp/attempt_verification",
            totp(),
            attempt_totp(&"sess_1".into(), &Code::new("123456"))
        ),
        row!("DELETE /me/totp", deleted(), delete_totp(&"sess_1".into())),
        row!(
            "POST /me/backup_codes",
            wrapped(&fixture("backup_codes")),
            create_backup_codes(&"sess_1".into())
        ),
        row!(
            "POST /me/phone_numbers",
            phone(),
            create_phone_number(&"sess_1".into(), "+15555550100")
        ),
        row!(
            "POST /me/phone_numbers/idn_1/prepare_verification",
            phone(),
            prepare_phone_number(&"sess_1".into(), &"idn_1".into())
        ),
        row!(
            "POST /me/phone_numbers/idn_1/attempt_verification",
            phone(),
            attempt_phone_number(&"sess_1".into(), &"idn_1".into(), &Code::new("123456"))
        ),
        row!(
            "PATCH /me/phone_numbers/idn_1",
            phone(),
            set_reserved_for_second_factor(&"sess_1".into(), &"idn_1".into(), true)
        ),
        row!(
            "PATCH /me/phone_numbers/idn_1",
            phone(),
            make_default_second_factor(&"sess_1".into(), &"idn_1".into())
        ),
        row!(
            "DELETE /me/phone_numbers/idn_1",
            deleted(),
            delete_phone_number(&"sess_1".into(), &"idn_1".into())
        ),
        row!(
            "GET /me/sessions/active",
            fixture("active_sessions"),
            active_sessions(&"sess_1".into())
        ),
        row!(
            "POST /me/sessions/sess_2/revoke",
            session(),
            revoke_session(&"sess_1".into(), &"sess_2".into())
        ),
        row!("PATCH /me", user(), set_name(&"sess_1".into(), Some("Ada"), Some("Byron"))),
        row!(
            "POST /me/profile_image",
            wrapped(&json!({ "object": "image", "id": "img_1", "name": "picture.png" })),
            set_picture(&"sess_1".into(), b"png")
        ),
        row!("DELETE /me/profile_image", deleted(), delete_picture(&"sess_1".into())),
        row!("PATCH /me", user(), set_username(&"sess_1".into(), "ada")),
        row!("PATCH /me", user(), set_primary_email_address(&"sess_1".into(), &"idn_1".into())),
        row!("PATCH /me", user(), set_primary_phone_number(&"sess_1".into(), &"idn_1".into())),
        row!(
            "POST /me/email_addresses",
            email(),
            create_email_address(&"sess_1".into(), "ada@example.com")
        ),
        row!(
            "POST /me/email_addresses/idn_1/prepare_verification",
            email(),
            prepare_email_address(&"sess_1".into(), &"idn_1".into())
        ),
        row!(
            "POST /me/email_addresses/idn_1/attempt_verification",
            email(),
            attempt_email_address(&"sess_1".into(), &"idn_1".into(), &Code::new("123456"))
        ),
        row!(
            "DELETE /me/email_addresses/idn_1",
            deleted(),
            delete_email_address(&"sess_1".into(), &"idn_1".into())
        ),
        row!("DELETE /me", deleted(), delete_user(&"sess_1".into())),
        row!(
            "POST /client/sessions/sess_1/verify",
            reverification(),
            start_verification(&"sess_1".into(), ReverificationLevel::SecondFactor)
        ),
        row!(
            "POST /client/sessions/sess_1/verify/prepare_first_factor",
            reverification(),
            prepare_verification_first_factor(&"sess_1".into(), &to_phone())
        ),
        row!(
            "POST /client/sessions/sess_1/verify/attempt_first_factor",
            reverification(),
            attempt_verification_first_factor(&"sess_1".into(), &code(Strategy::EmailCode))
        ),
        row!(
            "POST /client/sessions/sess_1/verify/prepare_second_factor",
            reverification(),
            prepare_verification_second_factor(&"sess_1".into(), &to_phone())
        ),
        row!(
            "POST /client/sessions/sess_1/verify/attempt_second_factor",
            reverification(),
            attempt_verification_second_factor(&"sess_1".into(), &code(Strategy::Totp))
        ),
    ]
}

/// A documented client with two sessions.
pub(super) fn client() -> Value {
    fixture("client")
}

fn wrapped(value: &Value) -> Value {
    json!({ "response": value, "client": client() })
}

fn fixture(name: &str) -> Value {
    let text = match name {
        "active_sessions" => {
            include_str!("../../../../fapi-types/tests/wire/fixtures/active_sessions.json")
        }
        "backup_codes" => {
            include_str!("../../../../fapi-types/tests/wire/fixtures/backup_codes.json")
        }
        "client" => include_str!("../../../../fapi-types/tests/wire/fixtures/client.json"),
        "environment" => {
            include_str!("../../../../fapi-types/tests/wire/fixtures/environment.json")
        }
        "phone_number" => {
            include_str!("../../../../fapi-types/tests/wire/fixtures/phone_number.json")
        }
        "reverification" => {
            include_str!("../../../../fapi-types/tests/wire/fixtures/reverification.json")
        }
        "sign_in" => include_str!("../../../../fapi-types/tests/wire/fixtures/sign_in.json"),
        "totp" => include_str!("../../../../fapi-types/tests/wire/fixtures/totp.json"),
        other => panic!("no fixture is called {other}"),
    };
    serde_json::from_str(text).unwrap()
}

fn by_password() -> CreateSignIn {
    CreateSignIn {
        identifier: "totp+clerk_test@example.com".to_owned(),
        password: Some(Password::new("pw")),
        strategy: None,
    }
}

fn to_phone() -> PrepareFactor {
    PrepareFactor {
        strategy: Strategy::PhoneCode,
        email_address_id: None,
        phone_number_id: Some("idn_1".into()),
    }
}

fn code(strategy: Strategy) -> AttemptFactor {
    AttemptFactor { strategy, secret: FactorSecret::Code(Code::new("123456")) }
}

#[test]
fn every_method_of_the_client_that_calls_has_a_row() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let of_a_kind = std::fs::read_dir(source.join("methods")).unwrap();
    let files: Vec<PathBuf> =
        of_a_kind.map(|entry| entry.unwrap().path()).chain([source.join("methods.rs")]).collect();
    let mut methods: Vec<String> = files.iter().flat_map(|file| calling(file)).collect();
    let mut named: Vec<&str> = rows().iter().map(|row| row.name).collect();
    methods.sort();
    named.sort_unstable();
    assert_eq!(methods, named);
}

/// The public methods of a source file that return an answer.
fn calling(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap();
    let methods = text.split("pub async fn ").skip(1).filter_map(|method| {
        let (signature, _) = method.split_once(" {\n")?;
        let (name, rest) = signature.split_once('(')?;
        rest.contains("Result<Answer<").then(|| name.to_owned())
    });
    methods.collect()
}
