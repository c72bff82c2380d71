//! By what the screen calls somebody back, on this terminal and by these settings.

use crate::app::Attention;
use crate::session::Environment;
use crate::settings::Notify;
use crate::tui::Notifier;

/// Returns by what the screen calls.
pub(super) fn rules(env: &Environment) -> Attention {
    let settings = env.settings.attention;
    Attention {
        bell: settings.bell,
        notify: settings.notify != Notify::Off,
        title: settings.title && !is_console(env),
        quiet: settings.quiet,
    }
}

/// Returns how this terminal is told of a notification. Those who know neither sequence ignore
/// both; some know both and would show two.
pub(super) fn notifier(env: &Environment) -> Notifier {
    let settings = env.settings.attention;
    let (osc9, osc777) = match settings.notify {
        Notify::Auto if is_console(env) => (false, false),
        Notify::Auto => (!knows_osc777(env), knows_osc777(env)),
        Notify::Off => (false, false),
        Notify::Osc9 => (true, false),
        Notify::Osc777 => (false, true),
        Notify::Both => (true, true),
    };
    let is_in_tmux = env.variable("TMUX").is_some_and(|path| !path.is_empty());
    Notifier {
        osc9,
        osc777,
        through_tmux: settings.tmux_passthrough && is_in_tmux,
    }
}

/// Returns whether it is a terminal of GNOME or rxvt, which know OSC 777 and not OSC 9.
fn knows_osc777(env: &Environment) -> bool {
    let term = env.variable("TERM").unwrap_or_default();
    env.variable("VTE_VERSION").is_some() || term.starts_with("rxvt")
}

/// Returns whether it is the console of Linux, which has no window to name.
fn is_console(env: &Environment) -> bool {
    env.variable("TERM").is_some_and(|term| term == "linux")
}
