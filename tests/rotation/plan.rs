//! Plans by example: with too few people, over midnight, and in the nights the clocks change.

use rstest::rstest;
use sitroom::domain::rotation::{
    Candidate, Edge, Rotation, Rules, Slot, Wanted, check, propose, remarks, span_words,
};
use sitroom::domain::time::{Instant, Span, Zone};

use crate::farm::{DAVE, JANE, SPOT};
use crate::{RULES, day, rested, slot, told};

fn wanted(hours: i64) -> Wanted {
    Wanted {
        horizon: Span::hours(hours),
        seats: None,
    }
}

fn found(rotation: &Rotation, people: &[Candidate], now: Instant) -> Vec<String> {
    let findings = check(rotation, people, RULES, now);
    let words = findings.iter().map(|it| it.words(Zone::UTC, now));
    words.collect()
}

#[test]
fn four_people_cover_the_day_one_at_a_time() {
    let people = [JANE, DAVE, SPOT, "Farmer Ann"].map(rested);
    let now = day("2 12:00");
    let plan = propose(&people, RULES, wanted(24), now);
    assert_eq!(
        told(&plan),
        [
            "Farmer Jane 22 12:00-15:00",
            "Farmer Dave 22 15:00-18:00",
            "Spot the Dog 22 18:00-21:00",
            "Farmer Ann 22 21:00-00:00",
            "Farmer Jane 23 00:00-03:00",
            "Farmer Dave 23 03:00-06:00",
            "Spot the Dog 23 06:00-09:00",
            "Farmer Ann 23 09:00-12:00",
        ]
    );
    assert_eq!(found(&plan, &people, now), [""; 0]);
}

#[test]
fn whoever_a_plan_sends_home_is_named() {
    let on = |name, since| Candidate {
        on_since: Some(day(since)),
        ..rested(name)
    };
    let jane = Candidate {
        commands: true,
        ..on(JANE, "2 11:30")
    };
    let people = [jane, on(DAVE, "2 11:00"), rested(SPOT)];
    let now = day("2 12:00");
    let plan = propose(&people, RULES, wanted(24), now);
    let said = remarks(&plan, &people, now);
    assert_eq!(
        said,
        ["Farmer Dave is on shift now, and this plan sends them home"]
    );
    let two = Wanted {
        seats: Some(2),
        ..wanted(24)
    };
    let plan = propose(&people, RULES, two, now);
    assert_eq!(remarks(&plan, &people, now), [""; 0]);
}

#[test]
fn nobody_comes_for_the_last_quarter_of_an_hour_of_a_plan() {
    let jane = Candidate {
        on_since: Some(day("2 11:15")),
        commands: true,
        ..rested(JANE)
    };
    let people = [jane, rested(DAVE), rested(SPOT), rested("Farmer Ann")];
    let now = day("2 14:00");
    let plan = propose(&people, RULES, wanted(24), now);
    // Jane has a quarter of an hour left, so shifts begin at a quarter past, and so would the last.
    let last = plan.slots.last().expect("shifts");
    assert!(
        Span::between(last.from, last.to) >= Span::hours(1),
        "{:?}",
        told(&plan)
    );
    assert_eq!(plan.to, last.to);
    assert_eq!(found(&plan, &people, now), [""; 0]);
}

#[test]
fn eight_people_are_on_two_at_a_time() {
    let people: Vec<Candidate> = (1..=8).map(|n| rested(&format!("Hen {n}"))).collect();
    let now = day("2 12:00");
    let plan = propose(&people, RULES, wanted(24), now);
    assert_eq!(plan.slots.len(), 16);
    assert_eq!(found(&plan, &people, now), [""; 0]);
}

