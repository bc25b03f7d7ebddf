"""Watches of Kubernetes' Python client: from the beginning, from a version, of one object, with a time limit, and of what has been forgotten."""
from kubernetes import client, config, watch
from kubernetes.client.rest import ApiException

config.load_kube_config()
core = client.CoreV1Api()
ns = core.create_namespace({"metadata": {"generateName": "python-watches-"}}).metadata.name


def put(name, **data):
    return core.create_namespaced_config_map(ns, {"metadata": {"name": name, "labels": {"app": name}}, "data": data})


try:
    put("a")
    start = core.list_namespaced_config_map(ns, label_selector="app").metadata.resource_version
    put("b", x="1")
    core.patch_namespaced_config_map("b", ns, {"data": {"x": "2"}})
    core.delete_namespaced_config_map("b", ns)
    seen = [(e["type"], e["object"].metadata.name, (e["object"].data or {}).get("x")) for e in watch.Watch().stream(
        core.list_namespaced_config_map, ns, label_selector="app", resource_version=start, timeout_seconds=2)]
    assert seen == [("ADDED", "b", "1"), ("MODIFIED", "b", "2"), ("DELETED", "b", "2")], seen

    # What no longer matches is deleted for those who look at what matches.
    w, seen = watch.Watch(), []
    for e in w.stream(core.list_namespaced_config_map, ns, label_selector="app=a", timeout_seconds=10):
        seen.append(e["type"])
        if e["type"] == "ADDED":
            core.patch_namespaced_config_map("a", ns, {"metadata": {"labels": {"app": "z"}}})
        else:
            w.stop()
    assert seen == ["ADDED", "DELETED"], seen

    assert [e["object"].metadata.name for e in watch.Watch().stream(
        core.list_namespaced_config_map, ns, field_selector="metadata.name=a", timeout_seconds=1)] == ["a"]
    try:
        list(watch.Watch().stream(core.list_namespaced_config_map, ns, resource_version="1", timeout_seconds=2))
    except ApiException as e:
        assert e.status == 410, e
    assert [e["type"] for e in watch.Watch().stream(core.list_namespace, field_selector=f"metadata.name={ns}", timeout_seconds=1)] == ["ADDED"]
finally:
    core.delete_namespace(ns)
