//! How long the report of a long incident takes: `cargo bench --bench report`.
//!
//! A record of 1,000 entries and one of 10,000 are rendered several times, and the middle one of
//! the times is told, with how much longer the ten times longer record takes. What is promised is
//! that the report of 10,000 entries takes less than a second.

#![expect(clippy::print_stdout, reason = "that is what it is run for")]

#[path = "../common/long.rs"]
mod long;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant as Clock};

use sitroom::domain::apply::fold;
use sitroom::domain::event::Entry;
use sitroom::domain::export::{MarkdownExport, Page, html, markdown};
use sitroom::domain::gate::{Gate, shared_entries, shared_state};
use sitroom::domain::playbook::Playbook;

/// What is promised for the longer record.
const PROMISED: Duration = Duration::from_secs(1);
/// How often each is rendered.
const ROUNDS: usize = 7;
const STEPS: [&str; 3] = ["what may leave", "report (Markdown)", "page (HTML)"];

/// The time that each step of one rendering took.
type Times = [Duration; STEPS.len()];

fn main() -> ExitCode {
    let playbook = Playbook::shipped("cloud-gov-2023").expect("it is shipped");
    let [short, long] = [1_000, 10_000].map(|count| medians(count, &playbook));
    println!(
        "\n{:<18} {:>12} {:>12} {:>7}",
        "median of 7, ms", "1,000", "10,000", "ratio"
    );
    for ((name, short), long) in STEPS.iter().zip(&short).zip(&long) {
        row(name, *short, *long);
    }
    let [short, long]: [Duration; 2] = [short, long].map(|times| times.iter().sum());
    row("together", short, long);
    let verdict = if long < PROMISED { "pass" } else { "FAIL" };
    println!(
        "\n10,000 entries in {} ms of the promised {} ms: {verdict}",
        ms(long),
        ms(PROMISED)
    );
    if cfg!(debug_assertions) {
        println!("(not optimised: `cargo bench` without a profile is what counts)");
    }
    if long < PROMISED {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn row(name: &str, short: Duration, long: Duration) {
    let ratio = long.as_secs_f64() / short.as_secs_f64();
    println!("{name:<18} {:>12} {:>12} {ratio:>7.1}", ms(short), ms(long));
}

fn ms(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}

fn medians(count: u64, playbook: &Playbook) -> Times {
    let entries = long::long(count);
    let gate = Gate::shipped();
    let all: Vec<Times> = (0..ROUNDS)
        .map(|_| rendered(&entries, playbook, &gate))
        .collect();
    let mut medians = Times::default();
    for (step, median) in medians.iter_mut().enumerate() {
        let mut times: Vec<Duration> = all.iter().map(|times| times[step]).collect();
        times.sort_unstable();
        *median = times[ROUNDS / 2];
    }
    medians
}

/// Renders the report as `sitroom export` does, from a record that is read already.
fn rendered(entries: &[Entry], playbook: &Playbook, gate: &Gate) -> Times {
    let (incident, now) = (fold(entries), long::end(entries));
    let entries = entries.to_vec();
    let clock = Clock::now();
    let leaving = shared_entries(entries, &incident, gate);
    let state = shared_state(&incident, gate);
    let covered = clock.elapsed();
    let report = markdown(&MarkdownExport {
        deliveries: None,
        incident: &state,
        playbook: Some(playbook),
        entries: &leaving,
        local_notes: false,
        now,
    });
    let written = clock.elapsed();
    let page = html(&Page {
        incident: &state,
        entries: &leaving,
        report: &report,
    });
    let drawn = clock.elapsed();
    black_box(page);
    [
        covered,
        written.saturating_sub(covered),
        drawn.saturating_sub(written),
    ]
}
