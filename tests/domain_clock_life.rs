//! The life of each clock K1 to K15: what starts, restarts, retimes, settles and silences it.
//!
//! 2026-11-18 is a Wednesday; the 26th is Thanksgiving Day. See `common/life.rs` for the form.

#[path = "common/life.rs"]
mod life;
#[path = "common/record.rs"]
mod record;
#[path = "common/small_playbook.rs"]
mod small_playbook;

use life::{play, shipped};
use rstest::rstest;

const NEW: &str = "cloud-gov-2023";
const OLD: &str = "cloud-gov-2016";

#[rstest]
#[case::runs_from_awareness_warns_and_is_overdue(
    "10:00 open aware 09:30
     10:00 is K1 10:30 calm
     10:00 says K1 within 1 h 00 min of becoming aware at 09:30
     10:10 is K1 10:30 soon
     10:30 is K1 10:30 soon
     10:31 is K1 10:30 overdue"
)]
#[case::says_that_it_was_overdue_at_birth(
    "10:00 open aware 08:00
     10:00 is K1 09:00 overdue
     10:00 says K1 it was overdue when the record began"
)]
#[case::follows_a_corrected_awareness(
    "10:00 open
     10:00 is K1 11:00 calm
     10:05 moment discovered 09:15
     10:05 is K1 10:15 soon
     10:06 moment discovered unknown
     10:06 is K1 11:00 calm"
)]
#[case::was_sent_by_the_reporter_before_the_record_began(
    "10:00 open aware 09:30
     10:05 sent gsa-notice at 09:40
     10:05 no K1"
)]
#[case::stays_settled_when_the_awareness_is_corrected_behind_the_notice(
    "10:00 open aware 09:30
     10:05 sent gsa-notice
     10:06 moment discovered 10:06
     10:07 no K1"
)]
#[case::comes_back_when_the_notice_is_taken_back(
    "10:00 open
     10:05 sent gsa-notice
     10:06 undo
     10:06 is K1 11:00 calm"
)]
#[case::another_message_does_not_settle_it(
    "10:00 open
     10:05 sent initial-sitrep
     10:05 is K1 11:00 calm"
)]
#[case::is_owed_after_the_end_but_not_once_closed(
    "10:00 open
     10:05 status false-alarm
     11:30 is K1 11:00 overdue
     11:31 close
     11:31 no K1"
)]
#[case::is_put_off_and_asks_again_at_its_time(
    "10:00 open
     10:45 snooze K1 10:55
     10:54 is K1 11:00 snoozed
     10:55 is K1 11:00 soon
     10:56 snooze K1 never
     12:00 is K1 11:00 snoozed"
)]
fn k1_one_hour_notice(#[case] script: &str, #[values(NEW, OLD)] playbook: &str) {
    play(&shipped(playbook), script);
}

#[rstest]
#[case::waits_for_a_report(
    "10:00 open
     10:00 no K2"
)]
#[case::runs_from_the_heads_up(
    "10:00 open
     10:02 sent heads-up
     10:02 is K2 10:12 calm
     10:07 is K2 10:12 soon
     10:13 is K2 10:12 overdue
     10:13 milestone acknowledged
     10:13 no K2"
)]
#[case::runs_from_the_report_when_that_is_known(
    "10:00 open
     10:00 milestone reported 09:56
     10:00 is K2 10:06 calm
     10:02 sent heads-up
     10:02 is K2 10:12 calm"
)]
#[case::begins_again_with_each_step_up_the_ladder(
    "10:00 open
     10:02 sent heads-up
     10:11 sent heads-up
     10:11 is K2 10:21 calm"
)]
#[case::is_settled_by_the_line_of_the_checklist(
    "10:00 open
     10:02 sent heads-up
     10:04 tick I1
     10:04 no K2"
)]
#[case::is_settled_for_good(
    "10:00 open
     10:02 sent heads-up
     10:03 milestone acknowledged
     10:30 sent heads-up
     10:30 no K2"
)]
#[case::is_over_once_confirmed(
    "10:00 open
     10:02 sent heads-up
     10:03 severity high
     10:03 status confirmed
     10:03 no K2"
)]
fn k2_acknowledgment(#[case] script: &str, #[values(NEW, OLD)] playbook: &str) {
    play(&shipped(playbook), script);
}

