"""Django application of grids and grid events."""

from django.apps import AppConfig


class GridConfig(AppConfig):
    """Registers realm, permissions, facts, kinds of log lines, endpoints and the care of personal data at start-up."""

    name = "minsheng.domains.grid"
    label = "grid"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the module known to the kernel and to the surfaces."""
        from minsheng.domains.grid import facts, module, personal, rules  # noqa: F401 -- models must be loaded first
        from minsheng.domains.grid.endpoints import duties, redrawing, rounds, visits, whistles
        from minsheng.domains.grid.log_kinds import KINDS
        from minsheng.kernel.access.permissions import register_permissions, register_realm
        from minsheng.kernel.audit.kinds import register_kinds
        from minsheng.kernel.facts.registry import register
        from minsheng.kernel.parties import hooks
        from minsheng.surface.api.extensions import register_router

        register_realm(module.REALM)
        register_permissions(*module.PERMISSIONS)
        register_kinds(*KINDS)
        for table in facts.TABLES:
            register(table)
        hooks.personal_data_sources.register("grid", personal.export_person)
        hooks.erasers.register("grid", personal.erase_person)
        for endpoints in (duties, rounds, visits, whistles, redrawing):
            register_router(endpoints.router)
