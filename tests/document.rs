//! The text of the issue: what it says, what is read back, and what stays as it was.

#[expect(dead_code, reason = "each test file uses a part of the support")]
mod issue_support;

use issue_support::{Record, bare};
use proptest::prelude::*;
use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::document::{
    Bullet, Document, Kind, LineMark, Parsed, Region, Standing, State, fits, neutralise, parse,
    render_new, restore, splice, units,
};
use sitroom::domain::ids::ItemId;
use sitroom::domain::incident::{FixClass, FixState, LeadState, Mark};

/// Returns what a parsed text says otherwise than the document, in words.
fn differences(parsed: &Parsed, document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    let mut check = |what: String, is: String, should: String| {
        if is != should {
            found.push(format!("{what}: {is:?} instead of {should:?}"));
        }
    };
    let title = parsed.first.as_ref().map(|(_, title)| title.clone());
    check(
        "title".into(),
        title.unwrap_or_default(),
        document.first_line(),
    );
    for bullet in Bullet::ALL {
        let value = parsed.bullet(bullet).unwrap_or_default();
        check(
            bullet.label().into(),
            value,
            document.bullets[&bullet].clone(),
        );
    }
    check(
        "details".into(),
        parsed.details.clone(),
        document.details.clone(),
    );
    let ids = |ids: Vec<&ItemId>| format!("{ids:?}");
    check(
        "items".into(),
        ids(parsed
            .items
            .iter()
            .filter_map(|item| item.marked.as_ref())
            .collect()),
        ids(document.items.iter().map(|item| &item.id).collect()),
    );
    for item in &document.items {
        let Some(read) = parsed.item(&item.id) else {
            continue;
        };
        check(
            format!("{} text", item.id),
            read.text.clone(),
            item.text.clone(),
        );
        if Kind::of(&item.id) != Kind::Line {
            let owner = read.owner.clone().unwrap_or_default();
            check(format!("{} owner", item.id), owner, item.owner.clone());
        }
        let standing = match (&read.words, read.ticked) {
            (Some(words), _) => words.clone(),
            (None, true) => Standing::Line(LineMark::Ticked),
            (None, false) => Standing::Line(LineMark::Open),
        };
        check(
            format!("{} standing", item.id),
            format!("{standing:?}"),
            format!("{:?}", item.standing),
        );
    }
    found
}

fn assert_says(text: &str, document: &Document) {
    let found = differences(&parse(text), document);
    assert!(found.is_empty(), "{found:#?}\n{text}");
}

#[test]
fn a_new_issue_begins_with_the_template_to_the_byte() {
    let text = render_new(&Record::new().document());
    let head = "The chickens have escaped\n\n- **Status**: investigating\n\
        - **Severity**: unknown\n- **Reporter**: Farmer Dave\n- **IC**: Farmer Jane\n\
        - **Responders**: Farmer Dave\n\nThe coop is empty.\n\n\
        <!-- sitroom:begin v1 2026-11-22-the-chickens-have-escaped -->\n";
    assert!(text.starts_with(head), "{text}");
    assert!(text.ends_with("-->\n<!-- sitroom:end -->"), "{text}");
}

