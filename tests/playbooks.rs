//! The playbooks that ship say what the published process says.

use std::collections::BTreeSet;

use chrono::NaiveTime;
use rstest::rstest;
use sitroom::domain::incident::{FixClass, Severity, Status};
use sitroom::domain::playbook::file::{DEFAULT_PLAYBOOK, PLACEHOLDERS, SHIPPED, Shipped};
use sitroom::domain::playbook::{Disruption, Fact, Playbook, Provenance, Signal, WorkingMode};
use sitroom::domain::time::Span;

const OLD: &str = "cloud-gov-2016";
const NEW: &str = "cloud-gov-2023";

fn shipped(id: &str) -> Playbook {
    Playbook::shipped(id).expect("a shipped playbook parses")
}

fn text_of(id: &str) -> &'static str {
    let found = SHIPPED.into_iter().find(|shipped| shipped.id == id);
    found.expect("the playbook ships").toml
}

/// Returns `I1 gc` for an item found in guide and companion, `I5 h` for an inherited one.
fn carried(playbook: &Playbook, letters: &str) -> Vec<String> {
    let of = |p: &Provenance| match p {
        Provenance::Guide => 'g',
        Provenance::Companion => 'c',
        Provenance::Inherited => 'h',
        Provenance::Practice => 'p',
    };
    playbook
        .items
        .iter()
        .filter(|item| item.id.trim_end_matches(|c: char| c.is_ascii_digit()) == letters)
        .map(|item| {
            format!(
                "{} {}",
                item.id,
                item.found_in.iter().map(of).collect::<String>()
            )
        })
        .collect()
}

#[rstest]
#[case::default(DEFAULT_PLAYBOOK)]
#[case::old(OLD)]
fn a_shipped_playbook_parses(#[case] id: &str) {
    let playbook = match Playbook::parse(&format!("{id}.toml"), text_of(id)) {
        Ok(playbook) => playbook,
        Err(errors) => panic!("{errors}"),
    };
    assert_eq!(playbook.id, id);
    assert_eq!(playbook.zone.to_string(), "America/New_York");
    let phases: Vec<_> = playbook.phases.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(phases, ["initiate", "assess", "remediate", "retrospective"]);
}

#[test]
fn what_is_made_of_a_playbook_when_it_is_compiled_in_says_the_same() {
    for Shipped { id, toml, .. } in SHIPPED {
        let written: Playbook = toml::from_str(toml).expect("it parses");
        assert_eq!(Playbook::shipped(id), Some(written), "{id}");
    }
}

#[test]
fn an_unknown_playbook_does_not_ship() {
    assert_eq!(Playbook::shipped("cloud-gov-1999"), None);
}

