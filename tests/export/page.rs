//! The report as a page, read by a tokenizer that browsers' rules were written into.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use base64::Engine as _;
use html5gum::{StartTag, Token, Tokenizer};
use proptest::prelude::*;
use rustix::process::{Pid, Signal, kill_process_group};
use sitroom::domain::apply::fold;
use sitroom::domain::event::Entry;
use sitroom::domain::export::{Page, html};

use crate::big::REPORTED;
use crate::made::{journals, note, small, texts};

/// Every element that a page may have.
const ELEMENTS: [&str; 39] = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "figure",
    "main",
    "svg",
    "rect",
    "path",
    "text",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "del",
    "code",
    "pre",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "a",
    "hr",
    "br",
    "dl",
    "dd",
];

/// Every attribute.
const ATTRIBUTES: [&str; 22] = [
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "xmlns",
    "viewbox",
    "role",
    "aria-label",
    "class",
    "x",
    "y",
    "width",
    "height",
    "d",
    "text-anchor",
    "href",
    "title",
    "start",
    "align",
    "style",
    "fill",
];

pub(crate) const HOSTILE: &str = "<script>alert(1)</script> <img src=x onerror=alert(1)> \
    [a](javascript:alert(1)) ![b](https://evil.example/x.png) [c](https://good.example/) \
    <https://good.example/x> <data:text/html,x>\n\n\
    <iframe src=//evil.example>\n\n<style>*{display:none}</style>\n\n</main></body>\n\n<!-- \n\n\
    <svg onload=alert(1)>\n\n&lt;b&gt; [d]: javascript:x";

fn page(entries: &[Entry], report: &str) -> String {
    let incident = &fold(entries);
    html(&Page {
        incident,
        entries,
        report,
    })
}