#[test]
fn each_line_shows_its_number_its_owner_and_how_far_it_got() {
    let mut record = Record::busy();
    record.move_lead(1, LeadState::Investigating, "");
    record.move_lead(2, LeadState::Answered, "Spot (the dog)");
    record.move_lead(3, LeadState::RuledOut, "nothing");
    record.move_fix(1, FixState::Done);
    record.move_fix(2, FixState::Done);
    record.local(Command::VerifyFix {
        id: "R2".parse().expect("an id"),
        by: "Farmer Jane".into(),
    });
    record.local(Command::MarkItem {
        item: ItemId::new("I4"),
        mark: Some(Mark::Done),
        reason: String::new(),
    });
    record.local(Command::MarkItem {
        item: ItemId::new("S1"),
        mark: Some(Mark::NotApplicable),
        reason: "no need".into(),
    });
    let text = bare(&render_new(&record.document())).replace('\u{200b}', "");
    for line in [
        "- [x] I4 Notify GSA within one hour <!-- sitroom:I4 -->",
        "- [ ] S1 Choose a severity (quickly) (does not apply) <!-- sitroom:S1 -->",
        "- [ ] L1 which gate was open? (investigating) <!-- sitroom:L1 -->",
        "- [x] L2 who saw the fox? (answered: Spot (the dog)) <!-- sitroom:L2 -->",
        "- [x] L3 how many are left? (ruled out: nothing) <!-- sitroom:L3 -->",
        "- [ ] R1 close the gate — Farmer Dave (done, to verify) <!-- sitroom:R1 -->",
        "- [x] R2 count the chickens (verified by Farmer Jane) <!-- sitroom:R2 -->",
        "- [ ] R3 buy a better fence (open) <!-- sitroom:R3 -->",
    ] {
        assert!(text.lines().any(|l| l == line), "{line}\n{text}");
    }
    assert_says(&render_new(&record.document()), &record.document());
}

#[test]
fn a_drill_says_so_in_the_title_and_in_our_part_and_not_in_the_record() {
    let record = Record::opened(true, "The chickens have escaped", "");
    let document = record.document();
    let text = render_new(&document);
    assert_eq!(
        document.issue_title(),
        "EXERCISE: The chickens have escaped"
    );
    assert!(text.contains("**EXERCISE**: this is a drill"), "{text}");
    assert_eq!(document.title, "The chickens have escaped");
    assert_eq!(document.bare_title(&document.issue_title()), document.title);
    assert_says(&text, &document);
}

#[rstest]
#[case::marker("<!-- sitroom:L1 -->")]
#[case::end_of_region("<!-- sitroom:end -->")]
#[case::begin_of_region("<!-- sitroom:begin v1 x -->")]
#[case::comment_end("--> out")]
#[case::task("- [x] done")]
#[case::heading("### Leads")]
#[case::field("- **Status**: resolved")]
#[case::loose_field("Status: resolved")]
#[case::fence("```")]
#[case::tilde_fence("~~~ rust")]
#[case::words("really (answered: yes)")]
#[case::not_applicable("(does not apply)")]
#[case::owner("the gate — Spot the Dog")]
#[case::dash_first("— who")]
#[case::dash_last("who —")]
#[case::number("L1 L2 R1")]
#[case::backslash("C:\\coop\\ \\")]
#[case::pipe("a | b")]
#[case::html("<details><summary>x")]
#[case::mention("ask @spot-the-dog and (@dave)")]
#[case::reference("see #12, GH-12, farm/coop#12")]
#[case::url("https://github.com/farm/coop/issues/12")]
#[case::commit("a94a8fe5ccb19ba61c4c0873d391e987982fbbd3")]
#[case::zero_width("a\u{200b}@\u{200b}b #\u{200b}1 \u{200b}")]
#[case::zero_first("\u{200b}# title")]
#[case::emoji("🐔🦊 ran")]
#[case::ordered("1. first")]
#[case::unbalanced(") a ( b ))")]
fn what_people_type_comes_back_and_forges_nothing(#[case] text: &str) {
    let mut record = Record::opened(false, text, &format!("before\n{text}\nafter"));
    record.lead(text, text);
    record.lead(text, "");
    record.move_lead(1, LeadState::Answered, text);
    record.fix(text, FixClass::Immediate, text);
    record.move_fix(1, FixState::Done);
    record.local(Command::VerifyFix {
        id: "R1".parse().expect("an id"),
        by: text.into(),
    });
    record.local(Command::AddItem {
        list: "assess".into(),
        text: text.into(),
    });
    record.local(Command::SetIc { to: text.into() });
    let document = record.document();
    let body = render_new(&document);
    assert_says(&body, &document);
    assert!(!body.contains("@spot"), "{body}");
    assert!(!body.contains("#12") && !body.contains("GH-12"), "{body}");
    assert!(!body.contains("/issues/12"), "{body}");
    assert!(
        !body.contains("a94a8fe5ccb19ba61c4c0873d391e987982fbbd3"),
        "{body}"
    );
    assert_eq!(splice(&body, &document), body);
}

