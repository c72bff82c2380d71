//! Medians and ranges, worked out by hand.

use proptest::prelude::*;
use rstest::rstest;
use sitroom::domain::across::{Stretch, Summary, summary};
use sitroom::domain::time::Span;

/// Lengths in minutes: one number is exact, two are the ends.
fn stretches(all: &[(i64, i64)]) -> Vec<Stretch> {
    let stretch = |(low, high): &(i64, i64)| Stretch {
        low: Span::minutes(*low),
        high: Span::minutes(*high),
    };
    all.iter().map(stretch).collect()
}

fn ends(it: Stretch) -> (i64, i64) {
    (it.low.as_seconds() / 60, it.high.as_seconds() / 60)
}

#[rstest]
#[case::one(&[(30, 30)], (30, 30), (30, 30), (30, 30))]
#[case::odd(&[(90, 90), (10, 10), (40, 40)], (40, 40), (10, 10), (90, 90))]
#[case::even_is_half_way_between_the_middle_two(
    &[(60, 60), (10, 10), (30, 30), (240, 240)], (45, 45), (10, 10), (240, 240)
)]
#[case::two(&[(10, 10), (20, 20)], (15, 15), (10, 10), (20, 20))]
#[case::one_that_is_coarse(&[(60, 180)], (60, 180), (60, 180), (60, 180))]
// Lows 10, 60, 100; highs 10, 100, 180: the median lies between the middle ones.
#[case::coarse_among_exact(
    &[(10, 10), (60, 180), (100, 100)], (60, 100), (10, 10), (100, 180)
)]
// Lows 0 and 50; highs 50 and 1440: 25 and 745.
#[case::two_coarse(&[(0, 1440), (50, 50)], (25, 745), (0, 50), (50, 1440))]
#[case::equal(&[(20, 20), (20, 20), (20, 20), (20, 20)], (20, 20), (20, 20), (20, 20))]
fn medians_and_ends(
    #[case] all: &[(i64, i64)],
    #[case] median: (i64, i64),
    #[case] least: (i64, i64),
    #[case] most: (i64, i64),
) {
    let Summary {
        median: middle,
        least: shortest,
        most: longest,
    } = summary(&stretches(all)).unwrap();
    assert_eq!(ends(middle), median);
    assert_eq!(ends(shortest), least);
    assert_eq!(ends(longest), most);
}

#[test]
fn of_none_there_is_no_figure() {
    assert_eq!(summary(&[]), None);
}

#[test]
fn the_words_of_a_range_name_both_ends() {
    let [exact, coarse] = [(122, 122), (60, 180)].map(|it| stretches(&[it])[0]);
    assert_eq!(exact.words(), "2 h 02 min");
    assert_eq!(coarse.words(), "between 1 h 00 min and 3 h 00 min");
}

proptest! {
    /// Whatever the true lengths are between their ends, their median is within the median told.
    #[test]
    fn the_median_of_the_true_lengths_is_within(
        all in prop::collection::vec((0_i64..100_000, 0_i64..100_000, 0_i64..=100), 1..12)
    ) {
        let coarse: Vec<Stretch> = all
            .iter()
            .map(|(low, more, _)| Stretch {
                low: Span::seconds(*low),
                high: Span::seconds(low + more),
            })
            .collect();
        let exact: Vec<Stretch> = all
            .iter()
            .map(|(low, more, part)| Stretch::exact(Span::seconds(low + more * part / 100)))
            .collect();
        let (told, truly) = (summary(&coarse).unwrap(), summary(&exact).unwrap());
        for (told, truly) in [
            (told.median, truly.median),
            (told.least, truly.least),
            (told.most, truly.most),
        ] {
            prop_assert!(told.low <= truly.low && truly.high <= told.high);
        }
        prop_assert!(told.least.low <= told.median.low && told.median.high <= told.most.high);
    }

    /// The order of the incidents says nothing.
    #[test]
    fn the_order_says_nothing(
        mut all in prop::collection::vec((0_i64..1000, 0_i64..1000), 0..9), turn in 0_usize..9
    ) {
        let of = |all: &[(i64, i64)]| {
            let all: Vec<(i64, i64)> = all.iter().map(|(low, more)| (*low, low + more)).collect();
            summary(&stretches(&all))
        };
        let before = of(&all);
        if !all.is_empty() {
            let by = turn % all.len();
            all.rotate_left(by);
        }
        prop_assert_eq!(before, of(&all));
    }
}
