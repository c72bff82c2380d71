//! Each figure and each time of the report is followed to the lines of the journal it names.
//!
//! What stands in a line is worked out again from the entries that the line names and from the
//! rules of the playbook, and taken out of it. What is left may hold no figure that those entries
//! do not say themselves.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rstest::rstest;
use sitroom::domain::calendar::end_of_day;
use sitroom::domain::chain::{Digest, encode_line};
use sitroom::domain::event::{CauseStep, Entry, Event, PartEdited, WorksheetChanged};
use sitroom::domain::ids::{EntryId, FixId, LeadId};
use sitroom::domain::incident::{LeadState, Moment, RouteState, Severity, Status};
use sitroom::domain::metrics::Metric;
use sitroom::domain::playbook::{Clock, Pace, Playbook, Signal};
use sitroom::domain::report::{PartKind, PartState, Report, Source, report};
use sitroom::domain::text::count;
use sitroom::domain::time::{Instant, Span, When, Zone};

use crate::stroll::{BOTH, closed};

/// The journal, and what its figures are worked out with.
struct Journal<'a> {
    entries: &'a [Entry],
    playbook: &'a Playbook,
    zone: Zone,
}

/// A line of the report that holds a figure.
struct Line<'a> {
    /// The line as it reads.
    whole: &'a str,
    /// What nobody explained yet.
    rest: String,
    /// The entries it names.
    from: Vec<&'a Entry>,
}

impl<'a> Line<'a> {
    /// Takes out what must stand there.
    fn take(&mut self, figure: &str) {
        let Some(at) = self.rest.find(figure) else {
            panic!("{figure:?} is not in {:?} of {}", self.rest, self.whole);
        };
        self.rest.replace_range(at..at + figure.len(), "_");
    }

    /// Returns the entry among those it names that says something.
    fn of(&self, says: impl Fn(&Entry) -> bool) -> &'a Entry {
        let found = self.from.iter().copied().find(|entry| says(entry));
        found.unwrap_or_else(|| panic!("it does not name its source: {}", self.whole))
    }

    /// Returns when an anchor instant was, as an entry that it names says.
    fn moment(&self, of: Moment) -> When {
        let said = self.of(|entry| moment(entry, of).is_some());
        moment(said, of).expect("it says so")
    }
}

/// Returns a line without the lines of the journal it names, and those.
fn named(text: &str) -> (&str, BTreeSet<u64>) {
    let Some((said, links)) = text.rsplit_once(" [line") else {
        return (text, BTreeSet::new());
    };
    let links = links.split(|c: char| !c.is_ascii_digit());
    let links = links.filter_map(|number| number.parse().ok());
    (said, links.collect())
}

