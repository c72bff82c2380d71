//! The terminal, and tmux between it and the program.

use std::io::IsTerminal;

use super::super::checkup::Check;
use crate::runtime::ask_program;
use crate::session::Environment;
use crate::tui;

/// The least that the screen has room in: columns and rows.
const LEAST: (u16, u16) = (40, 12);

/// Looks at the terminal.
pub(super) fn terminal(env: &Environment) -> Vec<Check> {
    vec![kind(env), colours(env), utf8(env), size()]
}

fn kind(env: &Environment) -> Check {
    match env.variable("TERM").as_deref() {
        None => {
            let fix = "the commands work; for the screen set TERM, such as xterm-256color";
            Check::warn("terminal", "TERM is not set", fix)
        }
        Some("dumb") => {
            let fix = "open the screen in another terminal; every command works in this one";
            Check::fail("terminal", "TERM=dumb cannot show the screen", fix)
        }
        Some(term) => Check::ok("terminal", format!("TERM={term}")),
    }
}

fn colours(env: &Environment) -> Check {
    if env.settings.theme == "monochrome" {
        return Check::ok("colours", "none, as asked for");
    }
    let depth = match env.variable("COLORTERM").as_deref() {
        Some("truecolor" | "24bit") => "all of them (COLORTERM)",
        Some(_) | None => "16, those of your terminal",
    };
    Check::ok("colours", depth)
}

fn utf8(env: &Environment) -> Check {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"];
    let set = names
        .iter()
        .find_map(|name| Some((name, env.variable(name)?)));
    let is_utf8 = |value: &str| {
        let value = value.to_ascii_lowercase();
        value.contains("utf-8") || value.contains("utf8")
    };
    match set {
        Some((name, value)) if is_utf8(&value) => Check::ok("utf-8", format!("{name}={value}")),
        _ if env.settings.is_ascii => Check::ok("utf-8", "not needed: ascii = true"),
        Some((name, value)) => Check::warn(
            "utf-8",
            format!("{name}={value} says no UTF-8"),
            "set LC_ALL=C.UTF-8, or ascii = true under [screen]",
        ),
        None => Check::warn(
            "utf-8",
            "no locale is set",
            "set LC_ALL=C.UTF-8, or ascii = true under [screen]",
        ),
    }
}

fn size() -> Check {
    if !std::io::stdout().is_terminal() && !std::io::stdin().is_terminal() {
        return Check::ok("size", "not looked at: this is no terminal");
    }
    let (columns, rows) = tui::Terminal::size();
    let found = format!("{columns}x{rows}");
    if columns < LEAST.0 || rows < LEAST.1 {
        let fix = format!("make it {}x{} at least", LEAST.0, LEAST.1);
        return Check::warn("size", found, fix);
    }
    Check::ok("size", found)
}

/// Looks at what tmux lets through.
pub(super) fn tmux(env: &Environment) -> Vec<Check> {
    if env.variable("TMUX").is_none() {
        return vec![Check::ok("tmux", "not within it")];
    }
    let ask = |args: &[&str]| {
        let args: Vec<&str> = std::iter::once("show-options")
            .chain(args.iter().copied())
            .collect();
        ask_program("tmux", &args)
    };
    let Some(action) = ask(&["-gqv", "bell-action"]) else {
        let fix = "have tmux on the PATH to have it looked at";
        return vec![Check::warn("tmux", "it does not answer", fix)];
    };
    let monitor = ask(&["-gwqv", "monitor-bell"]).unwrap_or_default();
    let passthrough = ask(&["-gwqv", "allow-passthrough"]).unwrap_or_default();
    let clipboard = ask(&["-sqv", "set-clipboard"]).unwrap_or_default();
    vec![
        of_bell(&action, &monitor),
        of_passthrough(env, &passthrough),
        of_clipboard(&clipboard),
    ]
}

fn of_bell(action: &str, monitor: &str) -> Check {
    let found = format!("bell-action {action}, monitor-bell {monitor}");
    if monitor == "off" || action == "none" {
        let fix = "tmux set -g bell-action any; tmux set -wg monitor-bell on";
        return Check::warn("tmux-bell", found, fix);
    }
    if action == "other" {
        let fix = "tmux set -g bell-action any, to hear it in the window you are in too";
        return Check::warn("tmux-bell", found, fix);
    }
    Check::ok("tmux-bell", found)
}

fn of_passthrough(env: &Environment, value: &str) -> Check {
    let found = if value.is_empty() {
        "this tmux has no allow-passthrough and passes all on".to_owned()
    } else {
        format!("allow-passthrough {value}")
    };
    let is_wanted = env.settings.attention.tmux_passthrough;
    if value == "off" && is_wanted {
        let fix = "tmux set -g allow-passthrough on, for notifications of the desktop";
        return Check::warn("tmux-passthrough", found, fix);
    }
    Check::ok("tmux-passthrough", found)
}

fn of_clipboard(value: &str) -> Check {
    let found = format!("set-clipboard {value}");
    if value == "on" {
        return Check::ok("tmux-clipboard", found);
    }
    let fix = "tmux set -g set-clipboard on, for `y` to reach your clipboard";
    Check::warn("tmux-clipboard", found, fix)
}
