#!/usr/bin/env python3
"""Holds what deploy/k8s renders to against the binaries, the Containerfile,
docs/deploy.md and the rules of the house. Prints every breach; exits 1 when
there is one.
"""

import json
import re
import sys

import manifests
from manifests import container_of, name_of, pod_of

# caller, callee, port: written by hand from docs/architecture.md and the feeds
# that run against the arrows. The rendered policies allow these and no more.
ARROWS = {
    ("conference", "caseplan", 8443),
    ("conference", "assessment", 8443),
    ("conference", "notify", 8443),
    ("caseplan", "assessment", 8443),
    ("caseplan", "notify", 8443),
    ("assessment", "notify", 8443),
    ("assessment", "caseplan", 8443),
    ("notify", "caseplan", 8443),
}
REDIS_ARROWS = {("caseplan", "redis", 6379)}
DATABASE_ARROWS = {(service, "records", 5432) for service in manifests.SERVICES}
# From other namespaces, by their label.
FROM_OUTSIDE = (
    {(("caseload/people", "true"), service, 8444)
     for service in manifests.SERVICES} |
    {(("caseload/monitoring", "true"), service, 9464)
     for service in manifests.SERVICES})
TO_OUTSIDE = {("notify", 587)}

LABELS = ("app.kubernetes.io/part-of", "app.kubernetes.io/version")
SUSPICIOUS = re.compile(r"PASSWORD|SECRET|PRIVATE|TOKEN$|://[^/@ ]+:[^/@ ]+@")


def objects_are_labelled(overlay, tree):
    for thing in overlay.objects:
        labels = thing["metadata"].get("labels", {})
        for label in LABELS:
            if label not in labels:
                yield f"{thing['kind']} {name_of(thing)}: no label {label}"
        version = labels.get("app.kubernetes.io/version")
        if version != tree.version:
            yield f"{thing['kind']} {name_of(thing)}: version {version}"
        if thing["kind"] != "Namespace" and \
                thing["metadata"].get("namespace") != "caseload":
            yield f"{thing['kind']} {name_of(thing)}: outside the namespace"


def every_service_is_there(overlay, _):
    found = sorted(map(name_of, overlay.services_deployments()))
    if found != sorted(manifests.SERVICES):
        yield f"Deployments of services: {found}"


def images_are_built_here(overlay, tree):
    for deployment in overlay.deployments():
        for container in pod_of(deployment)["containers"]:
            image = container["image"]
            target, _, tag = image.rpartition("/")[2].partition(":")
            if tag != tree.version:
                yield f"{name_of(deployment)}: {image} is not {tree.version}"
            if target not in tree.containerfile.stages:
                yield f"{name_of(deployment)}: no Containerfile target {target}"
            elif target != name_of(deployment):
                yield f"{name_of(deployment)}: runs the image of {target}"


def images_run_as_nobody(_, tree):
    for target in tree.containerfile.stages:
        if target in ("build", "runtime"):
            continue
        if tree.containerfile.user.get(target) != "10001:10001":
            yield f"Containerfile {target}: not USER 10001:10001"


def settings_are_known(overlay, tree):
    for deployment in overlay.services_deployments():
        known = tree.help[name_of(deployment)]
        found = overlay.settings(deployment)
        for variable in sorted(set(found) - known.variables):
            yield f"{name_of(deployment)}: no setting {variable} in --help"
        for variable in sorted(known.required - set(found)):
            yield f"{name_of(deployment)}: {variable} is required"


def config_maps_are_there(overlay, _):
    external = {"token-keys"}
    for deployment in overlay.deployments():
        wanted = {s["configMapRef"]["name"]
                  for s in container_of(deployment).get("envFrom", [])}
        wanted |= {v["configMap"]["name"]
                   for v in pod_of(deployment)["volumes"] if "configMap" in v}
        for name in sorted(wanted - external):
            if overlay.find("ConfigMap", name) is None:
                yield f"{name_of(deployment)}: no ConfigMap {name}"


def paths_are_mounted(overlay, tree):
    for deployment in overlay.services_deployments():
        mounts = [m["mountPath"] for m in container_of(deployment)["volumeMounts"]]
        for variable, value in overlay.settings(deployment).items():
            path = (value or "").removeprefix("sqlite:")
            if not path.startswith("/"):
                continue
            mounted = any(path.startswith(mount + "/") for mount in mounts)
            shipped = tree.containerfile.holds(name_of(deployment), path)
            if not mounted and not shipped:
                yield (f"{name_of(deployment)}: {variable}={path} is neither "
                       "mounted nor in the image")


