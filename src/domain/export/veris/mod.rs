//! The incident in the form of VERIS 1.4, for sharing what happens with those who count it.
//!
//! Only what is in the record is said. Where the schema insists on a value that nobody recorded
//! it gets "Unknown", and where it insists on a year, the year of discovery, with a note.
//!
//! ```json
//! {
//!   "schema_version": "1.4.0", "schema_name": "verisc",
//!   "incident_id": "2026-11-22-the-chickens-have-escaped",
//!   "security_incident": "Confirmed", "summary": "The chickens have escaped",
//!   "timeline": {
//!     "incident": { "year": 2026, "month": 11, "day": 22, "time": "01:29:00 PM" },
//!     "discovery": { "unit": "Minutes", "value": 33 }, "containment": { "unit": "Unknown" }
//!   },
//!   "discovery_method": { "external": { "variety": ["Customer"] } },
//!   "action": { "social": { "variety": ["Phishing"], "vector": ["Unknown"], "target": ["Unknown"] } },
//!   "actor": { "unknown": { "notes": "not recorded" } },
//!   "asset": { "assets": [{ "variety": "Unknown" }], "cloud": ["Unknown"] }
//! }
//! ```

mod classify;
mod report;

pub use report::veris;
