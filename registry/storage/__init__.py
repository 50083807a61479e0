"""PostgreSQL through Piccolo: one module per noun turns rows into domain values; one door takes writes."""

from registry.storage.database import use_piccolo_conf

use_piccolo_conf()
