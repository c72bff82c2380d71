//! Looking for what may not leave.
//!
//! The text is folded, and looked through twice: as it stands, and with its lines put together
//! for those rules whose tokens are often broken. What has to be held is then taken out and
//! the rest looked through again, because something may begin where something else ended; so
//! a text that was redacted is clean.
//!
//! Every step is linear in the text. Patterns do not backtrack and fit a bounded length, a
//! match is judged by a bounded neighbourhood, and there is a bounded number of rounds.

use std::ops::Range;

use super::allowed::Allowed;
use super::check::{Candidate, entropy};
use super::finding::{Cursor, Finding, Level};
use super::plain::{Plain, is_token, is_word};
use super::redact::merged;
use super::rules::{Extend, Rule, Rules, SECRET};
use super::{extend, near};

/// How often a text is looked through again after something was taken out of it.
const ROUNDS: usize = 8;

/// Returns what a text holds that may not leave, in the order of the text. Of two findings at
/// one place the weightier stays, then the longer, then the one whose rule comes first.
#[must_use]
pub fn scan(text: &str, rules: &Rules, allowed: &Allowed) -> Vec<Finding> {
    Search::new(text, rules, allowed).findings()
}

/// Returns whether a rule of some level fits a text as it stands.
pub(super) fn has_level(text: &str, rules: &Rules, allowed: &Allowed, level: Level) -> bool {
    let plain = Plain::of(text);
    let mut search = Search::new(text, rules, allowed);
    let fitting = rules.words.rules_for(plain.bytes()).into_iter();
    let mut of_level = fitting.filter(|at| rules.all[*at].level == level);
    of_level.any(|at| {
        let found = search.matches(&rules.all[at], plain.bytes(), &[]);
        !found.is_empty()
    })
}

/// A place that a rule fits.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hit {
    rule: usize,
    range: Range<usize>,
}

/// A text that is being looked through.
struct Search<'a> {
    text: &'a str,
    rules: &'a Rules,
    allowed: &'a Allowed,
    /// The bytes that patterns were run over.
    effort: usize,
}

impl<'a> Search<'a> {
    fn new(text: &'a str, rules: &'a Rules, allowed: &'a Allowed) -> Self {
        Self {
            text,
            rules,
            allowed,
            effort: 0,
        }
    }

    fn findings(&mut self) -> Vec<Finding> {
        let plain = Plain::of(self.text);
        let mut hits = self.hits(&plain);
        for _ in 0..ROUNDS {
            let held = self.held(&hits);
            if held.is_empty() {
                break;
            }
            let mut more = self.hits(&plain.holding(&held));
            let is_held = |hit: &Hit| {
                let at = held.partition_point(|range| range.end < hit.range.end);
                held.get(at).is_some_and(|range| covers(range, &hit.range))
            };
            more.retain(|hit| self.level(hit) > Level::Warn && !is_held(hit));
            if more.is_empty() {
                break;
            }
            hits.append(&mut more);
        }
        let mut cursor = Cursor::at_start(self.text);
        self.foremost(hits)
            .into_iter()
            .map(|hit| Finding::new(&self.rules.all[hit.rule], self.text, hit.range, &mut cursor))
            .collect()
    }

    fn level(&self, hit: &Hit) -> Level {
        self.rules.all[hit.rule].level
    }

    /// Returns what a redacted text would lack.
    fn held(&self, hits: &[Hit]) -> Vec<Range<usize>> {
        let held = hits.iter().filter(|hit| self.level(hit) > Level::Warn);
        merged(held.map(|hit| hit.range.clone()).collect())
    }

    /// Leaves out the hits that lie within one that weighs as much.
    fn foremost(&self, mut hits: Vec<Hit>) -> Vec<Hit> {
        hits.sort_by_key(|hit| {
            let weight = std::cmp::Reverse((hit.range.end, self.level(hit)));
            (hit.range.start, weight, hit.rule)
        });
        let mut reach = [0; Level::ALL.len()];
        hits.retain(|hit| {
            let level = self.level(hit);
            let heavier = Level::ALL
                .iter()
                .zip(&reach)
                .filter(|((_, l), _)| *l >= level);
            let is_inside = heavier.map(|(_, end)| *end).max() >= Some(hit.range.end);
            let places = Level::ALL.iter().zip(&mut reach);
            for (_, end) in places.filter(|((_, l), _)| *l == level) {
                *end = hit.range.end.max(*end);
            }
            !is_inside
        });
        hits
    }

