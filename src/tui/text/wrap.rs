//! Breaking text into lines.

use super::{begin, cells, clusters};

/// Returns the text in lines of at most `wide` cells, at most `most` of them, broken between
/// words where that is possible; the last ends in the ellipsis when more would follow. Only as
/// much of the text is looked at as may be shown.
pub(in crate::tui) fn wrap(text: &str, wide: u16, most: usize, ellipsis: &str) -> Vec<String> {
    wrap_by(text, (wide, most, ellipsis), |_| ())
}

/// As [`wrap`], with something done to the lines of each paragraph: what it adds is to take no cell
/// when it is drawn.
pub(in crate::tui) fn wrap_by(
    text: &str,
    (wide, most, ellipsis): (u16, usize, &str),
    of_paragraph: impl Fn(&mut [String]),
) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let wide = wide.max(1);
    let looked_at = begin(text, (most + 1) * (usize::from(wide) + 1) * 8);
    for paragraph in looked_at.split('\n') {
        let from = lines.len();
        wrap_paragraph(paragraph, wide, most, &mut lines);
        of_paragraph(&mut lines[from..]);
        if lines.len() > most {
            break;
        }
    }
    if lines.len() > most || looked_at.len() < text.len() {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while cells(last) + cells(ellipsis) > wide && last.pop().is_some() {}
            last.push_str(ellipsis);
        }
    }
    lines
}

fn wrap_paragraph(text: &str, wide: u16, most: usize, lines: &mut Vec<String>) {
    let (mut line, mut used) = (String::new(), 0);
    for word in text.split_whitespace() {
        if used > 0 && used + 1 + cells(word) > wide {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        for (cluster, width) in clusters(word) {
            if used + width > wide && used > 0 {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            if lines.len() > most {
                return;
            }
            line.push_str(cluster);
            used += width;
        }
    }
    lines.push(line);
}
