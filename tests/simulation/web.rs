//! What people do on the issue, in the browser or with a tool of theirs.

use sitroom::domain::document::{Region, parse};
use sitroom::practice::{Issue, Options, PracticeGithub};

use super::book::{Book, Edit, lf};
use super::choice;
use super::deed::edited;
use super::token::{Token, phrase};

const REPO: &str = Options::REPOSITORY;

/// What is done to the issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WebDeed {
    Tick,
    Reword,
    Reorder,
    MoveSection,
    Delete,
    Duplicate,
    AddLine,
    Nested,
    Unmark,
    Foreign,
    OwnList,
    EditForeign,
    Details,
    Reporter,
    Responders,
    Severity,
    Status,
    SaveOnly,
    Title,
    Comment,
    Quote,
    Close,
}

impl WebDeed {
    /// Every deed, and how often it is picked among the others.
    pub(crate) const ALL: &[(Self, usize)] = &[
        (Self::Tick, 3),
        (Self::Reword, 3),
        (Self::Reorder, 1),
        (Self::MoveSection, 1),
        (Self::Delete, 1),
        (Self::Duplicate, 1),
        (Self::AddLine, 2),
        (Self::Nested, 1),
        (Self::Unmark, 1),
        (Self::Foreign, 1),
        (Self::OwnList, 1),
        (Self::EditForeign, 1),
        (Self::Details, 2),
        (Self::Reporter, 1),
        (Self::Responders, 1),
        (Self::Severity, 1),
        (Self::Status, 1),
        (Self::SaveOnly, 1),
        (Self::Title, 1),
        (Self::Comment, 1),
        (Self::Quote, 1),
        (Self::Close, 1),
    ];
}

/// How a body is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Saving {
    /// In the browser, with its line ends; it refuses when the body changed since it was
    /// loaded.
    Form,
    /// By a tool that writes what it has, whatever stands there by now.
    Blind,
}

/// Somebody who edits on the issue.
#[derive(Debug)]
pub(crate) struct Editor {
    pub(crate) login: String,
    /// The body in the open form, as it was loaded.
    form: Option<String>,
}

impl Editor {
    pub(crate) fn new(login: &str) -> Self {
        Self {
            login: login.to_owned(),
            form: None,
        }
    }

    /// Opens the form and leaves it open.
    pub(crate) fn load(&mut self, github: &PracticeGithub) {
        self.form = the_issue(github).map(|issue| issue.body);
    }

    /// Does something to what is in the form, or to what stands there now if none is open.
    pub(crate) fn act(
        &mut self,
        github: &PracticeGithub,
        (deed, saving): (WebDeed, Saving),
        pick: u64,
        token: Token,
        book: &mut Book,
    ) -> String {
        let Some(issue) = the_issue(github) else {
            return "there is no issue yet".to_owned();
        };
        let mut rng = fastrand::Rng::with_seed(pick);
        let text = phrase(&mut rng, token);
        let edit = Edit {
            room: None,
            what: format!("{} on the issue: {deed:?} {text}", self.login),
            local: false,
        };
        if self.beside_the_body(github, &issue, deed, &text, &edit, book) {
            return edit.what;
        }
        let loaded = self.form.take().unwrap_or_else(|| issue.body.clone());
        if saving == Saving::Form && loaded != issue.body {
            return format!("{}: the form was refused, the body has changed", edit.what);
        }
        let Some((body, block)) = edit_body(&lf(&loaded), deed, &mut rng, &text, book) else {
            return format!("{}: nothing to do it to", edit.what);
        };
        let crlf = saving == Saving::Form && deed != WebDeed::Tick;
        let body = if crlf {
            body.replace('\n', "\r\n")
        } else {
            body
        };
        book.edited(&edit, &issue.body, &body);
        let (before, after) = (choice::of_body(&issue.body), choice::of_body(&body));
        let seen = choice::of_body(&loaded);
        book.ballot.saved_blindly(&seen, &before, &after);
        book.saved_body(&body, block);
        let _ = github.edit_body_as(&self.login, REPO, issue.number, |_| body);
        edit.what
    }

    /// Does what does not touch the body; returns false for everything else.
    fn beside_the_body(
        &self,
        github: &PracticeGithub,
        issue: &Issue,
        deed: WebDeed,
        text: &str,
        edit: &Edit,
        book: &mut Book,
    ) -> bool {
        let number = issue.number;
        match deed {
            WebDeed::Title => {
                book.edited(edit, &issue.title, text);
                let _ = github.set_title(REPO, number, text);
            }
            WebDeed::Comment => {
                book.edited(edit, "", text);
                let _ = github.comment_as(&self.login, REPO, number, text);
            }
            WebDeed::Quote => {
                let last = issue.comments.last().map_or("", |comment| &comment.body);
                let quoted: String = last
                    .lines()
                    .fold(String::new(), |all, line| all + "> " + line + "\n");
                let quoted = format!("{last}\n\n{quoted}\n{text}");
                book.edited(edit, "", text);
                let _ = github.comment_as(&self.login, REPO, number, &quoted);
            }
            WebDeed::Close if issue.open => {
                let _ = github.close_issue(REPO, number);
            }
            WebDeed::Close => {
                let _ = github.reopen_issue(REPO, number);
            }
            _ => return false,
        }
        true
    }
}

