//! Markdown as HTML, with nothing in it that people wrote as HTML.

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd};

use crate::domain::export::inert::{is_page, options};

/// Returns a text as it stands in HTML, in an element or in quotes.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Returns Markdown as HTML, with nothing in it that people wrote as HTML.
#[must_use]
pub fn markup(markdown: &str) -> String {
    let mut kept_links = Vec::new();
    let events = Parser::new_ext(markdown, options())
        .filter_map(move |event| harmless(event, &mut kept_links));
    let mut out = String::with_capacity(markdown.len() * 2);
    pulldown_cmark::html::push_html(&mut out, events);
    out
}

/// Returns what may stand on the page of an event. `links` holds of each link that is open
/// whether it is one.
fn harmless<'a>(event: Event<'a>, links: &mut Vec<bool>) -> Option<Event<'a>> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            let leads_somewhere = is_page(dest_url);
            links.push(leads_somewhere);
            leads_somewhere.then_some(event)
        }
        Event::End(TagEnd::Link) => links.pop().unwrap_or(false).then_some(event),
        Event::TaskListMarker(done) => {
            let mark = if done { "[x] " } else { "[ ] " };
            Some(Event::Text(CowStr::Borrowed(mark)))
        }
        other => Some(other),
    }
}
