//! The clock of a drill, for other programs that read or write its record meanwhile.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::files;
use crate::domain::time::Instant;

const FILE: &str = "drill.toml";
const FORMAT: u32 = 2;

/// How long the file always is: it is written over in one go, so that nobody reads half of it.
const LENGTH: usize = 256;

/// How the clock of a drill goes since it last changed its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DrillGait {
    /// Since when, by the real clock.
    pub since: Instant,
    /// What time it was in the drill then.
    pub at: Instant,
    /// How many seconds of it pass in one.
    pub speed: u32,
    /// Whether it stands still.
    pub paused: bool,
    /// Whether everything of the scenario happened.
    #[serde(default)]
    pub played_out: bool,
}

impl DrillGait {
    /// Returns that of a clock that stands at a time, as the real clock shows it.
    #[must_use]
    pub const fn standing(at: Instant) -> Self {
        Self {
            since: at,
            at,
            speed: 1,
            paused: true,
            played_out: false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Stored {
    format: u32,
    #[serde(flatten)]
    gait: DrillGait,
}

/// The clock of a drill that runs; its file is locked as long as the value lives, so that a
/// drill that ended in any way is known to be over.
#[derive(Debug)]
pub struct RunningDrill {
    file: File,
    path: PathBuf,
}

impl RunningDrill {
    /// Writes down how the clock of a drill goes, beside its record.
    pub fn begin(dir: &Path, gait: DrillGait) -> Result<Self, StoreError> {
        let path = dir.join(FILE);
        let open = files::private().create(true).write(true).open(&path);
        let locked = open.and_then(|file| {
            file.lock()?;
            Ok(file)
        });
        let file = locked.map_err(|source| StoreError::not_saved(&path, source))?;
        let running = Self { file, path };
        running.turn(gait)?;
        Ok(running)
    }

    /// Writes down that the clock goes another way from now on.
    pub fn turn(&self, gait: DrillGait) -> Result<(), StoreError> {
        let stored = Stored {
            format: FORMAT,
            gait,
        };
        let text = toml::to_string(&stored).unwrap_or_default();
        let text = format!("{text:\n<LENGTH$}");
        let written = self.file.write_all_at(text.as_bytes(), 0);
        written.map_err(|source| StoreError::not_saved(&self.path, source))
    }
}

/// The time of a drill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrillTime {
    /// It runs, faster than the real time, or stands.
    Running(DrillGait),
    /// It is over: its clock stands where it was stopped, else where its last entry was recorded.
    Over(Instant),
    /// Nothing played it here: people hold it at their own pace, or took it over from elsewhere.
    /// It goes by the time of this machine, from its last entry on.
    ByHand(Instant),
}

/// What the file of a clock says.
enum Found {
    Runs(DrillGait),
    /// It stood when its program ended.
    StoodAt(Instant),
    /// Its program ended without stopping it.
    Nothing,
    /// It has no clock of its own.
    NoClock,
}

fn found(dir: &Path) -> Found {
    let file = match File::open(dir.join(FILE)) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Found::NoClock,
        Err(_) => return Found::Nothing,
    };
    let runs = is_locked(&file);
    let read = std::io::read_to_string(&file).ok();
    let stored = read.and_then(|text| toml::from_str::<Stored>(&text).ok());
    match stored.filter(|stored| stored.format == FORMAT) {
        Some(Stored { gait, .. }) if runs => Found::Runs(gait),
        Some(Stored { gait, .. }) if gait.paused => Found::StoodAt(gait.at),
        Some(_) | None => Found::Nothing,
    }
}

impl DrillTime {
    /// Returns the time of the drill whose record is in a directory and was last written to at
    /// some time of its own.
    #[must_use]
    pub fn of(dir: &Path, last: Instant) -> Self {
        match found(dir) {
            Found::Runs(gait) => Self::Running(gait),
            Found::StoodAt(at) => Self::Over(at.max(last)),
            Found::Nothing => Self::Over(last),
            Found::NoClock => Self::ByHand(last),
        }
    }

    /// Returns what time it is in the drill at a real time.
    #[must_use]
    pub fn at(self, real: Instant) -> Instant {
        let gait = match self {
            Self::Running(gait) if gait.paused => return gait.at,
            Self::Running(gait) => gait,
            Self::Over(at) => return at,
            Self::ByHand(last) => return real.max(last),
        };
        let elapsed = (real - gait.since).max(chrono::TimeDelta::zero());
        let elapsed = elapsed.checked_mul(i32::try_from(gait.speed).unwrap_or(i32::MAX));
        let at = elapsed.and_then(|elapsed| gait.at.checked_add_signed(elapsed));
        at.unwrap_or(gait.at)
    }
}

/// The time of a drill for a program that goes on beside it, which follows when its clock is
/// stopped, goes on, goes faster, and when it is over.
///
/// The clock is asked with every key, so asking reads no file: whoever goes on for long has
/// somebody [`look`](Self::look) now and then.
#[derive(Debug)]
pub struct FollowedDrill {
    dir: PathBuf,
    time: Mutex<DrillTime>,
}

impl FollowedDrill {
    /// Follows the drill whose record is in a directory and was last written to at some time of
    /// its own.
    #[must_use]
    pub fn of(dir: PathBuf, last: Instant) -> Self {
        let time = Mutex::new(DrillTime::of(&dir, last));
        Self { dir, time }
    }

    /// Returns whether it was over when somebody last looked.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(*self.time(), DrillTime::Over(_))
    }