// The tables of the process, with the texts that carry each line: g guide, c companion,
// h inherited, p practice.
#[rstest]
#[case::initiate_2023(NEW, "I", &["I1 gc", "I2 gc", "I3 gc", "I4 h", "I5 h", "I6 g", "I7 g", "I8 g", "I9 g", "I10 h", "I11 h", "I12 gc"])]
#[case::assess_2023(NEW, "S", &["S1 g", "S2 gc", "S3 gc", "S4 gc", "S5 gc", "S6 gc", "S7 gc", "S8 gc", "S9 gc", "S10 g", "S11 gc"])]
#[case::remediate_2023(NEW, "M", &["M1 gc", "M2 gc", "M3 gc", "M4 c", "M5 g", "M6 g", "M7 g", "M8 g", "M9 gc", "M10 g", "M11 g", "M12 gc", "M13 gc", "M14 gc", "M15 gc", "M16 g", "M17 c", "M18 gc"])]
#[case::retrospective_2023(NEW, "X", &["X1 g", "X2 gh", "X3 h", "X4 h", "X5 gh", "X6 h", "X16 p", "X7 g", "X8 gh", "X11 gh", "X12 h", "X14 p", "X10 h", "X13 p", "X15 p"])]
#[case::initiate_2016(OLD, "I", &["I1 g", "I2 gc", "I4 gc", "I5 c", "I6 gc", "I7 gc", "I8 gc", "I9 gc", "I12 gc"])]
#[case::assess_2016(OLD, "S", &["S1 g", "S2 gc", "S3 gc", "S4 gc", "S5 gc", "S7 gc", "S8 gc", "S9 gc", "S11 gc"])]
#[case::remediate_2016(OLD, "M", &["M1 gc", "M2 gc", "M5 g", "M8 g", "M9 gc", "M11 g", "M12 gc", "M13 gc", "M14 gc", "M15 gc", "M17 c", "M18 gc"])]
#[case::retrospective_2016(OLD, "X", &["X1 g", "X2 g", "X5 g", "X16 p", "X7 g", "X8 g", "X9 g", "X14 p", "X10 p", "X13 g", "X15 p"])]
#[case::false_alarm_2023(NEW, "FA", &["FA1 gc", "FA2 c", "FA3 c", "FA4 gc"])]
#[case::false_alarm_2016(OLD, "FA", &["FA1 gc", "FA2 c", "FA3 c", "FA4 gc"])]
#[case::handoff_2023(NEW, "HO", &["HO1 c", "HO2 c", "HO3 c", "HO4 c", "HO5 c"])]
#[case::interconnect_2023(NEW, "NI", &["NI1 g", "NI2 c", "NI3 c", "NI4 c", "NI5 c", "NI6 c", "NI7 c"])]
#[case::interconnect_2016(OLD, "NI", &[])]
#[case::github_2023(NEW, "GL", &["GL1 g", "GL2 h", "GL3 g", "GL4 h", "GL5 h", "GL6 c", "GL7 c", "GL8 c", "GL9 h"])]
#[case::github_2016(OLD, "GL", &[])]
#[case::exposure_2023(NEW, "IE", &["IE1 g", "IE2 g", "IE3 g", "IE4 g", "IE5 g"])]
#[case::exposure_2016(OLD, "IE", &["IE1 p", "IE2 p", "IE3 p", "IE4 p", "IE5 p"])]
#[case::credential_2023(NEW, "CL", &["CL1 g", "CL2 g", "CL3 g", "CL4 p", "CL5 h", "CL6 g", "CL7 h"])]
#[case::postmortem_2023(NEW, "PP", &["PP1 h", "PP2 h", "PP3 h", "PP4 h"])]
#[case::postmortem_2016(OLD, "PP", &[])]
#[case::credential_2016(OLD, "CL", &["CL1 p", "CL2 p", "CL3 p", "CL4 p", "CL5 p", "CL6 p", "CL7 p"])]
#[case::handoff_2016(OLD, "HO", &["HO1 c", "HO2 c", "HO3 c", "HO4 c", "HO5 c"])]
fn a_list_has_the_lines_of_its_version(
    #[case] id: &str,
    #[case] letters: &str,
    #[case] expected: &[&str],
) {
    assert_eq!(carried(&shipped(id), letters), expected);
}

#[rstest]
#[case::new(NEW, &["S3", "S11", "M4", "M8", "M13", "I5", "I8", "I9", "I10", "X15"])]
#[case::old(OLD, &["S3", "S11", "M8", "M13", "I5", "I8", "I9", "X15"])]
fn only_what_is_done_if_needed_is_optional(#[case] id: &str, #[case] expected: &[&str]) {
    let playbook = shipped(id);
    let optional: BTreeSet<_> = playbook
        .items
        .iter()
        .filter(|item| item.phase.is_some() && !item.required)
        .map(|item| item.id.as_str())
        .collect();
    assert_eq!(optional, expected.iter().copied().collect());
}

