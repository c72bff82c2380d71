//! Secrets that nobody ever had, as people would write them down: one of each shape.

use crate::mint::{alnum, armoured, base32, base64, caps, digits, hex, join, letters, small, uuid};

/// A secret in the words around it.
pub(crate) struct Planted {
    /// What it is, for messages.
    pub(crate) name: &'static str,
    /// The rule that has to find it.
    pub(crate) rule: &'static str,
    pub(crate) before: &'static str,
    pub(crate) secret: String,
    pub(crate) after: &'static str,
}

fn planted(
    name: &'static str,
    rule: &'static str,
    before: &'static str,
    secret: impl Into<String>,
    after: &'static str,
) -> Planted {
    Planted {
        name,
        rule,
        before,
        secret: secret.into(),
        after,
    }
}

/// Returns every planted secret.
pub(crate) fn all() -> Vec<Planted> {
    [
        keys(),
        tokens(),
        tokens_in_context(),
        sessions(),
        passwords(),
        secrets(),
        numbers_of_people(),
        data_of_people(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[rustfmt::skip]
fn keys() -> Vec<Planted> {
    vec![
        planted("rsa", "private-key", "", armoured("RSA PRIVATE KEY"), ""),
        planted("ec", "private-key", "", armoured("EC PRIVATE KEY"), ""),
        planted("dsa", "private-key", "", armoured("DSA PRIVATE KEY"), ""),
        planted("pkcs8", "private-key", "", armoured("PRIVATE KEY"), ""),
        planted("encrypted", "private-key", "", armoured("ENCRYPTED PRIVATE KEY"), ""),
        planted("openssh", "private-key", "", armoured("OPENSSH PRIVATE KEY"), ""),
        planted("pgp", "private-key", "", armoured("PGP PRIVATE KEY BLOCK"), ""),
        planted("any", "private-key", "", armoured("ANY PRIVATE KEY"), ""),
    ]
}

#[rustfmt::skip]
pub(crate) fn tokens() -> Vec<Planted> {
    vec![
        planted("github_classic", "github-token", "they used ", join(&["gh", "p_", &alnum(36)]), " since Monday."),
        planted("github_oauth", "github-token", "they used ", join(&["gh", "o_", &alnum(36)]), " since Monday."),
        planted("github_user", "github-token", "they used ", join(&["gh", "u_", &alnum(36)]), " since Monday."),
        planted("github_app", "github-token", "they used ", join(&["gh", "s_", &alnum(36)]), " since Monday."),
        planted("github_refresh", "github-token", "they used ", join(&["gh", "r_", &alnum(76)]), " since Monday."),
        planted("github_fine_grained", "github-fine-grained-token", "they used ", join(&["github", "_pat_", &alnum(22), "_", &alnum(59)]), " since Monday."),
        planted("gitlab_personal", "gitlab-token", "they used ", join(&["gl", "pat-", &alnum(20)]), " since Monday."),
        planted("gitlab_routable", "gitlab-token", "they used ", join(&["gl", "pat-", &alnum(40), ".", &small(9)]), " since Monday."),
        planted("gitlab_runner", "gitlab-token", "they used ", join(&["gl", "rt-", &alnum(20)]), " since Monday."),
        planted("gitlab_trigger", "gitlab-token", "they used ", join(&["gl", "ptt-", &hex(40)]), " since Monday."),
        planted("gitlab_registration", "gitlab-token", "they used ", join(&["GR13", "48941", &alnum(20)]), " since Monday."),
        planted("slack_bot", "slack-token", "they used ", join(&["xo", "xb-", &digits(12), "-", &digits(13), "-", &alnum(24)]), " since Monday."),
        planted("slack_user", "slack-token", "they used ", join(&["xo", "xp-", &digits(12), "-", &digits(12), "-", &digits(12), "-", &hex(32)]), " since Monday."),
        planted("slack_app", "slack-token", "they used ", join(&["xa", "pp-1-A", &caps(10), "-", &digits(13), "-", &hex(64)]), " since Monday."),
        planted("slack_config", "slack-token", "they used ", join(&["xo", "xe.xo", "xp-1-", &caps(163)]), " since Monday."),
        planted("slack_cookie", "slack-token", "they used ", join(&["xo", "xd-", &alnum(80)]), " since Monday."),
        planted("aws_key_id", "aws-access-key", "they used ", join(&["AK", "IA", &base32(16)]), " since Monday."),
        planted("aws_temporary_key_id", "aws-access-key", "they used ", join(&["AS", "IA", &base32(16)]), " since Monday."),
        planted("aws_session", "aws-session-token", "they used ", join(&["FwoGZX", "IvYXdz", &base64(300)]), " since Monday."),
        planted("google_api", "google-api-key", "they used ", join(&["AI", "za", &alnum(35)]), " since Monday."),
        planted("google_access", "google-oauth", "they used ", join(&["ya", "29.", &alnum(120)]), " since Monday."),
        planted("google_client", "google-oauth", "they used ", join(&["GOC", "SPX-", &alnum(28)]), " since Monday."),
        planted("google_refresh", "google-oauth", "they used ", join(&["1/", "/0", &alnum(60)]), " since Monday."),
        planted("azure_client", "azure-client-secret", "they used ", join(&["aB3", "8Q", "~", &alnum(34)]), " since Monday."),
        planted("azure_devops", "azure-devops-token", "they used ", join(&[&alnum(76), "AZ", "DO", &alnum(4)]), " since Monday."),
        planted("stripe_live", "stripe-key", "they used ", join(&["sk_", "live_", &alnum(24)]), " since Monday."),
        planted("stripe_restricted", "stripe-key", "they used ", join(&["rk_", "live_", &alnum(99)]), " since Monday."),
        planted("stripe_webhook", "stripe-key", "they used ", join(&["wh", "sec_", &alnum(32)]), " since Monday."),
        planted("twilio", "twilio-key", "they used ", join(&["S", "K", &hex(32)]), " since Monday."),
        planted("sendgrid", "sendgrid-key", "they used ", join(&["S", "G.", &alnum(22), ".", &alnum(43)]), " since Monday."),
        planted("mailgun", "mailgun-key", "they used ", join(&["ke", "y-", &hex(32)]), " since Monday."),
        planted("mailchimp", "mailchimp-key", "they used ", join(&[&hex(32), "-us", "12"]), " since Monday."),
        planted("brevo", "brevo-key", "they used ", join(&["xkey", "sib-", &hex(64), "-", &alnum(16)]), " since Monday."),
        planted("npm", "npm-token", "they used ", join(&["np", "m_", &alnum(36)]), " since Monday."),
        planted("pypi", "pypi-token", "they used ", join(&["py", "pi-AgEIcHlw", "aS5vcmc", &alnum(150)]), " since Monday."),
        planted("crates", "crates-token", "they used ", join(&["ci", "o", &alnum(32)]), " since Monday."),
        planted("rubygems", "rubygems-token", "they used ", join(&["ruby", "gems_", &hex(48)]), " since Monday."),
        planted("nuget", "nuget-key", "they used ", join(&["oy", "2", &small(43)]), " since Monday."),
        planted("docker", "docker-token", "they used ", join(&["dckr", "_pat_", &alnum(27)]), " since Monday."),
        planted("heroku", "heroku-key", "they used ", join(&["HR", "KU-AA", &alnum(58)]), " since Monday."),
        planted("digitalocean", "digitalocean-token", "they used ", join(&["do", "p_v1_", &hex(64)]), " since Monday."),
        planted("databricks", "databricks-token", "they used ", join(&["da", "pi", &hex(32), "-2"]), " since Monday."),
        planted("newrelic_user", "newrelic-key", "they used ", join(&["NR", "AK-", &caps(27)]), " since Monday."),
        planted("newrelic_license", "newrelic-key", "they used ", join(&[&hex(36), "NR", "AL"]), " since Monday."),
        planted("dynatrace", "dynatrace-token", "they used ", join(&["dt0", "c01.", &caps(24), ".", &caps(64)]), " since Monday."),
        planted("grafana", "grafana-token", "they used ", join(&["gl", "sa_", &alnum(32), "_", &hex(8)]), " since Monday."),
        planted("sentry", "sentry-token", "they used ", join(&["snt", "ryu_", &hex(64)]), " since Monday."),
        planted("openai_old", "openai-key", "they used ", join(&["s", "k-", &alnum(20), "T3Blbk", "FJ", &alnum(20)]), " since Monday."),
        planted("openai_project", "openai-key", "they used ", join(&["s", "k-proj-", &alnum(74), "T3Blbk", "FJ", &alnum(74)]), " since Monday."),
        planted("anthropic", "anthropic-key", "they used ", join(&["s", "k-ant-", "api03-", &alnum(93), "AA"]), " since Monday."),
        planted("huggingface", "huggingface-token", "they used ", join(&["h", "f_", &letters(34)]), " since Monday."),
        planted("groq", "model-service-key", "they used ", join(&["gs", "k_", &alnum(52)]), " since Monday."),
        planted("telegram", "telegram-token", "they used ", join(&[&digits(10), ":A", "A", &alnum(33)]), " since Monday."),
        planted("discord", "discord-token", "they used ", join(&["M", &alnum(23), ".", &alnum(6), ".", &alnum(38)]), " since Monday."),
        planted("shopify", "shopify-token", "they used ", join(&["shp", "at_", &hex(32)]), " since Monday."),
        planted("square", "square-token", "they used ", join(&["sq0", "atp-", &alnum(22)]), " since Monday."),
        planted("atlassian", "atlassian-token", "they used ", join(&["ATA", "TT3", &alnum(186)]), " since Monday."),
        planted("vault", "vault-token", "they used ", join(&["hv", "s.", &alnum(95)]), " since Monday."),
        planted("terraform", "terraform-token", "they used ", join(&[&alnum(14), ".atlas", "v1.", &alnum(67)]), " since Monday."),
        planted("cloudflare", "cloudflare-token", "they used ", join(&["cf", "ut_", &alnum(40), &hex(8)]), " since Monday."),
        planted("cloudflare_origin", "cloudflare-token", "they used ", join(&["v1", ".0-", &hex(24), "-", &hex(146)]), " since Monday."),
        planted("uaa_refresh", "uaa-refresh-token", "they used ", join(&[&hex(32), "-", "r"]), " since Monday."),
        planted("one_password", "one-password", "they used ", join(&["ops", "_eyJ", &alnum(260)]), " since Monday."),
        planted("artifactory", "artifactory-token", "they used ", join(&["AK", "Cp", &alnum(69)]), " since Monday."),
        planted("fly", "fly-token", "they used ", join(&["fm", "2_", &base64(120)]), " since Monday."),
        planted("tailscale", "tailscale-key", "they used ", join(&["ts", "key-auth-", &alnum(12), "-", &alnum(32)]), " since Monday."),
        planted("openshift", "openshift-token", "they used ", join(&["sha", "256~", &alnum(43)]), " since Monday."),
        planted("linear", "developer-token", "they used ", join(&["lin", "_api_", &alnum(40)]), " since Monday."),
        planted("postman", "developer-token", "they used ", join(&["PM", "AK-", &hex(24), "-", &hex(34)]), " since Monday."),
        planted("circleci", "developer-token", "they used ", join(&["CCI", "PAT_", &alnum(22), "_", &hex(40)]), " since Monday."),
        planted("airtable", "airtable-token", "they used ", join(&["pa", "t", &alnum(14), ".", &hex(64)]), " since Monday."),
        planted("facebook", "facebook-token", "they used ", join(&["EA", "AC", &alnum(140)]), " since Monday."),
        planted("json_web_token", "jwt", "they used ", join(&["ey", "JhbGciOiJIUzI1NiJ9", ".ey", "JzdWIiOiJmb3gifQ", ".", &alnum(43)]), " since Monday."),
    ]
}

#[rustfmt::skip]
fn tokens_in_context() -> Vec<Planted> {
    vec![
        planted("slack_webhook", "slack-webhook", "https://hooks.slack.com/services/", join(&["T", &caps(8), "/B", &caps(8), "/", &alnum(24)]), "\" "),
        planted("teams_webhook", "teams-webhook", "https://barn.webhook.office.com/webhookb2/", join(&[&uuid(), "@", &uuid(), "/IncomingWebhook/", &hex(32), "/", &uuid()]), "\" "),
        planted("discord_webhook", "discord-webhook", "https://discord.com/api/webhooks/", join(&[&digits(18), "/", &alnum(68)]), "\" "),
        planted("aws_secret", "aws-secret-key", "aws_secret_access_key = ", base64(40), "\" "),
        planted("aws_secret_beside_id", "aws-secret-key", "the AWS pair was on one line, then ", base64(40), "\" "),
        planted("google_account", "google-service-account", "\"private_key_id\": \"", hex(40), "\" "),
        planted("azure_storage", "azure-storage-key", "AccountName=barn;AccountKey=", join(&[&base64(86), "=="]), "\" "),
        planted("azure_bus", "azure-storage-key", "SharedAccessKeyName=Root;SharedAccessKey=", join(&[&base64(43), "="]), "\" "),
        planted("azure_sas", "azure-sas", "https://barn.blob.core.windows.net/hay?sv=2022-11-02&sig=", join(&[&alnum(43), "%3D"]), "\" "),
        planted("twilio_auth", "twilio-auth-token", "TWILIO_AUTH_TOKEN=", hex(32), "\" "),
        planted("mailgun_signing", "mailgun-signing-key", "the Mailgun signing key ", join(&[&hex(32), "-", &hex(8), "-", &hex(8)]), "\" "),
        planted("heroku_old", "heroku-key", "HEROKU_API_KEY=", uuid(), "\" "),
        planted("datadog_api", "datadog-key", "DD_API_KEY=", hex(32), "\" "),
        planted("datadog_app", "datadog-key", "datadog app key: ", hex(40), "\" "),
        planted("cloudflare_old", "cloudflare-key", "CLOUDFLARE_API_TOKEN=", alnum(40), "\" "),
        planted("vault_old", "vault-token-old", "VAULT_TOKEN=", join(&["s", ".", &alnum(24)]), "\" "),
        planted("okta", "okta-token", "Authorization: SSWS ", join(&["0", "0", &alnum(40)]), "\" "),
        planted("login_gov_personal_key", "login-gov-key", "their personal key is ", join(&["K7QD", " X9MR", " 2VHT", " B4ZN"]), "\" "),
        planted("backup_code", "login-gov-key", "a backup code (", join(&["K7QD-", "X9MR-", "2VHT"]), "\" "),
        planted("docker_login", "docker-auth", "{\"auths\":{\"registry\":{\"auth\": \"", join(&["ZmFybTp", "jaGlja2Vuczk="]), "\" "),
    ]
}

#[rustfmt::skip]
fn sessions() -> Vec<Planted> {
    vec![
        planted("bearer", "authorization-header", "Authorization: Bearer ", alnum(40), ""),
        planted("in_curl", "authorization-header", "curl -H 'Authorization: token ", alnum(40), ""),
        planted("in_json", "authorization-header", "{\"authorization\": \"Bearer ", alnum(32), ""),
        planted("bearer_alone", "bearer-token", "it sent bearer ", alnum(32), ""),
        planted("basic", "basic-login", "Authorization: Basic ", join(&["ZmFybTp", "jaGlja2Vuczk="]), ""),
        planted("set_cookie", "cookie-header", "Set-Cookie: ", join(&["barn=", &alnum(30), "; HttpOnly"]), ""),
        planted("cookies", "cookie-header", "Cookie: ", join(&["a=", &alnum(12), "; b=", &alnum(12)]), ""),
        planted("php_session", "session-cookie", "the value PHPSESSID=", small(26), ""),
        planted("java_session", "session-cookie", "JSESSIONID=", caps(32), ""),
        planted("login_gov_session", "session-cookie", "_identity_idp_session=", alnum(60), ""),
        planted("express_session", "session-cookie", "connect.sid=", join(&["s%3A", &alnum(32), ".", &alnum(43)]), ""),
        planted("saml", "saml-response", "SAMLResponse=", base64(400), ""),
    ]
}

#[rustfmt::skip]
fn passwords() -> Vec<Planted> {
    vec![
        planted("in_a_database_address", "password-in-url", "postgres://farm:", join(&["hay", "stack9"]), "@db.example.org/barn"),
        planted("in_a_web_address", "password-in-url", "https://jane:", join(&["Pitch", "fork!"]), "@example.org/"),
        planted("in_a_queue_address", "password-in-url", "amqp://farm:", join(&["plough", "share"]), "@mq:5672"),
        planted("token_for_user", "token-in-url", "https://", alnum(40), "@example.org/repo.git"),
        planted("set", "password", "DB_PASSWORD=", join(&["chick", "ens"]), ""),
        planted("set_in_quotes", "password", "password = \"", join(&["chick", "ens"]), "\""),
        planted("set_in_yaml", "password", "  password: ", join(&["H4y", "stack!"]), ""),
        planted("set_in_json", "password", "{\"user\":\"jane\",\"password\":\"", join(&["fox", "hole"]), "\",\"a\":1}"),
        planted("set_in_json_in_json", "password", "{\\\"password\\\":\\\"", join(&["fox", "hole77"]), "\\\"}"),
        planted("set_in_a_connection", "password", "Server=db;User Id=sa;Password=", join(&["Tr4", "ctor"]), ";Encrypt=yes"),
        planted("set_in_a_query", "password", "/login?user=jane&password=", join(&["fox", "glove"]), "&next=/"),
        planted("set_in_go", "password", "passwd := \"", join(&["scare", "crow"]), "\""),
        planted("set_in_ruby", "password", ":password => '", join(&["scare", "crow"]), "'"),
        planted("of_digits", "password", "passcode: ", join(&["8675", "309"]), ""),
        planted("phrase", "password", "passphrase = \"", join(&["correct horse", " battery staple"]), "\""),
        planted("told", "password-told", "the password is ", join(&["chick", "ens9"]), " and"),
        planted("told_for_a_user", "password-told", "password for the barn was ", join(&["P@", "ddock"]), "."),
        planted("told_after_a_change", "password-told", "the password is now ", join(&["Summer", "2026!"]), ""),
        planted("told_as_a_pair", "login-told", "credentials: admin/", join(&["pump", "kin42"]), ""),
        planted("netrc", "netrc", "machine example.org login jane password ", join(&["wind", "mill7"]), ""),
        planted("netrc_of_no_machine", "netrc-line", "login jane password ", join(&["wind", "mill7"]), ""),
        planted("curl", "curl-user", "curl -s -u jane:", join(&["wheel", "barrow8"]), " https://example.org"),
        planted("option", "password-option", "tool --password ", join(&["sickle", "99"]), " run"),
        planted("cf", "cf-login", "cf login -a api.example.org -u jane -p ", join(&["silo", "42x"]), ""),
        planted("cf_auth", "cf-login", "cf auth jane ", join(&["silo", "42x"]), ""),
    ]
}

#[rustfmt::skip]
fn secrets() -> Vec<Planted> {
    vec![
        planted("api_key", "secret", "api_key=", alnum(24), "\" "),
        planted("client_secret", "secret", "client_secret: ", alnum(32), "\" "),
        planted("token", "secret", "\"token\": \"", hex(40), "\" "),
        planted("uuid", "secret", "access_token=", uuid(), "\" "),
        planted("npm_old", "secret", "//registry.example.org/:_authToken=", uuid(), "\" "),
        planted("header", "secret", "X-Api-Key: ", small(32), "\" "),
        planted("rails", "secret", "secret_key_base: ", hex(128), "\" "),
        planted("hex_in_prose", "hex-near-secret", "their upload token ", hex(40), "\" "),
        planted("random_in_prose", "random-near-secret", "the leaked credential ", alnum(32), "\" "),
        planted("random_in_words", "random-near-secret", "somebody pasted the signing key (", base64(44), "\" "),
    ]
}

#[rustfmt::skip]
fn numbers_of_people() -> Vec<Planted> {
    vec![
        planted("visa", "card-number", "the row began with ", join(&["41111111", "11111111"]), ", then 12/27"),
        planted("visa_in_groups", "card-number", "the row began with ", join(&["4111 1111 ", "1111 1111"]), ", then 12/27"),
        planted("mastercard", "card-number", "the row began with ", join(&["5555-5555-", "5555-4444"]), ", then 12/27"),
        planted("mastercard_new", "card-number", "the row began with ", join(&["22230031", "22003222"]), ", then 12/27"),
        planted("amex", "card-number", "the row began with ", join(&["3782 82", "2463 10005"]), ", then 12/27"),
        planted("discover", "card-number", "the row began with ", join(&["60111111", "11111117"]), ", then 12/27"),
        planted("diners", "card-number", "the row began with ", join(&["305693", "09025904"]), ", then 12/27"),
        planted("jcb", "card-number", "the row began with ", join(&["353011", "1333300000"]), ", then 12/27"),
        planted("ssn", "ssn", "the row began with ", join(&["212-", "45-", "6789"]), ", then 12/27"),
    ]
}

#[rustfmt::skip]
fn data_of_people() -> Vec<Planted> {
    vec![
        planted("ssn_bare", "ssn-in-context", "SSN ", join(&["2124", "56789"]), " was in it"),
        planted("ssn_spaced", "ssn-in-context", "social security number: ", join(&["212 ", "45 6789"]), " was in it"),
        planted("born_iso", "birth-date", "born ", join(&["1971-", "03-04"]), " was in it"),
        planted("born_us", "birth-date", "DOB: ", join(&["03/0", "4/1971"]), " was in it"),
        planted("born_in_words", "birth-date", "date of birth is ", join(&["March 4, ", "1971"]), " was in it"),
        planted("born_day_first", "birth-date", "date_of_birth=", join(&["4 Mar ", "1971"]), " was in it"),
    ]
}