#[rstest]
#[case::runs_from_the_confirmation_and_each_sitrep(
    "10:00 open
     10:00 no K3
     10:05 severity high
     10:10 status confirmed
     10:10 is K3 11:10 calm
     11:00 is K3 11:10 soon
     11:11 is K3 11:10 overdue
     11:12 sent initial-sitrep
     11:12 is K3 12:12 calm
     11:30 sent handoff-sitrep
     11:30 is K3 12:30 calm
     11:31 sent gsa-notice
     11:31 is K3 12:30 calm"
)]
#[case::follows_a_confirmation_that_was_corrected(
    "10:00 open
     10:05 severity high
     10:30 status confirmed
     10:30 moment confirmed 10:10
     10:30 is K3 11:10 calm"
)]
#[case::a_sitrep_is_timed_by_when_it_was_sent(
    "10:00 open
     10:05 severity high
     10:10 status confirmed
     10:40 sent initial-sitrep at 10:20
     10:40 is K3 11:20 calm
     10:50 sent update-sitrep
     10:51 sent update-sitrep at 10:30
     10:51 is K3 11:50 calm"
)]
#[case::a_rise_makes_it_due_sooner_from_the_last(
    "10:00 open
     10:05 severity low
     10:10 status confirmed
     10:30 sent initial-sitrep
     10:30 is K3 16:00 calm
     12:00 severity high
     12:00 is K3 11:30 overdue
     12:01 severity medium
     12:01 is K3 11:00 overdue"
)]
#[case::a_fall_leaves_more_time_from_the_last(
    "10:00 open
     10:05 severity high
     10:10 status confirmed
     10:30 sent initial-sitrep
     11:45 is K3 11:30 overdue
     11:45 severity medium
     11:45 is K3 11:00 overdue
     11:46 severity low
     11:46 is K3 16:00 calm"
)]
#[case::a_mode_retimes_it_too(
    "10:00 open
     10:05 severity low
     10:10 status confirmed
     10:10 is K3 16:00 calm
     10:11 mode 24/7
     10:11 is K3 11-19T10:10 calm
     10:12 mode business
     10:12 is K3 16:00 calm"
)]
#[case::rests_over_the_weekend_and_a_holiday(
    "11-20 16:30 open
     16:30 severity medium
     16:30 status confirmed
     16:30 is K3 11-23T11:00 calm
     11-25 16:30 sent initial-sitrep
     16:30 is K3 11-27T11:00 calm"
)]
#[case::does_not_rest_around_the_clock(
    "11-25 16:30 open
     16:30 severity high
     16:30 status confirmed
     23:30 sent initial-sitrep
     11-26 00:31 is K3 00:30 overdue"
)]
#[case::an_unknown_severity_counts_as_medium(
    "10:00 open
     10:10 status confirmed
     10:10 is K3 11:00 calm"
)]
#[case::a_snooze_ends_with_its_round_and_with_a_change_of_severity(
    "10:00 open
     10:05 severity low
     10:10 status confirmed
     10:10 snooze K3 never
     10:11 is K3 16:00 snoozed
     10:12 severity high
     10:12 is K3 11:10 calm
     10:13 snooze K3 never
     10:14 is K3 11:10 snoozed
     10:20 sent initial-sitrep
     10:20 is K3 11:20 calm"
)]
#[case::stops_at_the_end_and_starts_again_when_reopened(
    "10:00 open
     10:05 severity high
     10:10 status confirmed
     10:30 sent initial-sitrep
     11:00 status resolved
     11:00 no K3
     14:00 status confirmed
     14:00 is K3 15:00 calm"
)]
fn k3_sitrep(#[case] script: &str, #[values(NEW, OLD)] playbook: &str) {
    play(&shipped(playbook), script);
}