def volumes_are_used(overlay, _):
    for deployment in overlay.deployments():
        volumes = {v["name"] for v in pod_of(deployment)["volumes"]}
        mounts = container_of(deployment)["volumeMounts"]
        if volumes != {m["name"] for m in mounts}:
            yield f"{name_of(deployment)}: volumes and mounts differ"
        for mount in mounts:
            # A subPath is not renewed when its Secret is.
            if "subPath" in mount:
                yield f"{name_of(deployment)}: subPath of {mount['name']}"
            writable = mount["name"] in ("tmp", "records")
            if not writable and not mount.get("readOnly"):
                yield f"{name_of(deployment)}: {mount['name']} is writable"


def port_of(address):
    return int(address.rpartition(":")[2])


def ports_agree(overlay, _):
    for deployment in overlay.services_deployments():
        name = name_of(deployment)
        settings = overlay.settings(deployment)
        ports = {p["name"]: p["containerPort"]
                 for p in container_of(deployment)["ports"]}
        expected = {listener: port_of(
            settings.get(f"CASELOAD_{listener.upper()}_ADDRESS", ":0"))
            for listener in ("certificate", "token", "health", "metrics")}
        if ports != expected:
            yield f"{name}: ports {ports}, but the settings say {expected}"
        if not settings["CASELOAD_ADMIN_ADDRESS"].startswith("127.0.0.1:"):
            yield f"{name}: the admin listener is reached from outside the pod"


def probes_ask_for_health(overlay, _):
    asked = {"startupProbe": "liveness", "livenessProbe": "liveness",
             "readinessProbe": "readiness"}
    for deployment in overlay.services_deployments():
        health = port_of(overlay.settings(deployment)["CASELOAD_HEALTH_ADDRESS"])
        for probe, service in asked.items():
            found = container_of(deployment).get(probe, {}).get("grpc")
            if found != {"port": health, "service": service}:
                yield f"{name_of(deployment)}: {probe} is {found}"


def targets_are_services(overlay, _):
    for deployment in overlay.services_deployments():
        for variable, value in overlay.settings(deployment).items():
            if not variable.endswith("_TARGET"):
                continue
            match = re.fullmatch(r"dns:///([a-z]+):([0-9]+)", value)
            service = match and overlay.find("Service", match.group(1))
            if not service:
                yield f"{name_of(deployment)}: {variable}={value} is no Service"
                continue
            callee = name_of(service)
            if service["spec"].get("clusterIP") != "None":
                yield f"Service {callee}: not headless, so callers do not balance"
            if [p["port"] for p in service["spec"]["ports"]] != [int(match.group(2))]:
                yield f"{name_of(deployment)}: {variable}: wrong port"
            if (name_of(deployment), callee, 8443) not in ARROWS:
                yield f"{name_of(deployment)}: {variable} is against the arrows"


def matches(selector, labels):
    return all(labels.get(key) == value
               for key, value in (selector or {}).get("matchLabels", {}).items())


def pod_labels(overlay):
    labels = {name_of(d): d["spec"]["template"]["metadata"]["labels"]
              for d in overlay.deployments()}
    if overlay.find("Cluster", "records"):
        labels["records"] = {"cnpg.io/cluster": "records"}
    return labels


def selectors_match(overlay, _):
    pods = pod_labels(overlay)
    for deployment in overlay.deployments():
        selector = deployment["spec"]["selector"]
        selected = [n for n, labels in pods.items() if matches(selector, labels)]
        if selected != [name_of(deployment)]:
            yield f"Deployment {name_of(deployment)} selects {selected}"
        for spread in pod_of(deployment).get("topologySpreadConstraints", []):
            if not matches(spread["labelSelector"], pods[name_of(deployment)]):
                yield f"{name_of(deployment)}: spreads other pods"
    for service in overlay.of_kind("Service"):
        selector = {"matchLabels": service["spec"]["selector"]}
        selected = [n for n, labels in pods.items() if matches(selector, labels)]
        if selected != [name_of(service).removesuffix("-people")]:
            yield f"Service {name_of(service)} selects {selected}"
            continue
        ports = {p["name"] for p in
                 container_of(overlay.find("Deployment", selected[0]))["ports"]}
        for port in service["spec"]["ports"]:
            if port["targetPort"] not in ports:
                yield f"Service {name_of(service)}: no port {port['targetPort']}"


