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
    let mut inside = vec![false; lines.len()];
    let mut unclosed: [usize; 2] = [usize::MAX; 2];
    let mut at = 0;
    while at < lines.len() {
        let Some((mark, length)) = fence_run(&lines[at]) else {
            at += 1;
            continue;
        };
        let shortest = &mut unclosed[usize::from(mark == '~')];
        let end = if length >= *shortest {
            None
        } else {
            (at + 1..lines.len()).find(|end| closes(&lines[*end], mark, length))
        };
        if let Some(end) = end {
            inside[at..=end].fill(true);
            at = end + 1;
        } else {
            *shortest = length.min(*shortest);
            at += 1;
        }
    }
    inside
}
