//! The page of an issue, as people look at it in a browser: read only, and without a token, for
//! nothing here is a secret that whoever uses this machine could not read with the token of every
//! practice GitHub.

use std::fmt::Write as _;

use http::Method;

use super::call::{Answer, Call};
use super::issue::Fate;
use super::shape::time;
use super::world::World;
use crate::domain::export::{escape, markup};

/// Nothing runs on the page and nothing is fetched for it: other people's text stands there.
const HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
    <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
    style-src 'unsafe-inline'\">\n<meta http-equiv=\"refresh\" content=\"5\">\n\
    <style>body{max-width:60em;margin:2em auto;padding:0 1em;font-family:sans-serif}\
    article{border-top:1px solid;margin-top:2em}</style>\n";

/// Returns the page that a call asks for; none where it asks for something else.
pub(super) fn page(world: &World, call: &Call) -> Option<Answer> {
    let segments: Vec<&str> = call.path.trim_matches('/').split('/').collect();
    let [owner, name, "issues", number] = segments[..] else {
        return None;
    };
    if call.method != Method::GET || owner == "repos" {
        return None;
    }
    let issue = world.issue(&format!("{owner}/{name}"), number.parse().ok()?)?;
    if issue.fate != Fate::Here {
        return None;
    }
    let title = escape(&issue.title);
    let state = if issue.open { "open" } else { "closed" };
    let mut page = format!(
        "{HEAD}<title>{title}</title>\n</head>\n<body>\n<h1>{title} #{number}</h1>\n<p>{state}, \
         on the practice GitHub of a drill</p>\n<main>\n{}</main>\n",
        shown(&issue.body)
    );
    for comment in &issue.comments {
        let author = escape(comment.author.as_deref().unwrap_or("ghost"));
        let _ = write!(
            page,
            "<article>\n<h2>{author}, {}</h2>\n{}</article>\n",
            time(comment.created_at),
            shown(&comment.body)
        );
    }
    page.push_str("</body>\n</html>\n");
    Some(Answer::page(200, page))
}

/// Returns Markdown as the page shows it: without comments, which no browser shows.
fn shown(markdown: &str) -> String {
    let mut seen = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some((before, comment)) = rest.split_once("<!--") {
        seen.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    seen.push_str(rest);
    markup(&seen)
}
