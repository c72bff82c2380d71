//! How a message reads on each channel, checked by a parser that is not ours where there is
//! one.

use mail_parser::MessageParser;
use proptest::prelude::*;
use rstest::rstest;
use sitroom::domain::ids::EntryId;
use sitroom::domain::outgoing::{
    AddressFault, Channel, LONGEST_MAILTO, MailAddress, Outgoing, RenderError, SendKey, mail,
    mail_file, mailto, message_id, slack_mrkdwn, slack_paste, slack_payload,
};
use sitroom::domain::text::{clean_line, clean_text};

use crate::support::{ENTRY, address, drill, sitrep};

/// What another program reads in a mail: subject, recipients, text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) subject: String,
    pub(crate) to: Vec<(String, String)>,
    pub(crate) cc: Vec<(String, String)>,
    pub(crate) text: String,
}

pub(crate) fn read(mail: &str) -> Read {
    let message = MessageParser::default()
        .parse(mail.as_bytes())
        .expect("it is mail");
    let list = |list: Option<&mail_parser::Address<'_>>| {
        let addresses = list.into_iter().flat_map(mail_parser::Address::iter);
        let pair = |address: &mail_parser::Addr<'_>| {
            let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
            (text(address.name()), text(address.address()))
        };
        addresses.map(pair).collect()
    };
    let text = message.body_text(0).expect("it has a text");
    Read {
        subject: message.subject().expect("it has a subject").to_owned(),
        to: list(message.to()),
        cc: list(message.cc()),
        text: text.replace("\r\n", "\n").trim_end_matches('\n').to_owned(),
    }
}

/// The names of the fields, in order.
pub(crate) fn fields(mail: &str) -> Vec<String> {
    let (head, _) = mail
        .split_once("\r\n\r\n")
        .expect("head and text are divided");
    let lines = head.split("\r\n").filter(|line| !line.starts_with(' '));
    let name = |line: &str| {
        line.split_once(':')
            .map_or(line, |(name, _)| name)
            .to_owned()
    };
    lines.map(name).collect()
}

/// What every server and every program takes, whatever was written into it.
pub(crate) fn is_sound(mail: &str) {
    assert!(mail.is_ascii());
    assert!(mail.ends_with("\r\n"));
    let bare = mail.replace("\r\n", "");
    assert!(
        !bare.contains(['\r', '\n', '\0']),
        "line ends are whole: {mail:?}"
    );
    assert!(bare.chars().all(|c| c == '\t' || !c.is_control()));
    for line in mail.split("\r\n") {
        assert!(line.len() <= 320, "a line of {} bytes: {line}", line.len());
    }
    let names = [
        "Date",
        "From",
        "To",
        "Cc",
        "Message-ID",
        "Subject",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ];
    assert_eq!(fields(mail), names);
}

#[test]
fn sitrep_is_mail() {
    let mail = mail(&sitrep(Channel::Mail)).unwrap();
    let wanted = format!(
        "Date: Sun, 22 Nov 2026 09:02:03 -0500\r\n\
         From: \"Farmer Jane\" <jane@farm.example>\r\n\
         To: <gsa-ir@gsa.example>, <devops@gsa.example>\r\n\
         Cc: \"Spot the Dog\" <spot@farm.example>\r\n\
         Message-ID: <{}.mail@farm.example>\r\n\
         Subject: [sitrep] The chickens have escaped\r\n\
         MIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: 7bit\r\n\
         \r\n\
         Severity: high\r\nIC: Farmer Jane\r\n\r\nThe gate was open.\r\n.\r\n\
         Dave mends the fence.\r\n",
        ENTRY.to_ascii_lowercase()
    );
    assert_eq!(mail, wanted);
}

#[test]
fn another_program_reads_what_was_written() {
    let outgoing = Outgoing {
        subject: "[sitrep] Die Hühner sind los — \u{1f414} und weit über achtzig Zeichen lang, \
                  damit die Zeile gefaltet werden muss"
            .into(),
        body: "Größe: 5 < 7 = wahr\n\nFrom here on\n.\n..\nend ".into(),
        cc: vec![
            address("\"Dave, Farmer\" <dave@farm.example>"),
            address("Käthe <k@farm.example>"),
        ],
        ..sitrep(Channel::Mail)
    };
    let mail = mail(&outgoing).unwrap();
    is_sound(&mail);
    let read = read(&mail);
    assert_eq!(read.subject, outgoing.subject);
    assert_eq!(read.text, "Größe: 5 < 7 = wahr\n\nFrom here on\n.\n..\nend");
    let pair = |name: &str, address: &str| (name.to_owned(), address.to_owned());
    assert_eq!(
        read.to,
        [
            pair("", "gsa-ir@gsa.example"),
            pair("", "devops@gsa.example")
        ]
    );
    let cc = [
        pair("Dave, Farmer", "dave@farm.example"),
        pair("Käthe", "k@farm.example"),
    ];
    assert_eq!(read.cc, cc);
}

