//! The page around the report.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::chart::chart;
use super::markup::{escape, markup};
use crate::domain::document::EXERCISE;
use crate::domain::event::Entry;
use crate::domain::incident::Incident;
use crate::domain::text::{clean_line, visible};

/// How the page looks, on the screen and on paper.
const STYLE: &str = include_str!("page.css");

/// What a page is made of.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The state that leaves.
    pub incident: &'a Incident,
    /// The entries that leave, in the order of the journal.
    pub entries: &'a [Entry],
    /// The report, as Markdown.
    pub report: &'a str,
}

/// Returns the report as a page.
#[must_use]
pub fn html(page: &Page<'_>) -> String {
    let incident = page.incident;
    let exercise = if incident.exercise { EXERCISE } else { "" };
    let title = visible(&clean_line(&format!("{exercise}{}", incident.title)));
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
    );
    let chart = chart(incident, page.entries);
    let report = markup(&visible(page.report));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <figure>\n{chart}</figure>\n<main>\n{report}</main>\n</body>\n</html>\n",
        escape(&title)
    )
}