#[test]
fn lines_the_record_can_tick_are_derived() {
    let playbook = shipped(NEW);
    let derived: Vec<_> = playbook
        .items
        .iter()
        .filter(|item| item.derived.is_some() && item.phase.is_some())
        .map(|item| item.id.as_str())
        .collect();
    let expected = [
        "I1", "I2", "I4", "I6", "S1", "S2", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "M1", "M2",
        "M7", "M8", "M9", "M10", "M11", "M12", "M13", "M14", "M15", "M16", "M17", "M18", "X16",
        "X7", "X8", "X11", "X12", "X14", "X10", "X13",
    ];
    assert_eq!(derived, expected);
    let notice = playbook.item("I4").expect("the notice is a line");
    assert_eq!(notice.derived, Some(Fact::MessageSent));
    assert_eq!(notice.message.as_deref(), Some("gsa-notice"));
}

#[rstest]
#[case::new(NEW)]
#[case::old(OLD)]
fn the_notice_stands_before_the_issue(#[case] id: &str) {
    let playbook = shipped(id);
    let ids: Vec<_> = playbook
        .items_of_phase("initiate")
        .map(|i| i.id.as_str())
        .collect();
    let place = |id| {
        ids.iter()
            .position(|i| *i == id)
            .expect("it is in the list")
    };
    assert!(place("I4") < place("I6"));
}

#[rstest]
#[case::high(Severity::High, WorkingMode::AroundTheClock, "1h", &[], Disruption::Immediate)]
#[case::medium(Severity::Medium, WorkingMode::BusinessHours, "12h", &["11:00", "16:00"], Disruption::Consult)]
#[case::low(Severity::Low, WorkingMode::BusinessHours, "24h", &["16:00"], Disruption::Agree)]
fn a_severity_has_its_cadence_and_authority(
    #[case] severity: Severity,
    #[case] mode: WorkingMode,
    #[case] every: Span,
    #[case] slots: &[&str],
    #[case] disruption: Disruption,
    #[values(NEW, OLD)] id: &str,
) {
    let playbook = shipped(id);
    let policy = playbook
        .severity(severity)
        .expect("the severity has a policy");
    let slots: Vec<NaiveTime> = slots.iter().map(|s| s.parse().expect("a time")).collect();
    assert_eq!(policy.mode, mode);
    assert_eq!(policy.sitrep_every, every);
    assert_eq!(policy.sitrep_slots, slots);
    assert_eq!(policy.disruption, disruption);
}

#[test]
fn examples_follow_their_version() {
    let (new, old) = (shipped(NEW), shipped(OLD));
    let high = |p: &Playbook| p.severity(Severity::High).expect("high").examples.clone();
    assert_eq!((high(&new).len(), high(&old).len()), (5, 4));
    assert!(high(&new).iter().any(|e| e.contains("interconnect")));
    assert!(high(&old).iter().any(|e| e.contains("18F staff")));
    assert_eq!(new.severity(Severity::Unknown), None);
}

#[rstest]
#[case::new(NEW, &[])]
#[case::old(OLD, &["K4", "K9", "K10", "K11", "K12", "K13", "K14"])]
fn clocks_a_version_lacks_are_off(#[case] id: &str, #[case] off: &[&str]) {
    let playbook = shipped(id);
    let ids: Vec<_> = playbook.clocks.iter().map(|c| c.id.clone()).collect();
    let all: Vec<_> = (1..=17).map(|n| format!("K{n}")).collect();
    assert_eq!(ids, all);
    let found: Vec<_> = playbook
        .clocks
        .iter()
        .filter(|c| !c.on)
        .map(|c| c.id.as_str())
        .collect();
    assert_eq!(found, off);
}

#[rstest]
#[case("K1", Some("1h"))]
#[case("K2", Some("10m"))]
#[case("K3", None)]
#[case("K4", Some("24h"))]
#[case("K5", Some("1h"))]
#[case("K6", Some("3h"))]
#[case("K7", Some("3h"))]
#[case("K8", Some("20m"))]
#[case("K9", Some("15m"))]
#[case("K10", Some("30m"))]
#[case("K11", Some("1h"))]
#[case("K12", Some("1h"))]
#[case("K13", Some("8h"))]
#[case("K14", Some("1h"))]
#[case("K15", Some("61d"))]
fn a_clock_has_its_deadline(
    #[case] clock: &str,
    #[case] after: Option<&str>,
    #[values(NEW, OLD)] id: &str,
) {
    let playbook = shipped(id);
    let after = after.map(|text| text.parse::<Span>().expect("a span"));
    assert_eq!(
        playbook.clock(clock).expect("the clock is there").after,
        after
    );
}