fn tags(text: &str) -> Vec<StartTag<()>> {
    let tokens = Tokenizer::new(text).map(|Ok(token)| token);
    tokens
        .filter_map(|token| match token {
            Token::StartTag(tag) => Some(tag),
            Token::Comment(_) => panic!("a page has no comments: {text}"),
            _ => None,
        })
        .collect()
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Asserts that a page has only what a page may have, and leads only to pages.
fn assert_harmless(text: &str) {
    for tag in tags(text) {
        let element = name(&tag.name);
        assert!(ELEMENTS.contains(&element.as_str()), "{element} in\n{text}");
        for (attribute, value) in &tag.attributes {
            let attribute = name(attribute);
            let value = name(value);
            assert!(
                ATTRIBUTES.contains(&attribute.as_str()),
                "{attribute} in\n{text}"
            );
            if attribute == "href" {
                let schemes = ["https://", "http://", "mailto:"];
                let leads = schemes
                    .iter()
                    .any(|it| value.to_lowercase().starts_with(it));
                assert!(leads, "{value} in\n{text}");
            }
        }
    }
}

#[test]
fn what_people_wrote_is_text() {
    let mut entries = small();
    entries.push(note(4, HOSTILE));
    let report = format!("# <b>{HOSTILE}\n\n- x\n  > {HOSTILE}\n\n{HOSTILE}");
    let text = page(&entries, &report);
    assert_harmless(&text);
    let found: BTreeSet<String> = tags(&text)
        .iter()
        .flat_map(|tag| tag.attributes.iter())
        .filter(|(attribute, _)| ***attribute == *b"href")
        .map(|(_, value)| name(value))
        .collect();
    let links = ["https://good.example/", "https://good.example/x"];
    assert_eq!(found, links.map(str::to_owned).into());
    assert_eq!(text.matches("<style>").count(), 1, "{text}");
    assert!(text.contains("&lt;script&gt;"), "{text}");
    assert!(text.ends_with("</main>\n</body>\n</html>\n"), "{text}");
}

#[test]
fn a_title_cannot_leave_its_element() {
    let mut incident = fold(&small());
    incident.title = "</title><script>x</script>\"'".to_owned();
    let text = html(&Page {
        incident: &incident,
        entries: &small(),
        report: "x",
    });
    assert_harmless(&text);
    assert!(
        text.contains("<title>&lt;/title&gt;&lt;script&gt;x"),
        "{text}"
    );
}

#[test]
fn tasks_are_words_and_not_boxes() {
    let text = page(&small(), "- [x] close the gate\n- [ ] mend the fence\n");
    assert!(text.contains("[x] close the gate"), "{text}");
    assert!(text.contains("[ ] mend the fence"), "{text}");
    assert_harmless(&text);
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    let text = page(&small(), "x");
    let policy = tags(&text)
        .iter()
        .find_map(|tag| tag.attributes.get(b"content".as_slice()).map(|it| name(it)))
        .unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    // The hash is that of the style, or the page would have none.
    let style = text.split("<style>").nth(1).unwrap();
    let style = style.split("</style>").next().unwrap();
    let hex = sitroom::domain::chain::Digest::of(style.as_bytes()).to_string();
    let bytes: Vec<u8> = (0..32)
        .map(|n| u8::from_str_radix(&hex[2 * n..2 * n + 2], 16).unwrap())
        .collect();
    let hash = base64::engine::general_purpose::STANDARD.encode(bytes);
    assert!(policy.contains(&format!("'sha256-{hash}'")), "{policy}");
    assert!(!style.contains("url("), "{style}");
}

#[test]
fn the_timeline_is_drawn_in_words_too() {
    let text = page(&small(), "x");
    for part in [
        "<svg ",
        "investigating</text>",
        "discovered 2026-11-22 14:02:00 UTC</text>",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_was_recorded_the_page_is_harmless(entries in journals(), report in texts()) {
        assert_harmless(&page(&entries, &report));
    }
}

const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// How long a browser may take for a page. It is there to end, not to be measured.
const LIMIT: Duration = Duration::from_secs(240);

/// Without what a browser does beside opening a page; `--no-sandbox` is for those who are root.
const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    "--v=0",
];

/// What a browser made of a page.
struct Opened {
    dom: String,
    said: String,
}

impl Opened {
    /// Returns what it had to say against the page: errors of scripts, and what the page wants
    /// and its own policy refuses.
    fn complaints(&self) -> Vec<&str> {
        let lines = self.said.lines();
        lines.filter(|line| line.contains(":CONSOLE")).collect()
    }
}

/// Opens a page in a browser with a home of its own, and returns what it made of it. Where there
/// is no browser that is said past the capturing of the tests, and nothing is opened.
fn opened(page: &str) -> Option<Opened> {
    browsed(page, &["--dump-dom".to_owned()])
}

fn browsed(page: &str, task: &[String]) -> Option<Opened> {
    let runs = |name: &&&str| Command::new(name).arg("--version").output().is_ok();
    let Some(browser) = BROWSERS.iter().find(runs) else {
        let said = "SKIPPED: no Chromium is installed, the page is not opened in a browser\n";
        std::io::stderr().write_all(said.as_bytes()).unwrap();
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.html");
    std::fs::write(&path, page).unwrap();
    let profile = folder.path().join("profile");
    let child = Command::new(browser)
        .args(FLAGS)
        .args(task)
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("file://{}", path.display()))
        .env("HOME", folder.path())
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_CACHE_HOME")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .unwrap();
    let group = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    let (ended, end) = mpsc::channel();
    std::thread::spawn(move || ended.send(child.wait_with_output()));
    let output = end.recv_timeout(LIMIT);
    // Whatever it started ends with it.
    let _ = kill_process_group(group, Signal::KILL);
    let output = output.expect("the browser comes to an end").unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let dom = String::from_utf8(output.stdout).unwrap();
    Some(Opened { dom, said })
}

#[test]
fn a_browser_opens_it_without_errors() {
    let mut entries = small();
    entries.push(note(4, HOSTILE));
    let Some(opened) = opened(&page(&entries, HOSTILE)) else {
        return;
    };
    assert_eq!(opened.complaints(), Vec::<&str>::new());
    let dom = &opened.dom;
    assert!(dom.contains("<svg") && dom.contains("</main>"), "{dom}");
    assert!(
        !dom.contains("<script") && !dom.contains("<iframe"),
        "{dom}"
    );
}

/// What the test above would see if a page were not as it is.
#[test]
fn a_browser_complains_of_what_a_page_must_not_have() {
    let bad = [
        ("<script>there.is.none()</script>", "inline script"),
        ("<img src=\"https://evil.example/x.png\">", "the image"),
        ("<p style=\"color: red\">x</p>", "inline style"),
    ];
    let good = page(&small(), "x");
    let added = bad.map(|(element, _)| element).concat();
    let with_it = good.replace("</main>", &format!("{added}</main>"));
    assert_ne!(with_it, good);
    let Some(opened) = opened(&with_it) else {
        return;
    };
    let complaints = opened.complaints();
    assert_eq!(complaints.len(), bad.len(), "{complaints:?}");
    for (_, about) in bad {
        let mut complaints = complaints.iter();
        assert!(complaints.any(|it| it.contains(about)), "{about}");
    }
}

#[test]
fn a_browser_complains_of_a_script_that_fails() {
    let bare = "<!doctype html><title>x</title><main>x</main><script>there.is.none()</script>";
    let Some(opened) = opened(bare) else {
        return;
    };
    let complaints = opened.complaints();
    assert!(
        complaints.len() == 1 && complaints[0].contains("ReferenceError"),
        "{complaints:?}"
    );
}

/// Makes the picture of the README anew where that is asked for:
/// `SITROOM_WRITE_PICTURES=1 cargo test --test export ten_thousand`
#[test]
fn a_browser_opens_the_report_of_ten_thousand_entries() {
    let (entries, report) = &*REPORTED;
    let page = page(entries, report);
    let Some(opened) = opened(&page) else {
        return;
    };
    assert_eq!(opened.complaints(), Vec::<&str>::new());
    let dom = &opened.dom;
    assert!(dom.contains("<svg") && dom.contains("</main>"));
    // The last entry is there as well.
    let last = format!("[line {}]", entries.len());
    assert!(dom.contains(&last), "no {last}");
    if std::env::var_os("SITROOM_WRITE_PICTURES").is_some() {
        let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/report.png");
        let size = "--window-size=1000,1500".to_owned();
        let screenshot = format!("--screenshot={picture}");
        let task = [screenshot, size, "--hide-scrollbars".to_owned()];
        browsed(&page, &task).expect("there is a browser");
    }
}
