"""`secrets`: no key, token or password is in any file, as far as its form gives it away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from formfacts.smoke.checks.content import named_files, patterns

# Of detect-secrets, those that know a key by its form. Guesses by entropy or by the name of a
# variable find hashes, test data and examples by the dozen.
DETECTORS = (
    "ArtifactoryDetector",
    "AWSKeyDetector",
    "AzureStorageKeyDetector",
    "BasicAuthDetector",
    "CloudantDetector",
    "DiscordBotTokenDetector",
    "GitHubTokenDetector",
    "GitLabTokenDetector",
    "IbmCloudIamDetector",
    "IbmCosHmacDetector",
    "JwtTokenDetector",
    "MailchimpDetector",
    "NpmDetector",
    "OpenAIDetector",
    "PrivateKeyDetector",
    "PypiTokenDetector",
    "SendGridDetector",
    "SlackDetector",
    "SoftlayerDetector",
    "SquareOAuthDetector",
    "StripeDetector",
    "TelegramBotTokenDetector",
    "TwilioKeyDetector",
)


def found_secrets(repo: Path, ignore: Sequence[str] = ()) -> list[str]:
    """Return a line per secret, which is not shown."""
    from detect_secrets.core.scan import scan_file
    from detect_secrets.settings import transient_settings

    passed_over = patterns(ignore)
    settings = {"plugins_used": [{"name": name} for name in DETECTORS]}
    with transient_settings(settings):
        return [
            f"{name}:{secret.line_number}: {secret.type}"
            for name, path in sorted(named_files(repo))
            if not passed_over(name) and not path.is_symlink()
            for secret in scan_file(str(path))
        ]