fn has_figure(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

fn exact(when: When) -> Instant {
    when.earliest().expect("it is known")
}

/// Returns when an anchor instant was, as an entry says.
fn moment(entry: &Entry, of: Moment) -> Option<When> {
    match (&entry.event, of) {
        (Event::MomentSet { moment, when, .. }, of) if *moment == of => Some(*when),
        (Event::Opened(opened), Moment::Discovered) => Some(opened.aware),
        (Event::StatusChanged { to, .. }, Moment::Confirmed) if *to == Status::Confirmed => {
            Some(entry.happened)
        }
        (Event::StatusChanged { to, .. }, Moment::Resolved) if *to == Status::Resolved => {
            Some(entry.happened)
        }
        (Event::Opened(_), Moment::Opened)
        | (Event::ClosedSet { closed: true, .. }, Moment::Closed) => Some(entry.happened),
        _ => None,
    }
}

/// Returns the times that an entry tells of.
fn times(entry: &Entry) -> Vec<When> {
    let more = match &entry.event {
        Event::Opened(opened) => Some(opened.aware),
        Event::MomentSet { when, .. } => Some(*when),
        Event::MilestoneReached(reached) => Some(reached.when),
        _ => None,
    };
    [Some(entry.happened), more].into_iter().flatten().collect()
}

/// Returns the words that an entry says, and the numbers that people call its things by.
fn words(entry: &Entry) -> BTreeSet<String> {
    let json = encode_line(entry, &Digest::ZERO).expect("it can be written");
    let mut all: BTreeSet<String> = json.split(is_between).map(bare).collect();
    if let Event::WorksheetChanged(WorksheetChanged::Cause(changed)) = &entry.event
        && let CauseStep::Added {
            parent: Some(parent),
            ..
        } = &changed.step
    {
        all.insert(parent.to_string());
    }
    all.extend(match &entry.event {
        Event::LeadAdded { id, .. } | Event::LeadMoved { id, .. } => Some(id.to_string()),
        Event::FixAdded { id, .. } | Event::FixMoved { id, .. } | Event::FixVerified { id, .. } => {
            Some(id.to_string())
        }
        Event::TrackingSet(set) => Some(set.id.to_string()),
        Event::WorksheetChanged(WorksheetChanged::Cause(changed)) => Some(changed.id.to_string()),
        Event::MessageSent { number, .. } => Some(format!("#{number}")),
        Event::IssueLinked { issue } => Some(format!("{}#{}", issue.repository, issue.number)),
        _ => None,
    });
    all
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || "\"\\,()[]{}".contains(c)
}

fn bare(word: &str) -> String {
    word.trim_matches(|c| ".:;*".contains(c)).to_owned()
}

/// Takes out the times of the entries that a line names, then the words they say: no figure may
/// be left.
fn nothing_is_left(line: &mut Line<'_>, journal: &Journal<'_>) {
    for when in line.from.iter().flat_map(|entry| times(entry)) {
        line.rest = line.rest.replace(&journal.zone.plain(&when), "_");
    }
    let said: BTreeSet<String> = line.from.iter().flat_map(|entry| words(entry)).collect();
    for word in line.rest.split(is_between).map(bare) {
        // A bare number is none of the names that entries say: somebody has to work it out.
        let is_name = word.contains(|c: char| c.is_alphabetic() || c == '#');
        assert!(
            !has_figure(&word) || (is_name && said.contains(&word)),
            "nothing explains {word:?} in {}",
            line.whole
        );
    }
}

/// Follows every line of a part that holds a figure; returns how many there are.
fn follow<'a>(
    text: &'a str,
    journal: &Journal<'a>,
    explain: impl Fn(&mut Line<'a>, &Journal<'a>),
) -> usize {
    let mut followed = 0;
    let mut above: Vec<&Entry> = Vec::new();
    let mut edit: Option<&Entry> = None;
    for whole in text.lines() {
        if let Some(quoted) = whole.strip_prefix("  > ") {
            // A text stands there as it was written, figures and all.
            let is_said = above.iter().any(|entry| {
                let text = match &entry.event {
                    Event::MessageSent { text, .. }
                    | Event::Noted { text, .. }
                    | Event::CommentImported { text, .. } => text,
                    Event::Decided(decided) => &decided.text,
                    _ => return false,
                };
                text.lines().any(|line| line == quoted)
            });
            assert!(is_said, "{whole}");
            followed += usize::from(has_figure(quoted));
            continue;
        }
        let (said, links) = named(whole);
        let from: Vec<&Entry> = links
            .iter()
            .map(|seq| {
                let mut all = journal.entries.iter();
                let found = all.find(|entry| entry.seq == *seq);
                found.unwrap_or_else(|| panic!("the journal has no line {seq}: {whole}"))
            })
            .collect();
        // What stands below an entry is about that entry.
        if !whole.starts_with("  ") || !from.is_empty() {
            above = from;
        }
        if !has_figure(said) {
            continue;
        }
        if edit.is_some_and(|entry| is_typed(entry, whole)) {
            followed += 1;
            continue;
        }
        assert!(
            !above.is_empty(),
            "it names no line of the journal: {whole}"
        );
        let mut line = Line {
            whole,
            rest: said.to_owned(),
            from: above.clone(),
        };
        if whole.starts_with(CREDIT) {
            edit = Some(edited(&mut line, journal));
        } else {
            explain(&mut line, journal);
        }
        nothing_is_left(&mut line, journal);
        followed += 1;
    }
    followed
}

/// How the line begins that says who edited a part.
const CREDIT: &str = "_Edited by ";

/// Takes out who edited a part and when, and returns the entry that says so.
fn edited<'a>(line: &mut Line<'a>, journal: &Journal<'_>) -> &'a Entry {
    let is_edit = |entry: &Entry| part_edited(entry).is_some();
    let entry = line.of(is_edit);
    assert_eq!(line.from.len(), 1, "{}", line.whole);
    let at = journal.zone.stamp(entry.shown_at());
    line.take(&format!("{CREDIT}{}, {at}", entry.actor));
    entry
}