    /// Returns every place of the text that a rule fits.
    fn hits(&mut self, plain: &Plain) -> Vec<Hit> {
        let mut hits = Vec::new();
        for at in self.rules.words.rules_for(plain.bytes()) {
            for range in self.matches(&self.rules.all[at], plain.bytes(), &[]) {
                let range = plain.place(self.text, &range);
                hits.push(Hit { rule: at, range });
            }
        }
        let seen = merged(hits.iter().map(|hit| hit.range.clone()).collect());
        hits.extend(self.broken(plain, &seen));
        hits
    }

    /// Returns the places where a token goes over the end of a line, unless all of its parts
    /// were seen as they stand.
    fn broken(&mut self, plain: &Plain, seen: &[Range<usize>]) -> Vec<Hit> {
        let joined = plain.joined();
        let mut hits = Vec::new();
        if joined.joins.is_empty() {
            return hits;
        }
        let bytes = joined.plain.bytes();
        for at in self.rules.words.rules_for(bytes) {
            let rule = &self.rules.all[at];
            if !rule.split {
                continue;
            }
            for range in self.matches(rule, bytes, &joined.joins) {
                let range = without_text(rule, bytes, range, &joined.joins);
                let is_broken = !crossed(&range, &joined.joins).is_empty();
                let place = joined.plain.place(self.text, &range);
                if is_broken && !is_seen(self.text, &place, seen) {
                    hits.push(Hit {
                        rule: at,
                        range: place,
                    });
                }
            }
        }
        hits
    }

    /// Returns the matches of a rule. Where a match turns out to be something else, the search
    /// goes on one byte further.
    fn matches(&mut self, rule: &Rule, bytes: &[u8], joins: &[usize]) -> Vec<Range<usize>> {
        let regex = rule.pattern.regex();
        let has_secret = rule.pattern.has_secret();
        let mut groups = regex.capture_locations();
        let secret = regex.capture_names().position(|name| name == Some(SECRET));
        let mut found = Vec::new();
        let mut from = 0;
        while from < bytes.len() {
            let whole = if has_secret {
                regex.captures_read_at(&mut groups, bytes, from)
            } else {
                regex.find_at(bytes, from)
            };
            let Some(whole) = whole else {
                self.effort += bytes.len() - from;
                break;
            };
            self.effort += whole.end() - from;
            let group = secret.filter(|_| has_secret).and_then(|at| groups.get(at));
            let (start, end) = group.unwrap_or((whole.start(), whole.end()));
            let begins = whole.start();
            let seen = Candidate {
                bytes,
                begins,
                start,
                end,
            };
            from = begins + 1;
            if let Some(range) = self.judge(rule, seen, joins) {
                from = range.end.max(from);
                found.push(range);
            }
        }
        found
    }

    /// Returns what of a match is the thing that the rule means.
    fn judge(&self, rule: &Rule, seen: Candidate<'_>, joins: &[usize]) -> Option<Range<usize>> {
        let seen = before_held(seen)?;
        let is_one = is_whole(seen, joins, rule.extend)
            && entropy(seen.found()) >= rule.entropy
            && near::fits(&rule.near, seen)
            && !rule
                .unless
                .as_ref()
                .is_some_and(|other| other.regex().is_match(seen.found()));
        if !is_one {
            return None;
        }
        let range = match rule.check {
            Some(check) => check.pass(seen, self.allowed)?,
            None => seen.start..seen.end,
        };
        let (start, end) = (range.start, range.end);
        let seen = Candidate { start, end, ..seen };
        let end = rule
            .extend
            .map_or(Some(end), |way| extend::end(way, seen))?;
        Some(start..end)
    }
}

