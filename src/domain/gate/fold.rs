//! What a character counts as when shapes are looked for.
//!
//! Only what is drawn like an ASCII character is folded: separators first, because those are
//! what mail programs and word processors change by themselves.

/// What stands for every character that looks like no ASCII character. It is no letter, so a
/// token right behind one still begins a word.
pub(super) const OTHER: u8 = 0x1a;

/// Returns the ASCII character that a character counts as; none when it is not there to the eye.
pub(super) fn fold(c: char, next: Option<char>) -> Option<u8> {
    let Ok(byte) = u8::try_from(u32::from(c)) else {
        return if is_invisible(c) { None } else { Some(wide(c)) };
    };
    match byte {
        b'\r' if next == Some('\n') => None,
        // Markdown written by machines escapes what it need not.
        b'\\' if matches!(next, Some('_' | '-')) => None,
        b'\r' | 0x0b | 0x0c | 0x85 => Some(b'\n'),
        b'\t' | b'\n' | b' '..=b'~' => Some(byte),
        0xa0 => Some(b' '),
        0xab | 0xbb => Some(b'"'),
        0xb4 => Some(b'\''),
        0xb7 => Some(b'.'),
        // Controls and the soft hyphen.
        0..=0x1f | 0x7f..=0x9f | 0xad => None,
        0xa1..=0xff => Some(OTHER),
    }
}

/// Returns true for characters without ink: joiners, marks that turn the direction, fillers,
/// tags, and marks that are drawn over the letter before.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{061c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Folds a character beyond Latin-1.
fn wide(c: char) -> u8 {
    separator(c)
        .or_else(|| styled(c))
        .or_else(|| letter(c))
        .unwrap_or(OTHER)
}

/// Separators by another name.
fn separator(c: char) -> Option<u8> {
    Some(match c {
        '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => b' ',
        '\u{2028}' | '\u{2029}' => b'\n',
        '\u{02d7}'
        | '\u{058a}'
        | '\u{1806}'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{207b}'
        | '\u{2212}'
        | '\u{2e3a}'..='\u{2e3b}'
        | '\u{fe58}'
        | '\u{fe63}' => b'-',
        '\u{02bc}' | '\u{2018}'..='\u{201b}' | '\u{2032}' => b'\'',
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{2039}'..='\u{203a}' => b'"',
        '\u{06d4}' | '\u{2022}' | '\u{2024}' | '\u{2027}' | '\u{22c5}' | '\u{3002}'
        | '\u{fe52}' | '\u{ff61}' => b'.',
        '\u{02d0}' | '\u{05c3}' | '\u{2236}' | '\u{a789}' | '\u{fe13}' | '\u{fe55}' => b':',
        '\u{037e}' | '\u{fe54}' => b';',
        '\u{2044}' | '\u{2215}' | '\u{2571}' | '\u{29f8}' => b'/',
        '\u{2216}' | '\u{29f5}' | '\u{29f9}' | '\u{fe68}' => b'\\',
        '\u{2e40}' | '\u{30a0}' | '\u{a78a}' | '\u{fe66}' => b'=',
        '\u{2017}' | '\u{203f}' | '\u{fe33}' | '\u{fe4d}'..='\u{fe4f}' => b'_',
        '\u{fe62}' | '\u{2795}' => b'+',
        '\u{02dc}' | '\u{223c}' | '\u{301c}' => b'~',
        '\u{fe6b}' => b'@',
        _ => return None,
    })
}

/// Full-width and mathematical letters, and the digits of other scripts.
fn styled(c: char) -> Option<u8> {
    let code = u32::from(c);
    let offset = |from: u32, base: u8, period: u32| {
        u8::try_from((code - from) % period).map(|n| base + n).ok()
    };
    match c {
        '\u{ff01}'..='\u{ff5e}' => offset(0xff01, b'!', 94),
        '\u{1d400}'..='\u{1d6a3}' => {
            let at = offset(0x1d400, 0, 52)?;
            Some(if at < 26 { b'A' + at } else { b'a' + at - 26 })
        }
        '\u{1d7ce}'..='\u{1d7ff}' => offset(0x1d7ce, b'0', 10),
        '\u{0660}'..='\u{0669}' => offset(0x0660, b'0', 10),
        '\u{06f0}'..='\u{06f9}' => offset(0x06f0, b'0', 10),
        '\u{0966}'..='\u{096f}' => offset(0x0966, b'0', 10),
        _ => None,
    }
}

/// Greek and Cyrillic letters that cannot be told from Latin ones on a screen.
fn letter(c: char) -> Option<u8> {
    const ALIKE: [(&str, &str); 2] = [
        (
            "АВЕКМНОРСТХІЈЅаеорсухіјѕһԁԛԝӏ",
            "ABEKMHOPCTXIJSaeopcyxijshdqwl",
        ),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοντ", "ABEZHIKMNOPTYXovt"),
    ];
    ALIKE.iter().find_map(|(theirs, ours)| {
        let at = theirs.chars().position(|their| their == c)?;
        ours.as_bytes().get(at).copied()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut chars = text.chars().peekable();
        let mut out = String::new();
        while let Some(c) = chars.next() {
            out.extend(fold(c, chars.peek().copied()).map(char::from));
        }
        out
    }

    #[test]
    fn what_looks_alike_is_alike() {
        assert_eq!(folded("a\u{2011}b\u{ff0d}c\u{2212}d"), "a-b-c-d");
        assert_eq!(folded("ｐａｓｓｗｏｒｄ＝１"), "password=1");
        assert_eq!(folded("\u{1d5ee}\u{1d400}\u{1d7d8}\u{1d7ff}"), "aA09");
        assert_eq!(folded("раssword"), "password");
        assert_eq!(folded("a\u{200b}b\u{ad}c\u{feff}d\u{301}e"), "abcde");
        assert_eq!(folded("a\r\nb\rc\u{2028}d"), "a\nb\nc\nd");
        assert_eq!(folded("gh\\_x \\d"), "gh_x \\d");
        assert_eq!(folded("é中"), "\u{1a}\u{1a}");
    }

    #[test]
    fn the_look_alikes_stand_in_pairs() {
        for c in "АВЕКМНОРСТХІЈЅаеорсухіјѕһԁԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοντ".chars()
        {
            assert!(letter(c).is_some_and(|l| l.is_ascii_alphabetic()), "{c}");
        }
    }
}
