//! The words a playbook may use that this program gives a meaning.

/// The commands of the palette that items and clocks may name.
pub const COMMANDS: [&str; 28] = [
    "notice",
    "status",
    "severity",
    "responders",
    "sitrep",
    "note",
    "lead",
    "fix",
    "contingency",
    "disruption",
    "exposure",
    "situation",
    "long-remediation",
    "shift",
    "rotation",
    "still-on-shift",
    "ask",
    "handoff",
    "moment",
    "false-alarm",
    "resolve",
    "close",
    "after-action",
    "track",
    "write-report",
    "tick",
    "message",
    "daily-update",
];

/// The templates that the program itself fills.
pub(super) const NEEDED_TEMPLATES: [&str; 2] = ["issue", "sitrep"];

/// The placeholders that templates may use, and what each stands for. Those the record does
/// not know are asked of the person who sends the message.
pub const PLACEHOLDERS: [(&str, &str); 63] = [
    // From the record.
    ("title", "the short description"),
    ("details", "the free text below the fields of the issue"),
    ("status", "the status, in the words of the issue"),
    ("severity", "the severity"),
    ("reporter", "who became aware first"),
    ("ic", "the Incident Commander"),
    ("responders", "everyone else working on it"),
    ("noun", "`event` until confirmed, then `incident`"),
    (
        "possible_incident",
        "`a possible security incident` until confirmed, then `a security incident`",
    ),
    (
        "how_it_stands",
        "`We are investigating a possible security incident`, or as the status has it",
    ),
    ("issue_url", "the page of the issue"),
    ("report", "the whole report, as the Report view has it"),
    (
        "thanked",
        "everybody who commanded, worked on it, or wrote on the issue",
    ),
    ("number", "the number of the sitrep"),
    ("now", "the time of writing"),
    ("aware", "when the reporter became aware"),
    ("opened_at", "when the IC took charge"),
    ("confirmed_at", "when it was confirmed"),
    ("contained_at", "when the bleeding stopped"),
    ("resolved_at", "when it was resolved"),
    ("next_update_at", "when the next sitrep is due"),
    ("old_severity", "the severity before the change"),
    ("old_ic", "the Incident Commander before the handoff"),
    ("discovery_method", "how it was discovered"),
    ("time_to_discovery", "the time from its start to awareness"),
    (
        "time_to_containment",
        "the time from awareness to containment",
    ),
    ("threat_actions", "what the actor did"),
    ("timeline", "the timeline"),
    ("since_last", "what changed since the last sitrep"),
    ("leads", "the leads without an answer"),
    ("remediation", "the remediation that is not verified"),
    // From the person who sends it.
    (
        "narrative",
        "what is confirmed, what we think, who does what",
    ),
    ("reason", "why"),
    ("known", "what is known so far"),
    (
        "systems",
        "the systems, repositories or accounts concerned, with links",
    ),
    ("noticed_how", "when and how it was noticed"),
    ("contact", "how to reach the IC"),
    ("folder_url", "the folder for sensitive material"),
    ("action", "the planned or taken action"),
    ("disruption", "the disruption it brings"),
    ("risk", "the security risk of waiting"),
    ("decide_by", "when the decision is needed"),
    ("statuspage_url", "the public post"),
    (
        "technical",
        "a technical description, security aspects included, even if there are none",
    ),
    ("tracking_number", "the tracking number CISA gave"),
    ("information", "what information was exposed"),
    ("exposed_to", "who could see it, or saw it"),
    ("exposed_for", "how long it was exposed"),
    ("rotated_after", "how fast it was rotated"),
    (
        "purged",
        "whether the message or file is removed and purged from archives",
    ),
    ("obligations", "what the recipient has to do with it"),
    ("what_happened", "what occurred"),
    ("root_cause", "the root cause"),
    ("response", "what was done about it"),
    ("lessons", "what was learned"),
    ("changes", "what has to change"),
    (
        "affected",
        "which parts were affected, in the customer's terms",
    ),
    ("lasted", "how long it lasted, and when"),
    (
        "effect",
        "the effect on the customer's applications and users",
    ),
    ("prevention", "how it will be prevented"),
    ("public_issue_url", "the public issue to follow"),
    ("customer_action", "what the customer has to do"),
    (
        "assurance",
        "noticed soon? acted well? cause known? anything suspicious?",
    ),
];

/// The placeholders that the words of clocks may use, and what each stands for. Times are in
/// the incident's zone, with the day when that is not today's.
pub const CLOCK_PLACEHOLDERS: [(&str, &str); 11] = [
    ("after", "how long the clock runs"),
    ("since", "when its round began"),
    (
        "last",
        "`last` and when that was, or `none since` its start",
    ),
    ("earliest", "how long it runs before it begins to ask"),
    ("person", "whom a clock of each person is about"),
    ("number", "the number of the next sitrep"),
    ("cadence", "the sitrep cadence in the guide's words"),
    ("severity", "the severity"),
    ("used", "the person-hours used so far"),
    ("tries", "what the attempts to reach the team leads came to"),
    (
        "missing",
        "who was not told yet, for a message that must reach everybody",
    ),
];
