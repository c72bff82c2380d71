//! Every shape that may not leave is found, covered in what is shown, and gone when redacted.

use rstest::rstest;
use sitroom::domain::gate::{Level, redact};
use sitroom::domain::ids::HeldId;

use crate::mint::{
    alnum, armoured, base32, base64, caps, digits, hex, join, letters, line, small, uuid,
};
use crate::{found, held, told};

/// Plants a secret in a sitrep and looks whether it is found, covered and taken out.
fn is_held(rule: &str, before: &str, secret: &str, after: &str) {
    let head = "The fox was in the barn at 14:02.\nFarmer Dave found this:\n";
    let text = format!("{head}{before}{secret}{after}\nThe gate is closed.\n");
    let findings = held(&text);
    let all = told(&text, &findings);
    let finding = findings.iter().find(|finding| finding.rule == rule);
    let finding = finding.unwrap_or_else(|| panic!("no {rule} among {all:?} in {text}"));
    let from = text.find(secret).unwrap();
    let covered = findings
        .iter()
        .filter(|finding| finding.range.start < from + secret.len());
    let covered = covered.map(|finding| finding.range.end).max();
    assert!(finding.range.start <= from, "found too late: {all:?}");
    assert!(
        covered >= Some(from + secret.len()),
        "found in part: {all:?}"
    );
    assert_eq!(finding.level, Level::Block);
    assert!(finding.line >= 3 && finding.column >= 1);
    assert!(!finding.why.is_empty() && !finding.advice.is_empty());

    assert!(
        !shares_a_piece(&finding.excerpt, secret),
        "told: {}",
        finding.excerpt
    );
    let logged = format!("{findings:?}");
    assert!(!logged.contains(secret), "logged: {logged}");
    assert!(!shares_a_piece(&logged, secret), "logged: {logged}");

    let redacted = redact(&text, &findings, HeldId(1));
    assert!(!redacted.text.contains(secret), "{}", redacted.text);
    assert!(!shares_a_piece(&redacted.text, secret), "{}", redacted.text);
    assert!(redacted.text.contains("[held: H1]") && redacted.text.contains("The gate is closed."));
    let left = held(&redacted.text);
    assert!(left.is_empty(), "{:?}", told(&redacted.text, &left));
}

/// Returns true when ten characters of a secret stand in a text, the words aside that all of
/// its kind have in common.
fn shares_a_piece(text: &str, secret: &str) -> bool {
    const PIECE: usize = 10;
    let secret: Vec<char> = secret.chars().collect();
    let pieces = secret
        .windows(PIECE)
        .skip(if secret.len() > 24 { 14 } else { 0 });
    pieces
        .map(|piece| piece.iter().collect::<String>())
        .filter(|piece| !piece.contains("----") && !piece.contains("PRIVATE"))
        .any(|piece| text.contains(&piece))
}

#[rstest]
#[case::rsa("RSA PRIVATE KEY")]
#[case::ec("EC PRIVATE KEY")]
#[case::dsa("DSA PRIVATE KEY")]
#[case::pkcs8("PRIVATE KEY")]
#[case::encrypted("ENCRYPTED PRIVATE KEY")]
#[case::openssh("OPENSSH PRIVATE KEY")]
#[case::pgp("PGP PRIVATE KEY BLOCK")]
#[case::any("ANY PRIVATE KEY")]
fn private_keys_in_armour(#[case] kind: &str) {
    is_held("private-key", "", &armoured(kind), "");
}

#[test]
fn a_private_key_whose_end_is_missing() {
    let key = armoured("RSA PRIVATE KEY");
    let (body, _) = key.rsplit_once('\n').unwrap();
    is_held(
        "private-key",
        "",
        body,
        "\n\nThat was all. And it was enough.",
    );
}

#[test]
fn a_private_key_in_json() {
    let key = armoured("PRIVATE KEY").replace('\n', "\\n");
    is_held(
        "private-key",
        "{\"private_key\": \"",
        &key,
        "\", \"client\": \"barn\"}",
    );
}

#[test]
fn a_private_key_in_a_quoted_mail() {
    let key = armoured("RSA PRIVATE KEY").replace('\n', "\r\n> ");
    is_held("private-key", "> ", &key, "");
}