#[test]
fn downtime_has_a_second_deadline() {
    let playbook = shipped(NEW);
    let then = playbook.clock("K10").expect("K10").then.clone();
    assert_eq!(then.map(|then| then.after), Some(Span::hours(3)));
}

/// Returns a signal as a playbook writes it, short.
fn written(signals: &[Signal]) -> String {
    let word = |signal: &Signal| match signal {
        Signal::Milestone(id) => format!("milestone {id}"),
        Signal::Message(id) => format!("message {id}"),
        Signal::Reached(id) => format!("all of {id}"),
        Signal::Told(key) => format!("told {key}"),
        Signal::Decision(about) => format!("decision {about}"),
        Signal::Item(id) => format!("line {id}"),
        plain => format!("{plain:?}").to_lowercase(),
    };
    let words: Vec<String> = signals.iter().map(word).collect();
    words.join(", ")
}

// Origin and end of every clock, as in the table of the process.
#[rstest]
#[case("K1", "aware", "message gsa-notice, message false-alarm-notice")]
#[case(
    "K2",
    "milestone reported, message heads-up",
    "milestone acknowledged, line I1"
)]
#[case("K3", "confirmed", "")]
#[case("K4", "confirmed", "")]
#[case("K5", "teamleadtried", "decision disruption")]
#[case("K6", "opened", "workingmode")]
#[case("K7", "shift", "")]
#[case("K8", "handoff", "")]
#[case(
    "K9",
    "milestone disruption-identified",
    "milestone statuspage-posted, message contingency-activation"
)]
#[case(
    "K10",
    "milestone downtime-began",
    "milestone service-restored, milestone contingency-activated, decision contingency"
)]
#[case(
    "K11",
    "milestone contingency-activated",
    "all of contingency-activation"
)]
#[case(
    "K12",
    "milestone contingency-activated",
    "milestone recovery-complete, message contingency-end"
)]
#[case("K13", "shift", "")]
#[case("K14", "milestone identified, opened", "told fedramp")]
#[case("K15", "closed, resolved", "line X15")]
#[case(
    "K17",
    "milestone retrospective-planned",
    "milestone retrospective-held"
)]
fn a_clock_has_its_origin_and_what_settles_it(
    #[case] clock: &str,
    #[case] starts: &str,
    #[case] settles: &str,
    #[values(NEW, OLD)] id: &str,
) {
    let playbook = shipped(id);
    let clock = playbook.clock(clock).expect("the clock is there");
    assert_eq!(written(&clock.starts), starts);
    assert_eq!(written(&clock.settles), settles);
}

#[rstest]
#[case::new(NEW)]
#[case::old(OLD)]
fn the_sitreps_are_the_messages_that_count_for_the_cadence(#[case] id: &str) {
    let playbook = shipped(id);
    let sitreps = playbook
        .messages
        .iter()
        .filter(|message| message.kind.is_sitrep());
    let sitreps: Vec<&str> = sitreps.map(|message| message.id.as_str()).collect();
    assert_eq!(
        sitreps,
        [
            "initial-sitrep",
            "update-sitrep",
            "severity-sitrep",
            "handoff-sitrep",
            "final-sitrep"
        ]
    );
}

#[test]
fn every_milestone_starts_or_settles_a_clock_or_ticks_a_line() {
    for id in [NEW, OLD] {
        let playbook = shipped(id);
        let clocks = playbook.clocks.iter().filter(|clock| clock.on);
        let used: Vec<&Signal> = clocks
            .flat_map(|clock| {
                clock
                    .starts
                    .iter()
                    .chain(&clock.restarts)
                    .chain(&clock.settles)
            })
            .collect();
        for milestone in &playbook.milestones {
            let signal = Signal::Milestone(milestone.id.clone());
            let ticks = playbook.items.iter();
            let mut ticks = ticks.filter_map(|item| item.milestone.as_ref());
            let is_used = used.contains(&&signal) || ticks.any(|it| *it == milestone.id);
            assert!(is_used, "{} in {id}", milestone.id);
        }
    }
}

