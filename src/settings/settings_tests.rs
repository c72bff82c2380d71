use rstest::rstest;

use std::sync::Arc;

use super::*;
use crate::domain::outgoing::Security;
use crate::domain::playbook::Playbook;

fn load(text: &str, env: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let env = |name: &str| {
        env.iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| (*value).to_owned())
    };
    Settings::of(mistakes::read("config.toml", text)?, &env, &Told::default())
}

#[test]
fn defaults_mirror_nothing() {
    let settings = load("", &[("USER", "jane")]).expect("it is there");
    assert_eq!(settings.repository, None);
    assert_eq!(settings.name, "jane");
    assert_eq!(settings.playbook, "cloud-gov-2023");
    assert_eq!(settings.poll, "30s".parse().expect("it is there"));
    assert!(!settings.allow_public_repository);
    assert!(settings.suggestions);
}

#[test]
fn environment_goes_before_the_file() {
    let file = "[github]\nrepository = \"a/b\"\napi = \"https://ghe.example/api/v3\"";
    let env = [("SITROOM_GITHUB_API_URL", "http://127.0.0.1:9")];
    let settings = load(file, &env).expect("it is there");
    assert_eq!(settings.repository.as_deref(), Some("a/b"));
    assert_eq!(settings.api, "http://127.0.0.1:9");
}

#[test]
fn an_unknown_key_is_named_with_its_line() {
    let error = load("name = \"x\"\nrepositry = \"a/b\"\n", &[])
        .unwrap_err()
        .to_string();
    assert!(error.contains("config.toml"), "{error}");
    assert!(error.contains("config.toml:2: repositry"), "{error}");
    assert!(
        error.contains("2 | repositry = \"a/b\"\n  | ^\n"),
        "{error}"
    );
    assert!(
        error.contains("did you mean `github.repository`"),
        "{error}"
    );
}

/// All of it at once, in the order of the file.
#[test]
fn every_mistake_is_told_together_with_a_caret_and_what_was_meant() {
    let file = "zone = \"America/New_Yrok\"\n[github]\npol = \"10s\"\npoll = 3\n[scren]\nascii = true\n\
                [attention]\nnotify = \"osc99\"\nquiet = \"at night\"\n[mail]\nhost = \"h\"\n";
    let error = load(file, &[]).unwrap_err().to_string();
    let told = [
        ("config.toml:1: zone", "did you mean `America/New_York`"),
        ("config.toml:3: github.pol", "did you mean `poll`"),
        ("config.toml:4: github.poll", "poll = 3\n  |        ^"),
        ("config.toml:5: scren", "did you mean `screen`"),
        ("config.toml:8: attention.notify", "did you mean `osc9`"),
        ("config.toml:9: attention.quiet", "         ^"),
        ("config.toml:10: mail.from", "[mail]"),
    ];
    let mut rest = error.as_str();
    for (place, said) in told {
        let at = rest
            .find(place)
            .unwrap_or_else(|| panic!("{place}: {error}"));
        rest = &rest[at..];
        assert!(rest.contains(said), "{said}: {error}");
    }
    assert_eq!(error.matches("config.toml:").count(), told.len(), "{error}");
}