#[test]
fn id_and_date_are_those_of_the_entry_on_each_way_and_at_each_try() {
    let smtp = sitrep(Channel::Mail);
    let file = sitrep(Channel::EmlFile);
    assert_eq!(message_id(&smtp), message_id(&file));
    assert_eq!(mail(&smtp).unwrap(), mail(&smtp.clone()).unwrap());
    let parsed = mail(&smtp).unwrap();
    let parsed = MessageParser::default().parse(parsed.as_bytes()).unwrap();
    assert_eq!(parsed.message_id(), Some(message_id(&smtp).as_str()));
    assert_eq!(
        parsed.date().unwrap().to_timestamp(),
        smtp.written.timestamp()
    );
    let nobody = Outgoing { from: None, ..smtp };
    assert!(message_id(&nobody).ends_with("@sitroom.invalid"));
}

#[test]
fn file_opens_as_a_draft_and_needs_neither_sender_nor_recipient() {
    let outgoing = Outgoing {
        from: None,
        to: Vec::new(),
        cc: Vec::new(),
        ..sitrep(Channel::EmlFile)
    };
    let file = mail_file(&outgoing).unwrap();
    assert_eq!(fields(&file).last().unwrap(), "X-Unsent");
    assert_eq!(read(&file).subject, outgoing.subject);
    assert_eq!(mail(&outgoing), Err(RenderError::NoSender));
}

#[rstest]
#[case::subject("[sitrep] x", "EXERCISE: [sitrep] x")]
#[case::said_already("EXERCISE: x", "EXERCISE: x")]
#[case::longer_word("EXERCISED gate", "EXERCISE: EXERCISED gate")]
#[case::later("an EXERCISE", "EXERCISE: an EXERCISE")]
#[case::empty("", "EXERCISE")]
fn drill_says_so_in_the_first_word_of_the_subject(#[case] subject: &str, #[case] wanted: &str) {
    let outgoing = Outgoing {
        subject: subject.into(),
        ..drill(Channel::Mail)
    };
    assert_eq!(outgoing.subject_line(), wanted);
}

#[test]
fn drill_says_so_first_on_every_channel() {
    let outgoing = drill(Channel::Mail);
    let mail = mail(&outgoing).unwrap();
    assert!(read(&mail).subject.starts_with("EXERCISE"));
    assert!(read(&mail).text.starts_with("EXERCISE"));
    assert!(outgoing.copy().starts_with("Subject: EXERCISE: "));
    assert!(outgoing.copy().contains("\n\nEXERCISE: "));
    for text in [
        slack_mrkdwn(&outgoing).unwrap(),
        slack_paste(&outgoing).unwrap(),
    ] {
        assert!(
            text.starts_with("EXERCISE") && text.contains("\nEXERCISE"),
            "{text}"
        );
    }
    let link = mailto(&outgoing).unwrap();
    assert!(
        link.contains("subject=EXERCISE%3A") && link.contains("body=EXERCISE%3A"),
        "{link}"
    );
    let bare = Outgoing {
        subject: String::new(),
        body: "EXERCISE: said already".into(),
        ..outgoing
    };
    assert_eq!(bare.text(), "EXERCISE: said already");
}

#[test]
fn link_holds_all_of_the_message_and_nothing_is_taken_for_its_grammar() {
    let outgoing = Outgoing {
        to: vec![
            address("a+b?c&d=e@farm.example"),
            address("dave@farm.example"),
        ],
        subject: "50% & more?".into(),
        body: "line 1\nline 2 = ü".into(),
        ..sitrep(Channel::Mailto)
    };
    assert_eq!(
        mailto(&outgoing).unwrap(),
        "mailto:a%2Bb%3Fc%26d%3De@farm.example,dave@farm.example?cc=spot@farm.example\
         &subject=50%25%20%26%20more%3F&body=line%201%0D%0Aline%202%20%3D%20%C3%BC"
    );
}

