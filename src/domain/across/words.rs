//! What a person reads.

use super::figure::{Figure, Tally};
use super::survey::{Across, Group};
use crate::domain::text::{count, shorten};

/// How wide the names stand.
const NAME: usize = 20;

/// How much of a text a line shows.
const TEXT: usize = 100;

impl Across {
    /// Returns the lines that a person reads; blank ones between the blocks.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut out = Vec::new();
        for group in &self.groups {
            of_group(&mut out, group);
        }
        if !self.late.is_empty() {
            out.push("Notices that were late".to_owned());
            for late in &self.late {
                let took = late.took.map(|took| format!(", after {}", took.words()));
                let title = shorten(&late.title, TEXT);
                let (name, outcome) = (&late.name, late.outcome.word());
                out.push(format!(
                    "  {name}: {outcome}{}  {title}",
                    took.unwrap_or_default()
                ));
            }
            out.push(String::new());
        }
        if !self.repeats.is_empty() {
            out.push("What came back".to_owned());
            for repeat in &self.repeats {
                let times = count(repeat.incidents.len(), "incident");
                let text = shorten(&repeat.text, TEXT);
                let kind = repeat.kind.word().replace('-', " ");
                out.push(format!("  {times}  {kind}: {text}"));
                out.extend(repeat.incidents.iter().map(|id| format!("      {id}")));
            }
            out.push(String::new());
        }
        let left_out = [
            (self.false_alarms, "false alarm"),
            (self.exercises, "exercise"),
        ];
        let left_out: Vec<String> = left_out
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| count(*n, what))
            .collect();
        if !left_out.is_empty() {
            out.push(format!("Left out: {}", left_out.join(", ")));
        }
        while out.last().is_some_and(String::is_empty) {
            out.pop();
        }
        out
    }
}

fn of_group(out: &mut Vec<String>, group: &Group) {
    let title = match group.severity {
        Some(severity) => format!("Severity {severity}"),
        None => "All".to_owned(),
    };
    let active = match group.active {
        0 => String::new(),
        n => format!(", {n} still active"),
    };
    let incidents = count(group.incidents, "incident");
    out.push(format!("{title}: {incidents}{active}"));
    if group.incidents == 0 {
        out.push(String::new());
        return;
    }
    out.extend(
        group
            .figures
            .iter()
            .filter(|it| it.is_told())
            .map(of_figure),
    );
    let sitreps = group.sitreps;
    let value = match sitreps.known {
        0 => "unknown".to_owned(),
        _ => sitreps.kept.words(),
    };
    out.push(named("Sitreps on time", &value, &known(sitreps.unknown, 0)));
    out.extend(group.tallies.iter().map(of_tally));
    out.push(String::new());
}

impl Figure {
    /// What was owed in none of the incidents is not worth a line.
    fn is_told(&self) -> bool {
        self.known + self.unknown + self.disputed > 0
    }
}

fn of_figure(figure: &Figure) -> String {
    let name = figure.metric.name();
    let value = match &figure.summary {
        None => "unknown".to_owned(),
        Some(it) if figure.known == 1 => format!("{} (the only one)", it.median.words()),
        Some(it) => {
            let (least, most) = (it.least.low.words(), it.most.high.words());
            if least == most {
                return named(
                    name,
                    &format!("{least} each"),
                    &known(figure.unknown, figure.disputed),
                );
            }
            format!("median {}; {least} to {most}", it.median.words())
        }
    };
    let rest = known(figure.unknown, figure.disputed);
    named(name, &value, &rest)
}

fn of_tally(tally: &Tally) -> String {
    let mut values: Vec<(&String, &usize)> = tally.values.iter().collect();
    values.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    let values: Vec<String> = values.iter().map(|(it, n)| format!("{it} {n}")).collect();
    let value = match values.as_slice() {
        [] => "unknown".to_owned(),
        values => values.join(", "),
    };
    named(tally.metric.name(), &value, &known(tally.unknown, 0))
}

fn known(unknown: usize, disputed: usize) -> String {
    let mut out = Vec::new();
    if unknown > 0 {
        out.push(format!("unknown in {unknown}"));
    }
    if disputed > 0 {
        out.push(format!("times in the wrong order in {disputed}"));
    }
    out.join(", ")
}

fn named(name: &str, value: &str, rest: &str) -> String {
    let rest = match rest {
        "" => String::new(),
        rest => format!(" [{rest}]"),
    };
    format!("  {name:<NAME$} {value}{rest}")
}