fn part_edited(entry: &Entry) -> Option<&PartEdited> {
    match &entry.event {
        Event::WorksheetChanged(WorksheetChanged::Part(edited)) => Some(edited),
        _ => None,
    }
}

/// Returns whether a line stands in a part as somebody typed it.
fn is_typed(entry: &Entry, line: &str) -> bool {
    let text = part_edited(entry).and_then(|edited| edited.text.as_deref());
    text.is_some_and(|text| text.lines().any(|typed| typed == line))
}

/// Takes out how long it lasted from one anchor instant to another.
fn take_elapsed(line: &mut Line<'_>, from: Moment, to: Moment) {
    let words = Span::between(exact(line.moment(from)), exact(line.moment(to))).words();
    line.take(&words);
}

fn summary(line: &mut Line<'_>, journal: &Journal<'_>) {
    let whole = line.whole;
    if whole.starts_with("- **Lasted**: ") || whole.starts_with("- **Duration**: ") {
        return take_elapsed(line, Moment::Discovered, Moment::Resolved);
    }
    for of in Moment::ALL {
        let head = format!("- **{of}**: ");
        if whole.starts_with(&head) {
            let when = line.moment(of);
            line.take(&format!("{head}{}", journal.zone.plain(&when)));
        }
    }
}

/// Returns what somebody wrote of the causes, the lessons and the published figures, as an entry
/// says it: figures and all.
fn written(entry: &Entry) -> Vec<&str> {
    let Event::WorksheetChanged(changed) = &entry.event else {
        return Vec::new();
    };
    match changed {
        WorksheetChanged::Cause(changed) => match &changed.step {
            CauseStep::Added { text, .. } | CauseStep::Reworded { text } => vec![text],
            _ => Vec::new(),
        },
        WorksheetChanged::Lesson(changed) => vec![&changed.text],
        WorksheetChanged::Published(published) => vec![&published.figure, &published.source],
        _ => Vec::new(),
    }
}

/// Takes out what the entries that a line names say in so many words.
fn take_written(line: &mut Line<'_>) -> usize {
    let texts: Vec<&str> = line.from.iter().flat_map(|entry| written(entry)).collect();
    let stand: Vec<&str> = texts
        .into_iter()
        .filter(|text| line.rest.contains(text))
        .collect();
    for text in &stand {
        line.take(text);
    }
    stand.len()
}

fn said(line: &mut Line<'_>, _: &Journal<'_>) {
    assert!(take_written(line) > 0, "no entry says so: {}", line.whole);
}

fn timeline(line: &mut Line<'_>, journal: &Journal<'_>) {
    let [entry] = line.from[..] else {
        panic!("it is one entry: {}", line.whole);
    };
    take_written(line);
    if line.whole.starts_with("  - understood ") {
        let until = || journal.entries.iter().take_while(|it| it.seq <= entry.seq);
        let mut leads: BTreeSet<LeadId> = BTreeSet::new();
        let mut fixes: BTreeSet<FixId> = BTreeSet::new();
        for entry in until() {
            match &entry.event {
                Event::LeadAdded { id, .. } => drop(leads.insert(*id)),
                Event::LeadMoved {
                    id,
                    to: LeadState::Answered | LeadState::RuledOut,
                    ..
                } => drop(leads.remove(id)),
                Event::FixAdded { id, .. } => drop(fixes.insert(*id)),
                Event::FixVerified { id, .. } => drop(fixes.remove(id)),
                _ => {}
            }
        }
        line.take(&count(leads.len(), "lead"));
        line.take(&count(fixes.len(), "remediation item"));
    } else if !line.whole.starts_with("  ") {
        line.take(&format!("- {} ", happened(entry, journal)));
    }
}

/// Returns when a line says that something happened: of a key time that time, and when it was
/// noted where that is another. What is arranged happened when it was.
fn happened(entry: &Entry, journal: &Journal<'_>) -> String {
    let zone = journal.zone;
    let told = match &entry.event {
        Event::MomentSet { when, .. } => Some(*when),
        Event::MilestoneReached(reached) if reached.milestone != "retrospective-planned" => {
            Some(reached.when)
        }
        _ => None,
    };
    let Some(when) = told.filter(|when| !when.is_unknown()) else {
        return zone.plain(&entry.happened);
    };
    let (at, noted) = (zone.plain(&when), zone.stamp(entry.shown_at()));
    match when.earliest().map(|at| zone.stamp(at)) {
        Some(same) if same == noted => at,
        _ => format!("{at} (noted {noted})"),
    }
}