#[rstest]
#[case::contingency_makes_it_hourly(
    "10:00 open
     10:05 severity low
     10:10 status confirmed
     10:10 is K3 16:00 calm
     10:20 milestone contingency-activated
     10:20 is K3 11:10 calm
     10:20 says K3 every 1 h 00 min while Contingency update runs
     10:30 sent initial-sitrep
     10:30 is K3 11:30 calm
     10:40 milestone recovery-complete
     10:40 is K3 16:00 calm"
)]
#[case::what_is_sooner_stays(
    "10:00 open
     10:05 severity medium
     10:10 status confirmed
     10:10 is K3 11:00 calm
     10:20 milestone contingency-activated
     10:20 is K3 11:00 calm"
)]
fn k3_sitrep_with_the_contingency_plan_active(#[case] script: &str) {
    play(&shipped(NEW), script);
}

#[rstest]
#[case::owed_before_each_day_ends(
    "10:00 open
     10:00 no K4
     10:10 severity high
     10:10 status confirmed
     10:10 is K4 11-19T00:00 calm
     10:10 says K4 none since 10:10
     20:00 is K4 11-19T00:00 soon
     21:00 sent initial-sitrep
     21:00 is K4 11-20T00:00 calm
     21:00 says K4 last 21:00
     11-20 00:01 is K4 11-20T00:00 overdue"
)]
#[case::asks_a_day_after_the_last(
    "10:00 open
     10:10 severity low
     10:10 status confirmed
     10:30 sent fedramp-daily
     11-19 10:29 is K4 11-20T00:00 calm
     11-19 10:30 is K4 11-20T00:00 soon
     11-19 10:31 says K4 over 1 d ago"
)]
#[case::weekend_and_holiday_are_days(
    "11-20 15:00 open
     15:00 severity low
     15:00 status confirmed
     16:00 sent fedramp-daily
     16:00 is K4 11-22T00:00 calm
     11-21 12:00 sent fedramp-daily
     12:00 is K4 11-23T00:00 calm
     11-25 12:00 sent fedramp-daily
     12:00 is K4 11-27T00:00 calm"
)]
#[case::ends_with_the_last_update_after_the_resolution(
    "10:00 open
     10:10 severity high
     10:10 status confirmed
     10:30 sent initial-sitrep
     11-19 11:00 status resolved
     11:00 is K4 11-20T00:00 soon
     11:30 sent final-sitrep
     11:30 no K4"
)]
#[case::is_owed_again_when_reopened(
    "10:00 open
     10:10 severity high
     10:10 status confirmed
     11:00 status resolved
     11:30 sent final-sitrep
     12:00 no K4
     13:00 status confirmed
     13:00 is K4 11-19T00:00 calm"
)]
#[case::a_false_alarm_owes_none(
    "10:00 open
     10:10 status confirmed
     10:20 status false-alarm
     10:20 no K4"
)]
fn k4_fedramp_daily(#[case] script: &str) {
    play(&shipped(NEW), script);
}

#[rstest]
#[case::runs_from_the_first_try(
    "10:00 open
     10:00 severity medium
     10:00 no K5
     10:10 tried Spot chat no
     10:20 tried Spot phone no
     10:20 is K5 11:10 calm
     10:20 says K5 2 tries, nobody reached
     10:55 is K5 11:10 soon
     11:11 is K5 11:10 overdue
     11:11 says K5 nobody reached: that is authority to act
     11:12 decided disruption
     11:12 no K5"
)]
#[case::reached_but_undecided_gives_no_authority(
    "10:00 open
     10:00 severity medium
     10:10 tried Spot chat reached
     11:11 is K5 11:10 overdue
     11:11 says K5 Spot reached: waiting gives no authority"
)]
#[case::another_matter_starts_another_hour(
    "10:00 open
     10:00 severity medium
     10:10 tried Spot chat reached
     10:20 decided disruption
     10:20 no K5
     12:00 tried Spot phone no
     12:00 is K5 13:00 calm
     12:00 says K5 1 try, nobody reached"
)]
#[case::whoever_is_tried_after_the_go_ahead_is_told_of_it(
    "10:00 open
     10:00 severity medium
     10:10 tried Spot chat no
     10:20 goes-ahead disruption
     10:21 tried Spot phone no
     10:21 no K5
     10:21 is K16 10:35 soon
     10:25 sent disruption-notice
     10:26 no K5
     12:00 tried Spot phone no
     12:00 is K5 13:00 calm"
)]
#[case::a_decision_about_something_else_settles_nothing(
    "10:00 open
     10:00 severity medium
     10:10 tried Spot chat no
     10:20 decided contingency
     10:20 is K5 11:10 calm"
)]
#[case::only_medium_gives_the_authority(
    "10:00 open
     10:00 severity low
     10:10 tried Spot chat no
     10:10 no K5
     10:20 severity medium
     10:20 is K5 11:10 calm
     10:30 severity high
     10:30 no K5
     10:40 severity medium
     10:40 is K5 11:10 calm
     10:50 severity low
     10:50 no K5"
)]
#[case::an_unknown_severity_counts_as_medium(
    "10:00 open
     10:10 tried Spot chat no
     10:10 is K5 11:10 calm"
)]
#[case::a_try_may_be_written_down_later(
    "10:00 open
     10:00 severity medium
     10:30 tried Spot chat no at 10:05
     10:30 is K5 11:05 calm"
)]
fn k5_team_leads(#[case] script: &str, #[values(NEW, OLD)] playbook: &str) {
    play(&shipped(playbook), script);
}

