//! What a record looks like to others: one file a format. Text in and text out; what may leave
//! was settled before ([`crate::domain::gate::shared_entries`]), and nothing here opens a file.
//!
//! What is not known is left out, or marked as unknown where a form insists; nothing is made up.

mod cell;
mod csv_text;
mod fedramp;
mod html;
mod ics;
mod inert;
mod markdown;
mod proof;
mod record;
mod row;
mod table;
mod veris;

pub use cell::{guarded, unguarded};
pub use csv_text::csv_text;
pub use fedramp::{FedrampProvider, FedrampReport, NotReportable, fedramp};
pub use html::{Page, escape, html, markup};
pub use ics::{ics_201, ics_214};
pub use markdown::{MarkdownExport, markdown};
pub use proof::{Flaw, NotARecord, ReadRecord, read_record};
pub use record::{Chain, ChainOf, RECORD_FORMAT, RECORD_SCHEMA, RecordExport, record_json};
pub use row::{Row, rows, rows_in};
pub use table::{Columns, TableError, table};
pub use veris::veris;