fn progression(line: &mut Line<'_>, journal: &Journal<'_>) {
    let zone = journal.zone;
    match line.from[..] {
        [began, ended] if line.whole.contains(", from ") => {
            let (from, to) = (said_at(began), said_at(ended));
            let length = Span::between(from, to).words();
            let (from, to) = (zone.stamp(from), zone.stamp(to));
            line.take(&format!(": {length}, from {from} to {to}"));
        }
        [entry] if !line.whole.starts_with("- [") => {
            let written = [zone.plain(&entry.happened), zone.stamp(said_at(entry))];
            let mut written = written.iter().map(|time| format!("- {time}"));
            let head = written.find(|head| line.whole.starts_with(head.as_str()));
            line.take(&head.unwrap_or_else(|| panic!("it was at another time: {}", line.whole)));
        }
        _ => {}
    }
}

fn said_at(entry: &Entry) -> Instant {
    exact(entry.happened)
}

fn metrics(line: &mut Line<'_>, journal: &Journal<'_>) {
    let metric = Metric::ALL.into_iter().find(|metric| {
        let head = format!("- **{}**: ", metric.name());
        line.whole.starts_with(&head)
    });
    let metric = metric.unwrap_or_else(|| panic!("nothing follows {}", line.whole));
    if line.whole.contains(": published ") {
        assert_eq!(take_written(line), 2, "{}", line.whole);
        assert!(line.whole.contains(": DISAGREES"), "{}", line.whole);
    }
    let at: Vec<Instant> = line.from.iter().map(|entry| said_at(entry)).collect();
    match metric {
        Metric::TimeToDiscovery => take_elapsed(line, Moment::Started, Moment::Discovered),
        Metric::TimeToContainment => take_elapsed(line, Moment::Discovered, Moment::Contained),
        Metric::DeclarationDelay => take_elapsed(line, Moment::Discovered, Moment::Opened),
        Metric::TimeToConfirm => take_elapsed(line, Moment::Discovered, Moment::Confirmed),
        Metric::TimeToResolve => take_elapsed(line, Moment::Discovered, Moment::Resolved),
        Metric::GsaNoticeLatency => {
            let aware = exact(line.moment(Moment::Discovered));
            let sent = journal.sent(|message, _| message == "gsa-notice")[0];
            assert!(line.from.contains(&sent), "{}", line.whole);
            let words = Span::between(aware, said_at(sent)).words();
            line.take(&words);
        }
        Metric::SitrepsOnTime => {
            let resolved = journal.first(|it| moment(it, Moment::Resolved).is_some());
            let sent = journal.sent(|_, number| number > 0);
            let owed = sent.iter().filter(|it| it.seq < resolved.seq);
            assert_eq!(at.len() - 1, owed.count(), "{}", line.whole);
            let every = journal.high_cadence();
            let on_time = at.windows(2).filter(|it| it[1] - it[0] <= every.delta());
            line.take(&format!("{} of {}", on_time.count(), at.len() - 1));
        }
        Metric::LargestUpdateGap => {
            let mut told: Vec<Instant> = journal
                .entries
                .iter()
                .filter(|entry| match &entry.event {
                    Event::RoutesMoved(moved) => moved.names.iter().any(|it| it == "FedRAMP"),
                    _ => moment(entry, Moment::Confirmed).is_some(),
                })
                .map(said_at)
                .collect();
            told.sort_unstable();
            let gaps = told.windows(2).map(|it| Span::between(it[0], it[1]));
            let largest = Span::between(at[0], at[1]);
            assert_eq!(gaps.max(), Some(largest), "{}", line.whole);
            line.take(&largest.words());
        }
        Metric::Labour => {
            let resolved = line.from.iter().find_map(|it| moment(it, Moment::Resolved));
            let shifts = line.from.iter().filter_map(|entry| match &entry.event {
                Event::Opened(opened) => Some((opened.ic.as_str(), said_at(entry))),
                Event::ShiftStarted(started) => Some((started.person.as_str(), said_at(entry))),
                _ => None,
            });
            let seconds: i64 = shifts
                .map(|(who, began)| {
                    let mut from = line.from.iter();
                    let ended = from.find(|entry| {
                        let left = |person: &str| person == who && said_at(entry) >= began;
                        matches!(&entry.event, Event::ShiftEnded { person } if left(person))
                    });
                    let ended = ended.map(|entry| entry.happened).or(resolved);
                    let ended = exact(ended.expect("it ends"));
                    Span::between(began, ended).as_seconds()
                })
                .sum();
            let hours = Span::seconds(seconds).in_hours();
            line.take(&format!("{hours} together"));
        }
        Metric::DiscoveryMethod | Metric::ThreatActions => {}
    }
}

