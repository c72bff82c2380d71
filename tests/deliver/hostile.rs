//! Texts made to break out: of a header, of the text, of a command, of a link.

use rstest::rstest;
use sitroom::deliver::smtp::Smtp;
use sitroom::domain::outgoing::{Channel, Outgoing, mail, mailto, slack_payload};

use crate::mail_form::{fields, is_sound, read};
use crate::sink::{Plan, Sink};
use crate::support::{let_out, plain_server, sitrep};

const LONG: usize = 10_000;

#[rstest]
#[case::crlf("x\r\nBcc: fox@wood.example", "x Bcc: fox@wood.example")]
#[case::lf("x\nBcc: fox@wood.example", "x Bcc: fox@wood.example")]
#[case::cr("x\rBcc: fox@wood.example", "x Bcc: fox@wood.example")]
#[case::end_of_head("x\r\n\r\nAnother text", "x Another text")]
#[case::folded("x\r\n Bcc: fox", "x Bcc: fox")]
#[case::nel("x\u{85}Bcc: fox", "x Bcc: fox")]
#[case::line_separator("x\u{2028}Bcc: fox", "x Bcc: fox")]
#[case::nul("x\u{0}y", "xy")]
#[case::bell_and_escape("\u{7}x\u{1b}]0;y\u{1b}[31m", "x]0;y[31m")]
#[case::bidi("\u{202e}elpmaxe\u{202c} \u{2066}x\u{2069}", "elpmaxe x")]
#[case::encoded_word("=?utf-8?q?x=0D=0ABcc:_fox?=", "=?utf-8?q?x=0D=0ABcc:_fox?=")]
#[case::only_blanks_between("a \t  b", "a b")]
fn no_subject_breaks_out_of_its_line(#[case] subject: &str, #[case] wanted: &str) {
    let outgoing = Outgoing {
        subject: subject.into(),
        ..sitrep(Channel::Mail)
    };
    let mail = mail(&outgoing).unwrap();
    is_sound(&mail);
    assert_eq!(read(&mail).subject, wanted);
    let link = mailto(&outgoing).unwrap();
    let (_, query) = link.split_once('?').unwrap();
    let names: Vec<&str> = query
        .split('&')
        .filter_map(|part| Some(part.split_once('=')?.0))
        .collect();
    assert_eq!(names, ["cc", "subject", "body"]);
}

#[rstest]
#[case::without_blanks(&"x".repeat(LONG))]
#[case::with_blanks(&"xyz ".repeat(LONG / 4))]
#[case::wide(&"\u{1f414}".repeat(LONG))]
#[case::combining(&format!("e{}", "\u{301}".repeat(LONG)))]
#[case::equals(&"=".repeat(LONG))]
fn no_length_makes_a_long_line(#[case] text: &str) {
    let outgoing = Outgoing {
        subject: text.into(),
        body: text.into(),
        ..sitrep(Channel::Mail)
    };
    let mail = mail(&outgoing).unwrap();
    is_sound(&mail);
    let longest = mail.split("\r\n").map(str::len).max();
    assert!(longest <= Some(80), "{longest:?}");
    let read = read(&mail);
    assert_eq!(read.subject, text.trim_end());
    assert_eq!(read.text, text.trim_end());
}

#[rstest]
#[case::lone_dot("a\n.\nb", "a\n.\nb")]
#[case::first_dot(".\n..\n...x", ".\n..\n...x")]
#[case::end_of_text(
    "a\r\n.\r\nMAIL FROM:<fox@wood.example>\r\n",
    "a\n.\nMAIL FROM:<fox@wood.example>"
)]
#[case::bare_lf_dot("a\n.\r\nQUIT", "a\n.\nQUIT")]
#[case::bare_cr_dot("a\r.\rQUIT", "a\n.\nQUIT")]
#[case::dot_where_a_long_line_breaks(&format!("{}\n.\nQUIT", "a".repeat(75) + ".".repeat(80).as_str()), &format!("{}\n.\nQUIT", "a".repeat(75) + ".".repeat(80).as_str()))]
#[case::nul("a\u{0}\n.\u{0}\nb", "a\n.\nb")]
#[case::mbox("From the farm\n>From the farm", "From the farm\n>From the farm")]
#[case::boundary(
    "--x\nContent-Type: text/html\n\n<b>",
    "--x\nContent-Type: text/html\n\n<b>"
)]
#[tokio::test]
async fn no_text_ends_before_its_end(#[case] body: &str, #[case] wanted: &str) {
    let outgoing = Outgoing {
        body: body.into(),
        ..sitrep(Channel::Mail)
    };
    let sink = Sink::start(Plan::default()).await;
    let outcome = Smtp::new(&plain_server(sink.port), None)
        .unwrap()
        .send(&let_out(&outgoing))
        .await;
    let seen = sink.seen();
    assert_eq!(seen.taken.len(), 1, "{outcome:?}");
    let taken = &seen.taken[0];
    is_sound(&taken.text);
    assert_eq!(read(&taken.text).text, wanted);
    assert_eq!(taken.to.len(), 3);
    let commands: Vec<&str> = seen
        .lines
        .iter()
        .map(|line| line.split(' ').next().unwrap())
        .collect();
    assert_eq!(
        commands,
        ["EHLO", "MAIL", "RCPT", "RCPT", "RCPT", "DATA", "QUIT"]
    );
}

/// A file can be changed by others; what is read from it is no more trusted than what is typed.
#[rstest]
#[case::address("to = [\"jane@farm.example\\r\\nBcc: fox@wood.example\"]")]
#[case::sender("from = \"a> SIZE=1\\n<b@farm.example\"")]
#[case::key("key = \"../../../x-mail\"")]
fn no_file_brings_in_what_could_not_be_typed(#[case] line: &str) {
    let text = toml::to_string(&sitrep(Channel::Mail)).unwrap();
    let name = line.split_once(' ').unwrap().0;
    let old = text
        .lines()
        .find(|old| old.starts_with(&format!("{name} =")))
        .unwrap();
    let text = text.replace(old, line);
    assert!(toml::from_str::<Outgoing>(&text).is_err());
}

#[test]
fn a_name_beside_an_address_stays_a_name() {
    for name in [
        "Bcc: fox@wood.example",
        "a\\\" <fox@wood.example>",
        "=?utf-8?q?x?=",
        "a, b; c",
    ] {
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        let outgoing = Outgoing {
            to: vec![format!("\"{quoted}\" <jane@farm.example>").parse().unwrap()],
            cc: Vec::new(),
            ..sitrep(Channel::Mail)
        };
        let mail = mail(&outgoing).unwrap();
        let read = read(&mail);
        assert_eq!(read.to, [(name.to_owned(), "jane@farm.example".to_owned())]);
        assert!(!fields(&mail).iter().any(|field| field == "Bcc"));
    }
}

#[test]
fn json_holds_whatever_is_written() {
    let body = "\"}],\"channel\":\"#general\" \\ \u{0}\u{1b}\u{2028}\u{202e}\n<!everyone>";
    let outgoing = Outgoing {
        body: body.into(),
        ..sitrep(Channel::SlackWebhook)
    };
    let payload: serde_json::Value =
        serde_json::from_str(&slack_payload(&outgoing).unwrap()).unwrap();
    assert_eq!(payload.get("channel"), None);
    let text = payload["text"].as_str().unwrap();
    assert!(
        text.ends_with("\"}],\"channel\":\"#general\" \\ \n\n&lt;!everyone&gt;"),
        "{text:?}"
    );
}
