//! Whether two texts are one that was reworded a little.

/// The share of characters, in percent, in which two texts may differ.
const APART: usize = 10;

/// Texts longer than this are never compared.
const LONGEST: usize = 400;

/// The most steps of comparing for one text of an issue, so that no issue, whatever somebody
/// puts there, makes reading it slow.
const MOST_STEPS: usize = 2_000_000;

/// Comparing texts, with an end to it.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    steps: usize,
}

impl Comparison {
    /// Returns whether two texts differ in at most a tenth of their characters; false once
    /// there was too much to compare.
    pub(super) fn are_alike(&mut self, a: &str, b: &str) -> bool {
        self.steps += 1;
        let longest = a.len().max(b.len());
        let too_far = a.len().abs_diff(b.len()) * 100 > longest * APART * 4;
        if longest == 0 || longest > LONGEST * 4 || too_far || self.steps > MOST_STEPS {
            return false;
        }
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let longest = a.len().max(b.len());
        let most = longest * APART / 100;
        if longest > LONGEST || a.len().abs_diff(b.len()) > most {
            return false;
        }
        self.steps += (2 * most + 1) * a.len();
        is_within(&a, &b, most)
    }
}

/// Returns whether at most so many characters are to be inserted, removed or replaced to get
/// from one text to the other. Only the band around the diagonal can hold such a way.
fn is_within(a: &[char], b: &[char], most: usize) -> bool {
    let far = most + 1;
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    let mut row: Vec<usize> = (0..=b.len()).map(|at| at.min(far)).collect();
    for (i, x) in a.iter().enumerate() {
        let from = i.saturating_sub(most);
        let to = (i + most + 1).min(b.len());
        let mut diagonal = row[from];
        row[from] = if from == 0 { (i + 1).min(far) } else { far };
        for j in from..to {
            let replaced = diagonal + usize::from(*x != b[j]);
            diagonal = row[j + 1];
            let above = if j + 1 > i + most { far } else { row[j + 1] };
            row[j + 1] = replaced.min(row[j] + 1).min(above + 1).min(far);
        }
    }
    row[b.len()] <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> bool {
        Comparison::default().are_alike(a, b)
    }

    #[test]
    fn a_tenth_of_the_characters_may_differ() {
        assert!(alike("which gate was open?", "Which gate was open?"));
        assert!(alike("which gate was open?", "which gate was opened"));
        assert!(alike("which gate was open?", "hich gate was open"));
        assert!(!alike("which gate was open?", "which barn was open?"));
        assert!(!alike("", ""));
        assert!(!alike("abc", "abd"));
    }

    #[test]
    fn the_band_finds_what_the_whole_table_finds() {
        let texts = [
            "kitten", "sitting", "kit", "kitte n", "smitten", "", "nettik",
        ];
        for a in texts {
            for b in texts {
                let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
                for most in 0..8 {
                    let whole = distance(&a, &b) <= most;
                    assert_eq!(is_within(&a, &b, most), whole, "{a:?} {b:?} {most}");
                }
            }
        }
    }

    fn distance(a: &[char], b: &[char]) -> usize {
        match (a, b) {
            ([], rest) | (rest, []) => rest.len(),
            ([x, a_rest @ ..], [y, b_rest @ ..]) if x == y => distance(a_rest, b_rest),
            ([_, a_rest @ ..], [_, b_rest @ ..]) => {
                let replaced = distance(a_rest, b_rest);
                1 + replaced.min(distance(a_rest, b)).min(distance(a, b_rest))
            }
        }
    }

    #[test]
    fn comparing_ends_however_much_there_is() {
        let mut comparison = Comparison::default();
        let (a, b) = ("a".repeat(400), format!("{}b", "a".repeat(399)));
        let compared = (0..100_000)
            .filter(|_| comparison.are_alike(&a, &b))
            .count();
        assert!(compared > 10 && compared < 1_000, "{compared}");
    }
}
