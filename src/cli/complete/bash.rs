//! bash, which lists what is offered as it stands: with its text beside it, as other shells have
//! it by themselves.

use std::collections::HashSet;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap_complete::CompletionCandidate;
use clap_complete::engine::complete;
use clap_complete::env::EnvCompleter;
use unicode_width::UnicodeWidthStr;

use super::typed::{Quote, Typed, quoted};
use super::values::BESIDE;
use crate::domain::text::excerpt;

/// How bash says, by `COMP_TYPE`, that it only lists what is offered: after a second tab, at once
/// where it is set so, and at once where nothing more of the word is sure.
const LISTS: [&str; 3] = ["63", "33", "64"];

/// What the shell runs. It hands over the line up to the cursor and the part of it that it
/// replaces. What comes back is taken by `read`: an unquoted `$( ... )` would make names of files
/// out of a `?` or `*` in it, and lists nothing at all under `nullglob` and `failglob`. It does so
/// in bash 3 as well, where `mapfile` is not.
const SCRIPT: &str = r#"
_clap_complete_NAME() {
    local _CLAP_COMPLETE_SPACE=true
    if compopt +o nospace 2> /dev/null; then
        _CLAP_COMPLETE_SPACE=false
    fi
    COMPREPLY=()
    IFS=$'\013' read -r -d '' -a COMPREPLY < <( \
        _CLAP_IFS=$'\013' \
        _CLAP_COMPLETE_COMP_TYPE="${COMP_TYPE}" \
        VAR="bash" \
        COMPLETER -- "${COMP_LINE:0:COMP_POINT}" "$2" \
    ) || :
    if [[ $_CLAP_COMPLETE_SPACE == false ]] && [[ "${COMPREPLY-}" =~ [=/:]$ ]]; then
        compopt -o nospace
    fi
}
if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -o nospace -o bashdefault -o nosort -F _clap_complete_NAME BIN
else
    complete -o nospace -o bashdefault -F _clap_complete_NAME BIN
fi
"#;

/// bash, and what is typed in it.
#[derive(Default)]
pub(super) struct Bash {
    pub(super) typed: Typed,
}

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == self.name()
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        buf: &mut dyn Write,
    ) -> Result<(), io::Error> {
        let script = SCRIPT
            .replace("NAME", &name.replace('-', "_"))
            .replace("BIN", &quoted(bin, Quote::None))
            .replace("VAR", var)
            .replace("COMPLETER", &quoted(completer, Quote::None));
        writeln!(buf, "{script}")
    }

    fn write_complete(
        &self,
        cmd: &mut clap::Command,
        args: Vec<OsString>,
        current_dir: Option<&Path>,
        buf: &mut dyn Write,
    ) -> Result<(), io::Error> {
        let Some(index @ 1..) = args.len().checked_sub(1) else {
            return Ok(());
        };
        let set = |name| std::env::var(name).ok();
        let found = complete(cmd, args, index, current_dir)?;
        let put_in = |it: CompletionCandidate| {
            let value = self.typed.put_in(it.get_value().to_str()?)?;
            Some(CompletionCandidate::new(value).help(it.get_help().cloned()))
        };
        let found = once(found.into_iter().filter_map(put_in));
        let lists =
            set("_CLAP_COMPLETE_COMP_TYPE").is_some_and(|how| LISTS.contains(&how.as_str()));
        let ends = set("_CLAP_IFS").unwrap_or_else(|| "\n".to_owned());
        buf.write_all(offered(&found, lists).join(&ends).as_bytes())
    }
}

/// Leaves out a value that was there already: what two texts begin with would go into the line
/// behind it.
fn once(found: impl Iterator<Item = CompletionCandidate>) -> Vec<CompletionCandidate> {
    let mut seen = HashSet::new();
    found
        .filter(|it| seen.insert(it.get_value().to_owned()))
        .collect()
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
        let twice = [with("L2", "$(a"), with("L2", "$(b")];
        assert_eq!(offered(&once(twice.into_iter()), true), ["L2"]);
        let bare = ["high", "low"].map(CompletionCandidate::new);
        assert_eq!(offered(&bare, true), ["high", "low"]);
    }
}
