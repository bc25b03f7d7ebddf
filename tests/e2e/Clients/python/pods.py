"""A pod through Kubernetes' Python client: waited for by a watch, its log read and followed, commands run in it, a port forwarded."""
import threading
import time

from kubernetes import client, config, watch
from kubernetes.stream import portforward, stream

config.load_kube_config()
core = client.CoreV1Api()
ns = core.create_namespace({"metadata": {"generateName": "python-pods-"}}).metadata.name
try:
    while not core.list_namespaced_service_account(ns, field_selector="metadata.name=default").items:
        time.sleep(0.1)
    core.create_namespaced_pod(ns, {"metadata": {"name": "p"}, "spec": {"terminationGracePeriodSeconds": 1, "containers": [
        {"name": "c", "image": "orleans-kube/hello:1"},
        {"name": "ticks", "image": "orleans-kube/hello:1", "command": ["sh", "-c", "for i in 1 2 3; do echo tick $i; sleep 1; done; sleep 1000"]}]}})
    w = watch.Watch()
    for e in w.stream(core.list_namespaced_pod, ns, timeout_seconds=60):
        if any(c.type == "Ready" and c.status == "True" for c in e["object"].status.conditions or []):
            w.stop()
    pod = core.read_namespaced_pod_status("p", ns)
    assert pod.status.phase == "Running" and pod.status.qos_class == "BestEffort" and pod.status.container_statuses[0].state.running

    assert core.read_namespaced_pod_log("p", ns, container="c", tail_lines=1).startswith("hello 1")
    lines = []
    w = watch.Watch()
    for line in w.stream(core.read_namespaced_pod_log, "p", ns, container="ticks"):
        lines.append(line)
        if line == "tick 3":
            w.stop()
    assert lines == ["tick 1", "tick 2", "tick 3"], lines

    run = lambda *command, **more: stream(core.connect_get_namespaced_pod_exec, "p", ns, container="c", command=list(command), stderr=True, stdin=False, stdout=True, tty=False, **more)
    assert run("echo", "some words") == "some words\n"
    process = stream(core.connect_get_namespaced_pod_exec, "p", ns, container="c", command=["sh"], stderr=True, stdin=True, stdout=True, tty=False, _preload_content=False)
    process.write_stdin("echo out; echo err >&2\n")
    assert process.readline_stdout(timeout=10) == "out" and process.readline_stderr(timeout=10) == "err"
    process.write_stdin("exit 3\n")
    process.run_forever(timeout=10)
    assert process.returncode == 3, process.returncode

    forward = portforward(core.connect_get_namespaced_pod_portforward, "p", ns, ports="8080")
    http = forward.socket(8080)
    http.setblocking(True)
    http.sendall(b"GET / HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n")
    answer = b""
    while part := http.recv(4096):
        answer += part
    assert b"Hello from p" in answer, answer
    assert forward.error(8080) is None

    assert "Hello from p" in core.connect_get_namespaced_pod_proxy("p:8080", ns)
    gone = threading.Event()

    def wait_until_gone():
        for e in watch.Watch().stream(core.list_namespaced_pod, ns, timeout_seconds=60):
            if e["type"] == "DELETED":
                gone.set()
                return

    threading.Thread(target=wait_until_gone, daemon=True).start()
    core.delete_namespaced_pod("p", ns, grace_period_seconds=1)
    assert gone.wait(60)
finally:
    core.delete_namespace(ns)
