"""The GraphQL schema."""

import click

from registry.graphql.schema import print_schema


@click.command()
def schema() -> None:
    """Print the GraphQL schema."""
    print(print_schema().rstrip("\n"))
