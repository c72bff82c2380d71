//! What only looks like something is left alone.

use rstest::rstest;
use sitroom::domain::gate::Level;

use crate::mint::{alnum, base64, caps, digits, hex, join, small, uuid};
use crate::{found, held, told};

/// Looks whether nothing at all is said about a text.
fn is_left_alone(text: &str) {
    let findings = found(text);
    assert!(
        findings.is_empty(),
        "{:?} in {text:?}",
        told(text, &findings)
    );
}

/// Looks whether a text may leave, warned of or not.
fn may_leave(text: &str) {
    let findings = held(text);
    assert!(
        findings.is_empty(),
        "{:?} in {text:?}",
        told(text, &findings)
    );
}

#[rstest]
#[case::alone("{}")]
#[case::of_a_trace("trace id {}")]
#[case::of_a_request("X-Request-Id: {} was slow")]
#[case::of_an_app("app guid {}")]
fn uuids(#[case] text: &str) {
    is_left_alone(&text.replace("{}", &uuid()));
}

#[rstest]
#[case::commit("fixed in {}", 40)]
#[case::commit_of_a_secret("the secret was added in commit {}", 40)]
#[case::commit_in_a_link("https://github.com/farm/barn/commit/{}", 40)]
#[case::short_commit("see {} for the token handling", 12)]
#[case::digest("sha256 {}", 64)]
#[case::digest_of_evidence("E3 disk image, SHA-256: {}", 64)]
#[case::digest_of_a_token_dump("token dump, sha256 {}", 64)]
#[case::image("registry.example.org/barn@sha256:{}", 64)]
#[case::old_digest("md5 of the key file: {}", 32)]
#[case::etag("ETag: \"{}\"", 32)]
#[case::digest_in_a_table("| token-list.csv | {} |", 64)]
fn hashes(#[case] text: &str, #[case] length: usize) {
    is_left_alone(&text.replace("{}", &hex(length)));
}

#[rstest]
#[case::utc("aware 2026-11-22T14:02:33Z, opened 2026-11-22T14:10:00.123456Z")]
#[case::offset("at 2026-11-22T09:02:33-05:00 the token expired")]
#[case::date("token: 2026-11-22")]
#[case::date_of_a_password("password: 2026-11-22 14:02")]
#[case::clock("14:02:55 to 15:10:01, 1:12:44 later")]
#[case::compact("20261122T140233Z and 202611221402 on account of the fox")]
#[case::epoch("1795356153 and 1795356153123 and 1795356153123456")]
#[case::deadline("born out of need, due 2026-12-01 in any case, not later")]
fn times(#[case] text: &str) {
    is_left_alone(text);
}

#[rstest]
#[case::issue("#12345, farm/barn#77, GH-12, FARM-1234")]
#[case::link("https://github.com/farm/barn/issues/12345#issuecomment-1234567890")]
#[case::lines("L3, R7, C2, I10, H3, K15")]
#[case::ticket("CVE-2026-12345 and RFC 9110, INC0012345, REQ-000123456")]
#[case::held("password: [held: H3], token=[held: H12], \"secret\": \"[held: H4]\"")]
#[case::held_in_a_sentence("the password is [held: H1]. SSN [held: H2], born [held: H3]")]
fn references(#[case] text: &str) {
    is_left_alone(text);
}

#[test]
fn ulids_and_other_ids() {
    is_left_alone("entry 01JD9ZK3M4N5P6Q7R8S9T0V1W2 follows 01JD9ZK3M4N5P6Q7R8S9T0V1W3");
    is_left_alone(&format!("object {}", hex(24)));
    is_left_alone(&format!(
        "pod barn-web-7d9f8b6c5d-{} in node pool {}",
        small(5),
        small(8)
    ));
}

#[rstest]
#[case::version("version 1.2.3, v10.0.0.1, release 2.17.1.4")]
#[case::packages("openssl-3.0.13-1.2.3.4.tar.gz and pkg@1.2.3")]
#[case::build("build 2125551234, job 8005551234 failed")]
#[case::build_after_a_call("call the build 2125551234 done")]
#[case::numbers("12345678901234 rows, 1234567890123456 bytes, 4111111111111112")]
#[case::money("USD 1,234,567.89 and 98.6 %")]
#[case::oid("oid 1.3.6.1.4.1.311.2.1.14")]
#[case::section("section 10.2.1.3 of the plan")]
#[case::loopback("bound to 127.0.0.1 and ::1 and 0.0.0.0")]
#[case::mac("mac aa:bb:cc:dd:ee:ff")]
#[case::rust("std::net::IpAddr, a::b, abc::def, fe::ed")]
#[case::range("rows 100-200-3000 and 555-12-34")]
fn numbers(#[case] text: &str) {
    is_left_alone(text);
}

#[rstest]
#[case::words("risk-assessment, task-force, desk-check, sk-learn, sk-based-approach-for-everyone")]
#[case::prefixes(
    "ghp_ tokens, xoxb- tokens, AKIA keys, sk-ant- keys and hvs. tokens are searched for"
)]
#[case::masked("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx and ghp_****************")]
#[case::cut("AKIA... and xoxb-… and eyJhbGciOi...")]
#[case::names("npm_config_cache and npm_package_name and pypi-mirror-of-the-farm")]
#[case::variables("$GITHUB_TOKEN, ${AWS_SECRET_ACCESS_KEY}, {{ secrets.TOKEN }}, $TOKEN$")]
#[case::key_words("hf_hub and dapi and glpat and SG. and key-value and 1//0")]
fn beginnings_of_tokens(#[case] text: &str) {
    is_left_alone(text);
}