#[rstest]
#[case::mail("dave@farm.example", "dave@farm.example")]
#[case::mention("@dave", "@\u{200b}dave")]
#[case::again("@\u{200b}dave", "@\u{200b}\u{200b}dave")]
#[case::heading("# 12", "# 12")]
#[case::number("high-12", "high-12")]
fn only_what_acts_is_neutralised(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(neutralise(text), expected);
    assert_eq!(restore(&neutralise(text)), text);
}

#[rstest]
#[case::case("- **status**: Confirmed", Bullet::Status, "confirmed")]
#[case::plain("Severity: High", Bullet::Severity, "high")]
#[case::bold("**severity**: med", Bullet::Severity, "medium")]
#[case::bold_colon("* **Severity:** 1 - High", Bullet::Severity, "high")]
#[case::hyphen("- **Status**: False-Alarm", Bullet::Status, "false alarm")]
#[case::emphasis("- **Status**: **resolved**", Bullet::Status, "resolved")]
#[case::long_name("Incident Commander: Farmer Jane", Bullet::Ic, "Farmer Jane")]
#[case::names(
    "- **Responders**: Spot the Dog;Farmer Dave",
    Bullet::Responders,
    "Spot the Dog, Farmer Dave"
)]
#[case::placeholder("- **IC**: Your Name", Bullet::Ic, "")]
#[case::no_word("- **Status**: who knows", Bullet::Status, "who knows")]
fn fields_are_read_in_any_spelling(
    #[case] line: &str,
    #[case] bullet: Bullet,
    #[case] value: &str,
) {
    let parsed = parse(&format!(
        "Title\r\n\r\n{line}\r\n- **Status**: confirmed\r\n"
    ));
    assert_eq!(parsed.bullet(bullet).as_deref(), Some(value));
}

#[test]
fn of_several_lines_of_one_field_the_first_counts() {
    let parsed = parse("T\n\n- **Severity**: low\n- **Severity**: high\n");
    assert_eq!(parsed.bullet(Bullet::Severity).as_deref(), Some("low"));
}

#[rstest]
#[case::star("* [x] L1 which gate was open? (open) <!-- sitroom:L1 -->")]
#[case::plus("+ [x] L1 which gate was open? (open) <!-- sitroom:L1 -->")]
#[case::ordered("1. [x] L1 which gate was open? (open) <!-- sitroom:L1 -->")]
#[case::capital("- [X] L1 which gate was open? (open) <!-- sitroom:L1 -->")]
#[case::indented("   - [x] L1 which gate was open? (open)  <!--  sitroom:L1  -->")]
fn boxes_are_read_with_any_bullet(#[case] line: &str) {
    let line = line.replace("<!--  sitroom:L1  -->", "<!-- sitroom:L1 -->");
    let text = bare(&render_new(&Record::busy().document()));
    let ours = "- [ ] L1 which gate was open? (open) <!-- sitroom:L1 -->";
    let text = format!(
        "\u{feff}{}",
        text.replace(ours, &line).replace('\n', "\r\n")
    );
    let parsed = parse(&text);
    let item = parsed.item(&ItemId::new("L1")).expect("the lead");
    assert!(item.ticked);
    assert_eq!(item.text, "which gate was open?");
}

#[rstest]
#[case::no_begin("<!-- sitroom:begin", "gone")]
#[case::no_end("<!-- sitroom:end", "gone")]
fn a_region_without_one_of_its_marks_is_not_written_to(#[case] mark: &str, #[case] reason: &str) {
    let document = Record::busy().document();
    let text = render_new(&document);
    let kept: Vec<&str> = text.lines().filter(|l| !l.starts_with(mark)).collect();
    let text = kept.join("\n");
    let parsed = parse(&text);
    assert!(parsed.mangled().is_some_and(|why| why.contains(reason)));
    assert_eq!(splice(&text, &document), text);
}

