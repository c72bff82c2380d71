//! Every shape that may not leave is found, covered in what is shown, and gone when redacted.

use rstest::rstest;
use sitroom::domain::gate::{Level, redact};
use sitroom::domain::ids::HeldId;

use crate::mint::{alnum, armoured, base64, caps, join, line};
use crate::planted::{self, Planted};
use crate::{found, held, told};

/// Plants a secret in a sitrep and looks whether it is found, covered and taken out.
fn is_held(rule: &str, before: &str, secret: &str, after: &str) {
    let head = "The fox was in the barn at 14:02.\nFarmer Dave found this:\n";
    let text = format!("{head}{before}{secret}{after}\nThe gate is closed.\n");
    let findings = held(&text);
    let all = told(&text, &findings);
    let finding = findings.iter().find(|finding| finding.rule == rule);
    let finding = finding.unwrap_or_else(|| panic!("no {rule} among {all:?} in {text}"));
    let from = text.find(secret).unwrap();
    let covered = findings
        .iter()
        .filter(|finding| finding.range.start < from + secret.len());
    let covered = covered.map(|finding| finding.range.end).max();
    assert!(finding.range.start <= from, "found too late: {all:?}");
    assert!(
        covered >= Some(from + secret.len()),
        "found in part: {all:?}"
    );
    assert_eq!(finding.level, Level::Block);
    assert!(finding.line >= 3 && finding.column >= 1);
    assert!(!finding.why.is_empty() && !finding.advice.is_empty());

    assert!(
        !shares_a_piece(&finding.excerpt, secret),
        "told: {}",
        finding.excerpt
    );
    let logged = format!("{findings:?}");
    assert!(!logged.contains(secret), "logged: {logged}");
    assert!(!shares_a_piece(&logged, secret), "logged: {logged}");

    let redacted = redact(&text, &findings, HeldId(1));
    assert!(!redacted.text.contains(secret), "{}", redacted.text);
    assert!(!shares_a_piece(&redacted.text, secret), "{}", redacted.text);
    assert!(redacted.text.contains("[held: H1]") && redacted.text.contains("The gate is closed."));
    let left = held(&redacted.text);
    assert!(left.is_empty(), "{:?}", told(&redacted.text, &left));
}

/// Returns true when ten characters of a secret stand in a text, the words aside that all of
/// its kind have in common.
fn shares_a_piece(text: &str, secret: &str) -> bool {
    const PIECE: usize = 10;
    let secret: Vec<char> = secret.chars().collect();
    let pieces = secret
        .windows(PIECE)
        .skip(if secret.len() > 24 { 14 } else { 0 });
    pieces
        .map(|piece| piece.iter().collect::<String>())
        .filter(|piece| !piece.contains("----") && !piece.contains("PRIVATE"))
        .any(|piece| text.contains(&piece))
}

#[test]
fn every_planted_secret_is_found_covered_and_taken_out() {
    let all = planted::all();
    assert!(all.len() >= 150, "only {}", all.len());
    for Planted {
        name,
        rule,
        before,
        secret,
        after,
    } in all
    {
        let held = std::panic::catch_unwind(|| is_held(rule, before, &secret, after));
        assert!(held.is_ok(), "{name}, see above");
    }
}

#[test]
fn tokens_are_found_alone_and_in_code() {
    for token in planted::tokens() {
        is_held(token.rule, "", &token.secret, "");
        is_held(token.rule, "see <code>`", &token.secret, "`</code>, then");
    }
}

#[test]
fn a_private_key_whose_end_is_missing() {
    let key = armoured("RSA PRIVATE KEY");
    let (body, _) = key.rsplit_once('\n').unwrap();
    is_held(
        "private-key",
        "",
        body,
        "\n\nThat was all. And it was enough.",
    );
}

#[test]
fn a_private_key_in_json() {
    let key = armoured("PRIVATE KEY").replace('\n', "\\n");
    is_held(
        "private-key",
        "{\"private_key\": \"",
        &key,
        "\", \"client\": \"barn\"}",
    );
}

#[test]
fn a_private_key_in_a_quoted_mail() {
    let key = armoured("RSA PRIVATE KEY").replace('\n', "\r\n> ");
    is_held("private-key", "> ", &key, "");
}

#[rstest]
#[case::ssh2(join(&["---- BEGIN SSH2 ENCRYPTED PRIV", "ATE KEY ----\n", &base64(70), "\n", &base64(50), "\n---- END SSH2 ENCRYPTED PRIV", "ATE KEY ----"]), "private-key")]
#[case::putty(join(&["Private-", "Lines: 2\n", &base64(64), "\n", &base64(60)]), "putty-private-key")]
#[case::pkcs1_body(join(&["MII", "Eow", "IBAA", "KCAQEA", &base64(120)]), "private-key-body")]
#[case::pkcs8_body(join(&["MII", "Evg", "IBADAN", "BgkqhkiG9w0B", &base64(120)]), "private-key-body")]
#[case::openssh_body(join(&["b3BlbnNz", "aC1rZXktdj", "EAAAAABG5vbmU", &base64(90)]), "private-key-body")]
#[case::encoded(join(&["LS0tLS1C", "RUdJTiBSU0Eg", "UFJJVkFURSBLRVktLS0tLQ", &base64(90)]), "private-key-encoded")]
#[case::age(join(&["AGE-SEC", "RET-KEY-1", &caps(58)]), "age-key")]
#[case::jwk(join(&["\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"", &alnum(43), "\""]), "jwk-private")]
fn private_keys_in_other_dress(#[case] key: String, #[case] rule: &str) {
    let secret = key
        .rsplit("\"d\":\"")
        .next()
        .unwrap()
        .trim_end_matches('"')
        .to_owned();
    let before = &key[..key.find(&secret).unwrap()];
    is_held(rule, before, &secret, &key[before.len() + secret.len()..]);
}

#[rstest]
#[case::top_secret(join(&["TOP SEC", "RET//SI//NOFORN"]), "classified-banner")]
#[case::secret(join(&["SEC", "RET//REL TO USA, FVEY"]), "classified-banner")]
#[case::banner(join(&["**SEC", "RET**"]), "classified-banner")]
#[case::portion(join(&["(S/", "/NF) The fox was seen."]), "classified-portion")]
#[case::authority(join(&["Declassify", " On: 20511231"]), "classified-block")]
#[case::control(join(&["handling: NOF", "ORN"]), "dissemination-control")]
#[case::cui(join(&["CUI/", "/SP-PRVCY"]), "controlled-unclassified")]
#[case::cui_banner(join(&["C", "UI"]), "controlled-unclassified")]
#[case::cui_category(join(&["CUI Cate", "gory: PRVCY"]), "controlled-unclassified")]
#[case::fouo(join(&["UNCLASSIFIED//FO", "UO"]), "official-use")]
fn markings_stop_everything(#[case] marking: String, #[case] rule: &str) {
    let text = format!("Notes of the day\n{marking}\nThe gate is closed.");
    let findings = found(&text);
    let finding = findings.iter().find(|finding| finding.rule == rule);
    let finding = finding.unwrap_or_else(|| panic!("{:?}", told(&text, &findings)));
    assert_eq!(
        (finding.level, finding.kind.as_str()),
        (Level::Stop, "marking")
    );
    assert_eq!(finding.line, 2);
}

#[test]
fn a_header_of_a_key_alone_is_no_key() {
    let text = format!("We grep for {} in logs.", line("BEGIN", "RSA PRIVATE KEY"));
    assert!(held(&text).is_empty(), "{:?}", held(&text));
}
