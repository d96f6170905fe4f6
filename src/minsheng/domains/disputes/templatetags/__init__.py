"""Tags of the domain's templates."""