    /// Returns how its clock went when somebody last looked.
    #[must_use]
    pub fn goes(&self) -> DrillTime {
        *self.time()
    }

    /// Returns what time it is in the drill at a real time.
    #[must_use]
    pub fn at(&self, real: Instant) -> Instant {
        self.time().at(real)
    }

    /// Looks how the clock goes at a real time. Where its program ended since the last look
    /// without stopping it, it stands at the time that it would have been.
    pub fn look(&self, real: Instant) {
        // Whoever asks what time it is does not wait for the disk.
        let found = found(&self.dir);
        let mut time = self.time();
        *time = match found {
            Found::Runs(gait) => DrillTime::Running(gait),
            Found::StoodAt(at) => DrillTime::Over(at),
            Found::NoClock if matches!(*time, DrillTime::ByHand(_)) => *time,
            Found::Nothing | Found::NoClock => DrillTime::Over(time.at(real)),
        };
    }

    fn time(&self) -> MutexGuard<'_, DrillTime> {
        self.time.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns whether the drill whose record is in a directory runs.
#[must_use]
pub fn is_running(dir: &Path) -> bool {
    File::open(dir.join(FILE)).is_ok_and(|file| is_locked(&file))
}

/// Returns whether the record in a directory is of a drill that was played and is over. A drill
/// that was declared by hand never began, so it never ends.
pub(super) fn has_ended(dir: &Path) -> bool {
    File::open(dir.join(FILE)).is_ok_and(|file| !is_locked(&file))
}

/// Returns whether the record in a directory is of a drill that was played, which goes by a clock of
/// its own.
pub(super) fn is_played(dir: &Path) -> bool {
    dir.join(FILE).exists()
}

fn is_locked(file: &File) -> bool {
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Instant {
        Instant::UNIX_EPOCH + chrono::TimeDelta::minutes(minute)
    }

    fn gait(speed: u32, paused: bool) -> DrillGait {
        DrillGait {
            since: at(10),
            at: at(10),
            speed,
            paused,
            played_out: false,
        }
    }

    #[test]
    fn while_it_runs_everybody_goes_by_its_clock_and_then_it_stands() {
        let dir = tempfile::tempdir().unwrap();
        let running = RunningDrill::begin(dir.path(), gait(20, false)).unwrap();
        let time = DrillTime::of(dir.path(), at(10));
        assert_eq!(time.at(at(10)), at(10));
        assert_eq!(time.at(at(13)), at(70));
        assert!(is_running(dir.path()));
        drop(running);
        assert!(!is_running(dir.path()));
        let time = DrillTime::of(dir.path(), at(71));
        assert_eq!(time.at(at(5000)), at(71));
    }

    #[test]
    fn what_nobody_plays_goes_by_the_time_of_the_machine_and_not_back() {
        let dir = tempfile::tempdir().unwrap();
        let beside = FollowedDrill::of(dir.path().to_owned(), at(70));
        assert!(!beside.is_over());
        assert_eq!(
            beside.at(at(13)),
            at(70),
            "it was further where it was played"
        );
        assert_eq!(beside.at(at(90)), at(90));
        beside.look(at(91));
        assert_eq!(beside.at(at(92)), at(92));
    }

    #[test]
    fn a_clock_that_stands_stands_for_everybody_until_it_goes_on() {
        let dir = tempfile::tempdir().unwrap();
        let running = RunningDrill::begin(dir.path(), gait(3600, false)).unwrap();
        running.turn(gait(1, true)).unwrap();
        assert_eq!(DrillTime::of(dir.path(), at(7)).at(at(13)), at(10));
        let on = DrillGait {
            since: at(20),
            ..gait(2, false)
        };
        running.turn(on).unwrap();
        assert_eq!(DrillTime::of(dir.path(), at(7)).at(at(23)), at(16));
    }

    #[test]
    fn who_is_beside_it_follows_when_it_is_stopped_and_when_it_ends() {
        let dir = tempfile::tempdir().unwrap();
        let running = RunningDrill::begin(dir.path(), gait(60, false)).unwrap();
        let beside = FollowedDrill::of(dir.path().to_owned(), at(7));
        assert_eq!(beside.at(at(11)), at(70));
        running.turn(gait(60, true)).unwrap();
        beside.look(at(12));
        assert_eq!(beside.at(at(13)), at(10), "it is stopped");
        let on = DrillGait {
            since: at(13),
            ..gait(2, false)
        };
        running.turn(on).unwrap();
        beside.look(at(14));
        assert_eq!(beside.at(at(15)), at(14), "it goes on");
        drop(running);
        beside.look(at(15));
        assert!(beside.is_over());
        assert_eq!(beside.at(at(90)), at(14), "it stands");
    }

    #[test]
    fn a_clock_that_was_stopped_at_the_end_stands_there_for_everybody() {
        let dir = tempfile::tempdir().unwrap();
        let running = RunningDrill::begin(dir.path(), gait(60, false)).unwrap();
        let beside = FollowedDrill::of(dir.path().to_owned(), at(7));
        let end = DrillGait {
            at: at(30),
            ..gait(60, true)
        };
        running.turn(end).unwrap();
        drop(running);
        beside.look(at(12));
        assert_eq!(beside.at(at(90)), at(30));
        let later = DrillTime::of(dir.path(), at(25));
        assert_eq!(later, DrillTime::Over(at(30)), "not at its last entry");
    }
}