#[rstest]
#[case::each_has_to_be_tried_by_chat_and_phone(
    "10:00 open
     10:00 severity medium
     10:10 tried Spot chat no
     11:11 says K5 1 try, nobody reached; Spot not tried by phone
     11:12 tried Spot phone no
     11:12 tried Farmer_Dave chat no
     11:12 says K5 Farmer Dave not tried by phone
     11:13 tried Farmer_Dave phone no
     11:13 says K5 4 tries, nobody reached: that is authority to act"
)]
fn k5_team_leads_by_every_channel(#[case] script: &str) {
    play(&shipped(NEW), script);
}

#[rstest]
#[case::strikes_strictly_after_three_hours(
    "10:00 open
     10:00 is K6 13:00 calm
     12:30 is K6 13:00 soon
     13:00 is K6 13:00 soon
     13:01 is K6 13:00 overdue
     13:02 mode 24/7
     13:02 no K6"
)]
#[case::may_be_planned_early(
    "10:00 open
     10:30 mode business
     10:30 no K6
     14:00 no K6"
)]
#[case::counts_from_the_corrected_opening(
    "10:00 open
     10:05 moment opened 09:00
     10:05 is K6 12:00 calm"
)]
#[case::is_acknowledged_for_good_and_rearmed_by_reopening(
    "10:00 open
     10:00 severity high
     10:00 status confirmed
     13:30 snooze K6 never
     13:31 is K6 13:00 snoozed
     14:00 status resolved
     14:00 no K6
     16:00 status confirmed
     16:00 is K6 19:00 calm"
)]
#[case::is_planned_again_after_reopening(
    "10:00 open
     10:00 status confirmed
     10:30 mode 24/7
     11:00 status resolved
     12:00 status confirmed
     12:00 is K6 15:00 calm
     12:30 mode 24/7
     12:30 no K6"
)]
#[case::weekends_are_time_too(
    "11-20 23:00 open
     23:00 is K6 11-21T02:00 calm
     11-21 02:01 is K6 11-21T02:00 overdue"
)]
#[case::so_are_holidays(
    "11-25 23:00 open
     23:00 is K6 11-26T02:00 calm
     11-26 02:01 is K6 11-26T02:00 overdue"
)]
fn k6_long_remediation(#[case] script: &str, #[values(NEW, OLD)] playbook: &str) {
    play(&shipped(playbook), script);
}

