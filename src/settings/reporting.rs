//! The section `[fedramp]`: what a provider says of itself in every report.

use serde::Deserialize;

use super::SettingsError;
use crate::domain::export::FedrampProvider;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct FedrampLayer {
    package_overview: Option<String>,
    coordinator: Option<String>,
}

/// Returns the provider; none when no package overview is named.
pub(super) fn fold(
    base: FedrampLayer,
    user: FedrampLayer,
) -> Result<Option<FedrampProvider>, SettingsError> {
    let text = |user: Option<String>, base: Option<String>| {
        user.or(base).unwrap_or_default().trim().to_owned()
    };
    let package_uri = text(user.package_overview, base.package_overview);
    let coordinator = text(user.coordinator, base.coordinator);
    if package_uri.is_empty() {
        return Ok(None);
    }
    if !package_uri.starts_with("https://") || package_uri.contains(char::is_whitespace) {
        return Err(SettingsError::Invalid {
            setting: "fedramp.package-overview".to_owned(),
            problem: format!("`{package_uri}` is no address that begins with https://"),
        });
    }
    Ok(Some(FedrampProvider {
        package_uri,
        coordinator,
    }))
}