#[rstest]
#[case::ssh2(join(&["---- BEGIN SSH2 ENCRYPTED PRIV", "ATE KEY ----\n", &base64(70), "\n", &base64(50), "\n---- END SSH2 ENCRYPTED PRIV", "ATE KEY ----"]), "private-key")]
#[case::putty(join(&["Private-", "Lines: 2\n", &base64(64), "\n", &base64(60)]), "putty-private-key")]
#[case::pkcs1_body(join(&["MII", "Eow", "IBAA", "KCAQEA", &base64(120)]), "private-key-body")]
#[case::pkcs8_body(join(&["MII", "Evg", "IBADAN", "BgkqhkiG9w0B", &base64(120)]), "private-key-body")]
#[case::openssh_body(join(&["b3BlbnNz", "aC1rZXktdj", "EAAAAABG5vbmU", &base64(90)]), "private-key-body")]
#[case::encoded(join(&["LS0tLS1C", "RUdJTiBSU0Eg", "UFJJVkFURSBLRVktLS0tLQ", &base64(90)]), "private-key-encoded")]
#[case::age(join(&["AGE-SEC", "RET-KEY-1", &caps(58)]), "age-key")]
#[case::jwk(join(&["\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"", &alnum(43), "\""]), "jwk-private")]
fn private_keys_in_other_dress(#[case] key: String, #[case] rule: &str) {
    let secret = key
        .rsplit("\"d\":\"")
        .next()
        .unwrap()
        .trim_end_matches('"')
        .to_owned();
    let before = &key[..key.find(&secret).unwrap()];
    is_held(rule, before, &secret, &key[before.len() + secret.len()..]);
}

