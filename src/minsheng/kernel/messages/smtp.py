"""E-mail by Django's mail back end (SMTP in production)."""

from __future__ import annotations

import hashlib
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from minsheng.kernel.messages.ports import Outgoing, PermanentFailure, TemporaryFailure

_PERMANENT = 500


class SmtpPort:
    """Sends a plain-text mail. Its Message-ID is made of the dedup key, so a second copy is known by its id."""

    def send(self, message: Outgoing) -> None:
        """Hand the mail to the server. An address refused for good is a permanent failure, all else a temporary one."""
        mail = EmailMessage(
            subject=" ".join(message.subject.split()),
            body=message.body,
            to=[message.address],
            headers={"Message-ID": message_id(message.dedup_key), "Auto-Submitted": "auto-generated"},
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [answer[0] for answer in error.recipients.values()]
            if codes and min(codes) >= _PERMANENT:
                raise PermanentFailure("smtp.recipient_refused") from error
            raise TemporaryFailure("smtp.recipient_deferred") from error
        except smtplib.SMTPResponseException as error:
            if error.smtp_code >= _PERMANENT and not isinstance(error, smtplib.SMTPAuthenticationError):
                raise PermanentFailure("smtp.refused") from error
            raise TemporaryFailure("smtp.deferred") from error
        except (smtplib.SMTPException, OSError) as error:
            raise TemporaryFailure("smtp.no_connection") from error


def message_id(dedup_key: str) -> str:
    """The Message-ID of the mail with this dedup key: the same for every attempt."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ") or "localhost"
    return f"<{hashlib.sha256(dedup_key.encode()).hexdigest()[:32]}@{domain}>"
