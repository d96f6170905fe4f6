"""Local step templates (五步三分): an administrator composes steps and axes. No content is brought along."""
