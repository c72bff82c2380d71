//! What a shell offers behind `sitroom`: commands and options, and the names and numbers of the
//! record.
//!
//! The shell asks the program itself, by the variable `COMPLETE`. Looking things up reads files of
//! this machine and writes none; what cannot be read is not offered, and nothing is said about it.

mod bash;
mod typed;
mod values;
mod which;

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::Arc;

use clap::ValueEnum;
use clap_complete::CompleteEnv;
use clap_complete::env::{EnvCompleter, Fish, Shells, Zsh};

use self::bash::Bash;
use self::typed::{Typed, meant};
use self::values::Line;

use super::error::CliError;
use super::exit::Exit;
use super::output;

/// The variable by which a shell asks.
const ASKED_BY: &str = "COMPLETE";

/// Behind the script of zsh: where it lies on the path of functions, zsh reads it at the first tab,
/// in place of the function that it makes, and without this that tab would do nothing.
const ZSH_FIRST: &[u8] = b"
if [[ $funcstack[1] == _sitroom ]]; then
    _clap_dynamic_completer_sitroom \"$@\"
fi
";

/// Print what a shell needs to complete commands, options, and names and numbers of the record
///
/// bash: echo 'eval "$(sitroom completions bash)"' >> ~/.bashrc
/// zsh, below compinit: echo 'source <(sitroom completions zsh)' >> ~/.zshrc
/// fish: echo 'sitroom completions fish | source' >> ~/.config/fish/config.fish
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shell {
    /// Line for ~/.bashrc: eval "$(sitroom completions bash)"
    Bash,
    /// Line for ~/.zshrc, below compinit: source <(sitroom completions zsh)
    Zsh,
    /// Line for ~/.config/fish/config.fish: sitroom completions fish | source
    Fish,
}

impl Shell {
    fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
        }
    }
}

pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let bash = Bash::default();
    let shells: [&dyn EnvCompleter; 3] = [&bash, &Fish, &Zsh];
    let shells = Shells(&shells);
    let Some(shell) = shells.completer(args.shell.name()) else {
        return Ok(Exit::Usage);
    };
    let mut script = Vec::new();
    shell
        .write_registration(ASKED_BY, "sitroom", "sitroom", "sitroom", &mut script)
        .map_err(|source| CliError::Output { source })?;
    if args.shell == Shell::Zsh {
        script.extend(ZSH_FIRST);
    }
    output::content(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// Answers a shell that asks, and returns whether one did.
pub(super) fn answered(args: &[OsString]) -> bool {
    let by = std::env::var_os(ASKED_BY).unwrap_or_default();
    let shell = Path::new(&by).file_stem().and_then(OsStr::to_str);
    let Some((typed, words)) = read(shell.unwrap_or_default(), args) else {
        return true;
    };
    let line = Arc::new(Line::of(&words));
    let bash = Bash { typed };
    let shells: [&dyn EnvCompleter; 3] = [&bash, &Fish, &Zsh];
    let env = CompleteEnv::with_factory(|| which::definition(&line));
    let env = env.var(ASKED_BY).shells(Shells(&shells));
    let here = std::env::current_dir().ok();
    match env.try_complete(words, here.as_deref()) {
        Ok(was_asked) => was_asked,
        Err(error) => {
            // In the middle of a line that is being typed there is no place for a complaint; who
            // asks for the script of a shell that is not known is told.
            if !args.iter().any(|arg| arg == "--") {
                let _ = error.print();
            }
            true
        }
    }
}

/// Returns the arguments with the words of the line as they were meant; nothing where that is not
/// sure.
fn read(shell: &str, args: &[OsString]) -> Option<(Typed, Vec<OsString>)> {
    let from = args.iter().position(|arg| arg == "--");
    let (before, words) = args.split_at(from.map_or(args.len(), |at| at + 1));
    let words = words.to_vec();
    let mut typed = Typed::default();
    let words = if shell == "bash" && !words.is_empty() {
        let [line, part] = <[OsString; 2]>::try_from(words).ok()?;
        typed = Typed::in_bash(line.to_str()?, part.to_str()?)?;
        typed.words.iter().map(OsString::from).collect()
    } else {
        meant(shell, words)
    };
    Some((typed, [before, words.as_slice()].concat()))
}
