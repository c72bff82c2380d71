//! bash, which lists what is offered as it stands: with its text beside it, as other shells have
//! it by themselves.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap_complete::CompletionCandidate;
use clap_complete::engine::complete;
use clap_complete::env::{Bash as Plain, EnvCompleter};
use unicode_width::UnicodeWidthStr;

use super::values::BESIDE;
use crate::domain::text::excerpt;

/// How bash says, by `COMP_TYPE`, that it only lists what is offered: after a second tab, at once
/// where it is set so, and at once where nothing more of the word is sure.
const LISTS: [&str; 3] = ["63", "33", "64"];

/// The variable that it says so by.
pub(super) const COMP_TYPE: &str = "_CLAP_COMPLETE_COMP_TYPE";

/// bash.
pub(super) struct Bash;

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        Plain.name()
    }

    fn is(&self, name: &str) -> bool {
        Plain.is(name)
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        buf: &mut dyn Write,
    ) -> Result<(), io::Error> {
        Plain.write_registration(var, name, bin, completer, buf)
    }

    fn write_complete(
        &self,
        cmd: &mut clap::Command,
        args: Vec<OsString>,
        current_dir: Option<&Path>,
        buf: &mut dyn Write,
    ) -> Result<(), io::Error> {
        let set = |name| std::env::var(name).ok();
        let index = set("_CLAP_COMPLETE_INDEX").and_then(|index| index.parse().ok());
        let found = complete(cmd, args, index.unwrap_or_default(), current_dir)?;
        let lists = set(COMP_TYPE).is_some_and(|how| LISTS.contains(&how.as_str()));
        let ends = set("_CLAP_IFS").unwrap_or_else(|| "\n".to_owned());
        buf.write_all(offered(&found, lists).join(&ends).as_bytes())
    }
}

/// Returns the words that bash is offered. What all of them begin with goes into the line: with
/// texts behind them too that is only what the values begin with, because no two are the same.
/// One that is left alone goes into the line whole.
fn offered(found: &[CompletionCandidate], lists: bool) -> Vec<String> {
    let value = |it: &CompletionCandidate| it.get_value().to_string_lossy().into_owned();
    if !lists || found.len() < 2 {
        return found.iter().map(value).collect();
    }
    let wide = found.iter().map(|it| value(it).width()).max().unwrap_or(0);
    let beside = |it: &CompletionCandidate| {
        let value = value(it);
        let Some(help) = it.get_help().map(ToString::to_string) else {
            return value;
        };
        let gap = " ".repeat(wide - value.width());
        format!("{value}{gap}  ({})", excerpt(&help, BESIDE))
    };
    found.iter().map(beside).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stands_beside_what_is_listed_and_never_beside_what_is_left() {
        let with = |value: &str, help: &'static str| {
            CompletionCandidate::new(value).help(Some(help.into()))
        };
        let both = [with("L2", "where is the fox?"), with("L10", "who was it?")];
        assert_eq!(offered(&both, false), ["L2", "L10"]);
        let listed = ["L2   (where is the fox?)", "L10  (who was it?)"];
        assert_eq!(offered(&both, true), listed);
        assert_eq!(offered(&both[..1], true), ["L2"]);
        let bare = ["high", "low"].map(CompletionCandidate::new);
        assert_eq!(offered(&bare, true), ["high", "low"]);
    }
}
