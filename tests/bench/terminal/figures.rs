//! What is measured, what is promised of it, and the table of both.

use std::fmt;
use std::io;
use std::time::Duration;

use portable_pty::CommandBuilder;

use crate::MINIMAL;
use crate::home::Home;
use crate::program::Program;

/// How often each program is started.
const STARTS: usize = 101;

/// How often a key is pressed on each view.
const PRESSES: usize = 60;

/// How long nobody touches the keys.
const ALONE: Duration = Duration::from_secs(20);

/// How long after the first paint nothing is left over from the start: tokio lets go a thread that
/// has had nothing to do for ten seconds.
const SETTLED: Duration = Duration::from_secs(13);

const SECOND: Duration = Duration::from_secs(1);

/// The views, by the key that shows them.
const VIEWS: [(&str, &str); 9] = [
    ("1", "Now"),
    ("2", "Checklist"),
    ("3", "Leads"),
    ("4", "Remediation"),
    ("5", "Timeline"),
    ("6", "People"),
    ("7", "Comms"),
    ("8", "Evidence"),
    ("9", "Report"),
];

/// One figure and what is promised of it.
struct Line {
    what: String,
    figure: String,
    promise: String,
    holds: bool,
}

/// Every figure, in the order of measuring.
#[derive(Default)]
pub(crate) struct Table {
    lines: Vec<Line>,
}

impl Table {
    /// Returns true when every promise was kept.
    pub(crate) fn holds(&self) -> bool {
        self.lines.iter().all(|line| line.holds)
    }

    /// Adds a figure that may be at most so large.
    fn at_most(&mut self, what: &str, figure: &str, value: f64, most: f64, unit: &str) {
        self.lines.push(Line {
            what: what.to_owned(),
            figure: figure.to_owned(),
            promise: format!("{value:.2}{unit} of at most {most}{unit}"),
            holds: value <= most,
        });
    }

    /// Adds what could not be measured, although something is promised of it.
    fn fails(&mut self, what: &str, cause: &str) {
        self.lines.push(Line {
            what: what.to_owned(),
            figure: cause.to_owned(),
            promise: "all of them".to_owned(),
            holds: false,
        });
    }

    /// Adds a figure of which nothing is promised.
    fn beside(&mut self, what: &str, figure: &str) {
        self.lines.push(Line {
            what: what.to_owned(),
            figure: figure.to_owned(),
            promise: String::new(),
            holds: true,
        });
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | figure | promise | |\n|---|---|---|---|")?;
        for line in &self.lines {
            let verdict = match (line.promise.as_str(), line.holds) {
                ("", _) => "",
                (_, true) => "pass",
                (_, false) => "FAIL",
            };
            writeln!(
                f,
                "| {} | {} | {} | {verdict} |",
                line.what, line.figure, line.promise
            )?;
        }
        Ok(())
    }
}

/// Start to full paint, in rounds: each program once a round.
pub(crate) fn start(table: &mut Table, homes: &[Home; 3]) -> io::Result<()> {
    let mut minimal = Vec::new();
    let mut ours = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..STARTS {
        minimal.push(Program::start(bare()?)?.until_ready()?);
        for (home, times) in homes.iter().zip(&mut ours) {
            times.push(Program::start(home.screen())?.until_ready()?);
        }
    }
    let floor = median(minimal);
    table.beside("start to full paint, minimal program", &millis(floor));
    let promises = [None, Some(2.0), Some(3.0)];
    for ((home, times), promise) in homes.iter().zip(ours).zip(promises) {
        let what = format!("start to full paint, {} entries", home.entries);
        let took = median(times);
        match promise {
            Some(most) => table.at_most(&what, &millis(took), ratio(took, floor), most, "x"),
            None => table.beside(&what, &millis(took)),
        }
    }
    Ok(())
}

