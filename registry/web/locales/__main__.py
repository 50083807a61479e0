"""`python -m registry.web.locales`: bring the catalogs up to date with what the pages say."""

from registry.web.locales.messages import write_all

write_all()