#[rstest]
#[case::runs_for_each_person(
    "10:00 open
     10:00 is K7:Farmer_Jane 13:00 calm
     11:00 in Farmer_Dave
     11:00 is K7:Farmer_Dave 14:00 calm
     12:30 is K7:Farmer_Jane 13:00 soon
     13:01 is K7:Farmer_Jane 13:00 overdue
     13:02 out Farmer_Jane
     13:02 no K7:Farmer_Jane
     13:02 is K7:Farmer_Dave 14:00 calm"
)]
#[case::is_timed_by_when_they_came(
    "10:00 open
     11:00 in Farmer_Dave at 10:15
     11:00 is K7:Farmer_Dave 13:15 calm"
)]
#[case::a_new_shift_is_a_new_clock_and_not_put_off(
    "10:00 open
     10:00 in Farmer_Dave
     10:00 snooze K7:Farmer_Dave never
     10:01 is K7:Farmer_Dave 13:00 snoozed
     12:00 out Farmer_Dave
     14:00 in Farmer_Dave
     14:00 is K7:Farmer_Dave 17:00 calm"
)]
#[case::runs_past_midnight_into_a_weekend(
    "11-20 23:00 open
     23:00 is K7:Farmer_Jane 11-21T02:00 calm
     11-21 02:01 is K7:Farmer_Jane 11-21T02:00 overdue"
)]
#[case::and_into_a_holiday(
    "11-25 23:00 open
     23:00 is K7:Farmer_Jane 11-26T02:00 calm
     11-26 02:01 is K7:Farmer_Jane 11-26T02:00 overdue"
)]
#[case::stops_when_nobody_works_on_it(
    "10:00 open
     10:05 status confirmed
     10:10 status resolved
     10:10 no K7:Farmer_Jane
     10:20 status confirmed
     10:20 is K7:Farmer_Jane 13:00 calm"
)]
fn k7_shifts(#[case] script: &str, #[values(NEW, OLD)] playbook: &str) {
    play(&shipped(playbook), script);
}

#[rstest]
#[case::runs_for_the_outgoing_ic(
    "10:00 open
     10:00 no K8:Farmer_Jane
     12:00 handoff Farmer_Dave
     12:00 is K8:Farmer_Jane 12:20 calm
     12:00 says K8:Farmer_Jane 15 min to 20 min after the handoff at 12:00
     12:00 is K7:Farmer_Dave 15:00 calm
     12:14 is K8:Farmer_Jane 12:20 calm
     12:15 is K8:Farmer_Jane 12:20 soon
     12:21 is K8:Farmer_Jane 12:20 overdue
     12:22 out Farmer_Jane
     12:22 no K8:Farmer_Jane"
)]
#[case::each_outgoing_ic_has_their_own(
    "10:00 open
     12:00 handoff Farmer_Dave
     12:10 handoff Spot_the_Dog
     12:10 is K8:Farmer_Jane 12:20 calm
     12:10 is K8:Farmer_Dave 12:30 calm"
)]
#[case::ends_when_they_take_command_again(
    "10:00 open
     12:00 handoff Farmer_Dave
     12:05 handoff Farmer_Jane
     12:05 no K8:Farmer_Jane
     12:05 is K8:Farmer_Dave 12:25 calm"
)]
#[case::a_later_shift_is_no_overlap(
    "10:00 open
     12:00 handoff Farmer_Dave
     12:10 out Farmer_Jane
     14:00 in Farmer_Jane
     14:00 no K8:Farmer_Jane"
)]
#[case::who_stays_as_responder_puts_it_off_for_good(
    "10:00 open
     12:00 handoff Farmer_Dave
     12:15 snooze K8:Farmer_Jane never
     12:30 is K8:Farmer_Jane 12:20 snoozed"
)]
#[case::the_handoff_may_be_written_down_later(
    "10:00 open
     12:10 handoff Farmer_Dave at 12:00
     12:10 is K8:Farmer_Jane 12:20 calm"
)]
fn k8_overlap_at_handoff(#[case] script: &str, #[values(NEW, OLD)] playbook: &str) {
    play(&shipped(playbook), script);
}

#[rstest]
#[case::runs_from_the_disruption(
    "10:00 open
     10:00 no K9
     10:05 milestone disruption-identified 10:02
     10:05 is K9 10:17 calm
     10:12 is K9 10:17 soon
     10:18 is K9 10:17 overdue
     10:19 milestone statuspage-posted
     10:19 no K9"
)]
#[case::follows_a_corrected_time(
    "10:00 open
     10:05 milestone disruption-identified
     10:06 milestone disruption-identified 10:01
     10:06 is K9 10:16 calm"
)]
#[case::an_unknown_time_is_when_it_was_said(
    "10:00 open
     10:05 milestone disruption-identified unknown
     10:05 is K9 10:20 calm"
)]
#[case::the_activation_goes_to_the_status_page_too(
    "10:00 open
     10:05 milestone disruption-identified
     10:10 sent contingency-activation
     10:10 no K9"
)]
#[case::another_disruption_starts_it_again(
    "10:00 open
     10:05 milestone disruption-identified
     10:10 milestone statuspage-posted
     12:00 milestone disruption-identified
     12:00 is K9 12:15 calm"
)]
fn k9_status_page(#[case] script: &str) {
    play(&shipped(NEW), script);
}