#[rstest]
#[case::nobody(&[], 12, &[], &["NOT COVERED 12:00-23 Nov 00:00"])]
#[case::one(
    &[JANE],
    24,
    &["Farmer Jane 22 12:00-15:00", "Farmer Jane 22 23:00-02:00", "Farmer Jane 23 10:00-12:00"],
    &["NOT COVERED 15:00-23:00", "NOT COVERED 23 Nov 02:00-10:00"],
)]
#[case::two(
    &[JANE, DAVE],
    12,
    &["Farmer Jane 22 12:00-15:00", "Farmer Dave 22 15:00-18:00", "Farmer Jane 22 23:00-00:00"],
    &["NOT COVERED 18:00-23:00"],
)]
fn too_few_people_rest_all_the_same_and_the_gaps_are_told(
    #[case] names: &[&str],
    #[case] hours: i64,
    #[case] slots: &[&str],
    #[case] gaps: &[&str],
) {
    let people: Vec<Candidate> = names.iter().map(|name| rested(name)).collect();
    let now = day("2 12:00");
    let plan = propose(&people, RULES, wanted(hours), now);
    assert_eq!(told(&plan), slots);
    assert_eq!(found(&plan, &people, now), gaps);
}

#[test]
fn whoever_is_up_longest_goes_home_first() {
    let on = |name, since| Candidate {
        on_since: Some(day(since)),
        worked: Span::hours(2),
        ..rested(name)
    };
    let people = [on(JANE, "2 11:30"), on(DAVE, "2 12:30"), rested(SPOT)];
    let now = day("2 14:04");
    let plan = propose(&people, RULES, wanted(12), now);
    // Dave has an hour and a half left; then Spot; Jane rests since 14:04.
    assert_eq!(
        told(&plan)[..3],
        [
            "Farmer Dave 22 14:00-15:30",
            "Spot the Dog 22 15:30-18:30",
            "Farmer Jane 22 22:15-01:15",
        ]
    );
    assert_eq!(found(&plan, &people, now)[0], "NOT COVERED 18:30-22:15");
}

#[test]
fn a_shift_that_is_over_its_time_is_not_planned_on() {
    let jane = Candidate {
        on_since: Some(day("2 10:00")),
        ..rested(JANE)
    };
    let plan = propose(&[jane, rested(DAVE)], RULES, wanted(3), day("2 14:04"));
    assert_eq!(told(&plan), ["Farmer Dave 22 14:00-17:00"]);
}

#[test]
fn nobody_is_asked_before_they_may_be() {
    let dave = Candidate {
        not_before: Some(day("2 13:50")),
        ..rested(DAVE)
    };
    let now = day("2 12:00");
    let plan = propose(std::slice::from_ref(&dave), RULES, wanted(5), now);
    assert_eq!(told(&plan), ["Farmer Dave 22 14:00-17:00"]);
    assert_eq!(found(&plan, &[dave], now), ["NOT COVERED 12:00-14:00"]);
}

#[test]
fn who_may_not_command_keeps_the_watch_until_somebody_may() {
    let dave = Candidate {
        can_command: false,
        ..rested(DAVE)
    };
    let jane = Candidate {
        not_before: Some(day("2 13:30")),
        ..rested(JANE)
    };
    let now = day("2 12:00");
    let people = [dave, jane];
    let plan = propose(&people, RULES, wanted(4), now);
    assert_eq!(
        told(&plan),
        ["Farmer Dave 22 12:00-13:30", "Farmer Jane 22 13:30-16:00"]
    );
    assert_eq!(
        found(&plan, &people, now),
        ["nobody who may command 12:00-13:30"]
    );
}

fn of(slots: Vec<Slot>) -> Rotation {
    Rotation {
        from: day("2 12:00"),
        to: day("3 00:00"),
        slots,
    }
}

