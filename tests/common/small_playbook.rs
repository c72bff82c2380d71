//! A playbook with only what the clocks, the guards and the next step need.

use sitroom::domain::playbook::Playbook;

/// Returns a small process with the real values of the clocks and severities.
pub(crate) fn minimal_playbook() -> Playbook {
    toml::from_str(SMALL).expect("the small playbook reads")
}

const SMALL: &str = r#"
format = 1
id = "small"
version = "1"
name = "Small"
sources = []
zone = "America/New_York"
message = []
report-part = []
address = {}
template = {}

[business-hours]
from = "09:00:00"
to = "17:00:00"
closed = ["2026-11-26"]

[[phase]]
id = "assess"
name = "Assess"
statuses = ["investigating"]
why = "Is it real?"

[[phase]]
id = "remediate"
name = "Remediate"
statuses = ["confirmed"]
why = "Stop it."

[[phase]]
id = "retrospective"
name = "Retrospective"
statuses = ["resolved", "false-alarm"]
why = "Learn from it."

[[situation]]
id = "information-exposure"
name = "Information exposure"
why = "Information reached somebody it should not have."
seed = [
    { text = "Tell the owner of the information", class = "immediate" },
    { text = "Confirm that the recipient deleted it", class = "long-term" },
]

[[situation]]
id = "false-alarm"
name = "False alarm"
why = "It was not real."
statuses = ["false-alarm"]

[[item]]
id = "A1"
phase = "assess"
text = "Decide whether it is real"
why = "Everything else follows from it."
rules = ["R30"]
found-in = ["guide"]
derived = "reality-decided"
command = "status"

[[item]]
id = "M1"
phase = "remediate"
text = "Send sitreps on cadence"
why = "Others plan by them."
rules = ["R56"]
found-in = ["guide"]
derived = "sitreps-on-cadence"
command = "sitrep"

[[item]]
id = "M2"
phase = "remediate"
text = "Keep evidence"
why = "It may be needed."
rules = ["R44"]
found-in = ["guide"]

[[item]]
id = "P1"
phase = "retrospective"
text = "Write the report"
why = "Others learn from it."
rules = ["R80"]
found-in = ["guide"]

[[item]]
id = "P2"
phase = "retrospective"
text = "Close the record"
why = "It is over."
rules = ["R85"]
found-in = ["guide"]
derived = "closed"
command = "close"

[[severity]]
id = "high"
label = "1 - High"
definition = "Bad."
examples = []
mode = "around-the-clock"
cadence = "hourly"
sitrep-every = "1h"
disruption = "immediate"
disruption-rule = "Act at once."
rules = []

[[severity]]
id = "medium"
label = "2 - Medium"
definition = "Less bad."
examples = []
mode = "business-hours"
cadence = "twice a day"
sitrep-every = "12h"
sitrep-slots = ["11:00:00", "16:00:00"]
disruption = "consult"
disruption-rule = "Ask first."
rules = []

[[severity]]
id = "low"
label = "3 - Low"
definition = "Not bad."
examples = []
mode = "business-hours"
cadence = "daily"
sitrep-every = "1d"
sitrep-slots = ["16:00:00"]
disruption = "agree"
disruption-rule = "Agree first."
rules = []

[[clock]]
id = "K1"
name = "GSA notice"
ask = "Send GSA the one-hour notice"
reason = "within {after} of becoming aware at {since}"
starts = ["aware"]
settles = [{ message = "gsa-notice" }]
once = true
after = "1h"
warn = "20m"
legal = true
why = "The hour runs from awareness."
command = "notice"
rules = ["R8"]

[[clock]]
id = "K3"
name = "sitrep #{number}"
ask = "Send sitrep #{number}"
reason = "{cadence} at {severity}"
starts = ["confirmed"]
restarts = ["sitrep"]
pace = "cadence"
statuses = ["confirmed"]
why = "The severity sets the cadence."
command = "sitrep"
rules = ["R56"]

[[clock]]
id = "K6"
name = "long remediation"
ask = "Plan for a long remediation"
reason = "24/7 or business hours? IC took charge at {since}"
starts = ["opened"]
restarts = ["reopened"]
settles = ["working-mode"]
once = true
statuses = ["investigating", "confirmed"]
after = "3h"
why = "People tire."
command = "mode"
rules = ["R52"]

[[clock]]
id = "K7"
name = "shift: {person}"
ask = "Relieve {person}"
reason = "{after} since {since}"
starts = ["shift"]
statuses = ["investigating", "confirmed"]
ic = { name = "IC shift: {person}", ask = "Relieve {person}", command = "handoff" }
after = "3h"
warn = "30m"
why = "People tire."
command = "shift"
rules = ["R54"]
"#;
