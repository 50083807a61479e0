"""The world around the core: use cases, storage, proof, GraphQL, plain HTTP and the command line."""