#[test]
fn link_that_would_be_cut_off_is_refused() {
    let with = |length: usize| Outgoing {
        body: "x".repeat(length),
        ..sitrep(Channel::Mailto)
    };
    let room = LONGEST_MAILTO - mailto(&with(1)).unwrap().len() + 1;
    assert_eq!(mailto(&with(room)).unwrap().len(), LONGEST_MAILTO);
    let error = mailto(&with(room + 1)).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("2001 characters, and 2000 are safe"),
        "{error}"
    );
}

#[rstest]
#[case::markup("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d")]
#[case::entity("&amp;", "&amp;amp;")]
#[case::broadcast(
    "<!channel> <!here|x> <!subteam^S1>",
    "&lt;!channel&gt; &lt;!here|x&gt; &lt;!subteam^S1&gt;"
)]
#[case::person("<@U123ABC>", "&lt;@U123ABC&gt;")]
#[case::link(
    "<http://x.example|bank.example>",
    "&lt;http://x.example|bank.example&gt;"
)]
#[case::calls(
    "@here @Channel, @EVERYONE.",
    "@\u{2060}here @\u{2060}Channel, @\u{2060}EVERYONE."
)]
#[case::glued("(@here) a@here", "(@\u{2060}here) a@\u{2060}here")]
#[case::names(
    "@hereford @channel_4 @dave @cg-team",
    "@hereford @channel_4 @dave @cg-team"
)]
#[case::plain("*bold* _it_ `code` :chicken:", "*bold* _it_ `code` :chicken:")]
fn slack_calls_nobody_and_shows_what_was_written(#[case] body: &str, #[case] wanted: &str) {
    let outgoing = Outgoing {
        subject: String::new(),
        body: body.into(),
        ..sitrep(Channel::SlackText)
    };
    assert_eq!(slack_mrkdwn(&outgoing).unwrap(), wanted);
    let pasted = slack_paste(&outgoing).unwrap();
    assert_eq!(
        pasted.replace('\u{2060}', ""),
        body,
        "a person pastes it without entities"
    );
    let payload: serde_json::Value =
        serde_json::from_str(&slack_payload(&outgoing).unwrap()).unwrap();
    assert_eq!(payload["text"], wanted);
}

#[rstest]
#[case::bare("jane@farm.example", "jane@farm.example", "")]
#[case::case_of_domain("Jane@Farm.Example", "Jane@farm.example", "")]
#[case::name("Farmer Jane <jane@farm.example>", "jane@farm.example", "Farmer Jane")]
#[case::quoted(
    r#""Jane \"J\", Farmer" <jane@farm.example>"#,
    "jane@farm.example",
    r#"Jane "J", Farmer"#
)]
#[case::signs(
    "o'neil+x/y=z{a}@sub.farm.example",
    "o'neil+x/y=z{a}@sub.farm.example",
    ""
)]
#[case::this_machine("root@localhost", "root@localhost", "")]
#[case::accents("Käthe <k@farm.example>", "k@farm.example", "Käthe")]
fn address_is_read_and_written(#[case] text: &str, #[case] bare: &str, #[case] name: &str) {
    let address: MailAddress = text.parse().unwrap();
    assert_eq!((address.bare().as_str(), address.name()), (bare, name));
    assert_eq!(address.to_string().parse(), Ok(address));
}

