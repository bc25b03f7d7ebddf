"""What programs for operating a cluster find at a node: the logs of containers by kubelet's names, and pods behind the proxy that learn how they were asked."""
import time

from kubernetes import client, config
from kubernetes.client.rest import ApiException

config.load_kube_config()
core = client.CoreV1Api()
ns = core.create_namespace({"metadata": {"generateName": "python-nodes-"}}).metadata.name
# Answers each request with a redirect to the host that was asked, and writes down what it was asked.
SERVER = "while true; do (echo HTTP/1.1 302 Found; echo Location: http://api.example/next; echo Content-Length: 0; echo) | nc -l -p 8080; done"


def eventually(look):
    until = time.monotonic() + 15
    while time.monotonic() < until:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come about")


def log_of(node, name):
    try:
        return core.connect_get_node_proxy_with_path(node, f"logs/containers/{name}", _preload_content=False).data.decode()
    except ApiException as e:
        assert e.status == 404, e
        return ""


try:
    eventually(lambda: core.list_namespaced_service_account(ns, field_selector="metadata.name=default").items)
    core.create_namespaced_pod(ns, {"metadata": {"name": "web"}, "spec": {"terminationGracePeriodSeconds": 0, "containers": [
        {"name": "main", "image": "orleans-kube/hello:1", "command": ["sh", "-c", SERVER], "ports": [{"containerPort": 8080}],
         "readinessProbe": {"exec": {"command": ["sh", "-c", "netstat -ln | grep -q :8080"]}, "periodSeconds": 1}}]}})
    pod = eventually(lambda: next((p for p in core.list_namespaced_pod(ns).items if any(
        c.type == "Ready" and c.status == "True" for c in p.status.conditions or [])), None))
    name = f"web_{ns}_main-{pod.status.container_statuses[0].container_id.removeprefix('docker://')}.log"

    # The node's own folder of logs leads to them, and redirects of what is behind a proxy lead through it.
    folder = f"/api/v1/nodes/{pod.spec.node_name}/proxy/logs/containers"
    rest = client.ApiClient().rest_client.pool_manager.request("GET", f"{core.api_client.configuration.host}{folder}", redirect=False)
    assert rest.status == 301 and rest.headers["Location"] == f"{folder}/", (rest.status, rest.headers)
    behind = f"/api/v1/namespaces/{ns}/pods/web/proxy"
    rest = client.ApiClient().rest_client.pool_manager.request("GET", f"{core.api_client.configuration.host}{behind}/a?x=1", headers={"Host": "api.example"}, redirect=False)
    assert rest.status == 302 and rest.headers["Location"] == f"http://api.example{behind}/next", (rest.status, rest.headers)

    # The pod learned who asked for what; a collector of logs reads it where kubelet keeps it, until the pod is gone.
    asked = eventually(lambda: (log := log_of(pod.spec.node_name, name)) and "X-Forwarded-Uri" in log and log)
    for line in ("GET /a?x=1 HTTP/1.1", "Host: api.example", f"X-Forwarded-Uri: {behind}/a", "X-Forwarded-For: "):
        assert f'{{"log":"{line}' in asked, (line, asked)
    core.delete_namespaced_pod("web", ns)
    eventually(lambda: not log_of(pod.spec.node_name, name))
finally:
    core.delete_namespace(ns)