#[test]
fn issue_template_is_the_published_one_to_the_byte() {
    let expected = "{title}\n\n- **Status**: {status}\n- **Severity**: {severity}\n\
                    - **Reporter**: {reporter}\n- **IC**: {ic}\n\
                    - **Responders**: {responders}\n\n{details}";
    for id in [NEW, OLD] {
        let issue = shipped(id).template("issue").expect("issue").clone();
        assert_eq!(issue.body, expected);
        assert_eq!(issue.subject, None);
    }
}

#[test]
fn sitrep_fills_to_the_published_form() {
    let values = |name: &str| {
        let value = match name {
            "title" => "The chickens have escaped",
            "issue_url" => "https://github.com/18F/security-incidents/issues/12345",
            "severity" => "high",
            "ic" => "Farmer Jane",
            "responders" => "Spot the Dog, Farmer Dave",
            "narrative" => "Dave mends the fence, Spot tracks the fox.",
            _ => return None,
        };
        Some(value.to_owned())
    };
    for id in [NEW, OLD] {
        let filled = shipped(id)
            .template("sitrep")
            .expect("sitrep")
            .fill(&values);
        assert_eq!(
            filled.subject.as_deref(),
            Some("[sitrep] The chickens have escaped")
        );
        assert_eq!(
            filled.body,
            "https://github.com/18F/security-incidents/issues/12345\n\nSeverity: high\n\
             IC: Farmer Jane\nResponders: Spot the Dog, Farmer Dave\n\n\
             Dave mends the fence, Spot tracks the fox."
        );
        assert_eq!(filled.missing, Vec::<String>::new());
    }
}

#[test]
fn messages_go_to_the_audience_of_their_version() {
    let (new, old) = (shipped(NEW), shipped(OLD));
    let must = |p: &Playbook, id: &str| p.message(id).map(|m| m.must.clone());
    let list = |keys: &[&str]| Some(keys.iter().map(ToString::to_string).collect::<Vec<_>>());
    assert_eq!(
        must(&new, "gsa-notice"),
        list(&["itservicedesk", "gsa-ir", "devops"])
    );
    assert_eq!(must(&old, "gsa-notice"), list(&["gsa-ir", "devops"]));
    assert_eq!(
        must(&new, "initial-sitrep"),
        list(&["incident-response", "gsa-ir", "devops", "fedramp"])
    );
    assert_eq!(
        must(&old, "initial-sitrep"),
        list(&["incident-response", "gsa-ir", "devops"])
    );
    for id in [
        "fedramp-notice",
        "fedramp-daily",
        "after-action",
        "contingency-activation",
    ] {
        assert!(
            new.message(id).is_some() && old.message(id).is_none(),
            "{id}"
        );
    }
    for id in ["final-sitrep", "false-alarm-notice", "handoff-sitrep"] {
        assert!(new.message(id).expect(id).to_previous_recipients, "{id}");
    }
    let copies = &new.address("fedramp").expect("fedramp").cc;
    assert_eq!(
        *copies,
        ["fedramp_security@gsa.gov", "cloud-gov-compliance@gsa.gov"]
    );
}

#[test]
fn no_telephone_number_and_no_list_of_an_ended_board_ships() {
    for id in [NEW, OLD] {
        for address in shipped(id).addresses.values() {
            assert!(!address.to.contains("866"), "{}", address.name);
            assert!(!address.note.is_empty(), "{}", address.name);
        }
    }
    assert_eq!(shipped(NEW).address("fedramp").expect("fedramp").to, "");
}