#[rstest]
#[case::double(
    vec![slot(JANE, "2 12:00", "2 15:00"), slot(JANE, "2 14:00", "2 15:00"), slot(DAVE, "2 15:00", "2 18:00")],
    "Farmer Jane is planned twice 14:00-15:00",
)]
#[case::too_long(
    vec![slot(JANE, "2 12:00", "2 15:15")],
    "Farmer Jane works 3 h 15 min until 15:15",
)]
#[case::too_long_in_two(
    vec![slot(JANE, "2 12:00", "2 14:00"), slot(JANE, "2 14:00", "2 16:00")],
    "Farmer Jane works 4 h 00 min until 16:00",
)]
#[case::rest(
    vec![slot(JANE, "2 12:00", "2 15:00"), slot(JANE, "2 20:00", "2 22:00")],
    "Farmer Jane rests 5 h 00 min before 20:00",
)]
#[case::unknown(
    vec![slot("The fox", "2 12:00", "2 15:00")],
    "The fox is not on the roster 12:00-15:00",
)]
#[case::empty(
    vec![slot(JANE, "2 12:00", "2 12:00")],
    "a shift without time or without a name 12:00-12:00",
)]
fn what_is_wrong_is_told(#[case] slots: Vec<Slot>, #[case] said: &str) {
    let people = [rested(JANE), rested(DAVE)];
    let plan = of(slots);
    let all = found(&plan, &people, day("2 12:00"));
    let wrong: Vec<&String> = all
        .iter()
        .filter(|it| !it.starts_with("NOT") && !it.starts_with("nobody"))
        .collect();
    assert_eq!(wrong, [said]);
}

#[test]
fn a_reason_marks_a_long_shift_and_does_not_hide_it() {
    let mut long = slot(JANE, "2 12:00", "2 17:00");
    long.reason = "nobody else can be reached".to_owned();
    let now = day("2 12:00");
    let findings = check(&of(vec![long]), &[rested(JANE)], RULES, now);
    let marked: Vec<String> = findings
        .iter()
        .filter(|it| it.is_marked())
        .map(|it| it.words(Zone::UTC, now))
        .collect();
    assert_eq!(
        marked,
        ["Farmer Jane works 5 h 00 min until 17:00, marked: nobody else can be reached"]
    );
}

#[test]
fn what_they_work_already_counts() {
    let jane = Candidate {
        on_since: Some(day("2 11:00")),
        ..rested(JANE)
    };
    let plan = of(vec![slot(JANE, "2 12:00", "2 15:00")]);
    let said = found(&plan, &[jane], day("2 12:00"));
    assert_eq!(said[0], "Farmer Jane works 4 h 00 min until 15:00");
}

#[test]
fn what_is_over_is_not_told_and_still_to_rest_from() {
    let plan = of(vec![
        slot(JANE, "2 12:00", "2 16:00"),
        slot(JANE, "2 20:00", "2 23:00"),
    ]);
    let said = found(&plan, &[rested(JANE)], day("2 19:00"));
    assert_eq!(
        said,
        [
            "NOT COVERED 19:00-20:00",
            "Farmer Jane rests 4 h 00 min before 20:00",
            "NOT COVERED 23:00-23 Nov 00:00",
        ]
    );
}

fn eastern() -> Zone {
    "America/New_York".parse().expect("a zone")
}

#[rstest]
#[case::forward("2026-03-08T06:00:00Z", "01:00 EST-05:00 EDT", "05:00-08:00")]
#[case::back("2026-11-01T05:00:00Z", "01:00 EDT-03:00 EST", "03:00-06:00")]
fn a_shift_is_three_real_hours_in_the_night_the_clocks_change(
    #[case] now: &str,
    #[case] first: &str,
    #[case] second: &str,
) {
    let now: Instant = now.parse().expect("an instant");
    let people = [JANE, DAVE, SPOT].map(rested);
    let plan = propose(&people, RULES, wanted(6), now);
    let said: Vec<String> = plan
        .slots
        .iter()
        .map(|slot| span_words(slot.from, slot.to, eastern(), now))
        .collect();
    assert_eq!(said, [first, second]);
    assert!(plan.slots.iter().all(|slot| slot.span() == Span::hours(3)));
}