#[rstest]
#[case::twice(|text: &str| format!("{text}\n{text}"))]
#[case::fenced(|text: &str| format!("```\n{text}\n```"))]
#[case::both_gone(|text: &str| text.replace("sitroom:begin", "x").replace("sitroom:end", "x"))]
#[case::newer(|text: &str| text.replace("begin v1", "begin v2"))]
fn a_region_that_cannot_be_told_is_not_written_to(#[case] mangle: fn(&str) -> String) {
    let document = Record::busy().document();
    let text = mangle(&render_new(&document));
    assert!(matches!(parse(&text).region, Region::Mangled(_)), "{text}");
    assert_eq!(splice(&text, &document), text);
}

#[test]
fn a_missing_region_is_appended_below_what_people_wrote() {
    let document = Record::new().document();
    let text = "The chickens have escaped\n\nThe coop is empty.";
    let spliced = splice(text, &document);
    assert!(
        spliced.contains("The coop is empty.\n\n<!-- sitroom:begin v1 "),
        "{spliced}"
    );
    assert_eq!(splice(&spliced, &document), spliced);
}

#[test]
fn nothing_inside_a_code_block_is_ours() {
    let document = Record::busy().document();
    let quoted = "```\n- [x] L1 which gate was open? (open) <!-- sitroom:L1 -->\n```\n\n### Leads";
    let text = render_new(&document).replacen("### Leads", quoted, 1);
    let parsed = parse(&text);
    assert!(!parsed.item(&ItemId::new("L1")).expect("the lead").ticked);
    assert_eq!(splice(&text, &document), text);
}

#[test]
fn task_lists_of_people_outside_the_region_are_theirs() {
    let document = Record::busy().document();
    let text = format!("{}\n\n- [ ] L1 feed the dog\n", render_new(&document));
    assert_eq!(parse(&text).items.len(), document.items.len());
    assert_eq!(splice(&text, &document), text);
}

#[test]
fn spellings_that_mean_the_same_stay_as_they_are() {
    let document = Record::busy().document();
    let text = render_new(&document)
        .replace("- **Severity**: unknown", "severity:   Unknown")
        .replace("- [ ] L1 ", "*  [ ] L1 ")
        .replace("### Leads", "## leads ##");
    assert_eq!(splice(&text, &document), text);
}

#[test]
fn new_lines_go_below_what_people_wrote_below_ours() {
    let mut record = Record::busy();
    let text = bare(&render_new(&record.document()));
    let line = "- [ ] L3 how many are left? (open) <!-- sitroom:L3 -->";
    let text = text.replace(line, &format!("{line}\n  - seven at noon"));
    record.lead("where is Spot?", "");
    let spliced = bare(&splice(&text, &record.document()));
    let expected = format!(
        "{line}\n  - seven at noon\n- [ ] L4 where is Spot? (open) <!-- sitroom:L4 -->\n\n###"
    );
    assert!(spliced.contains(&expected), "{spliced}");
}

#[test]
fn the_hidden_part_cannot_end_its_comment() {
    let state = State {
        id: "-->--<!---".into(),
        ..State::default()
    };
    let line = state.line();
    let inside = &line["<!--".len()..line.len() - "-->".len()];
    assert!(!inside.contains("--") && !inside.contains('>'), "{line}");
    assert_eq!(State::read(&line), Some(state));
}

#[test]
fn length_is_counted_as_github_counts() {
    assert_eq!(units("🐔a"), 3);
    assert!(fits(&"a".repeat(60_000)));
    assert!(!fits(&"🐔".repeat(30_001)));
}