#[rstest]
#[case::github_classic("github-token", join(&["gh", "p_", &alnum(36)]))]
#[case::github_oauth("github-token", join(&["gh", "o_", &alnum(36)]))]
#[case::github_user("github-token", join(&["gh", "u_", &alnum(36)]))]
#[case::github_app("github-token", join(&["gh", "s_", &alnum(36)]))]
#[case::github_refresh("github-token", join(&["gh", "r_", &alnum(76)]))]
#[case::github_fine_grained("github-fine-grained-token", join(&["github", "_pat_", &alnum(22), "_", &alnum(59)]))]
#[case::gitlab_personal("gitlab-token", join(&["gl", "pat-", &alnum(20)]))]
#[case::gitlab_routable("gitlab-token", join(&["gl", "pat-", &alnum(40), ".", &small(9)]))]
#[case::gitlab_runner("gitlab-token", join(&["gl", "rt-", &alnum(20)]))]
#[case::gitlab_trigger("gitlab-token", join(&["gl", "ptt-", &hex(40)]))]
#[case::gitlab_registration("gitlab-token", join(&["GR13", "48941", &alnum(20)]))]
#[case::slack_bot("slack-token", join(&["xo", "xb-", &digits(12), "-", &digits(13), "-", &alnum(24)]))]
#[case::slack_user("slack-token", join(&["xo", "xp-", &digits(12), "-", &digits(12), "-", &digits(12), "-", &hex(32)]))]
#[case::slack_app("slack-token", join(&["xa", "pp-1-A", &caps(10), "-", &digits(13), "-", &hex(64)]))]
#[case::slack_config("slack-token", join(&["xo", "xe.xo", "xp-1-", &caps(163)]))]
#[case::slack_cookie("slack-token", join(&["xo", "xd-", &alnum(80)]))]
#[case::aws_key_id("aws-access-key", join(&["AK", "IA", &base32(16)]))]
#[case::aws_temporary_key_id("aws-access-key", join(&["AS", "IA", &base32(16)]))]
#[case::aws_session("aws-session-token", join(&["FwoGZX", "IvYXdz", &base64(300)]))]
#[case::google_api("google-api-key", join(&["AI", "za", &alnum(35)]))]
#[case::google_access("google-oauth", join(&["ya", "29.", &alnum(120)]))]
#[case::google_client("google-oauth", join(&["GOC", "SPX-", &alnum(28)]))]
#[case::google_refresh("google-oauth", join(&["1/", "/0", &alnum(60)]))]
#[case::azure_client("azure-client-secret", join(&["aB3", "8Q", "~", &alnum(34)]))]
#[case::azure_devops("azure-devops-token", join(&[&alnum(76), "AZ", "DO", &alnum(4)]))]
#[case::stripe_live("stripe-key", join(&["sk_", "live_", &alnum(24)]))]
#[case::stripe_restricted("stripe-key", join(&["rk_", "live_", &alnum(99)]))]
#[case::stripe_webhook("stripe-key", join(&["wh", "sec_", &alnum(32)]))]
#[case::twilio("twilio-key", join(&["S", "K", &hex(32)]))]
#[case::sendgrid("sendgrid-key", join(&["S", "G.", &alnum(22), ".", &alnum(43)]))]
#[case::mailgun("mailgun-key", join(&["ke", "y-", &hex(32)]))]
#[case::mailchimp("mailchimp-key", join(&[&hex(32), "-us", "12"]))]
#[case::brevo("brevo-key", join(&["xkey", "sib-", &hex(64), "-", &alnum(16)]))]
#[case::npm("npm-token", join(&["np", "m_", &alnum(36)]))]
#[case::pypi("pypi-token", join(&["py", "pi-AgEIcHlw", "aS5vcmc", &alnum(150)]))]
#[case::crates("crates-token", join(&["ci", "o", &alnum(32)]))]
#[case::rubygems("rubygems-token", join(&["ruby", "gems_", &hex(48)]))]
#[case::nuget("nuget-key", join(&["oy", "2", &small(43)]))]
#[case::docker("docker-token", join(&["dckr", "_pat_", &alnum(27)]))]
#[case::heroku("heroku-key", join(&["HR", "KU-AA", &alnum(58)]))]
#[case::digitalocean("digitalocean-token", join(&["do", "p_v1_", &hex(64)]))]
#[case::databricks("databricks-token", join(&["da", "pi", &hex(32), "-2"]))]
#[case::newrelic_user("newrelic-key", join(&["NR", "AK-", &caps(27)]))]
#[case::newrelic_license("newrelic-key", join(&[&hex(36), "NR", "AL"]))]
#[case::dynatrace("dynatrace-token", join(&["dt0", "c01.", &caps(24), ".", &caps(64)]))]
#[case::grafana("grafana-token", join(&["gl", "sa_", &alnum(32), "_", &hex(8)]))]
#[case::sentry("sentry-token", join(&["snt", "ryu_", &hex(64)]))]
#[case::openai_old("openai-key", join(&["s", "k-", &alnum(20), "T3Blbk", "FJ", &alnum(20)]))]
#[case::openai_project("openai-key", join(&["s", "k-proj-", &alnum(74), "T3Blbk", "FJ", &alnum(74)]))]
#[case::anthropic("anthropic-key", join(&["s", "k-ant-", "api03-", &alnum(93), "AA"]))]
#[case::huggingface("huggingface-token", join(&["h", "f_", &letters(34)]))]
#[case::groq("model-service-key", join(&["gs", "k_", &alnum(52)]))]
#[case::telegram("telegram-token", join(&[&digits(10), ":A", "A", &alnum(33)]))]
#[case::discord("discord-token", join(&["M", &alnum(23), ".", &alnum(6), ".", &alnum(38)]))]
#[case::shopify("shopify-token", join(&["shp", "at_", &hex(32)]))]
#[case::square("square-token", join(&["sq0", "atp-", &alnum(22)]))]
#[case::atlassian("atlassian-token", join(&["ATA", "TT3", &alnum(186)]))]
#[case::vault("vault-token", join(&["hv", "s.", &alnum(95)]))]
#[case::terraform("terraform-token", join(&[&alnum(14), ".atlas", "v1.", &alnum(67)]))]
#[case::cloudflare("cloudflare-token", join(&["cf", "ut_", &alnum(40), &hex(8)]))]
#[case::cloudflare_origin("cloudflare-token", join(&["v1", ".0-", &hex(24), "-", &hex(146)]))]
#[case::uaa_refresh("uaa-refresh-token", join(&[&hex(32), "-", "r"]))]
#[case::one_password("one-password", join(&["ops", "_eyJ", &alnum(260)]))]
#[case::artifactory("artifactory-token", join(&["AK", "Cp", &alnum(69)]))]
#[case::fly("fly-token", join(&["fm", "2_", &base64(120)]))]
#[case::tailscale("tailscale-key", join(&["ts", "key-auth-", &alnum(12), "-", &alnum(32)]))]
#[case::openshift("openshift-token", join(&["sha", "256~", &alnum(43)]))]
#[case::linear("developer-token", join(&["lin", "_api_", &alnum(40)]))]
#[case::postman("developer-token", join(&["PM", "AK-", &hex(24), "-", &hex(34)]))]
#[case::circleci("developer-token", join(&["CCI", "PAT_", &alnum(22), "_", &hex(40)]))]
#[case::airtable("airtable-token", join(&["pa", "t", &alnum(14), ".", &hex(64)]))]
#[case::facebook("facebook-token", join(&["EA", "AC", &alnum(140)]))]
#[case::json_web_token("jwt", join(&["ey", "JhbGciOiJIUzI1NiJ9", ".ey", "JzdWIiOiJmb3gifQ", ".", &alnum(43)]))]
fn tokens_by_their_own_shape(#[case] rule: &str, #[case] token: String) {
    is_held(rule, "they used ", &token, " since Monday.");
    is_held(rule, "", &token, "");
    is_held(rule, "see <code>`", &token, "`</code>, then");
}

