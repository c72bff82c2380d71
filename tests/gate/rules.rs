//! A user's rules are read, and a file that is wrong is told all that is.

use rstest::rstest;
use sitroom::domain::gate::{Allowed, Level, Rules, scan};
use sitroom::domain::problem::is_unsafe;

const HEAD: &str = "format = 1\nversion = \"7\"\n";

const FARM: &str = r#"format = 1
version = "7"
off = ["ipv4-documentation", "mail-address"]

[[kind]]
id = "feed"
name = "feed codes"
level = "block"
why = "Feed is stolen with it."
do = "Change the code at the silo."

[[rule]]
id = "feed-code"
kind = "feed"
name = "feed code"
words = ["feed-"]
pattern = 'feed-[0-9]{6}'
split = true

[[rule]]
id = "mail-address"
kind = "contact"
name = "mail"
level = "block"
pattern = '[a-z]{1,20}@[a-z]{1,20}\.[a-z]{2,4}'
"#;

fn rules(text: &str) -> Rules {
    Rules::read(Some(("farm.toml", text))).unwrap_or_else(|errors| panic!("{errors}"))
}

fn errors(text: &str) -> Vec<String> {
    let errors = Rules::read(Some(("farm.toml", text))).unwrap_err();
    errors.problems().iter().map(ToString::to_string).collect()
}

#[test]
fn the_shipped_rules_are_good() {
    // Read as a stranger's, so that every pattern is compiled and judged.
    let rules: Vec<(String, Level)> = {
        let shipped = Rules::shipped();
        shipped
            .list()
            .map(|(id, level, _)| (id.to_owned(), level))
            .collect()
    };
    let off = rules
        .iter()
        .map(|(id, _)| format!("{id:?}"))
        .collect::<Vec<_>>()
        .join(", ");
    let kinds: String = sitroom::domain::gate::SHIPPED
        .replace("off = []", &format!("off = [{off}]"))
        .replace("id = \"", "id = \"a-")
        .replace("kind = \"", "kind = \"a-");
    let again =
        Rules::read(Some(("gate.toml", &kinds))).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(again.list().count(), rules.len());
    assert!(rules.len() > 100, "{}", rules.len());
}

#[test]
fn a_users_file_adds_rules_and_switches_some_off() {
    let rules = rules(FARM);
    assert_eq!(rules.version(), format!("{}+7", Rules::shipped().version()));
    let find = |text: &str| scan(text, &rules, &Allowed::default());
    let found = find("feed-123456");
    assert_eq!(
        (found[0].rule.as_str(), found[0].level),
        ("feed-code", Level::Block)
    );
    assert_eq!(found[0].why, "Feed is stolen with it.");
    assert_eq!(found[0].advice, "Change the code at the silo.");
    assert!(!found[0].excerpt.contains("123456"), "{}", found[0].excerpt);
    assert_eq!(find("fe\u{200b}ed-123\n456")[0].range, 0..15);
    assert_eq!(find("203.0.113.9"), []);
    assert_eq!(find("jane@example.org")[0].level, Level::Block);
}

#[rstest]
#[case::no_toml("format = 1\nversion = \n", "farm.toml:2: file: ")]
#[case::no_format("version = \"7\"\n", "farm.toml:1: format: the key is missing")]
#[case::newer(
    "format = 2\nwhat = 1\n",
    "farm.toml:1: format: format 2 is not read by this program; it reads 1"
)]
#[case::unknown_key(
    "format = 1\nversion = \"7\"\nofff = []\n",
    "farm.toml:3: offf: there is no such key\nHint: did you mean `off`?"
)]
#[case::unknown_rule(
    "format = 1\nversion = \"7\"\noff = [\"github-tokens\"]\n",
    "farm.toml:3: off: there is no rule `github-tokens`\nHint: did you mean `github-token`?"
)]
#[case::wrong_type(
    "format = 1\nversion = 7\n",
    "farm.toml:2: version: the value has to be a text"
)]
#[case::no_list(
    "format = 1\nversion = \"7\"\nrule = 3\n",
    "farm.toml:3: rule: the value has to be a list of tables"
)]
fn one_thing_wrong(#[case] text: &str, #[case] message: &str) {
    let errors = errors(text);
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].starts_with(message), "{errors:?}");
}