def budgets_let_nodes_drain(overlay, _):
    pods = pod_labels(overlay)
    budgets = overlay.of_kind("PodDisruptionBudget")
    for deployment in overlay.services_deployments():
        mine = [b for b in budgets
                if matches(b["spec"]["selector"], pods[name_of(deployment)])]
        if len(mine) != 1 or mine[0]["spec"].get("maxUnavailable") != 1:
            yield f"{name_of(deployment)}: no budget of one pod at a time"
        if not pod_of(deployment).get("topologySpreadConstraints"):
            yield f"{name_of(deployment)}: not spread over nodes"


def redis_keeps_nothing(overlay, _):
    redis = overlay.find("Deployment", "redis")
    if redis is None:
        return
    arguments = container_of(redis)["args"]
    told = dict(zip(arguments[::2], arguments[1::2]))
    if told.get("--save") != "" or told.get("--appendonly") != "no":
        yield "redis: writes what it holds to a disk"
    if any("emptyDir" not in v for v in pod_of(redis)["volumes"]):
        yield "redis: its volume outlives it"
    limit = container_of(redis)["resources"]["limits"]["memory"]
    if int(told["--maxmemory"].removesuffix("mb")) >= \
            int(limit.removesuffix("Mi")):
        yield "redis: is killed before it forgets"


def time_to_drain(overlay, _):
    for deployment in overlay.services_deployments():
        settings = overlay.settings(deployment)
        needed = (float(settings["CASELOAD_LAME_DUCK_SECONDS"]) +
                  float(settings["CASELOAD_DRAIN_SECONDS"]) + 15)
        given = pod_of(deployment).get("terminationGracePeriodSeconds", 30)
        if given < needed:
            yield f"{name_of(deployment)}: {given} s to end, {needed} needed"
        probe = container_of(deployment)["readinessProbe"]
        if float(settings["CASELOAD_LAME_DUCK_SECONDS"]) < probe["periodSeconds"]:
            yield f"{name_of(deployment)}: gone before anybody has noticed"


def pods_are_restricted(overlay, _):
    for deployment in overlay.deployments():
        name, pod = name_of(deployment), pod_of(deployment)
        expected = {"runAsNonRoot": True, "runAsUser": 10001, "runAsGroup": 10001,
                    "seccompProfile": {"type": "RuntimeDefault"}}
        context = pod.get("securityContext", {})
        for key, value in expected.items():
            if context.get(key) != value:
                yield f"{name}: securityContext.{key} is {context.get(key)}"
        for key in ("hostNetwork", "hostPID", "hostIPC"):
            if pod.get(key):
                yield f"{name}: {key}"
        if pod.get("automountServiceAccountToken") is not False:
            yield f"{name}: mounts a token of the cluster"
        if pod.get("enableServiceLinks") is not False:
            yield f"{name}: service links may look like settings"
        for volume in pod["volumes"]:
            kind = next(key for key in volume if key != "name")
            if kind not in ("configMap", "secret", "emptyDir",
                            "persistentVolumeClaim"):
                yield f"{name}: volume of kind {kind}"
        for container in pod["containers"] + pod.get("initContainers", []):
            if container.get("securityContext") != {
                    "allowPrivilegeEscalation": False,
                    "readOnlyRootFilesystem": True,
                    "capabilities": {"drop": ["ALL"]}}:
                yield f"{name}: container {container['name']} is not restricted"
            resources = container.get("resources", {})
            if not {"cpu", "memory"} <= set(resources.get("requests", {})) or \
                    "memory" not in resources.get("limits", {}):
                yield f"{name}: no requests, or no memory limit"
    for namespace in overlay.of_kind("Namespace"):
        if namespace["metadata"]["labels"].get(
                "pod-security.kubernetes.io/enforce") != "restricted":
            yield "the namespace does not enforce the restricted standard"


def accounts_are_their_own(overlay, _):
    for deployment in overlay.deployments():
        account = pod_of(deployment).get("serviceAccountName")
        found = account and overlay.find("ServiceAccount", account)
        if account != name_of(deployment) or not found:
            yield f"{name_of(deployment)}: runs as account {account}"
        elif found.get("automountServiceAccountToken") is not False:
            yield f"ServiceAccount {account}: mounts a token of the cluster"