/// Somebody opens the issue before there is a record of it, with the template of the guide.
pub(crate) fn open_issue(github: &PracticeGithub, rng: &mut fastrand::Rng, book: &mut Book) {
    let title = phrase(rng, Token(90_000));
    let details = [phrase(rng, Token(90_001)), phrase(rng, Token(90_002))].join("\n\n");
    let first = if rng.bool() {
        &*title
    } else {
        "Short description"
    };
    let body = format!(
        "{first}\n\n- **Status**: investigating\n- **Severity**: {}\n- **Reporter**: Dave {}\n\
         - **IC**: Your Name\n- **Responders**: Any other responders\n\n{details}\n",
        ["high", "unknown"][rng.usize(..2)],
        Token(90_003),
    );
    let edit = Edit {
        room: None,
        what: "goose opened the issue".to_owned(),
        local: false,
    };
    book.edited(&edit, "", &format!("{title}{body}"));
    let _ = github.open_issue_as("goose", REPO, &title, &body);
}

/// Closes the code block of somebody's that the end of our part has become a part of. Returns
/// whether one was closed.
pub(crate) fn mend(github: &PracticeGithub) -> bool {
    let Some(issue) = the_issue(github) else {
        return false;
    };
    let body = lf(&issue.body);
    if !matches!(parse(&body).region, Region::Mangled(_)) {
        return false;
    }
    let end = "\n<!-- sitroom:end -->";
    let closed = ["```", "~~~"].map(|fence| body.replacen(end, &format!("\n{fence}{end}"), 1));
    let is_mended = |body: &String| matches!(parse(body).region, Region::At { .. });
    let Some(body) = closed.into_iter().find(is_mended) else {
        return false;
    };
    let _ = github.edit_body_as("goose", REPO, issue.number, |_| body);
    true
}

/// Returns the issue of the incident, once there is one: the only one there may ever be.
pub(crate) fn the_issue(github: &PracticeGithub) -> Option<Issue> {
    github.issues(REPO).into_iter().next()
}

/// Returns a body after a deed, and the block of text that is new in it, if one is.
fn edit_body(
    body: &str,
    deed: WebDeed,
    rng: &mut fastrand::Rng,
    text: &str,
    book: &Book,
) -> Option<(String, Option<String>)> {
    let mut lines: Vec<String> = body.split('\n').map(str::to_owned).collect();
    let block = match deed {
        WebDeed::Foreign | WebDeed::OwnList => Some(add_block(&mut lines, deed, rng, text)?),
        WebDeed::Nested => {
            let at = pick_line(&lines, rng, is_ours)?;
            let line = format!("  - [ ] {text}");
            lines.insert(at + 1, line.clone());
            Some(line)
        }
        WebDeed::EditForeign => {
            let block = book.any_block(rng.usize(..))?;
            let new = edited(block, rng, &format!("_{text}_"));
            let body = body.replacen(block, &new, 1);
            return Some((body, Some(new)));
        }
        WebDeed::Reporter | WebDeed::Responders | WebDeed::Severity | WebDeed::Status => {
            edit_field(&mut lines, deed, rng, text)?;
            None
        }
        WebDeed::Details => {
            edit_details(&mut lines, rng, text)?;
            None
        }
        _ => {
            edit_line(&mut lines, deed, rng, text)?;
            None
        }
    };
    Some((lines.join("\n"), block))
}

fn is_ours(line: &str) -> bool {
    line.contains("<!-- sitroom:") && (line.contains("[ ]") || line.contains("[x]"))
}

fn can_reword(line: &str) -> bool {
    let marks = ["sitroom:L", "sitroom:R", "sitroom:C"];
    marks.iter().any(|mark| line.contains(mark))
}

fn pick_line(
    lines: &[String],
    rng: &mut fastrand::Rng,
    fits: impl Fn(&str) -> bool,
) -> Option<usize> {
    let found: Vec<usize> = (0..lines.len()).filter(|at| fits(&lines[*at])).collect();
    let at = rng.usize(..).checked_rem(found.len())?;
    found.get(at).copied()
}

