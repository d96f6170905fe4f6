"""Django application of the disputes platform."""

from pathlib import Path

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """Registers realms, permissions, audit lines, facts and endpoints at start-up."""

    name = "minsheng.domains.disputes"
    label = "disputes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the module known to the kernel and to the surfaces."""
        from minsheng.domains.disputes import api, module
        from minsheng.domains.disputes import facts as case_facts
        from minsheng.domains.disputes.agencies import log_kinds as agency_kinds
        from minsheng.domains.disputes.agreements import starting as agreements
        from minsheng.domains.disputes.awards import guards as award_guards  # noqa: F401 -- registers
        from minsheng.domains.disputes.mediation import rules as mediation_rules  # noqa: F401 -- registers
        from minsheng.domains.disputes.panels import log_kinds as mediator_kinds
        from minsheng.domains.disputes.panels import reactions as panel_reactions  # noqa: F401 -- registers
        from minsheng.domains.disputes.panels.register import MEDIATORS
        from minsheng.domains.disputes.petitions import consequences, guards  # noqa: F401 -- registers
        from minsheng.domains.disputes.platform import consequences as platform_consequences  # noqa: F401 -- registers
        from minsheng.domains.disputes.platform import guards as platform_guards  # noqa: F401 -- registers
        from minsheng.domains.disputes.postings import facts
        from minsheng.domains.disputes.postings import log_kinds as posting_kinds
        from minsheng.domains.disputes.register import log_kinds as export_kinds
        from minsheng.domains.disputes.sessions import facts as session_facts
        from minsheng.domains.disputes.sessions import log_kinds as session_kinds
        from minsheng.domains.disputes.sessions import reactions  # noqa: F401 -- registers
        from minsheng.domains.disputes.sessions.register import ROOMS, SESSIONS
        from minsheng.domains.disputes.warnings import starting as warnings
        from minsheng.kernel.access.permissions import register_permissions, register_realm
        from minsheng.kernel.audit.kinds import register_kinds
        from minsheng.kernel.cases.entries import register_entries
        from minsheng.kernel.facts.registry import register
        from minsheng.kernel.messages.template_files import register_template_file

        for realm in module.REALMS:
            register_realm(realm)
        register_permissions(*module.PERMISSIONS)
        register_kinds(*export_kinds.KINDS, *agency_kinds.KINDS, *posting_kinds.KINDS)
        register_kinds(*mediator_kinds.KINDS, *session_kinds.KINDS)
        for key, entries in (("mediator", MEDIATORS), ("room", ROOMS), ("session", SESSIONS)):
            register_entries(f"disputes.{key}", entries)
        register_template_file(Path(self.path) / "templates.toml")
        for table in (*case_facts.TABLES, *facts.TABLES, *session_facts.TABLES):
            register(table)
        agreements.start()
        warnings.start()
        api.register()
