"""The GraphQL service: types, queries and mutations by noun, put together in `schema.py` and served by `http.py`.

Mutations go through a use case; queries may call storage's read functions. Types resolve by attribute from the domain
value, so nothing is copied.
"""
