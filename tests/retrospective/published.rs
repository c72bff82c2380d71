//! Published figures beside the computed ones.

use rstest::rstest;
use sitroom::domain::event::FigurePublished;
use sitroom::domain::metrics::{Metric, Verdict, read_span};
use sitroom::domain::time::Span;
use sitroom::domain::worksheet::WorksheetAsked;

use crate::night::{figures, night, part, work};

#[rstest]
#[case::words("2 hours and 2 minutes", 7320, 60)]
#[case::short("2h 2min", 7320, 60)]
#[case::iso("PT2H2M", 7320, 60)]
#[case::iso_days("P1DT2H", 93_600, 3600)]
#[case::days("about 725 days", 725 * 86_400, 86_400)]
#[case::seconds("90s", 90, 1)]
fn lengths_are_read_as_people_publish_them(
    #[case] text: &str,
    #[case] seconds: i64,
    #[case] unit: i64,
) {
    let read = read_span(text);
    assert_eq!(read, Some((Span::seconds(seconds), Span::seconds(unit))));
}

#[rstest]
#[case("soon")]
#[case("")]
#[case("2 foxes")]
#[case("17")]
#[case("99999999999999999999 h")]
fn what_is_no_length_is_not_guessed(#[case] text: &str) {
    assert_eq!(read_span(text), None);
}

/// It is 2 hours from awareness to containment, and half an hour from the start to awareness.
#[rstest]
#[case::same(Metric::TimeToContainment, "2 hours and 0 minutes", Verdict::Agrees)]
#[case::as_exact_as_said(
    Metric::TimeToContainment,
    "two and a bit, so 2 hours",
    Verdict::Agrees
)]
#[case::other(Metric::TimeToContainment, "1 hour 56 minutes", Verdict::Differs)]
#[case::no_figure(Metric::TimeToContainment, "quickly", Verdict::CannotTell)]
#[case::words(Metric::SitrepsOnTime, "2 of 4", Verdict::Agrees)]
#[case::other_words(Metric::SitrepsOnTime, "all of them", Verdict::Differs)]
fn a_published_figure_stands_beside_the_computed_one(
    #[case] metric: Metric,
    #[case] figure: &str,
    #[case] verdict: Verdict,
) {
    let mut record = night();
    let publish = |figure: &str| {
        WorksheetAsked::Publish(FigurePublished {
            metric,
            figure: figure.into(),
            source: "the post".into(),
        })
    };
    work(&mut record, publish(figure), 350);
    let metrics = figures(&record, 400);
    let [published] = &metrics.published[..] else {
        panic!("one figure: {:?}", metrics.published);
    };
    assert_eq!(published.verdict, verdict);
    assert_eq!(published.computed, metrics.value_words(metric));
    // The computed figure stays as it is, and the report shows both.
    let text = part(&record, "metrics");
    let both = format!(
        "published {figure} (the post), computed {}: {}",
        published.computed,
        verdict.words()
    );
    assert!(text.contains(&both), "{text}");
    work(&mut record, publish(""), 351);
    assert_eq!(figures(&record, 400).published, []);
}
