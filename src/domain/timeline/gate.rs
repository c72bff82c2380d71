//! What the gate did, in one line each.

use super::phrase::with_reason;
use crate::domain::event::{Event, HeldBack, LetThrough};

pub(super) fn describe_gate(event: &Event) -> String {
    match event {
        Event::HeldBack(held) => {
            let HeldBack {
                id, place, what, ..
            } = held;
            format!("{id} held back out of {place}: {what}, {}", held.excerpt)
        }
        Event::LetThrough(let_through) => {
            let LetThrough { what, excerpt, .. } = let_through;
            with_reason(
                format!("let through: {what}, {excerpt}"),
                &let_through.reason,
            )
        }
        Event::OutboundSet(set) if set.stopped => {
            let stopped = format!("NOTHING LEAVES any more: {}", set.cause.words());
            with_reason(stopped, &set.reason)
        }
        Event::OutboundSet(set) => with_reason("things may leave again".into(), &set.reason),
        Event::CodenameSet(set) if set.codename.is_empty() => {
            format!("{} has no codename any more", set.term)
        }
        Event::CodenameSet(set) => format!("{} is called {} outside", set.term, set.codename),
        _ => String::new(),
    }
}