#[rstest]
#[case::prompts_for_the_plan_and_then_for_the_objective(
    "10:00 open
     10:00 no K10
     10:05 milestone downtime-began 10:00
     10:05 is K10 10:30 calm
     10:05 is K10:recovery 13:00 calm
     10:20 is K10 10:30 soon
     10:31 is K10 10:30 overdue
     10:32 decided contingency
     10:32 no K10
     12:31 is K10:recovery 13:00 soon
     13:01 is K10:recovery 13:00 overdue
     13:05 milestone service-restored
     13:05 no K10:recovery"
)]
#[case::a_decision_before_the_downtime_was_about_something_else(
    "10:00 open
     10:00 decided contingency
     10:05 milestone downtime-began
     10:05 is K10 10:35 calm"
)]
#[case::restored_service_settles_both(
    "10:00 open
     10:05 milestone downtime-began
     10:15 milestone service-restored
     10:15 no K10
     10:15 no K10:recovery
     11:00 milestone downtime-began
     11:00 is K10 11:30 calm
     11:00 is K10:recovery 14:00 calm"
)]
#[case::each_is_put_off_by_itself(
    "10:00 open
     10:05 milestone downtime-began
     10:40 snooze K10 never
     10:41 is K10 10:35 snoozed
     10:41 is K10:recovery 13:05 calm
     10:41 snooze K10:recovery 14:00
     10:42 is K10:recovery 13:05 snoozed"
)]
#[case::activation_settles_the_prompt(
    "10:00 open
     10:05 milestone downtime-began
     10:20 milestone contingency-activated
     10:20 no K10
     10:20 is K10:recovery 13:05 calm"
)]
#[case::downtime_from_before_the_record_is_overdue_at_birth(
    "10:00 open
     10:01 milestone downtime-began 09:00
     10:01 is K10 09:30 overdue
     10:01 says K10 it was overdue when the record began
     10:01 is K10:recovery 12:00 calm"
)]
fn k10_downtime(#[case] script: &str) {
    play(&shipped(NEW), script);
}

#[rstest]
#[case::runs_from_activation_until_everybody_was_told(
    "10:00 open
     10:00 no K11
     10:05 milestone contingency-activated
     10:05 is K11 11:05 calm
     10:05 says K11 6 audiences to tell
     10:10 sent contingency-activation statuspage gsa-ir@gsa.gov devops@gsa.gov FedRAMP
     10:10 is K11 11:05 calm
     10:45 is K11 11:05 soon
     11:06 is K11 11:05 overdue
     11:10 sent contingency-activation itservicedesk@gsa.gov contingency-leadership
     11:10 no K11"
)]
#[case::one_notice_to_all_is_enough(
    "10:00 open
     10:05 milestone contingency-activated
     10:10 sent contingency-activation
     10:10 no K11"
)]
#[case::a_second_activation_wants_notices_of_its_own(
    "10:00 open
     10:05 milestone contingency-activated
     10:10 sent contingency-activation
     10:30 milestone recovery-complete
     12:00 milestone contingency-activated
     12:00 is K11 13:00 calm
     12:01 sent contingency-activation gsa-ir@gsa.gov
     12:01 is K11 13:00 calm"
)]
fn k11_contingency_notices(#[case] script: &str) {
    play(&shipped(NEW), script);
}

#[rstest]
#[case::runs_from_activation_and_each_update(
    "10:00 open
     10:00 no K12
     10:05 milestone contingency-activated
     10:05 is K12 11:05 calm
     10:20 sent contingency-activation
     10:20 is K12 11:20 calm
     11:10 is K12 11:20 soon
     11:21 is K12 11:20 overdue
     11:25 sent contingency-update
     11:25 is K12 12:25 calm
     11:25 says K12 last 11:25
     12:00 milestone recovery-complete
     12:00 no K12"
)]
#[case::weekends_do_not_stop_it(
    "11-21 23:30 open
     23:30 milestone contingency-activated
     23:30 is K12 11-22T00:30 calm"
)]
#[case::the_last_notice_ends_it(
    "10:00 open
     10:05 milestone contingency-activated
     11:00 sent contingency-end
     11:00 no K12"
)]
fn k12_contingency_update(#[case] script: &str) {
    play(&shipped(NEW), script);
}