#[rstest]
#[case::slack_webhook("slack-webhook", "https://hooks.slack.com/services/", join(&["T", &caps(8), "/B", &caps(8), "/", &alnum(24)]))]
#[case::teams_webhook("teams-webhook", "https://barn.webhook.office.com/webhookb2/", join(&[&uuid(), "@", &uuid(), "/IncomingWebhook/", &hex(32), "/", &uuid()]))]
#[case::discord_webhook("discord-webhook", "https://discord.com/api/webhooks/", join(&[&digits(18), "/", &alnum(68)]))]
#[case::aws_secret("aws-secret-key", "aws_secret_access_key = ", base64(40))]
#[case::aws_secret_beside_id("aws-secret-key", "the AWS pair was on one line, then ", base64(40))]
#[case::google_account("google-service-account", "\"private_key_id\": \"", hex(40))]
#[case::azure_storage("azure-storage-key", "AccountName=barn;AccountKey=", join(&[&base64(86), "=="]))]
#[case::azure_bus("azure-storage-key", "SharedAccessKeyName=Root;SharedAccessKey=", join(&[&base64(43), "="]))]
#[case::azure_sas("azure-sas", "https://barn.blob.core.windows.net/hay?sv=2022-11-02&sig=", join(&[&alnum(43), "%3D"]))]
#[case::twilio_auth("twilio-auth-token", "TWILIO_AUTH_TOKEN=", hex(32))]
#[case::mailgun_signing("mailgun-signing-key", "the Mailgun signing key ", join(&[&hex(32), "-", &hex(8), "-", &hex(8)]))]
#[case::heroku_old("heroku-key", "HEROKU_API_KEY=", uuid())]
#[case::datadog_api("datadog-key", "DD_API_KEY=", hex(32))]
#[case::datadog_app("datadog-key", "datadog app key: ", hex(40))]
#[case::cloudflare_old("cloudflare-key", "CLOUDFLARE_API_TOKEN=", alnum(40))]
#[case::vault_old("vault-token-old", "VAULT_TOKEN=", join(&["s", ".", &alnum(24)]))]
#[case::okta("okta-token", "Authorization: SSWS ", join(&["0", "0", &alnum(40)]))]
#[case::login_gov_personal_key("login-gov-key", "their personal key is ", join(&["K7QD", " X9MR", " 2VHT", " B4ZN"]))]
#[case::backup_code("login-gov-key", "a backup code (", join(&["K7QD-", "X9MR-", "2VHT"]))]
#[case::docker_login("docker-auth", "{\"auths\":{\"registry\":{\"auth\": \"", join(&["ZmFybTp", "jaGlja2Vuczk="]))]
fn tokens_by_what_stands_before(#[case] rule: &str, #[case] before: &str, #[case] token: String) {
    is_held(rule, before, &token, "\" ");
}