#[rstest]
#[case::empty(" ", AddressFault::Empty)]
#[case::no_at("jane", AddressFault::NoAt)]
#[case::line_break("jane@farm.example\r\nBcc: fox@wood.example", AddressFault::Control)]
#[case::line_break_in_name("Jane\nBcc: x <jane@farm.example>", AddressFault::Control)]
#[case::nul("jane\0@farm.example", AddressFault::Control)]
#[case::two("jane@farm.example,fox@wood.example", AddressFault::Local)]
#[case::two_by_blank("jane@farm.example fox@wood.example", AddressFault::Local)]
#[case::command("jane@farm.example> SIZE=1", AddressFault::Domain)]
#[case::closes_early("a> RCPT TO:<fox@wood.example", AddressFault::Local)]
#[case::open_bracket("Jane <jane@farm.example", AddressFault::Local)]
#[case::no_bracket("jane@farm.example>", AddressFault::Unbalanced)]
#[case::bracket_in_name("<x> <jane@farm.example>", AddressFault::Unbalanced)]
#[case::open_quote("\"Jane <jane@farm.example>", AddressFault::Unbalanced)]
#[case::quoted_local("\"a b\"@farm.example", AddressFault::Local)]
#[case::dots("jane..doe@farm.example", AddressFault::Local)]
#[case::literal("jane@[127.0.0.1]", AddressFault::Domain)]
#[case::no_domain("jane@", AddressFault::Domain)]
#[case::one_label("jane@farm", AddressFault::Domain)]
#[case::hyphen("jane@-farm.example", AddressFault::Domain)]
#[case::percent("jane@farm%.example", AddressFault::Domain)]
#[case::accents("jane@höf.example", AddressFault::NotAscii)]
#[case::look_alike("j\u{430}ne@farm.example", AddressFault::NotAscii)]
#[case::bidi("jane@farm.example\u{202e}", AddressFault::NotAscii)]
#[case::long_local(&format!("{}@farm.example", "a".repeat(65)), AddressFault::TooLong)]
#[case::long(&format!("jane@{}example", "farm.".repeat(60)), AddressFault::TooLong)]
#[case::long_name(&format!("{} <jane@farm.example>", "x".repeat(121)), AddressFault::TooLong)]
fn what_is_no_address_is_refused(#[case] text: &str, #[case] fault: AddressFault) {
    let error = text.parse::<MailAddress>().unwrap_err();
    assert_eq!(error.fault, fault, "{error}");
    assert!(
        !error.to_string().contains(['\r', '\n', '\0', '\u{202e}']),
        "{error}"
    );
}

#[test]
fn list_of_addresses_is_read_each_once() {
    let list = "a@x.example; \"B, C\" <b@x.example>,\n A <a@x.example> ,";
    let read = MailAddress::read_list(list).unwrap();
    let bare: Vec<String> = read.iter().map(MailAddress::bare).collect();
    assert_eq!(bare, ["a@x.example", "b@x.example"]);
    assert!(MailAddress::read_list("a@x.example, nobody").is_err());
    assert_eq!(MailAddress::read_list(" \n").unwrap(), []);
}

#[rstest]
#[case::mail("mail", Channel::Mail)]
#[case::webhook("slack-webhook", Channel::SlackWebhook)]
#[case::comment("issue-comment", Channel::IssueComment)]
fn key_is_entry_and_channel(#[case] word: &str, #[case] channel: Channel) {
    let text = format!("{ENTRY}-{word}");
    let key: SendKey = text.parse().unwrap();
    assert_eq!(key.channel, channel);
    assert_eq!(key.to_string(), text);
}

#[rstest]
#[case::no_channel(ENTRY)]
#[case::other_channel("01J0000000000000000000000A-pigeon")]
#[case::path("../../x-mail")]
#[case::empty("")]
fn what_is_no_key_is_refused(#[case] text: &str) {
    assert!(text.parse::<SendKey>().is_err());
}

/// Texts with everything that has a meaning somewhere on the way.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[a-zA-Z0-9 .,:;=<>@\"()_-]{0,30}",
        2 => "\\PC{0,12}",
        1 => Just("\r\n".to_owned()),
        1 => Just("\n.\n".to_owned()),
        1 => Just("=?utf-8?q?x?= ".to_owned()),
        1 => Just("=20=\t \n".to_owned()),
        1 => Just("x".repeat(120)),
        1 => Just("\u{0}\u{1b}\u{202e}\u{7f}\u{85}\u{2028}".to_owned()),
        1 => Just("\u{1f414}é".repeat(40)),
    ];
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn mail_is_sound_and_reads_as_written(subject in text(), body in text(), name in text()) {
        let name: String = clean_line(&name).chars().filter(|c| !"<>\"\\".contains(*c)).take(100).collect();
        let outgoing = Outgoing {
            subject: format!("s{subject}"),
            body: format!("b{body}"),
            cc: vec![format!("{name} <spot@farm.example>").parse().unwrap()],
            ..sitrep(Channel::Mail)
        };
        let mail = mail(&outgoing).unwrap();
        is_sound(&mail);
        let read = read(&mail);
        prop_assert_eq!(read.subject, clean_line(&outgoing.subject));
        prop_assert_eq!(read.text, clean_text(&outgoing.body));
        prop_assert_eq!(&read.cc[0], &(clean_line(&name), "spot@farm.example".to_owned()));
    }
}

#[test]
fn a_draft_that_is_in_no_record_has_no_id_of_its_own() {
    let mut outgoing = sitrep(Channel::EmlFile);
    assert!(mail_file(&outgoing).unwrap().contains("Message-ID: <"));
    outgoing.key.entry = EntryId::default();
    assert!(!mail_file(&outgoing).unwrap().contains("Message-ID"));
}