fn remediation(line: &mut Line<'_>, journal: &Journal<'_>) {
    if line.whole.contains(": verified by ") {
        let checked = line.of(|it| matches!(it.event, Event::FixVerified { .. }));
        let stamp = journal.zone.stamp(said_at(checked));
        line.take(&stamp);
    }
}

fn communications(line: &mut Line<'_>, journal: &Journal<'_>) {
    let message = line.of(|it| matches!(it.event, Event::MessageSent { .. }));
    let (of, number) = match &message.event {
        Event::MessageSent { number, .. } => (message.id, *number),
        _ => unreachable!("it is a message"),
    };
    let sent = journal.went_out(of).expect("it went out");
    assert!(line.from.contains(&sent), "{}", line.whole);
    line.take(&format!("- {}: ", journal.zone.plain(&sent.happened)));
    let promises: Vec<&str> = line.whole.split("; ").skip(1).collect();
    for promise in promises {
        let (promise, _) = named(promise);
        let (name, _) = promise.split_once(" was due ").expect("a promise");
        let mut clocks = journal.playbook.clocks.iter();
        let clock = clocks.find(|it| it.name.replace("{number}", &number.to_string()) == name);
        let clock = clock.unwrap_or_else(|| panic!("no clock is called {name}"));
        let origins = line.from.iter().filter(|it| it.seq < message.seq);
        let dues: Vec<Instant> = origins
            .filter_map(|origin| journal.due(clock, origin))
            .collect();
        let outcomes = dues.iter().map(|due| {
            let outcome = if said_at(sent) <= *due {
                "in time"
            } else {
                "late"
            };
            format!("{name} was due {}: {outcome}", journal.zone.stamp(*due))
        });
        let explained = outcomes.into_iter().find(|words| words == promise);
        let explained = explained.unwrap_or_else(|| panic!("{promise} does not follow: {dues:?}"));
        line.take(&explained);
    }
}

impl<'a> Journal<'a> {
    fn first(&self, is: impl Fn(&Entry) -> bool) -> &'a Entry {
        let mut all = self.entries.iter();
        all.find(|entry| is(entry)).expect("it happened")
    }

    /// Returns the entry by which a message first reached somebody.
    fn went_out(&self, of: EntryId) -> Option<&'a Entry> {
        self.entries.iter().find(|entry| match &entry.event {
            Event::MessageSent { to, .. } => entry.id == of && !to.is_empty(),
            Event::RoutesMoved(moved) => moved.of == of && moved.to == RouteState::Sent,
            _ => false,
        })
    }

    /// Returns the entries by which messages of a kind first reached somebody, in order.
    fn sent(&self, is: impl Fn(&str, u32) -> bool) -> Vec<&'a Entry> {
        let messages = self.entries.iter().filter(|entry| match &entry.event {
            Event::MessageSent {
                message, number, ..
            } => is(message, *number),
            _ => false,
        });
        messages.filter_map(|it| self.went_out(it.id)).collect()
    }

    fn high_cadence(&self) -> Span {
        let policy = self.playbook.severity(Severity::High);
        policy.expect("it is in every playbook").sitrep_every
    }

    /// Returns when a clock is due by its rule when it counts from an entry; none where that
    /// entry neither starts nor restarts it.
    fn due(&self, clock: &Clock, origin: &Entry) -> Option<Instant> {
        let start = clock.starts.iter().find_map(|signal| match signal {
            Signal::Aware => moment(origin, Moment::Discovered),
            Signal::Opened => moment(origin, Moment::Opened),
            Signal::Confirmed => moment(origin, Moment::Confirmed),
            _ => None,
        });
        let restart = clock.restarts.iter().find_map(|signal| {
            let is_it = match (signal, &origin.event) {
                (Signal::Sitrep, Event::RoutesMoved(moved)) => moved.label.starts_with("sitrep"),
                (Signal::Told(key), Event::RoutesMoved(moved)) => {
                    let name = &self.playbook.addresses[key.as_str()].name;
                    moved.names.contains(name)
                }
                _ => false,
            };
            is_it.then_some(origin.happened)
        });
        let from = exact(start.or(restart)?);
        Some(match clock.pace {
            Pace::Elapsed => from + clock.after?.delta(),
            Pace::Cadence => from + self.high_cadence().delta(),
            Pace::CalendarDay => {
                let day = self.zone.local(from).date_naive();
                let owed = if restart.is_some() {
                    day.succ_opt()?
                } else {
                    day
                };
                end_of_day(self.zone, owed)?
            }
            Pace::Date | Pace::PersonHours => panic!("no notice has this pace: {}", clock.id),
        })
    }
}

