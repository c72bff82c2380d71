//! Three-way merging: of one value, and of prose by lines. A conflict is a value here, never
//! an error.

mod apart;
mod prose;
mod scalar;

pub use prose::{MergedProse, merge_prose, merge_prose_or_local, put_in};
pub use scalar::{Merged, merge_first, merge_value};