#[rstest]
#[case::is_the_sum_of_all_shifts(
    "10:00 open
     10:00 is K13 18:00 calm
     12:00 in Farmer_Dave
     12:00 is K13 15:00 calm
     12:00 says K13 2 h 00 min of 8 h 00 min used
     13:00 out Farmer_Dave
     13:00 is K13 17:00 calm
     17:30 is K13 17:00 calm
     17:30 says K13 8 h 30 min of 8 h 00 min used"
)]
#[case::stands_still_while_nobody_works(
    "10:00 open
     11:00 out Farmer_Jane
     11:00 no K13
     11-19 09:00 in Farmer_Jane
     09:00 is K13 16:00 calm"
)]
#[case::only_informs_and_ranks_last(
    "10:00 open aware 10:00
     10:01 sent gsa-notice
     10:01 sent fedramp-notice
     19:00 order K6 K7:Farmer_Jane K13"
)]
fn k13_responder_hours(#[case] script: &str) {
    play(&shipped(NEW), script);
}

#[rstest]
#[case::runs_from_the_ic_taking_charge(
    "10:00 open aware 09:00
     10:00 is K14 11:00 calm
     10:40 is K14 11:00 soon
     11:01 is K14 11:00 overdue
     11:02 sent fedramp-notice
     11:02 no K14"
)]
#[case::or_from_another_time_that_is_set(
    "10:00 open
     10:05 milestone identified 09:30
     10:05 is K14 10:30 calm
     10:06 milestone identified 10:06
     10:06 is K14 11:06 calm"
)]
#[case::the_initial_sitrep_tells_fedramp(
    "10:00 open
     10:30 sent initial-sitrep
     10:30 no K14"
)]
#[case::is_not_owed_a_second_time(
    "10:00 open
     10:10 status confirmed
     10:30 sent fedramp-notice
     11:00 status resolved
     12:00 status confirmed
     12:00 no K14"
)]
#[case::is_still_owed_when_resolved_but_not_for_a_false_alarm(
    "10:00 open
     10:10 status confirmed
     10:20 status resolved
     11:30 is K14 11:00 overdue
     11:31 status confirmed
     11:32 status false-alarm
     11:32 no K14"
)]
fn k14_first_notice_to_fedramp(#[case] script: &str) {
    play(&shipped(NEW), script);
}

#[rstest]
#[case::runs_two_months_from_the_resolution_and_anew_from_the_close(
    "2026-09-01 10:00 open
     10:10 status confirmed
     11:00 status resolved
     11:00 is K15 11-01T10:00 calm
     12:00 close
     12:00 is K15 11-01T11:00 calm
     2026-10-25 12:01 is K15 11-01T11:00 soon
     2026-11-02 10:00 is K15 11-01T11:00 overdue
     10:05 tick X15
     10:05 no K15"
)]
#[case::follows_the_corrected_resolution(
    "10:10 open
     10:10 status confirmed
     11:00 status resolved
     11:30 moment resolved 10:30
     11:30 is K15 2027-01-18T10:30 calm"
)]
#[case::starts_anew_when_resolved_again(
    "10:10 open
     10:10 status confirmed
     11:00 status resolved
     11:10 tick X15
     11:10 no K15
     12:00 status confirmed
     12:00 no K15
     13:00 status resolved
     13:00 is K15 2027-01-18T13:00 calm"
)]
fn k15_progress_review(#[case] script: &str, #[values(NEW, OLD)] playbook: &str) {
    play(&shipped(playbook), script);
}

#[test]
fn what_a_version_lacks_never_runs() {
    let life = play(
        &shipped(OLD),
        "10:00 open
         10:00 severity high
         10:00 status confirmed
         12:00 no K4
         12:00 no K9
         12:00 no K13
         12:00 no K14",
    );
    let keys: Vec<String> = life.clocks().into_iter().map(|due| due.key).collect();
    assert_eq!(keys, ["K1", "K3", "K6", "K7:Farmer Jane"]);
    assert_eq!(life.record().playbook.id, OLD);
}