#[test]
fn what_is_wrong_with_a_value_is_told_as_a_sentence() {
    let file = "zone = \"Farm\"\n[github]\npoll = \"soon\"\n\
                [mail]\nhost = \"h\"\nfrom = \"farm\"\n";
    let error = load(file, &[]).unwrap_err().to_string();
    for said in [
        "config.toml:1: zone: failed to find the time zone `Farm`",
        "config.toml:3: github.poll: failed to read the length `soon`",
        "config.toml:6: mail.from: failed to read `farm` as a mail address",
    ] {
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn the_command_line_goes_before_environment_and_file() {
    let env = |name: &str| (name == "SITROOM_NAME").then(|| "env".to_owned());
    let of = |all: &[&str]| {
        let all: Vec<String> = all.iter().map(|one| (*one).to_owned()).collect();
        let told = Told::read(&all)?;
        let file = mistakes::read("config.toml", "name = \"file\"\n[screen]\nascii = false")?;
        Settings::of(file, &env, &told)
    };
    assert_eq!(of(&[]).expect("it is there").name, "env");
    let settings =
        of(&["name=Farmer Jane", "screen.ascii=true", "github.poll=10s"]).expect("it is there");
    assert_eq!(settings.name, "Farmer Jane");
    assert!(settings.is_ascii);
    assert_eq!(settings.poll, "10s".parse().expect("it is there"));
    let error = of(&["github.pol=10s"]).unwrap_err().to_string();
    assert!(error.contains("did you mean `poll`"), "{error}");
}

#[test]
fn an_address_goes_before_that_of_the_playbook() {
    let file = "[addresses]\nfedramp = \"reps@agency.example\"\nnobody = \"x@y.example\"";
    let settings = load(file, &[]).expect("it is there");
    let shipped = Arc::new(Playbook::shipped("cloud-gov-2023").expect("it is there"));
    let playbook = settings.addressed(&shipped);
    assert_eq!(
        playbook.address("fedramp").expect("it is there").to,
        "reps@agency.example"
    );
    assert_eq!(playbook.address("gsa-ir"), shipped.address("gsa-ir"));
    let unknown: Vec<&str> = settings.unknown_addresses(&shipped).collect();
    assert_eq!(unknown, ["nobody"]);
}

#[test]
fn nothing_carries_messages_unless_it_is_set() {
    let settings =
        load("[mail]\nuser = \"jane\"", &[("SITROOM_SMTP_PASSWORD", "x")]).expect("it is there");
    assert_eq!((settings.mail, settings.slack), (None, None));
    let settings =
        load("", &[("SITROOM_SLACK_WEBHOOK", "https://x.example/y")]).expect("it is there");
    assert_eq!(
        settings.slack.expect("it is there").timeout,
        "15s".parse().expect("it is there")
    );
}

#[test]
fn mail_server_is_encrypted_and_has_its_usual_port() {
    let file = "[mail]\nhost = \"mail.farm.example\"\nfrom = \"jane@farm.example\"\n";
    let mail = load(file, &[])
        .expect("it is there")
        .mail
        .expect("it is there");
    assert_eq!((mail.security, mail.port), (Security::Tls, 465));
    assert_eq!((mail.user, mail.ca_file), (None, None));
    let file = format!("{file}security = \"starttls\"\npassword-command = [\"pass\", \"x\"]");
    let mail = load(&file, &[])
        .expect("it is there")
        .mail
        .expect("it is there");
    assert_eq!((mail.security, mail.port), (Security::Starttls, 587));
    assert_eq!(mail.password.command, ["pass", "x"]);
}

#[rstest]
#[case::no_sender("host = \"mail.farm.example\"", "mail.from")]
#[case::no_time(
    "host = \"h\"\nfrom = \"a@b.example\"\ntimeout = \"0s\"",
    "mail.timeout"
)]
#[case::unknown_security("security = \"maybe\"", "security")]
fn a_mail_server_that_cannot_work_is_refused(#[case] section: &str, #[case] named: &str) {
    let error = load(&format!("[mail]\n{section}"), &[]).unwrap_err();
    assert!(error.to_string().contains(named), "{error}");
}

#[rstest]
#[case::password("[mail]\npassword = \"hunter2\"", "password-command")]
#[case::token("[mail]\ntoken = \"hunter2\"", "SITROOM_SMTP_PASSWORD")]
#[case::dotted("mail.password = \"hunter2\"", "password-command")]
#[case::webhook("[slack]\nwebhook = \"https://hunter2\"", "webhook-command")]
#[case::webhook_url("[slack]\nwebhook_url = \"https://hunter2\"", "SITROOM_SLACK_WEBHOOK")]
#[case::misspelt("[mail]\npasswort = \"hunter2\"", "config.toml:2")]
#[case::no_toml("[mail]\npassword = hunter2", "config.toml:2")]
#[case::no_end("[mail]\npassword = \"hunter2\n", "config.toml:2")]
#[case::next_line("[mail]\npassword =\n  hunter2\n", "config.toml:3: password")]
#[case::line_below(
    "[mail]\npassword = \"\"\"\n\\hunter2\"\"\"\n",
    "config.toml:3: password"
)]
#[case::in_a_list(
    "[mail]\npassword-command = [\n  hunter2\n]",
    "config.toml:3: password-command"
)]
#[case::no_list("[mail]\npassword-command = \"hunter2\"", "list of words")]
fn a_secret_in_the_file_is_refused_and_never_shown(#[case] file: &str, #[case] says: &str) {
    let error = load(file, &[]).unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(text.contains(says), "{text}");
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn attention_is_called_for_unless_the_file_says_otherwise() {
    let all = load("", &[]).expect("it is there").attention;
    assert!(all.bell && all.title && all.tmux_passthrough);
    assert_eq!((all.notify, all.quiet), (Notify::Auto, None));
    let file = "[attention]\nbell = false\nnotify = \"osc777\"\nquiet = \"22:00-07:00\"";
    let some = load(file, &[]).expect("it is there").attention;
    assert!(!some.bell && some.title);
    assert_eq!(some.notify, Notify::Osc777);
    assert_eq!(some.quiet, "22:00-07:00".parse().ok());
    let error = load("[attention]\nquiet = \"at night\"", &[]).unwrap_err();
    assert!(error.to_string().contains("attention.quiet"), "{error}");
}

#[test]
fn no_color_means_the_theme_without_colours() {
    let mine = "[screen]\ntheme = \"mine\"";
    let theme = |text, value| {
        let settings = load(text, &[("NO_COLOR", value)]);
        settings.expect("it is there").theme
    };
    assert_eq!(theme(mine, "1"), "monochrome");
    assert_eq!(theme(mine, ""), "mine");
    assert_eq!(theme("", ""), "default");
}
