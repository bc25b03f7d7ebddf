"""Objects through the typed, the dynamic and the YAML side of Kubernetes' Python client."""
import datetime
import json

from kubernetes import client, config, dynamic, utils
from kubernetes.client.rest import ApiException

config.load_kube_config()
core, apps, batch = client.CoreV1Api(), client.AppsV1Api(), client.BatchV1Api()
ns = core.create_namespace({"metadata": {"generateName": "python-objects-"}}).metadata.name


def refusal(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except ApiException as e:
        return e.status, json.loads(e.body)["reason"], json.loads(e.body)["message"]
    raise AssertionError("no refusal")


try:
    # Create, read, list, replace, patch, delete.
    made = core.create_namespaced_config_map(ns, client.V1ConfigMap(
        metadata=client.V1ObjectMeta(name="c", labels={"app": "x"}), data={"a": "1"}, binary_data={"b": "AAE="}))
    assert made.metadata.uid and isinstance(made.metadata.creation_timestamp, datetime.datetime)
    assert refusal(core.create_namespaced_config_map, ns, made)[:2] == (400, "BadRequest")
    made.metadata.resource_version = None
    assert refusal(core.create_namespaced_config_map, ns, made) == (409, "AlreadyExists", 'configmaps "c" already exists')
    read = core.read_namespaced_config_map("c", ns)
    assert read.data == {"a": "1"} and read.binary_data == {"b": "AAE="}
    read.data["a"] = "2"
    replaced = core.replace_namespaced_config_map("c", ns, read)
    assert replaced.metadata.resource_version != read.metadata.resource_version
    assert refusal(core.replace_namespaced_config_map, "c", ns, read)[:2] == (409, "Conflict")
    patched = core.patch_namespaced_config_map("c", ns, {"data": {"z": "26"}})
    assert patched.data == {"a": "2", "z": "26"}
    patched = core.patch_namespaced_config_map("c", ns, [{"op": "remove", "path": "/data/z"}])
    assert patched.data == {"a": "2"}
    assert [c.metadata.name for c in core.list_namespaced_config_map(ns, label_selector="app=x").items] == ["c"]
    assert core.list_namespaced_config_map(ns, field_selector="metadata.name=nosuch").items == []
    assert refusal(core.read_namespaced_config_map, "nosuch", ns) == (404, "NotFound", 'configmaps "nosuch" not found')
    assert core.delete_namespaced_config_map("c", ns).status == "Success"

    # Pages.
    for i in range(5):
        core.create_namespaced_secret(ns, client.V1Secret(metadata=client.V1ObjectMeta(name=f"s{i}"), string_data={"k": str(i)}))
    names, token = [], None
    while True:
        page = core.list_namespaced_secret(ns, limit=2, _continue=token)
        names += [s.metadata.name for s in page.items]
        token = page.metadata._continue
        if not token:
            break
    assert names == ["s0", "s1", "s2", "s3", "s4"], names
    core.delete_collection_namespaced_secret(ns)
    assert core.list_namespaced_secret(ns).items == []

    # Every kind that a user of the library makes, from YAML as kubectl would take it.
    utils.create_from_dict(client.ApiClient(), {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d", "namespace": ns}, "spec": {
        "replicas": 0, "selector": {"matchLabels": {"a": "b"}}, "template": {"metadata": {"labels": {"a": "b"}}, "spec": {
            "containers": [{"name": "c", "image": "orleans-kube/hello:1"}]}}}})
    deployment = apps.read_namespaced_deployment("d", ns)
    assert deployment.spec.strategy.rolling_update.max_surge == "25%" and deployment.spec.revision_history_limit == 10
    scale = apps.read_namespaced_deployment_scale("d", ns)
    scale.spec.replicas, scale.metadata.resource_version = 0, None
    assert apps.replace_namespaced_deployment_scale("d", ns, scale).metadata.name == "d"
    assert apps.patch_namespaced_deployment("d", ns, {"spec": {"template": {"spec": {"containers": [{"name": "c", "env": [{"name": "X", "value": "y"}]}]}}}}) \
        .spec.template.spec.containers[0].image == "orleans-kube/hello:1"
    assert refusal(apps.patch_namespaced_deployment, "d", ns, {"spec": {"replicas": -1}}) == (
        422, "Invalid", 'Deployment.apps "d" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0')
    job = batch.create_namespaced_job(ns, client.V1Job(metadata=client.V1ObjectMeta(name="j"), spec=client.V1JobSpec(suspend=True, template=client.V1PodTemplateSpec(
        spec=client.V1PodSpec(restart_policy="Never", containers=[client.V1Container(name="c", image="orleans-kube/hello:1")])))))
    assert job.spec.completions == 1 and job.spec.backoff_limit == 6
    batch.delete_namespaced_job("j", ns, propagation_policy="Background")

    # The dynamic client finds its way by discovery, and applies.
    anything = dynamic.DynamicClient(client.ApiClient())
    services = anything.resources.get(api_version="v1", kind="Service")
    service = services.create(namespace=ns, body={"metadata": {"name": "web"}, "spec": {"selector": {"a": "b"}, "ports": [{"port": 80}]}})
    assert service.spec.clusterIP.startswith("10.") and service.spec.type == "ClusterIP"
    assert [s.metadata.name for s in services.get(namespace=ns).items] == ["web"]
    assert services.patch(namespace=ns, name="web", body={"spec": {"type": "NodePort"}}, content_type="application/merge-patch+json").spec.ports[0].nodePort >= 30000
    services.delete(namespace=ns, name="web")
    assert "apps" in [g.name for g in client.ApisApi().get_api_versions().groups]
    assert client.VersionApi().get_code().minor.rstrip("+") == "33"
    assert client.AuthorizationV1Api().create_self_subject_access_review({"spec": {"resourceAttributes": {"verb": "get", "resource": "pods"}}}).status.allowed
finally:
    core.delete_namespace(ns)
