//! The command line: one file a command. Declares, dispatches and turns outcomes into exit
//! codes; what the commands say about the process comes from [`crate::domain`].

mod adopt;
mod ask;
mod attach;
mod attention;
mod cause;
mod checkup;
mod classify;
mod complete;
mod config;
mod context;
mod decide;
mod doctor;
mod drill;
mod error;
mod evidence;
mod exit;
mod export;
mod fix;
mod followups;
mod handoff;
mod held;
mod import;
mod init;
mod input;
mod issue_ref;
mod lead;
mod lesson;
mod list;
mod long;
mod man;
mod metrics;
mod moment;
mod new;
mod note;
mod open;
mod outbound;
mod outbox;
mod output;
mod people;
mod print;
mod report;
mod rotation;
mod seat;
mod sent;
mod set;
mod severity;
mod shift;
mod snooze;
mod state;
mod status;
mod suggestion;
mod sync;
mod theme;
mod tick;
mod tried;
mod undo;
mod usage;
mod verify;
mod watch;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

pub use exit::Exit;

use self::context::Context;
use self::error::CliError;
use crate::session::Environment;
use crate::settings::Told;

/// Run a security incident from the terminal and keep its record
///
/// Without a command it opens the screen.
#[derive(Debug, Default, Parser)]
#[command(name = "sitroom", version, after_help = exit::help())]
pub struct Cli {
    /// Name the incident by its id, or by the beginning of it
    #[arg(long, global = true, value_name = "ID")]
    incident: Option<String>,
    /// Mean the records of drills, which are kept apart
    #[arg(long, global = true)]
    drills: bool,
    /// Set a setting for this once, such as github.poll=10s; it goes before all else
    #[arg(long = "config", global = true, value_name = "KEY=VALUE")]
    config: Vec<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Args),
    List(list::Args),
    Open(open::Args),
    Attach(attach::Args),
    Adopt(adopt::Args),
    Status(status::Args),
    Note(note::Args),
    Lead(lead::Args),
    Fix(fix::Args),
    Tick(tick::Args),
    Severity(severity::Args),
    State(state::Args),
    Moment(moment::Args),
    People(people::Args),
    Shift(shift::Args),
    Ask(ask::Args),
    Handoff(handoff::Args),
    Set(set::Args),
    Snooze(snooze::Args),
    Tried(tried::Args),
    Decide(decide::Args),
    Sent(sent::Args),
    Undo(undo::Args),
    Metrics(metrics::Args),
    Report(report::Args),
    Classify(classify::Args),
    Cause(cause::Args),
    Lesson(lesson::Args),
    Followups(followups::Args),
    Verify(verify::Args),
    Export(export::Args),
    Import(import::Args),
    Sync(sync::Args),
    Outbox(outbox::Args),
    Held(held::Args),
    Evidence(evidence::Args),
    Rotation(rotation::Args),
    Outbound(outbound::OutboundArgs),
    Codename(outbound::CodenameArgs),
    Suggestions(suggestion::ListArgs),
    Accept(suggestion::AcceptArgs),
    Decline(suggestion::DeclineArgs),
    Drill(drill::Args),
    Config(config::Args),
    Doctor(doctor::Args),
    Init(init::Args),
    Print(print::Args),
    Watch(watch::Args),
    Completions(complete::Args),
    Man(man::Args),
}

/// Returns the definition of the command line, from which completions and manuals are made.
#[must_use]
pub fn definition() -> clap::Command {
    Cli::command()
}

/// Does what the arguments ask, and reports what went wrong.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    if complete::answered(&args) {
        return Exit::Done.into();
    }
    let cli = match Cli::read(args) {
        Ok(cli) => cli,
        Err(error) => {
            usage::report(&error);
            let exit = if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Done
            };
            return exit.into();
        }
    };
    match cli.run() {
        Ok(code) => code,
        Err(error) => {
            error.report();
            error.exit().into()
        }
    }
}

impl Cli {
    /// Returns what the arguments ask. Without any, the screen need not wait for the definition
    /// of fifty commands.
    fn read(args: Vec<OsString>) -> Result<Self, clap::Error> {
        if args.len() > 1 {
            Self::try_parse_from(args)
        } else {
            Ok(Self::default())
        }
    }

