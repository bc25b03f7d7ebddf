namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>What pods find by name: services, each other, and the API server.</summary>
[Collection(ClusterCollection.Name)]
public sealed class NameTests(Cluster cluster)
{
    private const string Namespace = "names";
    private const string Credentials = "/var/run/secrets/kubernetes.io/serviceaccount";

    private const string Objects = """
        apiVersion: v1
        kind: Service
        metadata: {name: db, namespace: names}
        spec: {clusterIP: None, selector: {app: db}, ports: [{name: http, port: 8080}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: names}
        spec: {selector: {app: db}, ports: [{name: http, port: 80, targetPort: 8080}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: out, namespace: names}
        spec: {type: ExternalName, externalName: web.names.svc.cluster.local}
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db, namespace: names}
        spec:
          serviceName: db
          replicas: 2
          podManagementPolicy: Parallel
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec: {terminationGracePeriodSeconds: 1, containers: [{name: c, image: "orleans-kube/hello:1", imagePullPolicy: Never}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: client, namespace: names}
        spec:
          terminationGracePeriodSeconds: 0
          containers:
          - {name: c, image: "orleans-kube/test-curl:1", imagePullPolicy: Never}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: own, namespace: names}
        spec:
          terminationGracePeriodSeconds: 0
          dnsPolicy: None
          dnsConfig: {nameservers: [192.0.2.1], searches: [example.org], options: [{name: ndots, value: "2"}, {name: edns0}]}
          containers: [{name: c, image: "orleans-kube/hello:1", imagePullPolicy: Never}]
        """;

    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task Services_and_pods_are_found_by_name_and_so_is_the_api_server()
    {
        await Images.EnsureCurlAsync();
        await _kubectl.RunAsync($"create namespace {Namespace}");
        await _kubectl.RunAsync("apply -f -", Objects);
        await _kubectl.RunAsync($"rollout status -n {Namespace} sts/db --timeout=60s");
        await _kubectl.RunAsync($"wait -n {Namespace} --for=condition=Ready pod/client pod/own --timeout=30s");

        (await ShellAsync("client", "cat /etc/resolv.conf")).ShouldMatch(@"^search names\.svc\.cluster\.local svc\.cluster\.local cluster\.local.*\nnameserver 10\.96\.0\.10\noptions ndots:5\n$");
        (await ShellAsync("own", "cat /etc/resolv.conf")).ShouldBe("search example.org\nnameserver 192.0.2.1\noptions ndots:2 edns0\n");

        foreach (var address in (string[])["web", "web.names", "web.names.svc", "web.names.svc.cluster.local", "out", "db:8080", "db-1.db:8080", "db-0.db.names.svc.cluster.local:8080"])
            await UntilAsync($"curl -sS --max-time 5 http://{address}/", output => output.Contains("version 1"));

        var pod = (await _kubectl.GetAsync($"pod db-0 -n {Namespace}"))["status"]!["podIP"].Text()!;
        (await ShellAsync("client", $"nslookup -type=a {pod.Replace('.', '-')}.names.pod.cluster.local")).ShouldContain($"Address: {pod}\n");
        (await ShellAsync("client", $"nslookup {pod}")).ShouldContain("name = db-0.db.names.svc.cluster.local");
        (await ShellAsync("client", "nslookup -type=srv _http._tcp.db.names.svc.cluster.local")).ShouldContain("service = 0 50 8080 db-0.db.names.svc.cluster.local");
        (await ShellAsync("client", "nslookup -type=cname out.names.svc.cluster.local")).ShouldContain("canonical name = web.names.svc.cluster.local");
        (await ShellAsync("client", "nslookup none.names.svc.cluster.local || true")).ShouldContain("NXDOMAIN");

        var answer = await ShellAsync("client", $"curl -sS --cacert {Credentials}/ca.crt -H \"Authorization: Bearer $(cat {Credentials}/token)\" https://kubernetes.default.svc/api/v1/namespaces/names/pods");
        (await ShellAsync("client", $"cat {Credentials}/namespace")).ShouldBe(Namespace);
        answer.ShouldContain("User \\\"system:serviceaccount:names:default\\\" cannot list resource \\\"pods\\\"");
        (await ShellAsync("client", $"curl -sS --cacert {Credentials}/ca.crt https://10.96.0.1/version")).ShouldContain("gitVersion");
        await _kubectl.RunAsync($"delete namespace {Namespace} --timeout=60s");
    }

    private async Task<string> ShellAsync(string pod, string script)
    {
        var outcome = await _kubectl.TryAsync(["exec", "-n", Namespace, pod, "--", "sh", "-c", script]);
        outcome.ExitCode.ShouldBe(0, $"{script}: {outcome}");
        return outcome.Output;
    }

    private async Task UntilAsync(string script, Func<string, bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            var outcome = await _kubectl.TryAsync(["exec", "-n", Namespace, "client", "--", "sh", "-c", script]);
            if (isSo(outcome.Output)) return;
            if (limit.IsCancellationRequested) throw new TimeoutException($"{script}: {outcome}");
            await poll.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
