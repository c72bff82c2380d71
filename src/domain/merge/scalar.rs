//! Merging a value that both sides may have changed.

/// What became of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merged {
    /// Neither side changed it.
    Same,
    /// Only this side changed it.
    TakeLocal,
    /// Only the issue changed it.
    TakeRemote,
    /// Both sides changed it alike.
    Agreed,
    /// Both sides changed it apart.
    Conflict,
}

/// Returns what became of a value since both sides agreed on `base`.
#[must_use]
pub fn merge_value<T: PartialEq + ?Sized>(base: &T, local: &T, remote: &T) -> Merged {
    match (base == local, base == remote, local == remote) {
        (true, true, _) => Merged::Same,
        (true, false, _) => Merged::TakeRemote,
        (false, true, _) => Merged::TakeLocal,
        (false, false, true) => Merged::Agreed,
        (false, false, false) => Merged::Conflict,
    }
}

/// Returns what becomes of a value that the sides never agreed on: one that nobody chose yet
/// gives way, two that were chosen apart are a conflict.
#[must_use]
pub fn merge_first<T: PartialEq + ?Sized>(
    local: &T,
    remote: &T,
    is_default: impl Fn(&T) -> bool,
) -> Merged {
    match (local == remote, is_default(local), is_default(remote)) {
        (true, _, _) => Merged::Agreed,
        (false, _, true) => Merged::TakeLocal,
        (false, true, false) => Merged::TakeRemote,
        (false, false, false) => Merged::Conflict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_of_three_values_has_its_outcome() {
        for base in 0..3 {
            for local in 0..3 {
                for remote in 0..3 {
                    let merged = merge_value(&base, &local, &remote);
                    let expected = if local == base && remote == base {
                        Merged::Same
                    } else if remote == base {
                        Merged::TakeLocal
                    } else if local == base {
                        Merged::TakeRemote
                    } else if local == remote {
                        Merged::Agreed
                    } else {
                        Merged::Conflict
                    };
                    assert_eq!(merged, expected, "{base} {local} {remote}");
                }
            }
        }
    }

    #[test]
    fn without_a_base_what_nobody_chose_gives_way() {
        let merge = |local, remote| merge_first(local, remote, |text: &str| text.is_empty());
        assert_eq!(merge("", ""), Merged::Agreed);
        assert_eq!(merge("a", "a"), Merged::Agreed);
        assert_eq!(merge("", "b"), Merged::TakeRemote);
        assert_eq!(merge("a", ""), Merged::TakeLocal);
        assert_eq!(merge("a", "b"), Merged::Conflict);
    }
}