    fn run(self) -> Result<ExitCode, CliError> {
        let mut env = Environment::from_process(&Told::read(&self.config)?)?;
        let of_looks = [theme::problem(&env), seat::keymap_problem(&env)];
        for problem in env.problems.iter().chain(of_looks.iter().flatten()) {
            output::warn(problem);
        }
        if self.drills {
            env.turn_to_drills();
            let told = match &self.command {
                // What begins has no clock yet.
                Some(Command::New(_) | Command::Adopt(_) | Command::Drill(_)) => None,
                Some(Command::Open(args)) => {
                    env.go_by_drill(args.asked().or(self.incident.as_deref()))
                }
                Some(Command::Watch(args)) => {
                    env.go_by_drill(args.asked().or(self.incident.as_deref()))
                }
                Some(_) | None => env.go_by_drill(self.incident.as_deref()),
            };
            if let Some(told) = told {
                output::tell(&format!("sitroom: {told}"));
            }
        }
        let context = Context {
            env,
            asked: self.incident,
        };
        let command = self.command.unwrap_or(Command::Open(open::Args::default()));
        command.run(context)
    }
}

impl Command {
    fn run(self, context: Context) -> Result<ExitCode, CliError> {
        let exit = match self {
            Self::Open(args) => return open::run(context, args),
            Self::Drill(args) => return drill::run(&context, &args),
            Self::Sync(args) => sync::run(&context, &args),
            Self::New(args) => new::run(&context, &args),
            Self::List(args) => list::run(&context, &args),
            Self::Attach(args) => attach::run(&context, &args),
            Self::Adopt(args) => adopt::run(&context, &args),
            Self::Status(args) => status::run(&context, &args),
            Self::Note(args) => note::run(&context, &args),
            Self::Lead(args) => lead::run(&context, args),
            Self::Fix(args) => fix::run(&context, args),
            Self::Tick(args) => tick::run(&context, &args),
            Self::Severity(args) => severity::run(&context, &args),
            Self::State(args) => state::run(&context, &args),
            Self::People(args) => people::run(&context, args),
            Self::Shift(args) => shift::run(&context, args),
            Self::Ask(args) => ask::run(&context, args),
            Self::Handoff(args) => handoff::run(&context, args),
            Self::Moment(args) => moment::run(&context, &args),
            Self::Set(args) => set::run(&context, &args),
            Self::Snooze(args) => snooze::run(&context, args),
            Self::Tried(args) => tried::run(&context, args),
            Self::Decide(args) => decide::run(&context, args),
            Self::Sent(args) => sent::run(&context, &args),
            Self::Undo(args) => undo::run(&context, &args),
            Self::Metrics(args) => metrics::run(&context, args),
            Self::Report(args) => report::run(&context, &args),
            Self::Classify(args) => classify::run(&context, &args),
            Self::Cause(args) => cause::run(&context, args),
            Self::Lesson(args) => lesson::run(&context, args),
            Self::Followups(args) => followups::run(&context, args),
            Self::Verify(args) => verify::run(&context, &args),
            Self::Export(args) => export::run(&context, &args),
            Self::Import(args) => import::run(&context, &args),
            Self::Outbox(args) => outbox::run(&context, &args),
            Self::Held(args) => held::run(&context, &args),
            Self::Evidence(args) => evidence::run(&context, args),
            Self::Rotation(args) => rotation::run(&context, &args),
            Self::Outbound(args) => outbound::outbound(&context, args),
            Self::Codename(args) => outbound::codename(&context, args),
            Self::Suggestions(args) => suggestion::list(&context, &args),
            Self::Accept(args) => suggestion::accept(&context, &args),
            Self::Decline(args) => suggestion::decline(&context, &args),
            Self::Config(args) => config::run(&context, &args),
            Self::Doctor(args) => doctor::run(&context, &args),
            Self::Init(args) => init::run(&context, &args),
            Self::Watch(args) => return watch::run(&context, &args),
            Self::Print(args) => print::run(&context, &args),
            Self::Completions(args) => complete::run(&args),
            Self::Man(args) => man::run(&args),
        };
        exit.map(ExitCode::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_arguments_ask_for_what_the_definition_says() {
        let parsed = Cli::try_parse_from(["sitroom"]).expect("nothing to get wrong");
        let read = Cli::read(vec!["sitroom".into()]).expect("nothing to get wrong");
        assert_eq!(format!("{read:?}"), format!("{parsed:?}"));
    }

    #[test]
    fn the_definition_is_sound() {
        definition().debug_assert();
    }

    #[test]
    fn help_has_no_full_stop_at_the_end_of_a_first_line() {
        fn check(command: &clap::Command) {
            let about = command.get_about().map(ToString::to_string);
            let about = about.unwrap_or_default();
            assert!(
                !about.is_empty() || command.get_name() == "help",
                "{}",
                command.get_name()
            );
            assert!(!about.ends_with('.'), "{about}");
            for argument in command.get_arguments() {
                let help = argument.get_help().map(ToString::to_string);
                let help = help.unwrap_or_default();
                assert!(
                    !help.is_empty(),
                    "{} {}",
                    command.get_name(),
                    argument.get_id()
                );
                assert!(!help.ends_with('.'), "{help}");
            }
            command.get_subcommands().for_each(check);
        }
        check(&definition());
    }
}