/// Key to paint on every view, the programs in turn.
pub(crate) fn keys(table: &mut Table, homes: &[Home; 3]) -> io::Result<()> {
    let mut bare = Program::start(bare()?)?;
    bare.until_ready()?;
    let mut ours = Vec::new();
    for home in homes {
        let mut program = Program::start(home.screen())?;
        program.until_ready()?;
        program.settles()?;
        ours.push(program);
    }
    for (key, view) in VIEWS {
        let mut minimal = Vec::new();
        let mut times = [Vec::new(), Vec::new(), Vec::new()];
        for program in &mut ours {
            program.types(key)?;
            program.settles()?;
        }
        for n in 0..PRESSES {
            let key = if n % 2 == 0 { "j" } else { "k" };
            minimal.extend(bare.presses(key)?);
            for (program, times) in ours.iter_mut().zip(&mut times) {
                times.extend(program.presses(key)?);
            }
        }
        judge_keys(table, view, minimal, times);
    }
    Ok(())
}

fn judge_keys(table: &mut Table, view: &str, minimal: Vec<Duration>, times: [Vec<Duration>; 3]) {
    let what = format!("key to paint, {view}");
    let painted = times.iter().map(Vec::len).min().unwrap_or(0);
    // Where a key moves nothing, only the seconds are painted: that is no time of a key.
    if painted < PRESSES {
        table.fails(
            &what,
            &format!("{painted} of {PRESSES} keys painted anything"),
        );
        return;
    }
    let floor = median(minimal);
    let [few, many, most] = times.map(median);
    let figure = format!(
        "{}; {}, {}, {}",
        millis(floor),
        millis(few),
        millis(many),
        millis(most)
    );
    table.at_most(&what, &figure, ratio(most, floor), 1.5, "x");
    let growth = format!("key to paint, {view}: grown from least to most entries");
    table.at_most(&growth, "", ratio(most, few), 1.1, "x");
}

/// Nobody touches the keys: with a clock that counts down, and with none.
pub(crate) fn idle(table: &mut Table, homes: &[Home; 3]) -> io::Result<()> {
    let (wakeups, bytes) = alone(&homes[2])?;
    table.at_most("idle with a countdown, wake-ups", "", wakeups, 1.0, "/s");
    table.at_most(
        "idle with a countdown, to the terminal",
        "",
        bytes,
        100.0,
        " B/s",
    );
    let quiet = Home::with(homes[0].entries)?;
    quiet.ends()?;
    let (wakeups, bytes) = alone(&quiet)?;
    table.at_most("idle without a countdown, wake-ups", "", wakeups, 0.0, "/s");
    table.at_most(
        "idle without a countdown, to the terminal",
        "",
        bytes,
        0.0,
        " B/s",
    );
    Ok(())
}

fn alone(home: &Home) -> io::Result<(f64, f64)> {
    let mut program = Program::start(home.screen())?;
    program.until_ready()?;
    // What is read behind the first paint is over by then, and the threads that read it are gone.
    program.is_left_alone(SETTLED)?;
    // From one tick until half-way between two: as many ticks as seconds.
    program.ticks(SECOND * 2)?;
    let (before, written) = (program.waits()?, program.written);
    program.is_left_alone(ALONE + SECOND / 2)?;
    let wakeups = program.waits()?.since(&before);
    let bytes = program.written - written;
    let per_second = |n: f64| n / ALONE.as_secs_f64();
    Ok((per_second(count(wakeups)), per_second(count(bytes as u64))))
}

/// What stays in memory once everything is read.
pub(crate) fn memory(table: &mut Table, homes: &[Home; 3]) -> io::Result<()> {
    let mut program = Program::start(homes[2].screen())?;
    program.until_ready()?;
    program.is_left_alone(Duration::from_secs(2))?;
    let mib = count(program.resident()?) / 1024.0;
    let what = format!("resident, {} entries", homes[2].entries);
    table.at_most(&what, "", mib, 24.0, " MiB");
    Ok(())
}

fn bare() -> io::Result<CommandBuilder> {
    let mut command = CommandBuilder::new(std::env::current_exe()?);
    command.arg(MINIMAL);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    Ok(command)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

fn ratio(of: Duration, to: Duration) -> f64 {
    of.as_secs_f64() / to.as_secs_f64().max(f64::EPSILON)
}

fn count(n: u64) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