#[rstest]
#[case::bearer("authorization-header", "Authorization: Bearer ", alnum(40))]
#[case::in_curl("authorization-header", "curl -H 'Authorization: token ", alnum(40))]
#[case::in_json("authorization-header", "{\"authorization\": \"Bearer ", alnum(32))]
#[case::bearer_alone("bearer-token", "it sent bearer ", alnum(32))]
#[case::basic("basic-login", "Authorization: Basic ", join(&["ZmFybTp", "jaGlja2Vuczk="]))]
#[case::set_cookie("cookie-header", "Set-Cookie: ", join(&["barn=", &alnum(30), "; HttpOnly"]))]
#[case::cookies("cookie-header", "Cookie: ", join(&["a=", &alnum(12), "; b=", &alnum(12)]))]
#[case::php_session("session-cookie", "the value PHPSESSID=", small(26))]
#[case::java_session("session-cookie", "JSESSIONID=", caps(32))]
#[case::login_gov_session("session-cookie", "_identity_idp_session=", alnum(60))]
#[case::express_session("session-cookie", "connect.sid=", join(&["s%3A", &alnum(32), ".", &alnum(43)]))]
#[case::saml("saml-response", "SAMLResponse=", base64(400))]
fn sessions(#[case] rule: &str, #[case] before: &str, #[case] secret: String) {
    is_held(rule, before, &secret, "");
}

#[rstest]
#[case::in_a_database_address("password-in-url", "postgres://farm:", join(&["hay", "stack9"]), "@db.example.org/barn")]
#[case::in_a_web_address("password-in-url", "https://jane:", join(&["Pitch", "fork!"]), "@example.org/")]
#[case::in_a_queue_address("password-in-url", "amqp://farm:", join(&["plough", "share"]), "@mq:5672")]
#[case::token_for_user("token-in-url", "https://", alnum(40), "@example.org/repo.git")]
#[case::set("password", "DB_PASSWORD=", join(&["chick", "ens"]), "")]
#[case::set_in_quotes("password", "password = \"", join(&["chick", "ens"]), "\"")]
#[case::set_in_yaml("password", "  password: ", join(&["H4y", "stack!"]), "")]
#[case::set_in_json("password", "{\"user\":\"jane\",\"password\":\"", join(&["fox", "hole"]), "\",\"a\":1}")]
#[case::set_in_json_in_json("password", "{\\\"password\\\":\\\"", join(&["fox", "hole77"]), "\\\"}")]
#[case::set_in_a_connection("password", "Server=db;User Id=sa;Password=", join(&["Tr4", "ctor"]), ";Encrypt=yes")]
#[case::set_in_a_query("password", "/login?user=jane&password=", join(&["fox", "glove"]), "&next=/")]
#[case::set_in_go("password", "passwd := \"", join(&["scare", "crow"]), "\"")]
#[case::set_in_ruby("password", ":password => '", join(&["scare", "crow"]), "'")]
#[case::of_digits("password", "passcode: ", join(&["8675", "309"]), "")]
#[case::phrase("password", "passphrase = \"", join(&["correct horse", " battery staple"]), "\"")]
#[case::told("password-told", "the password is ", join(&["chick", "ens9"]), " and")]
#[case::told_for_a_user("password-told", "password for the barn was ", join(&["P@", "ddock"]), ".")]
#[case::told_after_a_change("password-told", "the password is now ", join(&["Summer", "2026!"]), "")]
#[case::told_as_a_pair("login-told", "credentials: admin/", join(&["pump", "kin42"]), "")]
#[case::netrc("netrc", "machine example.org login jane password ", join(&["wind", "mill7"]), "")]
#[case::curl("curl-user", "curl -s -u jane:", join(&["wheel", "barrow8"]), " https://example.org")]
#[case::option("password-option", "tool --password ", join(&["sickle", "99"]), " run")]
#[case::cf("cf-login", "cf login -a api.example.org -u jane -p ", join(&["silo", "42x"]), "")]
#[case::cf_auth("cf-login", "cf auth jane ", join(&["silo", "42x"]), "")]
fn passwords(
    #[case] rule: &str,
    #[case] before: &str,
    #[case] secret: String,
    #[case] after: &str,
) {
    is_held(rule, before, &secret, after);
}

