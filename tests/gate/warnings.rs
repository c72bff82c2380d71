//! What may leave when somebody looked at it, and who is known.

use rstest::rstest;
use sitroom::domain::gate::{Allowed, Level, scan};

use crate::mint::{hex, join, uuid};
use crate::{RULES, found, told};

#[rstest]
#[case::public("ipv4-public", "198.51.99.7")]
#[case::resolver("ipv4-public", "8.8.8.8")]
#[case::defanged("ipv4-public", "45[.]33[.]32[.]156")]
#[case::network("ipv4-private", "10.20.0.0/16")]
#[case::private("ipv4-private", "192.168.7.4")]
#[case::metadata("ipv4-private", "169.254.169.254")]
#[case::documentation("ipv4-documentation", "203.0.113.9")]
#[case::public6("ipv6-public", "2600:1f18:22ab:cd00::17")]
#[case::whole6("ipv6-public", "2a00:1450:4001:81b:0:0:0:200e")]
#[case::link_local6("ipv6-private", "fe80::1c2d:3ff:fe4a:5b6c")]
#[case::unique_local6("ipv6-private", "fd12:3456:789a::1")]
#[case::documentation6("ipv6-documentation", "2001:db8::1")]
#[case::arn("arn", "arn:aws:iam::412345678901:role/barn")]
#[case::arn_gov("arn", "arn:aws-us-gov:s3:::hay-bales/loft")]
#[case::mail("mail-address", "farmer.jane@example.org")]
#[case::mail_plus("mail-address", "spot+fox@mail.example.co.uk")]
#[case::host("internal-host", "db-1.barn.internal")]
#[case::cluster("internal-host", "api.barn.svc.cluster.local")]
#[case::amazon_host("internal-host", "ip-10-0-1-27")]
fn found_by_shape(#[case] rule: &str, #[case] thing: &str) {
    for (before, after) in [
        ("saw ", " twice"),
        ("", "."),
        ("(", ")"),
        ("`", "`"),
        ("to ", ", then"),
    ] {
        let text = format!("{before}{thing}{after}");
        let findings = found(&text);
        assert_eq!(
            told(&text, &findings),
            [(rule.to_owned(), thing)],
            "{text:?}"
        );
        assert_eq!(findings[0].level, Level::Warn);
        assert!(
            !findings[0].excerpt.contains(thing),
            "{}",
            findings[0].excerpt
        );
    }
}

#[rstest]
#[case::account("account-id", "AWS account ", "412345678901", " then")]
#[case::account_in_groups("account-id", "acct: ", "4123-4567-8901", " then")]
#[case::account_behind("account-id", "", "412345678901", " (the account of the barn)")]
#[case::phone("phone-number", "call her at ", "(212) 555-0143", " then")]
#[case::phone_plain("phone-number", "phone: ", "212-555-0143", " then")]
#[case::phone_with_country("phone-number", "mobile ", "+1 212 555 0143", " then")]
#[case::phone_abroad("phone-number-international", "", "+44 20 7946 0123", " then")]
#[case::home("user-in-path", "/home/", "fjane", "/notes.txt")]
#[case::mac_home("user-in-path", "/Users/", "spot", "/Desktop")]
#[case::windows_home("user-in-path", "C:\\Users\\", "dave.farmer", "\\AppData")]
fn found_in_context(
    #[case] rule: &str,
    #[case] before: &str,
    #[case] thing: &str,
    #[case] after: &str,
) {
    let text = format!("{before}{thing}{after}");
    let findings = found(&text);
    assert_eq!(
        told(&text, &findings),
        [(rule.to_owned(), thing)],
        "{text:?}"
    );
    assert_eq!(findings[0].level, Level::Warn);
}

#[test]
fn ids_of_resources() {
    let resource = join(&["i", "-0", &hex(16)]);
    let text = format!("{resource} in subscription {}", uuid());
    let rules: Vec<String> = found(&text)
        .into_iter()
        .map(|finding| finding.rule)
        .collect();
    assert_eq!(rules, ["aws-resource-id", "tenant-id"]);
}

#[test]
fn users_of_systems_are_nobody() {
    for path in [
        "/home/vcap/app",
        "/Users/Shared/x",
        "/home/ubuntu/.ssh",
        "/home/$USER/x",
        "/home/<you>/",
    ] {
        assert_eq!(found(path), [], "{path}");
    }
}

#[test]
fn remotes_are_no_mailboxes() {
    assert_eq!(found("git clone git@github.com:farm/barn.git"), []);
}

#[test]
fn what_is_the_teams_own_is_known() {
    let text = "mail devops@gsa.gov or x@tts.gsa.gov or y@sub.example.org; account 4123-4567-8901, \
                arn:aws:iam::412345678901:role/barn; host Barn.Internal; /home/fjane/x";
    let all: Vec<String> = found(text)
        .into_iter()
        .map(|finding| finding.rule)
        .collect();
    let each = [
        "mail-address",
        "mail-address",
        "mail-address",
        "account-id",
        "arn",
        "internal-host",
        "user-in-path",
    ];
    assert_eq!(all, each);
    let allowed = Allowed::default()
        .with_addresses(["DevOps@gsa.gov"])
        .with_domains(["tts.gsa.gov", "@example.org"])
        .with_accounts(["412345678901"])
        .with_names(["barn.internal", "FJane"]);
    assert_eq!(scan(text, &RULES, &allowed), []);
    let near = "x@gsa.gov z@notexample.org";
    assert_eq!(scan(near, &RULES, &allowed).len(), 2);
}

#[test]
fn no_list_lets_a_secret_pass() {
    let secret = join(&["chick", "ens9"]);
    let text = format!("password={secret}");
    let allowed = Allowed::default()
        .with_names([secret.as_str()])
        .with_accounts([secret.as_str()]);
    assert_eq!(scan(&text, &RULES, &allowed)[0].level, Level::Block);
}

#[test]
fn a_warning_inside_a_block_is_not_said_twice() {
    let text = format!("postgres://jane:{}@10.0.0.7/barn", join(&["hay", "stack9"]));
    let rules: Vec<String> = found(&text)
        .into_iter()
        .map(|finding| finding.rule)
        .collect();
    assert_eq!(rules, ["password-in-url", "ipv4-private"]);
}

#[rstest]
#[case::hyphen("gsa-ir@gsa.gov")]
#[case::dots("jane.of.the.farm@farm.example.org")]
#[case::plus("gates+night@farm.example.org")]
fn an_allowed_address_is_allowed_in_whole(#[case] address: &str) {
    let allowed = Allowed::default().with_addresses([address]);
    let text = format!("told {address} and waits");
    assert_eq!(scan(&text, &RULES, &allowed), []);
    assert_eq!(scan(&text, &RULES, &Allowed::default()).len(), 1);
}
