//! The clock of a drill, for other programs that read or write its record meanwhile.

use std::fs::{File, TryLockError};
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::files;
use crate::domain::time::Instant;

const FILE: &str = "drill.toml";
const FORMAT: u32 = 1;

/// What the time of a drill is worked out from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Stored {
    format: u32,
    /// When it began, by both clocks.
    began_at: Instant,
    /// How many seconds of it pass in one.
    speed: u32,
}

/// The clock of a drill that runs; its file is locked as long as the value lives, so that a
/// drill that ended in any way is known to be over.
#[derive(Debug)]
pub struct RunningDrill {
    _file: File,
}

impl RunningDrill {
    /// Writes down how the clock of a drill goes, beside its record.
    pub fn begin(dir: &Path, began_at: Instant, speed: u32) -> Result<Self, StoreError> {
        let path = dir.join(FILE);
        let stored = Stored {
            format: FORMAT,
            began_at,
            speed,
        };
        let text = toml::to_string(&stored).unwrap_or_default();
        let open = files::private()
            .create(true)
            .truncate(true)
            .write(true)
            .open(&path);
        let file = open.and_then(|mut file| {
            file.lock()?;
            file.write_all(text.as_bytes())?;
            Ok(file)
        });
        match file {
            Ok(file) => Ok(Self { _file: file }),
            Err(source) => Err(StoreError::not_saved(&path, source)),
        }
    }
}

/// The time of a drill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrillTime {
    /// It runs, faster than the real time.
    Running {
        /// When it began, by both clocks.
        began_at: Instant,
        /// How many seconds of it pass in one.
        speed: u32,
    },
    /// It is over: its clock stands where its last entry was recorded.
    Over(Instant),
}

impl DrillTime {
    /// Returns the time of the drill whose record is in a directory and was last written to at
    /// some time of its own.
    #[must_use]
    pub fn of(dir: &Path, last: Instant) -> Self {
        let over = Self::Over(last);
        let Ok(file) = File::open(dir.join(FILE)) else {
            return over;
        };
        let runs = matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
        let read = std::io::read_to_string(&file).ok();
        let stored = read.and_then(|text| toml::from_str::<Stored>(&text).ok());
        match stored.filter(|stored| runs && stored.format == FORMAT) {
            Some(Stored {
                began_at, speed, ..
            }) => Self::Running { began_at, speed },
            None => over,
        }
    }

    /// Returns what time it is in the drill at a real time.
    #[must_use]
    pub fn at(self, real: Instant) -> Instant {
        match self {
            Self::Running { began_at, speed } => {
                let elapsed = (real - began_at).max(chrono::TimeDelta::zero());
                let elapsed = elapsed.checked_mul(i32::try_from(speed).unwrap_or(i32::MAX));
                let at = elapsed.and_then(|elapsed| began_at.checked_add_signed(elapsed));
                at.unwrap_or(began_at)
            }
            Self::Over(at) => at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Instant {
        Instant::UNIX_EPOCH + chrono::TimeDelta::minutes(minute)
    }

    #[test]
    fn while_it_runs_everybody_goes_by_its_clock_and_then_it_stands() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(DrillTime::of(dir.path(), at(7)), DrillTime::Over(at(7)));
        let running = RunningDrill::begin(dir.path(), at(10), 20).unwrap();
        let time = DrillTime::of(dir.path(), at(10));
        assert_eq!(time.at(at(10)), at(10));
        assert_eq!(time.at(at(13)), at(70));
        drop(running);
        let time = DrillTime::of(dir.path(), at(71));
        assert_eq!(time.at(at(5000)), at(71));
    }
}
