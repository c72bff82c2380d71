//! What the guards of the process are called by people; the journal and files for programs keep
//! their keys.

/// Each guard, and what it stands before, as in "the guard on ...".
const WORDS: [(&str, &str); 37] = [
    ("before-awareness", "times before awareness"),
    ("before-writing", "times before the text was written"),
    ("close-active", "closing what is active"),
    ("close-unfinished", "closing what is unfinished"),
    ("close-unsent", "closing with texts unsent"),
    ("codename-in-id", "codenames of what is in the id"),
    ("confirm-incomplete", "confirming with something missing"),
    (
        "contingency-authority",
        "who decides on the contingency plan",
    ),
    ("defer-remediation", "remediation that can wait"),
    ("destroys-evidence", "what may destroy evidence"),
    ("disruption-authority", "who decides on a disruption"),
    ("disruption-severity", "the severity of a disruption"),
    ("follow-up-forgotten", "follow-ups that nobody asks for"),
    ("future-time", "times that are still to come"),
    ("gate", "what may not leave this machine"),
    ("handoff-marks", "the marks of a brief"),
    ("handoff-not-offered", "command that was not offered"),
    ("handoff-read-back", "what is read back of a brief"),
    ("ic-leaves", "an IC who leaves"),
    ("lead-answered", "leads that are answered"),
    ("legal-clock", "legal deadlines"),
    ("message-early", "messages that come too early"),
    ("milestone-order", "the order of milestones"),
    ("moment-order", "the order of key times"),
    ("public-text", "texts for the public"),
    ("reached-nobody", "notices to nobody they must reach"),
    ("resolve-exposure", "resolving an exposure"),
    ("resolve-false-alarm", "resolving a false alarm"),
    ("resolve-unconfirmed", "resolving what is not confirmed"),
    ("resolve-unverified", "resolving what is not verified"),
    ("resting", "people who rest"),
    ("rotation-open", "rotations with something open"),
    ("text-unexamined", "texts that nobody looked through"),
    ("tick-derived", "lines that tick themselves"),
    ("undo-before", "undoing what has gone further"),
    ("verify-before-done", "checks of what was not done yet"),
    ("verify-not-done", "verifying what is not done"),
];

/// Returns what a guard is called by people; its key where it is not known here.
#[must_use]
pub fn guard_title(key: &str) -> &str {
    let mut all = WORDS.iter();
    all.find(|(known, _)| *known == key)
        .map_or(key, |(_, words)| words)
}