#[rstest]
#[case::api_key("secret", "api_key=", alnum(24))]
#[case::client_secret("secret", "client_secret: ", alnum(32))]
#[case::token("secret", "\"token\": \"", hex(40))]
#[case::uuid("secret", "access_token=", uuid())]
#[case::npm_old("secret", "//registry.example.org/:_authToken=", uuid())]
#[case::header("secret", "X-Api-Key: ", small(32))]
#[case::rails("secret", "secret_key_base: ", hex(128))]
#[case::hex_in_prose("hex-near-secret", "their upload token ", hex(40))]
#[case::random_in_prose("random-near-secret", "the leaked credential ", alnum(32))]
#[case::random_in_words("random-near-secret", "somebody pasted the signing key (", base64(44))]
fn secrets_without_a_shape(#[case] rule: &str, #[case] before: &str, #[case] secret: String) {
    is_held(rule, before, &secret, "\" ");
}

#[rstest]
#[case::visa("card-number", join(&["41111111", "11111111"]))]
#[case::visa_in_groups("card-number", join(&["4111 1111 ", "1111 1111"]))]
#[case::mastercard("card-number", join(&["5555-5555-", "5555-4444"]))]
#[case::mastercard_new("card-number", join(&["22230031", "22003222"]))]
#[case::amex("card-number", join(&["3782 82", "2463 10005"]))]
#[case::discover("card-number", join(&["60111111", "11111117"]))]
#[case::diners("card-number", join(&["305693", "09025904"]))]
#[case::jcb("card-number", join(&["353011", "1333300000"]))]
#[case::ssn("ssn", join(&["212-", "45-", "6789"]))]
fn numbers_of_people(#[case] rule: &str, #[case] number: String) {
    is_held(rule, "the row began with ", &number, ", then 12/27");
}

#[rstest]
#[case::ssn_bare("ssn-in-context", "SSN ", join(&["2124", "56789"]))]
#[case::ssn_spaced("ssn-in-context", "social security number: ", join(&["212 ", "45 6789"]))]
#[case::born_iso("birth-date", "born ", join(&["1971-", "03-04"]))]
#[case::born_us("birth-date", "DOB: ", join(&["03/0", "4/1971"]))]
#[case::born_in_words("birth-date", "date of birth is ", join(&["March 4, ", "1971"]))]
#[case::born_day_first("birth-date", "date_of_birth=", join(&["4 Mar ", "1971"]))]
fn data_of_people_in_context(#[case] rule: &str, #[case] before: &str, #[case] data: String) {
    is_held(rule, before, &data, " was in it");
}

#[rstest]
#[case::top_secret(join(&["TOP SEC", "RET//SI//NOFORN"]), "classified-banner")]
#[case::secret(join(&["SEC", "RET//REL TO USA, FVEY"]), "classified-banner")]
#[case::banner(join(&["**SEC", "RET**"]), "classified-banner")]
#[case::portion(join(&["(S/", "/NF) The fox was seen."]), "classified-portion")]
#[case::authority(join(&["Declassify", " On: 20511231"]), "classified-block")]
#[case::control(join(&["handling: NOF", "ORN"]), "dissemination-control")]
#[case::cui(join(&["CUI/", "/SP-PRVCY"]), "controlled-unclassified")]
#[case::cui_banner(join(&["C", "UI"]), "controlled-unclassified")]
#[case::cui_category(join(&["CUI Cate", "gory: PRVCY"]), "controlled-unclassified")]
#[case::fouo(join(&["UNCLASSIFIED//FO", "UO"]), "official-use")]
fn markings_stop_everything(#[case] marking: String, #[case] rule: &str) {
    let text = format!("Notes of the day\n{marking}\nThe gate is closed.");
    let findings = found(&text);
    let finding = findings.iter().find(|finding| finding.rule == rule);
    let finding = finding.unwrap_or_else(|| panic!("{:?}", told(&text, &findings)));
    assert_eq!(
        (finding.level, finding.kind.as_str()),
        (Level::Stop, "marking")
    );
    assert_eq!(finding.line, 2);
}

#[test]
fn a_header_of_a_key_alone_is_no_key() {
    let text = format!("We grep for {} in logs.", line("BEGIN", "RSA PRIVATE KEY"));
    assert!(held(&text).is_empty(), "{:?}", held(&text));
}
