//! The `sitroom` program.

fn main() {}
