//! The words that incidents are classified with: data of `config/vocabularies.toml`, each list
//! with its source named.
//!
//! A facet of an incident is a field of the record ([`crate::domain::event::Field`]), recorded,
//! undone and kept alike on both sides as any. What this room adds is which words may stand in
//! it: [`Vocabulary::read`] makes of typed text the words of the list.

mod facet;
mod list;

pub use facet::Facet;
pub use list::{List, NotInList, Vocabulary, vocabulary};
