//! Code blocks, in which nothing is ours.

/// Returns the character and length of the backticks or tildes a line begins with.
pub(super) fn fence_run(line: &str) -> Option<(char, usize)> {
    let line = line.trim_start();
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.chars().take_while(|c| *c == mark).count();
    let info = &line[length..];
    let opens = length >= 3 && !(mark == '`' && info.contains('`'));
    opens.then_some((mark, length))
}

fn closes(line: &str, mark: char, length: usize) -> bool {
    let line = line.trim();
    line.len() >= length && line.chars().all(|c| c == mark)
}

/// Returns for each line whether it belongs to a code block. One that is never closed is none,
/// so that a forgotten fence does not hide the rest of the issue.
pub(super) fn fences(lines: &[String]) -> Vec<bool> {
    scan(lines).0
}

/// Returns the same, and how many lines were looked at for it. An opening fence that nothing
/// closes is looked for to the end, but only once for each length: what does not close a
/// shorter one closes no longer one.
fn scan(lines: &[String]) -> (Vec<bool>, usize) {
    let mut inside = vec![false; lines.len()];
    let mut unclosed: [usize; 2] = [usize::MAX; 2];
    let mut looked_at = 0;
    let mut at = 0;
    while at < lines.len() {
        looked_at += 1;
        let Some((mark, length)) = fence_run(&lines[at]) else {
            at += 1;
            continue;
        };
        let shortest = &mut unclosed[usize::from(mark == '~')];
        let end = if length >= *shortest {
            None
        } else {
            (at + 1..lines.len()).find(|end| {
                looked_at += 1;
                closes(&lines[*end], mark, length)
            })
        };
        if let Some(end) = end {
            inside[at..=end].fill(true);
            at = end + 1;
        } else {
            *shortest = length.min(*shortest);
            at += 1;
        }
    }
    (inside, looked_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.split('\n').map(str::to_owned).collect()
    }

    #[test]
    fn only_what_is_closed_is_a_code_block() {
        let inside = fences(&lines("a\n```\nb\n~~~\n````\nc\n```` x\nd"));
        assert_eq!(inside, [false, true, true, true, true, false, false, false]);
    }

    #[test]
    fn fences_that_nothing_closes_are_looked_for_once_for_each_length() {
        let many = lines(&"``` x\n".repeat(20_000));
        assert!(scan(&many).1 <= 3 * many.len());
        let both = lines(&"``` x\n~~~ x\n".repeat(10_000));
        assert!(scan(&both).1 <= 4 * both.len());
        // Each one shorter than the one before: as many as fit into an issue.
        let falling: Vec<String> = (3..360).rev().map(|n| "`".repeat(n) + " x").collect();
        let falling = [falling, lines(&"\n".repeat(1_000))].concat();
        assert!(scan(&falling).1 <= 400 * falling.len());
    }
}