#[rstest]
#[case::pattern("pattern = 'feed-('", "rule.x.pattern: the pattern cannot be read: ")]
#[case::endless(
    "pattern = 'feed-[0-9]+'",
    "rule.x.pattern: a pattern repeats a bounded number of times"
)]
#[case::nothing(
    "pattern = '(?:feed)?'",
    "rule.x.pattern: the pattern fits where there is nothing"
)]
#[case::empty("pattern = ''", "rule.x.pattern: there is nothing in it")]
#[case::missing("", "rule.x.pattern: the key is missing")]
#[case::huge(
    "pattern = '(?:[a-z]{900}){900}'",
    "rule.x.pattern: the pattern cannot be read: "
)]
#[case::unless("pattern = 'feed'\nunless = 'a*'", "rule.x.unless: a pattern repeats")]
#[case::check(
    "pattern = 'feed'\ncheck = \"cards\"",
    "rule.x.check: there is no such thing as `cards`\nHint: did you mean `card`?"
)]
#[case::level(
    "pattern = 'feed'\nlevel = \"blok\"",
    "rule.x.level: there is no such thing as `blok`\nHint: did you mean `block`?"
)]
#[case::extend(
    "pattern = 'feed'\nextend = 3",
    "rule.x.extend: the value has to be a text"
)]
#[case::words(
    "pattern = 'feed'\nwords = [\"Feed\"]",
    "rule.x.words: words are looked for in lower case"
)]
#[case::no_words(
    "pattern = 'feed'\nwords = [\"\"]",
    "rule.x.words: there is nothing in it"
)]
#[case::entropy(
    "pattern = 'feed'\nentropy = 12",
    "rule.x.entropy: the number has to be from 0 to 8"
)]
#[case::split(
    "pattern = 'feed'\nsplit = \"yes\"",
    "rule.x.split: the value has to be true or false"
)]
#[case::near(
    "pattern = 'feed'\nnear = \"barn\"",
    "rule.x.near: the value has to be a list of texts"
)]
fn a_rule_that_is_wrong(#[case] keys: &str, #[case] message: &str) {
    let text = format!("{HEAD}[[rule]]\nid = \"x\"\nkind = \"token\"\nname = \"x\"\n{keys}\n");
    let errors = errors(&text);
    assert_eq!(errors.len(), 1, "{errors:?}");
    let (place, rest) = errors[0].split_once(": ").unwrap();
    assert!(rest.starts_with(message), "{errors:?}");
    assert!(place.starts_with("farm.toml:"), "{place}");
}

#[test]
fn everything_wrong_is_told_at_once_with_its_line() {
    let text = format!(
        "{HEAD}off = [\"nothing\"]\n[[kind]]\nid = \"token\"\nname = \"t\"\n\n[[rule]]\nid = \"Feed\"\n\
         kind = \"tokn\"\nname = \"\"\npattern = 'a+'\nname2 = 1\n\n[[rule]]\nid = \"jwt\"\n"
    );
    let errors = errors(&text);
    let wanted = [
        "farm.toml:3: off: there is no rule `nothing`",
        "farm.toml:4: kind.token.do: the key is missing",
        "farm.toml:4: kind.token.level: the key is missing",
        "farm.toml:4: kind.token.why: the key is missing",
        "farm.toml:5: kind.token.id: the id `token` is used already",
        "farm.toml:9: rule.Feed.id: an id is made of small letters, digits and hyphens",
        "farm.toml:10: rule.Feed.kind: there is no kind `tokn`\nHint: did you mean `token`?",
        "farm.toml:11: rule.Feed.name: there is nothing in it",
        "farm.toml:12: rule.Feed.pattern: a pattern repeats",
        "farm.toml:13: rule.Feed.name2: there is no such key",
        "farm.toml:15: rule.jwt.kind: the key is missing",
        "farm.toml:15: rule.jwt.name: the key is missing",
        "farm.toml:15: rule.jwt.pattern: the key is missing",
        "farm.toml:16: rule.jwt.id: the id `jwt` is used already",
    ];
    for message in wanted {
        assert!(
            errors.iter().any(|error| error.starts_with(message)),
            "{message}\n{errors:#?}"
        );
    }
    assert_eq!(errors.len(), wanted.len(), "{errors:#?}");
    let lines = errors
        .iter()
        .map(|error| error.split(':').nth(1).unwrap().parse::<usize>().unwrap());
    assert!(lines.is_sorted());
}

#[test]
fn what_a_file_says_cannot_act_on_a_terminal() {
    let text = format!(
        "{HEAD}[[rule]]\nid = \"\\u001b[31m\"\nkind = \"\\u001b\"\nname = \"\\u202e\"\npattern = 'a'\n"
    );
    let told = errors(&text).join("\n");
    assert!(
        !told.contains(|c: char| is_unsafe(c) && c != '\n'),
        "{told:?}"
    );
    assert!(told.contains(".name: the text has a control"), "{told:?}");
}
