"""The pages of those who look after an installation."""

from diversity_platform.operations.pages.audit import AuditController
from diversity_platform.operations.pages.jobs import JobController
from diversity_platform.operations.pages.mails import MailController
from diversity_platform.operations.pages.overview import OverviewController

CONTROLLERS = (OverviewController, JobController, MailController, AuditController)

__all__ = ["CONTROLLERS"]