/// How the figures of a part follow from what its lines name.
type Explain = fn(&mut Line<'_>, &Journal<'_>);

/// Returns how the figures of a part are followed.
fn explain(kind: PartKind) -> Explain {
    match kind {
        PartKind::Summary | PartKind::Impact => summary,
        PartKind::Timeline => timeline,
        PartKind::Causes | PartKind::Response => said,
        PartKind::Progression => progression,
        PartKind::Metrics => metrics,
        PartKind::Immediate | PartKind::LongTerm => remediation,
        PartKind::Communications => communications,
        PartKind::Vulnerabilities
        | PartKind::Prevention
        | PartKind::Lessons
        | PartKind::OpenQuestions => written_by_people,
    }
}

/// The program writes no figure there: whoever does is who edited it.
fn written_by_people(line: &mut Line<'_>, _: &Journal<'_>) {
    panic!("nothing follows {}", line.whole);
}

/// Hands the report of the whole incident, and its journal, to `see`.
fn with_report(playbook: &str, see: impl FnOnce(&Report, &Journal<'_>)) {
    let (screen, _) = closed(playbook, Some("farm/backlog"));
    let source = Source::new(
        &screen.incident,
        &screen.entries,
        Some(&screen.app.playbook),
        screen.now,
    );
    let journal = Journal {
        entries: &screen.entries,
        playbook: &screen.app.playbook,
        zone: screen.incident.zone,
    };
    see(&report(&source), &journal);
}

#[rstest]
fn every_figure_of_every_part_follows_from_the_lines_of_the_journal_it_names(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
) {
    with_report(playbook, |report, journal| {
        assert_eq!(report.parts.len(), PartKind::ALL.len());
        for kind in PartKind::ALL {
            let part = report.part(kind.id()).expect("it is in the outline");
            let text = part.whole();
            let followed = follow(&text, journal, explain(kind));
            // Who edited it, and what they typed.
            let is_edited = part.state != PartState::Generated;
            assert_eq!(is_edited, kind == PartKind::Lessons, "{text}");
            if is_edited {
                assert_eq!(followed, 2, "{text}");
            } else {
                assert_eq!(followed > 0, has_figure(&text), "{text}");
            }
            assert!(kind != PartKind::Metrics || !text.contains("unknown"));
        }
    });
}

/// Returns the places of the figures that a text says itself.
fn figures(text: &str) -> Vec<usize> {
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let said = if line.starts_with("  > ") {
            line
        } else {
            named(line).0
        };
        let digits = said.match_indices(|c: char| c.is_ascii_digit());
        found.extend(digits.map(|(n, _)| at + n));
        at += line.len();
    }
    found
}

#[rstest]
fn another_figure_anywhere_in_the_report_does_not_follow(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
) {
    with_report(playbook, |report, journal| {
        for kind in PartKind::ALL {
            let text = report.part(kind.id()).expect("it is there").whole();
            let all = figures(&text);
            // None where nobody wrote and the program writes no figure.
            let step = all.len().div_ceil(80).max(1);
            // A figure of each stretch; each costs a reading of the whole part.
            for at in all.iter().step_by(step) {
                let mut other = text.clone();
                let digit = if &text[*at..=*at] == "9" { "4" } else { "9" };
                other.replace_range(*at..=*at, digit);
                let follows = || follow(&other, journal, explain(kind));
                let is_noticed = catch_unwind(AssertUnwindSafe(follows)).is_err();
                let (before, after) = text.split_at(*at);
                let before = before.rsplit('\n').next().unwrap_or_default();
                let after = after.split('\n').next().unwrap_or_default();
                assert!(is_noticed, "{kind:?}: {digit} in {before}>>>{after}");
            }
        }
    });
}