/// Text as bad as it comes.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "<!--",
            "-->",
            "<!-- sitroom:L1 -->",
            "sitroom:end",
            "<!-- sitroom:begin v1 x -->",
            "```",
            "~~~~",
            "`",
            "|",
            "- [ ] ",
            "* ",
            "1. ",
            "### Leads",
            "#",
            "# ",
            "\n",
            "\r\n",
            "\n\n",
            " ",
            "  ",
            "\t",
            "(open)",
            "(",
            ")",
            ")",
            " — ",
            "—",
            "@dave",
            "@",
            "#12",
            "GH-3",
            "/issues/",
            "/pull/7",
            "\u{200b}",
            "\u{200b}",
            "Status: low",
            "- **IC**: ",
            "**",
            "severity",
            ":",
            "🐔",
            "é",
            "\\",
            "<b>",
            "<",
            "!",
            "0123456789abcdef",
            "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3",
            "EXERCISE: ",
            "L1 ",
            "verified by ",
            "\u{202e}",
            "\u{feff}",
            "\u{2028}",
            "\u{85}",
            "answered: ",
            "&mdash;",
            "---",
            "===",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
        "[a-z ]{0,8}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn nasty_record() -> impl Strategy<Value = Record> {
    let texts = prop::collection::vec(nasty(), 12);
    (texts, any::<bool>(), prop::collection::vec(0_usize..4, 4)).prop_map(|(t, drill, states)| {
        let mut record = Record::opened(drill, &format!("x{}", t[0]), &t[1]);
        for n in 0..2 {
            record.lead(&format!("{}x", t[2 + n]), &t[4 + n]);
            let id = u32::try_from(n).expect("small") + 1;
            record.move_lead(id, LeadState::ALL[states[n]], &format!("f{}", t[6 + n]));
            record.fix(&format!("x{}", t[8 + n]), FixClass::LongTerm, &t[10 + n]);
            record.move_fix(id, FixState::ALL[states[2 + n]]);
        }
        record.local(Command::AddItem {
            list: "assess".into(),
            text: format!("{}x", t[3]),
        });
        record
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn neutralised_text_comes_back(text in nasty()) {
        prop_assert_eq!(restore(&neutralise(&text)), text);
    }

    #[test]
    fn whatever_is_written_is_read_back(record in nasty_record()) {
        let document = record.document();
        let text = render_new(&document);
        let found = differences(&parse(&text), &document);
        prop_assert!(found.is_empty(), "{:#?}\n{}", found, text);
        prop_assert_eq!(parse(&text).state, Some(document.state.clone()));
        prop_assert_eq!(splice(&text, &document), text);
    }

    #[test]
    fn reading_never_fails_and_splicing_is_done_once(text in nasty(), region in any::<bool>()) {
        let document = Record::busy().document();
        let text = if region {
            render_new(&document).replacen("### Leads", &format!("### Leads\n{text}"), 1)
        } else {
            text
        };
        let once = splice(&text, &document);
        prop_assert_eq!(splice(&once, &document), once);
    }

    #[test]
    fn what_people_wrote_stays(before in "[a-z .]{1,20}", inside in "[a-z .>]{1,20}", after in "\\PC{0,30}") {
        let mut record = Record::busy();
        let text = render_new(&record.document())
            .replacen("- **Status**", &format!("x {before}\n- **Status**"), 1)
            .replacen("### Leads", &format!("### Leads\n\nx {inside}"), 1);
        let text = format!("{text}\n{after}");
        record.lead("where is Spot?", "Farmer Dave");
        record.move_fix(1, FixState::Done);
        let spliced = splice(&text, &record.document());
        prop_assert!(spliced.contains(&format!("\nx {before}\n- **Status**")), "{}", spliced);
        prop_assert!(spliced.contains(&format!("\nx {inside}\n")), "{}", spliced);
        prop_assert!(spliced.ends_with(&format!("<!-- sitroom:end -->\n{after}")), "{}", spliced);
    }
}
