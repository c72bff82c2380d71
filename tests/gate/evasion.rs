//! A token is found however it was broken on its way: what is reported is what stands there.

use rstest::rstest;
use sitroom::domain::gate::redact;
use sitroom::domain::ids::HeldId;

use crate::mint::{alnum, armoured, base64, digits, join};
use crate::{held, told};

/// Looks whether a broken secret is found whole, and by which rule.
fn is_found_whole(rule: &str, secret: &str) {
    for (before, after) in [
        ("", ""),
        ("the key is\n", "\nThat was it."),
        ("so ", " there"),
    ] {
        let text = format!("{before}{secret}{after}");
        let findings = held(&text);
        let all = told(&text, &findings);
        assert!(
            findings.iter().any(|finding| finding.rule == rule),
            "{all:?} in {text:?}"
        );
        let redacted = redact(&text, &findings, HeldId(1)).text;
        let left = redacted.replace(|c: char| !c.is_alphanumeric(), "");
        let wanted =
            format!("{before}[held: H1]{after}").replace(|c: char| !c.is_alphanumeric(), "");
        assert_eq!(left, wanted, "{text:?}");
        assert!(held(&redacted).is_empty(), "{redacted:?}");
    }
}

/// Puts something into the middle of a token, twice.
fn broken(token: &str, by: &str) -> String {
    let (head, tail) = token.split_at(token.len() / 3);
    let (middle, tail) = tail.split_at(tail.len() / 2);
    format!("{head}{by}{middle}{by}{tail}")
}

fn github() -> String {
    join(&["gh", "p_", &alnum(36)])
}

#[rstest]
#[case::line_break("\n")]
#[case::windows_line_break("\r\n")]
#[case::old_line_break("\r")]
#[case::unicode_line_break("\u{2028}")]
#[case::indent("\n      ")]
#[case::quote("\r\n> ")]
#[case::deep_quote("\n> > ")]
#[case::shell_continuation(" \\\n  ")]
#[case::empty_lines("\n\n\n")]
#[case::zero_width_space("\u{200b}")]
#[case::zero_width_joiner("\u{200d}")]
#[case::word_joiner("\u{2060}")]
#[case::byte_order_mark("\u{feff}")]
#[case::soft_hyphen("\u{ad}")]
#[case::direction_marks("\u{202e}\u{202c}")]
#[case::variation_selector("\u{fe0f}")]
#[case::tags("\u{e0041}")]
#[case::combining_mark("\u{336}")]
#[case::null("\0")]
fn a_token_broken_by(#[case] by: &str) {
    is_found_whole("github-token", &broken(&github(), by));
}

#[test]
fn a_token_with_something_in_every_gap() {
    let spread: Vec<String> = github().chars().map(String::from).collect();
    is_found_whole("github-token", &spread.join("\u{200b}"));
    is_found_whole("github-token", &spread.join("\n"));
}

#[rstest]
#[case::slack(join(&["xo", "xb-", &digits(12), "-", &digits(13), "-", &alnum(24)]), "slack-token")]
#[case::jwt(join(&["ey", "JhbGciOiJIUzI1NiJ9", ".ey", "JzdWIiOiJmb3gifQ", ".", &alnum(43)]), "jwt")]
#[case::vault(join(&["hv", "s.", &alnum(95)]), "vault-token")]
#[case::anthropic(join(&["s", "k-ant-", "api03-", &alnum(93), "AA"]), "anthropic-key")]
#[case::pypi(join(&["py", "pi-AgEIcHlw", "aS5vcmc", &alnum(150)]), "pypi-token")]
fn long_tokens_broken_by_a_line(#[case] token: String, #[case] rule: &str) {
    is_found_whole(rule, &broken(&token, "\n"));
    is_found_whole(rule, &broken(&token, "\r\n    "));
}

#[rstest]
#[case::hyphens("-", "\u{2011}")]
#[case::en_dash("-", "\u{2013}")]
#[case::minus("-", "\u{2212}")]
#[case::wide_hyphen("-", "\u{ff0d}")]
fn separators_that_look_alike_in_a_number(#[case] ours: &str, #[case] theirs: &str) {
    let ssn = join(&["212-", "45-", "6789"]);
    is_found_whole("ssn", &ssn.replace(ours, theirs));
}

#[test]
fn digits_and_letters_of_another_width() {
    let wide = |text: &str| -> String {
        let widen = |c: char| char::from_u32(u32::from(c) + 0xfee0).unwrap();
        text.chars().map(widen).collect()
    };
    is_found_whole("github-token", &wide(&github()));
    is_found_whole("card-number", &wide(&join(&["41111111", "11111111"])));
    let text = format!("{}{}", wide("password="), "chickens9");
    assert_eq!(held(&text)[0].rule, "password");
    let text = format!("раssword\u{a0}: {}", "h4ystack!");
    assert_eq!(held(&text)[0].rule, "password");
}

#[test]
fn an_underscore_that_markdown_escaped() {
    let token = join(&["github", "_pat_", &alnum(22), "_", &alnum(59)]);
    is_found_whole("github-fine-grained-token", &token.replace('_', "\\_"));
}

#[test]
fn a_key_with_other_line_ends() {
    let key = armoured("OPENSSH PRIVATE KEY");
    is_found_whole("private-key", &key.replace('\n', "\r\n"));
    is_found_whole("private-key", &key.replace('\n', "\n    "));
    is_found_whole("private-key", &key.replace("PRIVATE", "PRI\u{200b}VATE"));
}

#[test]
fn the_place_is_that_of_the_text_as_it_stands() {
    let token = broken(&github(), "\u{200b}");
    let text = format!("Ünicode 🦊\r\nzwei: {token}.");
    let findings = held(&text);
    let [finding] = &findings[..] else {
        panic!("{:?}", told(&text, &findings));
    };
    assert_eq!(&text[finding.range.clone()], token);
    assert_eq!((finding.line, finding.column), (2, 7));
}

#[test]
fn words_on_the_next_line_stay() {
    let token = join(&["xo", "xb-", &digits(12), "-", &digits(13), "-", &alnum(24)]);
    for after in [
        "\nThe fox was here",
        "\nand then it\nran",
        "\n\nfarm-wide",
        "\n> Thanks",
        "\n14:20Z revoked",
        "\nR7 is done",
    ] {
        let text = format!("{token}{after}");
        let findings = held(&text);
        assert_eq!(
            told(&text, &findings),
            [("slack-token".to_owned(), token.as_str())]
        );
    }
}

#[test]
fn two_tokens_one_below_the_other_are_two() {
    let other = join(&["gh", "o_", &alnum(36)]);
    let text = format!("{}\n{other}\n", github());
    let ranges: Vec<&str> = held(&text).iter().map(|f| &text[f.range.clone()]).collect();
    assert_eq!(ranges, [github(), other]);
}

#[test]
fn base64_over_many_lines_is_taken_whole() {
    let body: Vec<String> = (0..20).map(|_| base64(64)).collect();
    let text = format!(
        "dump:\n{}{}\nEnd of it.",
        join(&["b3BlbnNz", "aC1rZXktdj", "EAAAA"]),
        body.join("\n")
    );
    let redacted = redact(&text, &held(&text), HeldId(1)).text;
    assert_eq!(redacted, "dump:\n[held: H1]\nEnd of it.");
}
