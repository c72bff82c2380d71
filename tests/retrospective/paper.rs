//! The report as a page on paper and for who sees no colours: what a band, a bar or a line means
//! stands beside it in words, nothing is told by a colour alone, and it breaks well.

use html5gum::{Token, Tokenizer};
use rstest::rstest;
use sitroom::domain::export::{Page, html};
use sitroom::domain::incident::{Moment, Status};

use crate::night::{night, written};
use crate::record::Record;

fn page(record: &Record) -> String {
    html(&Page {
        incident: &record.incident,
        entries: &record.entries,
        report: &written(record, 400).markdown(),
    })
}

/// An element, and the text right inside it.
struct Element {
    name: String,
    class: String,
    text: String,
    /// The elements it stands in, outermost first.
    inside: Vec<String>,
}

/// Reads a page by the rules of browsers.
fn elements(page: &str) -> Vec<Element> {
    let mut all: Vec<Element> = Vec::new();
    let mut open: Vec<(String, usize)> = Vec::new();
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    for token in Tokenizer::new(page) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = words(&tag.name);
                let class = tag.attributes.get(&b"class"[..]);
                all.push(Element {
                    name: name.clone(),
                    class: class.map(|it| words(it)).unwrap_or_default(),
                    text: String::new(),
                    inside: open.iter().map(|(name, _)| name.clone()).collect(),
                });
                let is_void = ["meta", "br", "hr"].contains(&name.as_str());
                if !is_void && !tag.self_closing {
                    open.push((name, all.len() - 1));
                }
            }
            Token::EndTag(tag) => {
                let name = words(&tag.name);
                if let Some(at) = open.iter().rposition(|(known, _)| *known == name) {
                    open.truncate(at);
                }
            }
            Token::String(text) => {
                if let Some((_, at)) = open.last() {
                    all[*at].text.push_str(&words(&text));
                }
            }
            _ => {}
        }
    }
    all
}

fn style(page: &str) -> String {
    let all = elements(page);
    let style = all.iter().find(|it| it.name == "style");
    style.expect("a page has a style").text.clone()
}

/// Returns what a rule of the style sheet says, of the first that is for such a thing.
fn rule<'a>(style: &'a str, selector: &str) -> &'a str {
    let begin = style.lines().find(|line| {
        let rule = line.trim_start().strip_prefix(selector);
        rule.is_some_and(|rest| rest.starts_with(" {"))
    });
    let begin = begin.and_then(|line| style.find(line));
    let rest = &style[begin.unwrap_or_else(|| panic!("no rule for {selector}"))..];
    rest.split_once('}').map_or(rest, |(rule, _)| rule)
}

#[test]
fn how_it_stood_and_each_moment_are_named_in_words() {
    let record = night();
    let all = elements(&page(&record));
    let mut bands = 0;
    for (at, band) in all.iter().enumerate() {
        if !band.class.starts_with("band") {
            continue;
        }
        let title = all[at + 1..].iter().find(|it| it.name == "title");
        let title = title.filter(|it| it.inside.last().is_some_and(|it| it == "rect"));
        let word = &title.expect("a band says what it is").text;
        let known = [Status::Investigating, Status::Confirmed, Status::Resolved];
        assert!(known.iter().any(|it| it.word() == word), "{word}");
        bands += 1;
    }
    assert_eq!(bands, 3, "as often as the status changed, and the first");
    let drawn: Vec<&str> = all
        .iter()
        .filter(|it| it.name == "text" && it.inside.contains(&"svg".to_owned()))
        .map(|it| it.text.as_str())
        .collect();
    for (moment, when) in &record.incident.moments {
        let said = format!("{moment} {}", record.incident.zone.plain(when));
        assert!(drawn.contains(&said.as_str()), "{said}: {drawn:?}");
    }
    let lines = all.iter().filter(|it| it.class == "moment").count();
    assert_eq!(lines, record.incident.moments.len());
    assert!(record.incident.moments.contains_key(&Moment::Resolved));
    let most = drawn.iter().find(|it| it.starts_with("Entries, "));
    assert!(most.is_some(), "what a bar counts: {drawn:?}");
}

#[test]
fn nothing_is_told_by_a_colour_alone() {
    let style = style(&page(&night()));
    let mut colours = 0;
    for line in style.lines() {
        for part in line.split('#').skip(1) {
            let hex: String = part.chars().take_while(char::is_ascii_hexdigit).collect();
            let channels: Vec<&str> = match hex.len() {
                3 => (0..3).map(|at| &hex[at..=at]).collect(),
                6 => (0..3).map(|at| &hex[at * 2..at * 2 + 2]).collect(),
                _ => panic!("{line}"),
            };
            let is_grey = channels.iter().all(|it| *it == channels[0]);
            // A link is underlined as well.
            let is_marked = line.starts_with("a {") && line.contains("underline");
            assert!(is_grey || is_marked, "{line}");
            colours += 1;
        }
    }
    assert!(colours > 8, "{colours}");
    // A band has an edge, whatever its shade, and a moment is no line of the axis.
    assert!(rule(&style, ".band").contains("stroke:"));
    assert!(rule(&style, ".moment").contains("stroke-dasharray"));
}

#[rstest]
#[case::margins("@page", "margin")]
#[case::headings_stay_with_their_text("h1, h2, h3", "break-after: avoid")]
#[case::lines_are_not_torn("figure, pre, tr, li", "break-inside: avoid")]
#[case::links_show_where_they_lead("main a[href^=\"http\"]::after", "attr(href)")]
#[case::the_whole_width("body", "max-width: none")]
fn it_prints_well(#[case] selector: &str, #[case] says: &str) {
    let style = style(&page(&night()));
    let (_, print) = style.split_once("@media print").expect("rules for paper");
    let of = if selector == "@page" { &style } else { print };
    assert!(rule(of, selector).contains(says), "{style}");
}

#[test]
fn what_is_done_is_told_by_words_and_signs_in_the_text() {
    let all = elements(&page(&night()));
    let items: Vec<&str> = all
        .iter()
        .filter(|it| it.name == "li" || it.inside.contains(&"li".to_owned()))
        .map(|it| it.text.trim())
        .collect();
    let has = |part: &str| items.iter().any(|it| it.contains(part));
    assert!(has("verified by Farmer Jane"), "{items:?}");
    assert!(has("in time") && has("late"), "{items:?}");
    let page = page(&night());
    assert!(!page.contains("<script"));
    assert!(
        page.contains("[x]") || page.contains("☑"),
        "a tick is a sign"
    );
}