/// Changes a line of ours as people do who do not know what its parts are.
fn edit_line(
    lines: &mut Vec<String>,
    deed: WebDeed,
    rng: &mut fastrand::Rng,
    text: &str,
) -> Option<()> {
    if deed == WebDeed::SaveOnly {
        return Some(());
    }
    // The words of the playbook are not for people to change.
    let fits = |line: &str| is_ours(line) && (deed != WebDeed::Reword || can_reword(line));
    let at = pick_line(lines, rng, fits)?;
    let line = lines[at].clone();
    match deed {
        WebDeed::Tick if line.contains("[ ]") => lines[at] = line.replacen("[ ]", "[x]", 1),
        WebDeed::Tick => lines[at] = line.replacen("[x]", "[ ]", 1),
        WebDeed::Reword => lines[at] = reworded(&line, text)?,
        WebDeed::Delete => {
            lines.remove(at);
        }
        WebDeed::Duplicate => lines.insert(at, line),
        WebDeed::Unmark => {
            let mark = line.rfind(" <!-- sitroom:")?;
            lines[at].truncate(mark);
        }
        WebDeed::AddLine => lines.insert(at + 1, format!("- [ ] {text}")),
        _ => {
            let kind = |line: &str| ["L", "R", "C"].map(|k| line.contains(&format!("sitroom:{k}")));
            let ours = |other: &str| is_ours(other) && other != line && kind(other) == kind(&line);
            let same_section = deed == WebDeed::Reorder;
            let to = pick_line(lines, rng, ours)?;
            let between = &lines[at.min(to)..at.max(to)];
            if same_section == between.iter().any(|line| line.starts_with('#')) {
                return None;
            }
            lines.remove(at);
            let to = if to > at { to - 1 } else { to };
            lines.insert(to + 1, line);
        }
    }
    Some(())
}

/// Writes over the text of a line of ours, between its id and what follows it.
fn reworded(line: &str, text: &str) -> Option<String> {
    let start = line.find("] ")? + 2;
    let start = start + line[start..].find(' ')? + 1;
    let tail = [" — ", " (", " <!-- sitroom:"];
    let end = tail
        .iter()
        .filter_map(|tail| line.get(start..)?.find(tail))
        .min()?;
    Some(format!("{}{text}{}", &line[..start], &line[start + end..]))
}

/// Adds text of people's own, behind our part or below a heading of theirs in it.
fn add_block(
    lines: &mut Vec<String>,
    deed: WebDeed,
    rng: &mut fastrand::Rng,
    text: &str,
) -> Option<String> {
    let end = pick_line(lines, rng, |line| line.starts_with("<!-- sitroom:end"))?;
    let block = match (deed, rng.usize(..3)) {
        (WebDeed::OwnList, _) => format!("* [ ] {text}\n* [x]   count  the\tgeese  "),
        (_, 0) => format!("```\n- [ ] {text}\n```"),
        (_, 1) => format!("{text}  \n> and, as Dave said:\n\n\n1. look\n2. <!-- mine -->"),
        _ => format!("| a | b |\n|---|---|\n| {text} | é |"),
    };
    let own_heading = format!("#### Of {}", text.len());
    if rng.bool() {
        let new = format!("\n{own_heading}\n\n{block}\n");
        let below = end + 1;
        lines.splice(below..below, new.split('\n').map(str::to_owned));
    } else {
        let new = format!("\n{own_heading}\n\n{block}\n");
        lines.splice(end..end, new.split('\n').map(str::to_owned));
    }
    Some(block)
}

fn edit_field(
    lines: &mut [String],
    deed: WebDeed,
    rng: &mut fastrand::Rng,
    text: &str,
) -> Option<()> {
    let plain = text.replace([',', ';'], " ");
    let (label, value) = match deed {
        WebDeed::Reporter => ("**Reporter**", plain),
        WebDeed::Responders => ("**Responders**", format!("Farmer Dave, {plain}")),
        WebDeed::Severity => {
            let words = ["low", "medium", "High", "unknown"];
            ("**Severity**", words[rng.usize(..words.len())].to_owned())
        }
        _ => {
            let words = ["investigating", "confirmed", "resolved", "false alarm"];
            ("**Status**", words[rng.usize(..words.len())].to_owned())
        }
    };
    let at = pick_line(lines, rng, |line| line.contains(label))?;
    lines[at] = format!("- {label}: {value}");
    Some(())
}

/// Changes the free text between the fields and our part.
fn edit_details(lines: &mut Vec<String>, rng: &mut fastrand::Rng, text: &str) -> Option<()> {
    let begin = lines
        .iter()
        .position(|line| line.starts_with("<!-- sitroom:begin"))?;
    let last_field = lines[..begin]
        .iter()
        .rposition(|line| line.starts_with("- **"))?;
    let old = lines[last_field + 1..begin].join("\n");
    let new = edited(old.trim_matches('\n'), rng, text);
    let new = format!("\n{new}\n");
    lines.splice(last_field + 1..begin, new.split('\n').map(str::to_owned));
    Some(())
}
