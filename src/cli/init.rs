//! `sitroom init`: ask five questions, check each answer, and write the settings.

mod error;
mod prompt;
mod question;

use clap::ValueEnum;

pub(super) use self::error::InitError;
use self::prompt::Prompt;
use self::question::{Answered, Question};
use super::checkup::{self, Level};
use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::output;
use crate::domain::difference::{Passage, Side, difference};
use crate::session::Environment;
use crate::settings::{Answer, Notify, Settings, edited};

/// Ask five questions, check each answer, and write the settings
///
/// Each question has an answer in brackets that enter takes; `-` stands for none. Without network
/// the answers are taken unchecked, and it says so. A file that is there keeps what else it says,
/// with its comments, and what changes is shown before it is written. A token is never asked for:
/// it stays in `GH_TOKEN` or with `gh auth login`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Who you are, as the record names you
    #[arg(long)]
    name: Option<String>,
    /// The private repository that mirrors incidents: owner/name, its address, or - for none
    #[arg(long, value_name = "OWNER/NAME", allow_hyphen_values = true)]
    repository: Option<String>,
    /// The process of new incidents
    #[arg(long)]
    playbook: Option<String>,
    /// The zone that times are shown in, such as `America/New_York`, or - for the playbook's
    #[arg(long, allow_hyphen_values = true)]
    zone: Option<String>,
    /// What calls you when a clock comes due
    #[arg(long, value_enum, value_name = "HOW")]
    notify: Option<Calling>,
    /// Ask nothing: what no option says stays as it is, and an answer that fails is refused
    #[arg(long)]
    yes: bool,
    /// Ask nothing of the network
    #[arg(long)]
    offline: bool,
}

/// What calls somebody back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Calling {
    /// The bell of the terminal and a notification of the desktop
    All,
    /// The bell of the terminal
    Bell,
    /// A notification of the desktop
    Notification,
    /// Nothing
    None,
}

impl Calling {
    pub(super) fn of(settings: &Settings) -> Self {
        match (settings.attention.bell, settings.attention.notify) {
            (true, Notify::Off) => Self::Bell,
            (true, _) => Self::All,
            (false, Notify::Off) => Self::None,
            (false, _) => Self::Notification,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Bell => "bell",
            Self::Notification => "notification",
            Self::None => "none",
        }
    }
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let env = &context.env;
    let path = env.home.settings_file();
    if !env.is_file_in_force {
        return Err(InitError::InTheWay { path }.into());
    }
    let before = match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(source) => return Err(CliError::Unread { path, source }),
    };
    let prompt = Prompt::new(args.yes);
    let mut answers = Vec::new();
    for question in questions(env, args) {
        answers.extend(ask(env, &prompt, question, args.offline)?);
    }
    let after = edited(before.as_deref(), &answers).map_err(InitError::from)?;
    if before.as_deref() == Some(after.as_str()) {
        output::tell(&format!("sitroom: {} says so already", path.display()));
        return Ok(Exit::Done);
    }
    if let Some(before) = &before {
        show_changes(before, &after);
        let wanted = "Write it? The rest of the file stays as it is";
        if !prompt.confirms(wanted)? {
            output::tell("sitroom: nothing is written");
            return Ok(Exit::Done);
        }
    }
    env.home.write_settings(&after).map_err(CliError::from)?;
    output::text(&format!("{}\n", path.display()))?;
    output::tell_page(
        "sitroom: written; `sitroom doctor` looks at everything else, `sitroom new TITLE` begins",
    );
    Ok(Exit::Done)
}

fn questions(env: &Environment, args: &Args) -> [(Question, Option<String>); 5] {
    let settings = &env.settings;
    let calling = args.notify.unwrap_or_else(|| Calling::of(settings));
    [
        (Question::Name, args.name.clone()),
        (Question::Repository, args.repository.clone()),
        (Question::Playbook, args.playbook.clone()),
        (Question::Zone, args.zone.clone()),
        (
            Question::Notifications,
            args.notify.map(|_| calling.word().to_owned()),
        ),
    ]
}

/// Asks until the answer will do, and returns the settings that come of it. What an option said
/// is not asked.
fn ask(
    env: &Environment,
    prompt: &Prompt,
    (question, told): (Question, Option<String>),
    offline: bool,
) -> Result<Vec<Answer>, CliError> {
    let usual = question.usual(env);
    let is_told = told.is_some() || prompt.is_silent();
    let mut given = told;
    let mut refused: Option<String> = None;
    loop {
        let text = match given.take() {
            Some(text) => text,
            None if is_told => usual.clone(),
            None => Prompt::ask(&question.words(env), &usual)?,
        };
        let Answered { settings, checks } = question.check(env, &text, offline);
        if !checks.is_empty() {
            output::tell_page(&checkup::lines(&checks));
        }
        let is_fit = checkup::worst(&checks) < Level::Fail;
        // Who says the same again means it, where it can be meant at all.
        let is_meant = refused.as_ref() == Some(&text) && !settings.is_empty();
        if is_fit || is_meant {
            return Ok(settings);
        }
        if is_told {
            let question = question.option();
            return Err(InitError::Refused { question }.into());
        }
        if !settings.is_empty() {
            output::tell("Give the same answer again to keep it all the same.");
        }
        refused = Some(text);
    }
}

/// Shows which lines are others than they were; comments come with them and are not shown.
fn show_changes(before: &str, after: &str) {
    for passage in difference(before, after) {
        let Passage::Words { side, parts } = passage else {
            continue;
        };
        let line: String = parts.into_iter().map(|part| part.text).collect();
        if line.trim_start().starts_with('#') || line.trim().is_empty() {
            continue;
        }
        match side {
            Side::Both => {}
            Side::Ours => output::tell(&format!("- {line}")),
            Side::Theirs => output::tell(&format!("+ {line}")),
        }
    }
}
