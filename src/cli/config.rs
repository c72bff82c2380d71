//! `sitroom config`: show the settings, and where each comes from.

use clap::Subcommand;
use serde::Serialize;

use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::{output, words};
use crate::github::client::token_host_of;
use crate::github::token::variables;
use crate::settings::{Origin, Setting, settings};

/// Show the settings, where each comes from, and where the file is
///
/// `sitroom init` writes the file. What is wrong with it every command says, with line and key.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Show every setting that is in force; secrets are named and not shown
    Show {
        /// Say where each value comes from: default, file and line, environment, command line
        #[arg(long)]
        origin: bool,
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
    /// Print where the file of your settings is, or would be
    Path,
}

/// A setting for scripts; `--json` writes an array of these, in the order of the shipped file.
///
/// `value` is null for a secret that is set. `origin` is `default`, `file` (with `file` and
/// `line`), `environment` (with `variable`) or `command-line`.
#[derive(Serialize)]
struct Shown<'a> {
    key: &'a str,
    value: Option<&'a toml::Value>,
    origin: &'static str,
    file: Option<String>,
    line: Option<usize>,
    variable: Option<&'static str>,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    match args.task {
        Task::Show { origin, json } => show(context, origin, json),
        Task::Path => {
            let path = context.env.home.settings_file();
            output::text(&format!("{}\n", path.display()))?;
            Ok(Exit::Done)
        }
    }
}

fn show(context: &Context, with_origin: bool, json: bool) -> Result<Exit, CliError> {
    let env = &context.env;
    let path = env.home.settings_file();
    // A file that cannot be used is not in force; what is wrong with it was said.
    let text = std::fs::read_to_string(&path).ok();
    let text = text.filter(|_| env.is_file_in_force);
    let lookup = env.lookup();
    // Where the address is none, a token for GitHub itself is what people have.
    let host = token_host_of(&env.settings.api);
    let tokens = variables(host.as_deref().unwrap_or("github.com"));
    let file = (&*path, text.as_deref());
    let all = settings(file, &|name| lookup(name), &env.told, tokens);
    if json {
        let lines: Vec<Shown<'_>> = all.iter().map(line).collect();
        output::json(&lines)?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|setting| {
            let value = setting.value.as_ref();
            let value = value.map_or_else(|| "(set, not shown)".to_owned(), ToString::to_string);
            let row = vec![setting.key.clone(), output::line(&value)];
            let origin = with_origin.then(|| said(&setting.origin));
            row.into_iter().chain(origin).collect()
        })
        .collect();
    output::text(&words::columns(&rows))?;
    Ok(Exit::Done)
}

fn said(origin: &Origin) -> String {
    match origin {
        Origin::Default => "default".to_owned(),
        Origin::File { path, line } => format!("{}:{line}", path.display()),
        Origin::Environment(name) => format!("environment {name}"),
        Origin::CommandLine => "command line".to_owned(),
    }
}

fn line(setting: &Setting) -> Shown<'_> {
    let mut line = Shown {
        key: &setting.key,
        value: setting.value.as_ref(),
        origin: "default",
        file: None,
        line: None,
        variable: None,
    };
    match &setting.origin {
        Origin::Default => {}
        Origin::File { path, line: at } => {
            line.origin = "file";
            line.file = Some(path.display().to_string());
            line.line = Some(*at);
        }
        Origin::Environment(name) => {
            line.origin = "environment";
            line.variable = Some(name);
        }
        Origin::CommandLine => line.origin = "command-line",
    }
    line
}
