#!/usr/bin/env python3
"""Shows that check_manifests.py would notice: makes one mistake at a time in
what was rendered and expects the breach that names it. Exits 1 when a mistake
goes through.
"""

import copy
import sys

import check_manifests
import manifests
from manifests import container_of, pod_of


def deployment(overlay, name="caseplan"):
    return overlay.find("Deployment", name)


def policy(overlay, name):
    return overlay.find("NetworkPolicy", name)["spec"]


def set_setting(overlay, service, variable, value):
    container = container_of(deployment(overlay, service))
    container.setdefault("env", []).append({"name": variable, "value": value})


def use_latest(overlay):
    container_of(deployment(overlay))["image"] = "registry/caseplan:latest"


def use_a_foreign_image(overlay):
    container = container_of(deployment(overlay))
    container["image"] = container["image"].replace("caseplan", "stranger")


def misspell_a_setting(overlay):
    set_setting(overlay, "notify", "CASELOAD_SMTP_HOTS", "mail")


def forget_a_setting(overlay):
    for config in overlay.of_kind("ConfigMap"):
        config["data"].pop("CASELOAD_MAIL_DOMAIN", None)


def move_the_health_port(overlay):
    set_setting(overlay, "caseplan", "CASELOAD_HEALTH_ADDRESS", "0.0.0.0:9999")


def probe_the_token_port(overlay):
    container_of(deployment(overlay))["livenessProbe"]["grpc"]["port"] = 8444


def let_redis_decide_liveness(overlay):
    probe = container_of(deployment(overlay))["livenessProbe"]["grpc"]
    probe["service"] = "readiness"


def open_the_admin_port(overlay):
    set_setting(overlay, "caseplan", "CASELOAD_ADMIN_ADDRESS", "0.0.0.0:8446")


def call_against_the_arrows(overlay):
    set_setting(overlay, "notify", "CASELOAD_CONFERENCE_TARGET",
                "dns:///conference:8443")


def run_as_root(overlay):
    pod_of(deployment(overlay))["securityContext"]["runAsUser"] = 0


def write_to_the_root(overlay):
    context = container_of(deployment(overlay))["securityContext"]
    context["readOnlyRootFilesystem"] = False


def forget_the_limit(overlay):
    del container_of(deployment(overlay))["resources"]["limits"]


def select_nobody(overlay):
    overlay.find("Service", "caseplan")["spec"]["selector"] = {"app": "x"}


def block_the_drain_of_nodes(overlay):
    spec = overlay.find("PodDisruptionBudget", "caseplan")["spec"]
    spec.pop("maxUnavailable")
    spec["minAvailable"] = 1


def end_too_soon(overlay):
    pod_of(deployment(overlay))["terminationGracePeriodSeconds"] = 30


def write_a_secret_down(overlay):
    overlay.objects.append({
        "apiVersion": "v1", "kind": "Secret",
        "metadata": {"name": "notify-smtp", "namespace": "caseload"},
        "stringData": {"password": "x"}})


def put_a_password_into_a_setting(overlay):
    set_setting(overlay, "caseplan", "CASELOAD_DATABASE",
                "postgresql://caseplan:x@records/caseplan")


def put_a_password_into_a_config_map(overlay):
    overlay.of_kind("ConfigMap")[0]["data"]["SMTP_PASSWORD"] = "x"


def mount_an_unexplained_secret(overlay):
    volume = pod_of(deployment(overlay))["volumes"][-1]
    volume.clear()
    volume.update({"name": "tls", "secret": {"secretName": "surprise"}})


def mount_a_certificate_that_stays_old(overlay):
    container_of(deployment(overlay))["volumeMounts"][-2]["subPath"] = "tls.crt"


def share_one_file(overlay):
    deployment(overlay)["spec"]["replicas"] = 2
    set_setting(overlay, "caseplan", "CASELOAD_DATABASE",
                "sqlite:/var/lib/caseload/caseplan.db")


def let_everybody_in(overlay):
    policy(overlay, "notify")["ingress"].append({
        "from": [{"podSelector": {}}], "ports": [{"port": 8443}]})


def forget_an_arrow(overlay):
    policy(overlay, "notify")["ingress"][0]["from"].pop()


def forget_to_deny(overlay):
    overlay.objects.remove(overlay.find("NetworkPolicy", "deny-all"))


def open_the_internet(overlay):
    policy(overlay, "mail-relay")["podSelector"] = {}


def open_the_certificate_port(overlay):
    policy(overlay, "people")["ingress"][0]["ports"][0]["port"] = 8443


def alarm_by_a_figure_that_is_not_there(overlay):
    for rules in overlay.of_kind("PrometheusRule"):
        rules["spec"]["groups"][0]["rules"][0]["expr"] = "caseload_gone > 1"


# The mistake, and what the breach says.
MISTAKES = (
    (use_latest, "is not 0"),
    (use_a_foreign_image, "no Containerfile target stranger"),
    (misspell_a_setting, "no setting CASELOAD_SMTP_HOTS"),
    (forget_a_setting, "CASELOAD_MAIL_DOMAIN is required"),
    (move_the_health_port, "ports {"),
    (probe_the_token_port, "livenessProbe is"),
    (let_redis_decide_liveness, "livenessProbe is"),
    (open_the_admin_port, "the admin listener is reached"),
    (call_against_the_arrows, "against the arrows"),
    (run_as_root, "securityContext.runAsUser is 0"),
    (write_to_the_root, "is not restricted"),
    (forget_the_limit, "no requests, or no memory limit"),
    (select_nobody, "Service caseplan selects []"),
    (block_the_drain_of_nodes, "no budget of one pod"),
    (end_too_soon, "30 s to end"),
    (write_a_secret_down, "Secret notify-smtp has its value"),
    (put_a_password_into_a_setting, "CASELOAD_DATABASE looks like a secret"),
    (put_a_password_into_a_config_map, "SMTP_PASSWORD looks like a secret"),
    (mount_an_unexplained_secret, "how Secret surprise is made"),
    (mount_a_certificate_that_stays_old, "subPath"),
    (share_one_file, "two processes would meet"),
    (let_everybody_in, "conference -> notify:8443 is no arrow|"
                       "notify -> notify:8443 is no arrow"),
    (forget_an_arrow, "is not let through"),
    (forget_to_deny, "caseplan: not denied by default"),
    (open_the_internet, "to the outside: "),
    (open_the_certificate_port, "from outside: "),
)


# Only in overlays that have what the mistake is made in.
PROMETHEUS_MISTAKES = (
    (alarm_by_a_figure_that_is_not_there, "nobody registers caseload_gone"),
)


def mistakes_of(overlay):
    if overlay.of_kind("PrometheusRule"):
        return MISTAKES + PROMETHEUS_MISTAKES
    return MISTAKES


def main():
    tree = manifests.Tree(*sys.argv[1:3])
    made = unnoticed = 0
    for overlay in tree.overlays():
        for make, expected in mistakes_of(overlay):
            made += 1
            wrong = manifests.Overlay(overlay.name,
                                      copy.deepcopy(overlay.objects))
            make(wrong)
            found = list(check_manifests.breaches(wrong, tree))
            if not any(e in b for e in expected.split("|") for b in found):
                print(f"{overlay.name}: {make.__name__} went through: {found}")
                unnoticed += 1
    print(f"{made} mistakes, {unnoticed} unnoticed")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
