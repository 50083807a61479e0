"""Web servers that nobody here wrote, each with the sample configuration of an export."""

import asyncio
import shutil
import socket
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from registry.exchange.mirrors.hosting import SAMPLES

ROOT, PORT = "/srv/value-registry", "8080"
PATIENCE = 10.0
APACHE_MODULES = Path("/usr/lib/apache2/modules")
APACHE = """
ServerName localhost
PidFile {here}/apache.pid
ErrorLog {here}/apache.log
Mutex file:{here}
TypesConfig /dev/null
{modules}
"""
NGINX = "pid {here}/nginx.pid; error_log {here}/nginx.log; daemon off; user root;\n"
NGINX_HTTP = "http {{ access_log off; client_body_temp_path {here}/1; proxy_temp_path {here}/2; \
fastcgi_temp_path {here}/3; uwsgi_temp_path {here}/4; scgi_temp_path {here}/5;"


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def sample(export, name, port):
    assert name in SAMPLES
    return (export / "hosting" / name).read_text().replace(ROOT, str(export)).replace(PORT, str(port))


def nginx(export, here, port):
    text = sample(export, "nginx.conf", port).replace("http {", NGINX_HTTP.format(here=here), 1)
    (here / "conf").write_text(NGINX.format(here=here) + text)
    return ["nginx", "-c", str(here / "conf")]


def apache2(export, here, port):
    wanted = ("authz_core", "mpm_event", "rewrite", "headers", "env", "dir", "mime")
    lines = [f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so" for name in wanted]
    text = APACHE.format(here=here, modules="\n".join(lines)) + sample(export, "apache.conf", port)
    (here / "conf").write_text(text)
    return ["apache2", "-f", str(here / "conf"), "-DFOREGROUND"]


def caddy(export, here, port):
    (here / "Caddyfile").write_text(sample(export, "Caddyfile", port))
    return ["caddy", "run", "--config", str(here / "Caddyfile"), "--adapter", "caddyfile"]


SERVERS = {each.__name__: each for each in (nginx, apache2, caddy)}


def found(name):
    """Where the program of a server is; Debian keeps some out of the path of users."""
    return shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/bin")


@asynccontextmanager
async def serving(name, export, here):
    """A server on an export, answering."""
    port = free_port()
    program, *arguments = SERVERS[name](export, here, port)
    with (here / "said").open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            found(program), *arguments, stdout=said, stderr=said, env={"HOME": str(here), "PATH": "/usr/bin:/bin"}
        )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            until = asyncio.get_running_loop().time() + PATIENCE
            while True:
                try:
                    await client.get("/log/key")
                    break
                except httpx.TransportError:
                    assert process.returncode is None, (here / "said").read_text()
                    assert asyncio.get_running_loop().time() < until, (here / "said").read_text()
                    await asyncio.sleep(0.1)
            yield client
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