#[test]
fn the_example_keys_of_aws() {
    is_left_alone(&join(&["AKIA", "IOSFODNN7", "EXAMPLE"]));
    is_left_alone(&join(&[
        "aws_secret wJalrXUtnFEMI/",
        "K7MDENG/bPxRfiCY",
        "EXAMPLEKEY",
    ]));
}

#[rstest]
#[case::reset("password: reset, secret: rotated, token: revoked")]
#[case::talk("The password was reset at 14:02 and the token is expired.")]
#[case::policy("password is 14 characters, password was 12-character, password is base64-encoded")]
#[case::hashed("the password is SHA-256 hashed; passwords: bcrypt")]
#[case::none("password=none&token=null, secret: false, passwd: n/a")]
#[case::template("password=<password> password: {{password}} password=${DB_PASSWORD} pwd=%PWD%")]
#[case::masked("password=******** and password: xxxxxxxx and \"password\": \"[redacted]\"")]
#[case::code("password=os.environ[\"DB\"] and token = getToken(user) and secret: env.SECRET")]
#[case::module_path("`libc::passwd::pw_dir` and `Security::Password::Digest` are gone")]
#[case::call_set_apart(
    "password = request.form.get(\"password\"), credentials: google.oauth2.id_token.Credentials(None)"
)]
#[case::remark("const password = 'Password used to make the key';")]
#[case::both_asked_for(
    "It asks for login and password together; the login and password fields are copies."
)]
#[case::web_page("<p>The password is to be reset.</p>")]
#[case::address("postgres://user:password@localhost/db and https://$USER:$PASS@example.org")]
#[case::names("secret: prod-db-credentials, secret=barn/api/key-2, token: deploy-token-4")]
#[case::kinds("secret_name: barn, token_type: bearer, key_id: L3, password_hash: yes")]
#[case::authorization(
    "authorization: required; basic authentication; bearer tokens; Bearer authentication"
)]
#[case::cookies("Cookie: the session cookie was stolen; session=ended")]
#[case::curl("curl -H \"Authorization: token $TOKEN$\" -u $USER:$PASS https://example.org")]
#[case::quoted("\"password\": \"\" and 'token': '' and pass: ok")]
#[case::url("token endpoint: https://uaa.example.org/oauth/token?grant_type=password")]
#[case::pass("they pass: the tests; it came to pass: 12 of 13 did")]
fn words_about_secrets(#[case] text: &str) {
    is_left_alone(text);
}

#[test]
fn public_keys_and_certificates() {
    let key = format!(
        "ssh-ed25519 {}{} farm",
        join(&["AAAAC3Nza", "C1lZDI1NTE5"]),
        base64(48)
    );
    may_leave(&format!("the key {key}"));
    let (begin, end) = ("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----");
    may_leave(&format!("{begin}\n{}\n{}\n{end}", base64(64), base64(40)));
    may_leave(&format!("key fingerprint SHA256:{}", base64(43)));
    may_leave(&format!("public key {}", base64(44)));
    may_leave(&format!("integrity=\"sha384-{}\"", base64(64)));
}

#[test]
fn small_pictures_in_text() {
    let picture = join(&["iVBORw0KGgoAAAANSUhEUg", &base64(60)]);
    is_left_alone(&format!("![fox](data:image/png;base64,{picture}==)"));
}

#[rstest]
#[case::area_000("000-45-6789")]
#[case::area_666("666-45-6789")]
#[case::area_900("912-45-6789")]
#[case::group_00("212-00-6789")]
#[case::serial_0000("212-45-0000")]
#[case::longer("1212-45-6789 and 212-45-67890")]
#[case::part_of_more("A-212-45-6789 and 212-45-6789-1")]
fn numbers_that_are_no_ssn(#[case] text: &str) {
    is_left_alone(text);
}

#[rstest]
#[case::check_digit("4111111111111112")]
#[case::issuer("9111111111111111 and 1234567812345670")]
#[case::length("411111111111")]
#[case::grouping("41 1111 1111 1111 11")]
#[case::longer("41111111111111111111")]
fn numbers_that_are_no_card(#[case] text: &str) {
    is_left_alone(text);
}

#[test]
fn random_text_without_a_reason() {
    is_left_alone(&format!("cursor {}", alnum(32)));
    is_left_alone(&format!("nonce {} of the page", base64(24)));
    is_left_alone(&format!("order {} and {}", caps(12), digits(11)));
}

#[rstest]
#[case::severity("classified as high severity; it is unclassified; SECRET is a variable")]
#[case::question("If anything may be classified: stop, attach nothing, wait for GSA IR")]
#[case::cui("controlled unclassified information (CUI) is kept in Drive")]
#[case::confidential("confidentiality, integrity or availability; keep it confidential")]
#[case::derived("Derived from: the guide")]
#[case::client("CLIENT_SECRET, SECRET_KEY and TOP-LEVEL")]
fn words_that_are_no_marking(#[case] text: &str) {
    is_left_alone(text);
}

#[test]
fn words_about_classified_things_only_warn() {
    let findings = found("It may hold classified documents.");
    assert_eq!(findings.len(), 1);
    assert_eq!(
        (findings[0].rule.as_str(), findings[0].level),
        ("classified-words", Level::Warn)
    );
}