#[test]
fn situations_follow_their_version_and_seed_the_board() {
    let (new, old) = (shipped(NEW), shipped(OLD));
    let ids = |p: &Playbook| {
        p.situations
            .iter()
            .map(|s| s.id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ids(&new),
        [
            "false-alarm",
            "handing-off-ic",
            "network-interconnect",
            "github-secret-leak",
            "information-exposure",
            "credential-leak",
            "public-postmortem"
        ]
    );
    assert_eq!(
        ids(&old),
        [
            "false-alarm",
            "handing-off-ic",
            "information-exposure",
            "credential-leak"
        ]
    );
    let seeds = &new
        .situation("information-exposure")
        .expect("exposure")
        .seeds;
    assert_eq!(seeds.len(), 3);
    assert!(seeds.iter().all(|seed| seed.class == FixClass::Immediate));
    let alarm = new.situation("false-alarm").expect("false alarm");
    assert_eq!(alarm.statuses, [Status::FalseAlarm]);
}

#[test]
fn what_2016_does_not_ask_for_waits_for_nothing() {
    let old = shipped(OLD);
    for id in ["information-exposure", "credential-leak"] {
        assert!(
            old.items_of_situation(id).all(|item| !item.required),
            "{id}"
        );
    }
    let seeds = &old
        .situation("information-exposure")
        .expect("exposure")
        .seeds;
    assert!(seeds.iter().all(|seed| seed.class == FixClass::LongTerm));
}

#[test]
fn interconnect_list_has_the_commands_in_full() {
    let playbook = shipped(NEW);
    let texts: Vec<_> = playbook
        .items_of_situation("network-interconnect")
        .map(|i| i.text.as_str())
        .collect();
    let all = texts.join("\n");
    assert!(all.contains("tcpdump -i $INTERFACE -s 65535 -w /tmp/incident-$(date +%s).pcap"));
    assert!(all.contains("VPC → Virtual Private Gateways → VPN → Detach"));
}

#[test]
fn every_list_has_lines_and_every_template_a_use() {
    for id in [NEW, OLD] {
        let playbook = shipped(id);
        for phase in &playbook.phases {
            assert!(
                playbook.items_of_phase(&phase.id).next().is_some(),
                "{}",
                phase.id
            );
        }
        for situation in &playbook.situations {
            let mut items = playbook.items_of_situation(&situation.id);
            assert!(items.next().is_some(), "{}", situation.id);
        }
        for key in playbook.templates.keys().filter(|key| *key != "issue") {
            assert!(
                playbook.messages.iter().any(|m| m.template == *key),
                "{key}"
            );
        }
        let used = playbook.items.iter().flat_map(|i| &i.audience).chain(
            playbook
                .messages
                .iter()
                .flat_map(|m| m.must.iter().chain(&m.should)),
        );
        let used: BTreeSet<_> = used.collect();
        for key in playbook.addresses.keys() {
            assert!(used.contains(key), "nobody writes to {key} in {id}");
        }
        assert_eq!(playbook.report.len(), 14);
    }
}

#[test]
fn shipped_templates_use_known_placeholders() {
    let used: BTreeSet<String> = [NEW, OLD]
        .into_iter()
        .flat_map(|id| shipped(id).templates.into_values().collect::<Vec<_>>())
        .flat_map(|template| template.placeholders())
        .collect();
    let known: BTreeSet<String> = PLACEHOLDERS
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert!(used.is_subset(&known));
}

#[rstest]
#[case::new(NEW)]
#[case::old(OLD)]
fn a_written_playbook_reads_the_same(#[case] id: &str) {
    let playbook = shipped(id);
    let text = toml::to_string(&playbook).expect("a playbook can be written");
    assert_eq!(Playbook::parse("copy.toml", &text).as_ref(), Ok(&playbook));
}

#[test]
fn line_ends_of_windows_give_the_same_playbook() {
    let text = text_of(NEW).replace('\n', "\r\n");
    assert_eq!(Playbook::parse("windows.toml", &text), Ok(shipped(NEW)));
}
