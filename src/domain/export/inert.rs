//! Markdown in which nothing that people wrote is HTML, fetches anything, or leads elsewhere than
//! to a page.
//!
//! A report repeats what others wrote, perhaps the attacker. Whoever reads it with a viewer that
//! takes HTML for HTML would run it. So what Markdown takes for HTML, for an image, or for a link
//! of another scheme than those of pages and mail, gets a backslash before it, which readers do
//! not see: the text stays what it was, letter by letter.

use pulldown_cmark::{Event, Options, Parser, Tag};

/// How often what is left is looked at again: what one look escapes may let something else begin.
const LOOKS: usize = 8;

/// How Markdown is read here.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH
}

/// Returns whether an address is that of a page, or one to write to.
pub(super) fn is_page(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
}

/// Returns Markdown that says the same, with nothing in it but text, its form, and links to pages.
#[must_use]
pub(super) fn inert(markdown: &str) -> String {
    let mut text = markdown.to_owned();
    for _ in 0..LOOKS {
        let live = live(&text);
        if live.is_empty() {
            return text;
        }
        text = escaped(&text, &live);
    }
    // Nobody wrote that by accident; then it is shown less prettily.
    text.replace('<', "&lt;").replace('[', "&#91;")
}

/// Returns where something begins that is more than text, in the order of the text.
fn live(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => {
                let signs = text[range.clone()].match_indices('<');
                found.extend(signs.map(|(at, _)| range.start + at));
            }
            Event::Start(Tag::Image { .. }) => found.push(range.start + 1),
            Event::Start(Tag::Link { dest_url, .. }) if !is_page(&dest_url) => {
                found.push(range.start);
            }
            _ => {}
        }
    }
    found.retain(|at| !is_escaped(text, *at));
    found.sort_unstable();
    found.dedup();
    found
}

/// Returns whether a backslash stands before a character, and none before that one.
fn is_escaped(text: &str, at: usize) -> bool {
    let before = text[..at].bytes().rev().take_while(|c| *c == b'\\');
    before.count() % 2 == 1
}

fn escaped(text: &str, places: &[usize]) -> String {
    let mut out = String::with_capacity(text.len() + places.len());
    let mut from = 0;
    for &at in places {
        out.push_str(&text[from..at]);
        out.push('\\');
        from = at;
    }
    out.push_str(&text[from..]);
    out
}
