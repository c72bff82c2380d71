//! The free disk.

use std::path::Path;

use super::super::checkup::Check;

const MIB: u64 = 1 << 20;

/// Below this an incident with evidence may not fit.
const LITTLE: u64 = 1024 * MIB;
/// Below this not even the record may.
const NONE: u64 = 50 * MIB;

/// Looks how much is free where the records are, or will be.
pub(super) fn free(data: &Path) -> Check {
    let fix = "make room: what is recorded is written to this disk before anything else";
    let place = data.ancestors().find(|place| place.exists());
    let Some(place) = place else {
        return Check::warn(
            "disk",
            format!("{} cannot be looked at", data.display()),
            "",
        );
    };
    match rustix::fs::statvfs(place) {
        Err(error) => {
            let found = format!("not checked: {}: {error}", place.display());
            Check::warn("disk", found, "")
        }
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            let found = format!("{} MiB free at {}", free / MIB, place.display());
            if free < NONE {
                Check::fail("disk", found, fix)
            } else if free < LITTLE {
                Check::warn("disk", found, fix)
            } else {
                Check::ok("disk", found)
            }
        }
    }
}
