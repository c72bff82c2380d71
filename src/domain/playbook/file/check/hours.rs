//! What TOML cannot check of business hours and holidays.

use super::super::errors::Cause;
use super::super::position::Step::{At, Key};
use super::Check;

impl Check<'_> {
    pub(super) fn hours(&mut self) {
        let hours = &self.playbook.business_hours;
        if hours.from >= hours.to {
            self.report(&[Key("business-hours"), Key("to")], Cause::BackwardsDay);
        }
        if hours.days.is_empty() {
            self.report(&[Key("business-hours"), Key("days")], Cause::NoWorkingDay);
        }
        for (at, holiday) in hours.holidays.iter().enumerate() {
            if !holiday.is_whole() {
                let path = [Key("business-hours"), Key("holidays"), At(at)];
                self.report(&path, Cause::NoSuchDay);
            }
        }
        for (at, policy) in self.playbook.severities.iter().enumerate() {
            for (place, slot) in policy.sitrep_slots.iter().enumerate() {
                if *slot < hours.from || *slot > hours.to {
                    let slots = Key("sitrep-slots");
                    let path = [Key("severity"), At(at), slots, At(place)];
                    self.report(&path, Cause::OutsideHours);
                }
            }
        }
    }
}