fn covers(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Returns a match up to the mark of a piece that is held already; none if it begins there.
fn before_held(seen: Candidate<'_>) -> Option<Candidate<'_>> {
    let mark = b"[held:";
    let at = seen.found().windows(mark.len()).position(|six| six == mark);
    let end = at.map_or(seen.end, |at| seen.start + at);
    let inside = seen.bytes[..seen.start].ends_with(b"[") && seen.found().starts_with(b"held:");
    (end > seen.start && !inside).then_some(Candidate { end, ..seen })
}

/// Returns false when a match begins or ends in the middle of a word. Where lines were put
/// together, words may begin and end; what is extended ends elsewhere.
fn is_whole(seen: Candidate<'_>, joins: &[usize], extend: Option<Extend>) -> bool {
    let is_joined = |at: usize| joins.binary_search(&at).is_ok();
    let is_inside = |left: Option<u8>, right: Option<u8>, at: usize| {
        left.is_some_and(is_word) && right.is_some_and(is_word) && !is_joined(at)
    };
    let found = seen.found();
    !is_inside(seen.before(), found.first().copied(), seen.start)
        && (extend.is_some() || !is_inside(found.last().copied(), seen.after(), seen.end))
}

/// Returns the joins inside a range.
fn crossed<'j>(range: &Range<usize>, joins: &'j [usize]) -> &'j [usize] {
    let from = joins.partition_point(|join| *join <= range.start);
    let to = joins.partition_point(|join| *join < range.end);
    &joins[from..to.max(from)]
}

/// Returns a match without what only begins the line below it: what is left still is a match,
/// and what is cut off reads like text. One piece is cut and no more, because a token may have
/// been broken after every character.
fn without_text(rule: &Rule, bytes: &[u8], range: Range<usize>, joins: &[usize]) -> Range<usize> {
    let Some(join) = crossed(&range, joins).last().copied() else {
        return range;
    };
    let kept = &bytes[range.start..join];
    let goes_on = bytes.get(range.end) == Some(&b' ');
    let is_cut = is_text(&bytes[join..range.end], goes_on) && rule.pattern.regex().is_match(kept);
    range.start..if is_cut { join } else { range.end }
}

/// Returns true for what begins a line rather than goes on with a token: words, times, and,
/// when the line goes on, things of a few characters, such as the number of a lead.
fn is_text(piece: &[u8], goes_on: bool) -> bool {
    const SHORT: usize = 4;
    let is_joint = |byte: &u8| matches!(byte, b'-' | b'/' | b'.' | b':');
    let is_lower = |part: &[u8]| part.iter().skip(1).all(u8::is_ascii_lowercase);
    let is_alpha = |part: &[u8]| part.iter().all(u8::is_ascii_alphabetic);
    let is_word = |part: &[u8]| is_alpha(part) && is_lower(part) && part.len() <= 16;
    let is_stamp = |b: &u8| b.is_ascii_digit() || is_joint(b) || matches!(b, b'T' | b'Z');
    let is_time = piece.iter().any(is_joint) && piece.iter().all(is_stamp);
    (piece.len() <= SHORT && goes_on) || is_time || piece.split(is_joint).all(is_word)
}

/// Returns true when everything in a place that a token is made of was seen before.
fn is_seen(text: &str, place: &Range<usize>, seen: &[Range<usize>]) -> bool {
    let at = seen.partition_point(|range| range.end <= place.start);
    let mut near = seen[at..]
        .iter()
        .take_while(|range| range.start < place.end)
        .peekable();
    let bytes = text.as_bytes();
    let mut unseen = place.clone().filter(|at| {
        while near.peek().is_some_and(|range| range.end <= *at) {
            near.next();
        }
        !near.peek().is_some_and(|range| range.contains(at))
    });
    !unseen.any(|at| is_token(bytes[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the bytes that patterns were run over.
    fn effort(text: &str) -> usize {
        let (rules, allowed) = (Rules::shipped(), Allowed::default());
        let mut search = Search::new(text, &rules, &allowed);
        search.findings();
        search.effort
    }

    #[test]
    fn work_grows_as_the_text_does() {
        let nasty = [
            "sk-",
            "eyJ",
            "eyJa.",
            "a@",
            "1.2.",
            "4111 ",
            "-----BEGIN ",
            "password=",
            "key: ",
            "-----BEGIN RSA PRIVATE KEY-----\n",
            "AKIA",
            "token\n",
            "xoxb-1-",
            "://a:",
            "[held: H1]",
            "aws 3f",
            "cookie: a=",
            "01/02/",
            "\u{200b}a",
            "::",
            "arn:aws:",
            "secret = \"",
            "A1b2",
        ];
        for piece in nasty {
            // Longer than any pattern reaches: up to there work grows with every start.
            let (short, long) = (piece.repeat(400), piece.repeat(1600));
            let (once, four) = (effort(&short), effort(&long));
            assert!(four <= once * 5 + 4096, "{piece:?}: {once} -> {four}");
            assert!(four <= long.len() * 4000, "{piece:?}: {four}");
        }
    }
}