#[test]
fn over_midnight_the_day_is_told() {
    let (from, to, now) = (day("2 23:00"), day("3 02:00"), day("2 12:00"));
    assert_eq!(span_words(from, to, Zone::UTC, now), "23:00-23 Nov 02:00");
    assert_eq!(span_words(from, to, eastern(), now), "18:00-21:00");
}

#[test]
fn ends_move_by_quarters_and_a_quarter_stays() {
    let plan = of(vec![
        slot(JANE, "2 12:00", "2 12:30"),
        slot(DAVE, "2 12:15", "2 15:00"),
    ]);
    let quarter = Span::minutes(15);
    let (plan, at) = plan.moved(0, Edge::Start, Span::minutes(30));
    assert_eq!(
        (told(&plan)[at].as_str(), at),
        ("Farmer Jane 22 12:15-12:30", 1)
    );
    let (plan, at) = plan.moved(at, Edge::End, Span::minutes(-30));
    assert_eq!(told(&plan)[at], "Farmer Jane 22 12:15-12:30");
    let (plan, at) = plan.moved(at, Edge::End, quarter);
    assert_eq!(told(&plan)[at], "Farmer Jane 22 12:15-12:45");
}

#[test]
fn a_shift_goes_around_the_people_and_comes_back() {
    let people = [JANE, DAVE, SPOT].map(rested);
    let mut plan = of(vec![slot(JANE, "2 12:00", "2 15:00")]);
    for next in [DAVE, SPOT, JANE] {
        plan = plan.passed_on(0, &people, true).0;
        assert_eq!(plan.slots[0].person, next);
    }
    assert_eq!(plan.passed_on(0, &people, false).0.slots[0].person, SPOT);
    assert_eq!(plan.passed_on(0, &[], true).0, plan);
}

#[test]
fn a_new_shift_fills_the_first_gap_with_somebody_rested() {
    let people = [JANE, DAVE].map(rested);
    let plan = of(vec![slot(JANE, "2 12:00", "2 15:00")]);
    let (plan, at) = plan.with_one_more(0, &people, RULES, day("2 12:00"));
    assert_eq!(told(&plan)[at], "Farmer Dave 22 15:00-18:00");
    let (plan, at) = plan.without(at);
    assert_eq!(
        (told(&plan), at),
        (vec!["Farmer Jane 22 12:00-15:00".to_owned()], 0)
    );
}

#[test]
fn rules_without_a_length_still_end() {
    let none = Rules {
        length: Span::default(),
        rest: Span::default(),
    };
    let people = [rested(JANE), rested(DAVE)];
    let plan = propose(&people, none, wanted(1), day("2 12:00"));
    assert_eq!(plan.slots.len(), 4);
}

#[test]
fn who_was_asked_to_stay_is_planned_until_then_and_marked() {
    let jane = Candidate {
        on_since: Some(day("2 10:30")),
        stays_until: Some(day("2 14:30")),
        ..rested(JANE)
    };
    let now = day("2 12:00");
    let people = [jane, rested(DAVE)];
    let plan = propose(&people, RULES, wanted(4), now);
    assert_eq!(
        told(&plan),
        ["Farmer Jane 22 12:00-14:30", "Farmer Dave 22 14:30-16:00"]
    );
    assert_eq!(
        found(&plan, &people, now),
        ["Farmer Jane works 4 h 00 min until 14:30, marked: the shift was made longer"]
    );
}

#[test]
fn who_commands_stays_to_the_end_of_the_shift() {
    let on = |name, since, commands| Candidate {
        on_since: Some(day(since)),
        commands,
        ..rested(name)
    };
    let people = [on(DAVE, "2 13:00", false), on(JANE, "2 12:00", true)];
    let plan = propose(&people, RULES, wanted(3), day("2 14:04"));
    assert_eq!(told(&plan)[0], "Farmer Jane 22 14:00-15:00");
}
