"""A message leaves the house: e-mail, Slack, webhook, file. One module a kind, one contract for all."""

from watcher.notify.apprise import INSTALL, AppriseNotifier, is_apprise_installed
from watcher.notify.contract import Notifier, Poster, overdue, recipients, send_deadline
from watcher.notify.email import EmailNotifier, OAuthToken
from watcher.notify.file import FileNotifier
from watcher.notify.registry import RESEND_IS_SAFE, notifier
from watcher.notify.slack import SlackNotifier
from watcher.notify.webhook import WebhookNotifier

__all__ = [
    "INSTALL",
    "RESEND_IS_SAFE",
    "AppriseNotifier",
    "EmailNotifier",
    "FileNotifier",
    "Notifier",
    "OAuthToken",
    "Poster",
    "SlackNotifier",
    "WebhookNotifier",
    "is_apprise_installed",
    "notifier",
    "overdue",
    "recipients",
    "send_deadline",
]
