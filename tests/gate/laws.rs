//! What holds for every text.

use proptest::prelude::*;
use sitroom::domain::gate::{Allowed, Level, redact, scan};
use sitroom::domain::ids::HeldId;

use crate::mint::{alnum, armoured, base64, digits, hex, join, uuid};
use crate::{RULES, found, held, told};

/// Pieces that rules look for, whole, in part, and what stands around them.
fn piece() -> impl Strategy<Value = String> {
    let tokens = [
        join(&["gh", "p_", &alnum(36)]),
        join(&["AK", "IA", "QWERTYUIOP234567"]),
        join(&["xo", "xb-", &digits(12), "-", &alnum(24)]),
        join(&[
            "ey",
            "JhbGciOiJIUzI1NiJ9",
            ".ey",
            "JzdWIiOiJmb3gifQ",
            ".",
            &alnum(43),
        ]),
        armoured("RSA PRIVATE KEY"),
        join(&["212-", "45-", "6789"]),
        join(&["4111 1111 ", "1111 1111"]),
        join(&["s", "k-ant-", "api03-", &alnum(60)]),
        base64(44),
        hex(40),
        hex(64),
        uuid(),
        alnum(24),
        digits(16),
    ];
    let words = [
        "password",
        "password=",
        "the password is ",
        "secret: ",
        "token",
        "key ",
        "api_key=\"",
        "Authorization: Bearer ",
        "Cookie: a=",
        "SSN ",
        "born ",
        "1971-03-04",
        "aws ",
        "sha256 ",
        "https://jane:",
        "@example.org",
        "10.0.0.1",
        "[held: H1]",
        "held: ",
        "-----BEGIN ",
        "-----",
        "PRIVATE KEY-----",
        "gh",
        "p_",
        "AK",
        "IA",
        "SECRET//NOFORN",
        "CUI",
        "\"",
        "'",
        "=",
        ":",
        "-",
        "_",
        ".",
        "/",
        "\\",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\n> ",
        "\u{200b}",
        "\u{2011}",
        "é",
        "🦊",
        "\0",
        "x",
        "7",
    ];
    let words = words.map(str::to_owned);
    let all: Vec<String> = tokens.into_iter().chain(words).collect();
    proptest::sample::select(all)
}

fn composed() -> impl Strategy<Value = String> {
    proptest::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())
}

/// Checks every law on a text.
fn holds(text: &str) -> Result<(), TestCaseError> {
    let findings = found(text);
    for finding in &findings {
        prop_assert!(
            text.get(finding.range.clone())
                .is_some_and(|found| !found.is_empty())
        );
        let line = text.split('\n').nth(finding.line - 1).unwrap();
        prop_assert!(finding.column <= line.chars().count() + 1);
        prop_assert!(!finding.excerpt.contains(char::is_control));
    }
    prop_assert!(findings.is_sorted_by_key(|finding| finding.range.start));

    let findings = held(text);
    let redacted = redact(text, &findings, HeldId(1));
    for piece in &redacted.held {
        prop_assert!(text.contains(&piece.original));
    }
    let left = held(&redacted.text);
    prop_assert!(
        left.is_empty(),
        "{:?} in {:?}",
        told(&redacted.text, &left),
        redacted.text
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text_is_scanned_and_redacted_clean(text in "\\PC{0,300}") {
        holds(&text)?;
    }

    #[test]
    fn any_characters_are_scanned_and_redacted_clean(
        chars in proptest::collection::vec(any::<char>(), 0..200)
    ) {
        holds(&chars.into_iter().collect::<String>())?;
    }

    #[test]
    fn texts_full_of_secrets_are_redacted_clean(text in composed()) {
        holds(&text)?;
    }

    #[test]
    fn redacting_twice_is_redacting_once(text in composed()) {
        let once = redact(&text, &held(&text), HeldId(1)).text;
        let twice = redact(&once, &held(&once), HeldId(9)).text;
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn what_is_held_is_held_wherever_it_stands(before in "[a-z .,\n]{0,80}", after in "[a-z .,\n]{0,80}") {
        let token = join(&["gh", "p_", &alnum(36)]);
        let text = format!("{before} {token} {after}");
        let findings = scan(&text, &RULES, &Allowed::default());
        let whole = findings.iter().any(|finding| {
            finding.level == Level::Block && text[finding.range.clone()].contains(&token)
        });
        prop_assert!(whole);
    }
}