def no_secret_is_written_down(overlay, _):
    for thing in overlay.of_kind("Secret"):
        yield f"Secret {name_of(thing)} has its value in the repository"
    for config in overlay.of_kind("ConfigMap"):
        for key, value in config["data"].items():
            if SUSPICIOUS.search(key) and not key.endswith("_FILE") or \
                    SUSPICIOUS.search(value.upper()) and "://" in value and \
                    "@" in value:
                yield f"ConfigMap {name_of(config)}: {key} looks like a secret"
    for deployment in overlay.deployments():
        for entry in container_of(deployment).get("env", []):
            if "value" in entry and SUSPICIOUS.search(
                    entry["name"] + entry["value"]):
                yield f"{name_of(deployment)}: {entry['name']} looks like a secret"


def secrets_of(overlay):
    found = set()
    for deployment in overlay.deployments():
        for volume in pod_of(deployment)["volumes"]:
            if "secret" in volume:
                found.add(volume["secret"]["secretName"])
        for entry in container_of(deployment).get("env", []):
            if "valueFrom" in entry:
                found.add(entry["valueFrom"]["secretKeyRef"]["name"])
    for cluster in overlay.of_kind("Cluster"):
        found.add(cluster["spec"]["bootstrap"]["initdb"]["secret"]["name"])
        found |= {r["passwordSecret"]["name"]
                  for r in cluster["spec"]["managed"]["roles"]}
    return found


def secrets_are_explained(overlay, tree):
    for name in sorted(secrets_of(overlay)):
        general = re.sub(r"^(assessment|caseplan|conference|notify)-", "SERVICE-",
                         name)
        if f"`{general}`" not in tree.guide and f"`{name}`" not in tree.guide:
            yield f"docs/deploy.md does not say how Secret {name} is made"


def storage_fits_the_engine(overlay, _):
    for deployment in overlay.services_deployments():
        name, spec = name_of(deployment), deployment["spec"]
        database = overlay.settings(deployment).get("CASELOAD_DATABASE")
        if database and database.startswith("sqlite:"):
            if spec["replicas"] != 1 or spec["strategy"] != {"type": "Recreate"}:
                yield f"{name}: two processes would meet at one SQLite file"
            claims = [v["persistentVolumeClaim"]["claimName"]
                      for v in pod_of(deployment)["volumes"]
                      if "persistentVolumeClaim" in v]
            if claims != [f"{name}-records"] or \
                    not overlay.find("PersistentVolumeClaim", claims[0]):
                yield f"{name}: its records are on no volume of its own"
        elif database is None:
            rolling = spec["strategy"].get("rollingUpdate", {})
            if spec["replicas"] < 2 or rolling.get("maxUnavailable") != 0:
                yield f"{name}: an update would lose calls"
        else:
            yield f"{name}: CASELOAD_DATABASE is no Secret and no SQLite file"


def alarms_stand_on_metrics(overlay, tree):
    for rules in overlay.of_kind("PrometheusRule"):
        for group in rules["spec"]["groups"]:
            for rule in group["rules"]:
                for name in unknown_metrics(rule["expr"], tree):
                    yield f"alarm {rule['alert']}: nobody registers {name}"
                if rule["labels"].get("severity") not in ("page", "ticket"):
                    yield f"alarm {rule['alert']}: for nobody"
                if f"`{rule['alert']}`" not in tree.guide:
                    yield f"docs/deploy.md does not explain {rule['alert']}"


def dashboard_stands_on_metrics(_, tree):
    board = json.loads((tree.root / "deploy/monitoring/caseload.json").read_text())
    for panel in board["panels"]:
        for target in panel["targets"]:
            for name in unknown_metrics(target["expr"], tree):
                yield f"panel '{panel['title']}': nobody registers {name}"


def unknown_metrics(expression, tree):
    listed = set(re.findall(r"^\| `([a-z_]+)` \|", tree.metrics, re.MULTILINE))
    for name in re.findall(r"\b(?:caseload|grpc)_[a-z_]+\b", expression):
        if name in ("grpc_service", "grpc_code", "grpc_type", "grpc_method"):
            continue
        if re.sub("_(bucket|sum|count)$", "", name) not in listed:
            yield name


def certificates_are_identities(overlay, _):
    for certificate in overlay.of_kind("Certificate"):
        name = name_of(certificate)
        domain = overlay.settings(
            overlay.find("Deployment", name))["CASELOAD_TRUST_DOMAIN"]
        if certificate["spec"]["uris"] != [f"spiffe://{domain}/service/{name}"]:
            yield f"Certificate {name}: states another identity"
        if certificate["spec"]["secretName"] != f"{name}-tls":
            yield f"Certificate {name}: goes to a Secret that is not mounted"


