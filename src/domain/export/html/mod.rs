//! The report as one page that needs nothing else: no script, no picture and no font from
//! elsewhere, which its own content policy forbids too. The timeline is drawn as SVG. Everything
//! that colour says is said in words as well, and it prints on paper as it reads.
//!
//! The text is the Markdown report. What looks like HTML in it was written by people, perhaps by
//! the attacker, and is shown as text; pictures become their descriptions, and a link stays one
//! only when it leads to a page or a mail address.
//!
//! ```html
//! <!doctype html>
//! <html lang="en">
//! <head>
//! <meta charset="utf-8">
//! <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-..'">
//! ```

mod chart;
mod markup;
mod page;

pub use markup::{escape, markup};
pub use page::{Page, html};
