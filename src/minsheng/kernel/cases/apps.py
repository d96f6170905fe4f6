"""Django application of the room `cases`."""

from pathlib import Path

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers the room with Django under the short label `cases`."""

    name = "minsheng.kernel.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the kinds of audit lines, and what the room knows of persons."""
        from minsheng.kernel.audit.kinds import register_kinds
        from minsheng.kernel.cases import facts, personal, receivers  # noqa: F401 -- models must be loaded first
        from minsheng.kernel.cases.log_kinds import KINDS
        from minsheng.kernel.facts.registry import register
        from minsheng.kernel.messages.template_files import register_template_file
        from minsheng.kernel.parties import hooks

        register_kinds(*KINDS)
        for table in facts.TABLES:
            register(table)
        register_template_file(Path(self.path) / "templates.toml")
        hooks.personal_data_sources.register("cases", personal.export_person)
        hooks.retention_holds.register("cases", personal.holds_on_person)
        hooks.erasers.register("cases", personal.erase_person)
        hooks.reaches.register("cases", personal.reaches_party)
