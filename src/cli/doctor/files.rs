//! Settings, directories and their modes, the last sync.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::super::checkup::{Check, of_zone};
use super::super::context::Context;
use super::super::error::LET_OUT;
use super::super::seat::keymap;
use super::super::theme::theme;
use crate::session::{Environment, Purpose};
use crate::store::Home;

/// Looks at the settings, the keymap, the theme and the playbook of new incidents.
pub(super) fn settings(env: &Environment) -> Vec<Check> {
    let path = env.home.settings_file();
    let mut checks = Vec::new();
    for problem in &env.problems {
        checks.push(Check::fail(
            "settings",
            problem.clone(),
            "mend what it names",
        ));
    }
    if env.problems.is_empty() {
        checks.push(if path.exists() {
            Check::ok("settings", path.display().to_string())
        } else {
            let found = format!("there is no {}; the shipped ones hold", path.display());
            Check::warn("settings", found, "`sitroom init` writes it")
        });
    }
    checks.extend(env.settings.zone.and_then(of_zone));
    checks.extend(keys(env));
    checks.push(match theme(env) {
        (_, None) => Check::ok("theme", env.settings.theme.clone()),
        (_, Some(problem)) => {
            let fix = "mend what it names, or set theme = \"default\" in config.toml";
            Check::fail("theme", problem, fix)
        }
    });
    let playbook = &env.settings.playbook;
    checks.push(match env.playbooks().find(playbook) {
        Ok(found) => Check::ok("playbook", format!("{} {}", found.id, found.version)),
        Err(error) => {
            let fix = "set playbook = \"...\" to one of them in config.toml";
            Check::fail("playbook", format!("failed to {error}"), fix)
        }
    });
    checks
}

/// Looks at the user's own keys; nothing is said when there are none.
fn keys(env: &Environment) -> Option<Check> {
    let file = env.home.config.join("keys.toml");
    match keymap(env) {
        (_, Some(problem)) => Some(Check::fail("keys", problem, "mend what it names")),
        (_, None) if file.exists() => Some(Check::ok("keys", file.display().to_string())),
        (_, None) => None,
    }
}

/// Looks at where files are kept, and who may read them.
pub(super) fn directories(home: &Home) -> Vec<Check> {
    let mut checks = vec![
        directory("data", &home.data),
        directory("config", &home.config),
        directory("state", &home.state),
    ];
    let file = home.settings_file();
    if let Some(mode) = mode_of(&file).filter(|mode| mode & 0o077 != 0) {
        let found = format!("{} is mode {mode:03o}: others may read it", file.display());
        let fix = format!("chmod 600 {}", file.display());
        checks.push(Check::warn("config-mode", found, fix));
    }
    checks
}

fn directory(id: &'static str, path: &Path) -> Check {
    let shown = path.display();
    if !path.exists() {
        let above = path.ancestors().find(|above| above.exists());
        return match above {
            Some(above) if is_writable(above) => {
                Check::ok(id, format!("{shown} is made when it is needed"))
            }
            Some(_) | None => {
                let fix = "make it, or set XDG_DATA_HOME, XDG_CONFIG_HOME and XDG_STATE_HOME";
                Check::fail(id, format!("{shown} cannot be made"), fix)
            }
        };
    }
    if !path.is_dir() || !is_writable(path) {
        let fix = format!("have it be a directory of yours: chown, chmod 700 {shown}");
        return Check::fail(id, format!("{shown} cannot be written to"), fix);
    }
    match mode_of(path) {
        Some(mode) if mode & 0o077 != 0 => {
            let found = format!("{shown} is mode {mode:03o}: others may look into it");
            Check::warn(id, found, format!("chmod 700 {shown}"))
        }
        Some(_) | None => Check::ok(id, shown.to_string()),
    }
}

fn mode_of(path: &Path) -> Option<u32> {
    let found = std::fs::metadata(path).ok()?;
    Some(found.permissions().mode() & 0o777)
}

fn is_writable(path: &Path) -> bool {
    let wanted = rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK;
    rustix::fs::access(path, wanted).is_ok()
}

/// Says when the incident that is meant was last synced, by what is on this machine.
pub(super) fn last_sync(context: &Context) -> Check {
    let env = &context.env;
    let Ok(id) = env.choose(context.asked.as_deref(), Purpose::Read) else {
        return Check::ok("sync", "there is no incident");
    };
    let incident = env.home.state_of(&id).ok();
    let stop = incident.as_ref().and_then(|it| it.outbound_stop.as_ref());
    if let Some(stop) = stop {
        let found = format!("{id} is STOPPED, nothing leaves: {}", stop.words());
        return Check::warn("sync", found, LET_OUT);
    }
    let pulled = env.home.last_sync(&id).and_then(|sync| sync.last_pull);
    match (pulled, incident) {
        (Some(at), Some(incident)) => {
            let age = env.now() - at;
            let found = format!("{id} was last synced {}", incident.zone.stamp(at));
            if incident.closed || age.num_hours() < 24 {
                return Check::ok("sync", found);
            }
            Check::warn("sync", found, "`sitroom sync --once`, or open the screen")
        }
        (None, Some(incident)) if incident.issue.is_some() || env.settings.repository.is_some() => {
            let fix = "`sitroom sync --once`, or open the screen";
            Check::warn("sync", format!("{id} was never synced"), fix)
        }
        (None, Some(_)) => Check::ok("sync", format!("{id} is kept here alone")),
        (_, None) => {
            let fix = format!("`sitroom verify --incident {id}` says what is wrong with it");
            Check::fail("sync", format!("{id} cannot be read"), fix)
        }
    }
}