class Network:
    """What the policies of an overlay let through."""

    def __init__(self, overlay):
        self.pods = pod_labels(overlay)
        self.policies = overlay.of_kind("NetworkPolicy")

    def rules(self, pod, direction):
        for policy in self.policies:
            spec = policy["spec"]
            if direction.capitalize() in spec["policyTypes"] and \
                    matches(spec["podSelector"], self.pods[pod]):
                yield from spec.get(direction, [])

    def is_denied_by_default(self, pod):
        return any(p["spec"]["podSelector"] == {} and
                   set(p["spec"]["policyTypes"]) == {"Ingress", "Egress"} and
                   not p["spec"].get("ingress") and not p["spec"].get("egress")
                   for p in self.policies)

    def named(self, pod, direction):
        """(pod, port) that the pod may reach, or be reached by."""
        side = "from" if direction == "ingress" else "to"
        for rule in self.rules(pod, direction):
            for peer in rule.get(side, []):
                if set(peer) != {"podSelector"}:
                    continue
                for other, labels in self.pods.items():
                    if matches(peer["podSelector"], labels):
                        yield from ((other, p["port"]) for p in rule["ports"])

    def arrows(self):
        sent = {(pod, other, port) for pod in self.pods
                for other, port in self.named(pod, "egress")}
        taken = {(other, pod, port) for pod in self.pods
                 for other, port in self.named(pod, "ingress")}
        return sent, taken

    def outside(self, pod, direction):
        """Peers that are no pod of the namespace, with the ports."""
        side = "from" if direction == "ingress" else "to"
        for rule in self.rules(pod, direction):
            ports = [p["port"] for p in rule.get("ports", [{"port": None}])]
            for peer in rule.get(side, [{}]):
                if set(peer) == {"podSelector"}:
                    continue
                labels = peer.get("namespaceSelector", {}).get("matchLabels", {})
                for port in ports:
                    yield tuple(*labels.items()) if labels else None, port


def policies_are_the_arrows(overlay, _):
    network = Network(overlay)
    expected = set(ARROWS)
    if "records" in network.pods:
        expected |= DATABASE_ARROWS
    if "redis" in network.pods:
        expected |= REDIS_ARROWS
    sent, taken = network.arrows()
    within = {"records"}
    for name, found in (("egress", sent), ("ingress", taken)):
        found = {a for a in found if not within.issuperset(a[:2])}
        for caller, callee, port in sorted(expected - found):
            yield f"{name}: {caller} -> {callee}:{port} is not let through"
        for caller, callee, port in sorted(found - expected):
            yield f"{name}: {caller} -> {callee}:{port} is no arrow"
    services = [n for n in network.pods if n in manifests.SERVICES]
    for pod in network.pods:
        if not network.is_denied_by_default(pod):
            yield f"{pod}: not denied by default"
    found = {(peer, pod, port) for pod in services
             for peer, port in network.outside(pod, "ingress")}
    for peer, pod, port in sorted(found ^ FROM_OUTSIDE, key=str):
        yield f"from outside: {peer} -> {pod}:{port} is not as it should be"
    found = {(pod, port) for pod in services
             for peer, port in network.outside(pod, "egress")
             if peer != ("kubernetes.io/metadata.name", "kube-system")}
    for pod, port in sorted(found ^ TO_OUTSIDE, key=str):
        yield f"to the outside: {pod} -> {port} is not as it should be"


RULES = (
    objects_are_labelled, every_service_is_there, images_are_built_here,
    images_run_as_nobody, settings_are_known, config_maps_are_there,
    paths_are_mounted, volumes_are_used, ports_agree, probes_ask_for_health,
    targets_are_services, selectors_match, budgets_let_nodes_drain,
    redis_keeps_nothing, time_to_drain, pods_are_restricted, accounts_are_their_own,
    no_secret_is_written_down, secrets_are_explained, storage_fits_the_engine,
    alarms_stand_on_metrics, dashboard_stands_on_metrics,
    certificates_are_identities, policies_are_the_arrows,
)


def breaches(overlay, tree):
    for rule in RULES:
        for breach in rule(overlay, tree):
            yield f"{overlay.name}: {breach}"


def main():
    tree = manifests.Tree(*sys.argv[1:3])
    overlays = tree.overlays()
    found = [b for overlay in overlays for b in breaches(overlay, tree)]
    print("\n".join(found))
    print(f"{len(overlays)} overlays, {len(RULES)} rules, {len(found)} breaches")
    return 1 if found or not overlays else 0


if __name__ == "__main__":
    sys.exit(main())
