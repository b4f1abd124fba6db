#!/usr/bin/env python3
"""Starts each service with exactly the settings that the small county's
overlay renders, and ends it with SIGTERM: it must come to serve, and exit with
0. Only the folders and ports are this test's own. Exits 1 with the log of a
service that does not.
"""

import os
import pathlib
import select
import signal
import subprocess
import sys
import tempfile

import manifests

START_SECONDS = 60


def own_files(tree, folder, service):
    """The Secrets and ConfigMaps that docs/deploy.md asks for."""
    ctl = tree.build / "bin/caseloadctl"
    authority = folder / "authority"
    if not authority.exists():
        authority.mkdir()
        subprocess.run([ctl, "certs", "--dir", authority], check=True,
                       capture_output=True)
    etc = folder / service
    for name in ("tls", "seal", "token-keys", "smtp", "cache",
                 "records"):
        (etc / name).mkdir(parents=True)
    for source, target in ((f"{service}.key", "tls/tls.key"),
                           (f"{service}.pem", "tls/tls.crt"),
                           ("ca.pem", "tls/ca.crt"),
                           ("jwks.json", "token-keys/jwks.json")):
        (etc / target).write_bytes((authority / source).read_bytes())
    (etc / "seal/seal.key").write_bytes(b"0123456789abcdef" * 2)
    (etc / "cache/cache.key").write_bytes(b"fedcba9876543210" * 2)
    (etc / "smtp/password").write_text("not a password\n")
    return etc


def here(value, etc, tree):
    """A setting of the pod, for this machine."""
    for there, mine in (("/etc/caseload/", f"{etc}/"),
                        ("/var/lib/caseload/", f"{etc}/records/"),
                        ("/usr/share/caseload/", f"{tree.root}/")):
        value = value.replace(there, mine)
    return value


def start(tree, overlay, service, folder):
    etc = own_files(tree, folder, service)
    settings = {variable: here(value, etc, tree) for variable, value in
                overlay.settings(overlay.find("Deployment", service)).items()}
    for listener in ("CERTIFICATE", "TOKEN", "HEALTH", "ADMIN", "METRICS"):
        settings[f"CASELOAD_{listener}_ADDRESS"] = "127.0.0.1:0"
    settings["CASELOAD_LAME_DUCK_SECONDS"] = "0"
    return subprocess.Popen([tree.build / "bin" / f"caseload-{service}"],
                            env=settings, stderr=subprocess.PIPE)


def log_until_serving(process):
    """What it logged up to its "serving", or up to its end."""
    log = b""
    while b'"serving"' not in log:
        readable, _, _ = select.select([process.stderr], [], [], START_SECONDS)
        # Not readline(): what it keeps in a buffer, select() does not see.
        chunk = os.read(process.stderr.fileno(), 65536) if readable else b""
        if not chunk:
            process.kill()
            break
        log += chunk
    return log


def problem_of(tree, overlay, service, folder):
    process = start(tree, overlay, service, folder)
    log = log_until_serving(process)
    process.send_signal(signal.SIGTERM)
    log += process.communicate()[1]
    if b'"serving"' not in log:
        return f"{service} did not come to serve:\n{log.decode()}"
    if process.returncode != 0:
        return f"{service} ended with {process.returncode}:\n{log.decode()}"
    return None


def main():
    tree = manifests.Tree(*sys.argv[1:3])
    overlay = manifests.read_overlay(
        tree.binary, tree.root / "deploy/k8s/overlays/small-county")
    with tempfile.TemporaryDirectory() as folder:
        problems = [problem for service in manifests.SERVICES
                    if (problem := problem_of(tree, overlay, service,
                                              pathlib.Path(folder)))]
    print("\n".join(problems))
    print(f"{len(manifests.SERVICES)} services started, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
