namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Pods receive and send what NetworkPolicies allow.</summary>
[Collection(ClusterCollection.Name)]
public sealed class NetworkPolicyTests(Cluster cluster)
{
    private const string Namespace = "policies";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private const string Objects = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: policies, labels: {app: web}}
        spec:
          terminationGracePeriodSeconds: 0
          containers:
          - {name: c, image: "orleans-kube/hello:1", imagePullPolicy: Never, ports: [{name: http, containerPort: 8080}], readinessProbe: {httpGet: {port: http}, periodSeconds: 1}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: policies}
        spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: friend, namespace: policies, labels: {app: friend}}
        spec: {terminationGracePeriodSeconds: 0, containers: [{name: c, image: "orleans-kube/test-curl:1", imagePullPolicy: Never}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: stranger, namespace: policies, labels: {app: stranger}}
        spec: {terminationGracePeriodSeconds: 0, containers: [{name: c, image: "orleans-kube/test-curl:1", imagePullPolicy: Never}]}
        """;

    private const string Closed = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: closed, namespace: policies}
        spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}
        """;

    private const string Friends = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: friends, namespace: policies}
        spec:
          podSelector: {matchLabels: {app: web}}
          ingress:
          - from: [{podSelector: {matchLabels: {app: friend}}}]
            ports: [{port: http}]
        """;

    private const string Silent = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: silent, namespace: policies}
        spec: {podSelector: {matchLabels: {app: friend}}, policyTypes: [Egress]}
        """;

    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task Policies_close_and_open_the_ways_between_pods()
    {
        await Images.EnsureCurlAsync();
        await _kubectl.RunAsync($"create namespace {Namespace}");
        await _kubectl.RunAsync("apply -f -", Objects);
        await _kubectl.RunAsync($"wait -n {Namespace} --for=condition=Ready pod --all --timeout=60s");
        await UntilAsync(friend: true, stranger: true);

        await _kubectl.RunAsync("apply -f -", Closed);
        await UntilAsync(friend: false, stranger: false);
        await _kubectl.RunAsync("apply -f -", Friends);
        await UntilAsync(friend: true, stranger: false);
        (await _kubectl.GetAsync($"pod web -n {Namespace}")).Condition("Ready").ShouldBe("True");

        await cluster.KillAsync("agent");
        await cluster.UpAsync();
        await UntilAsync(friend: true, stranger: false);
        await _kubectl.RunAsync($"label pod stranger -n {Namespace} app=friend --overwrite");
        await UntilAsync(friend: true, stranger: true);
        await _kubectl.RunAsync("apply -f -", Silent);
        await UntilAsync(friend: false, stranger: false);

        await _kubectl.RunAsync($"delete networkpolicy --all -n {Namespace}");
        await UntilAsync(friend: true, stranger: true);
        await _kubectl.RunAsync($"delete namespace {Namespace} --timeout=60s");
    }

    /// <summary>Both ask, by the pod's service and its own address, until it is as it should be.</summary>
    private async Task UntilAsync(bool friend, bool stranger)
    {
        var address = (await _kubectl.GetAsync($"pod web -n {Namespace}"))["status"]!["podIP"].Text()!;
        using var limit = new CancellationTokenSource(Soon);
        while (await ReachesAsync("friend", address) != friend || await ReachesAsync("stranger", address) != stranger) limit.IsCancellationRequested.ShouldBeFalse();
    }

    private async Task<bool> ReachesAsync(string pod, string address)
    {
        var answers = (await _kubectl.TryAsync(["exec", "-n", Namespace, pod, "--", "sh", "-c", $"curl -s -m 0.5 http://web/; curl -s -m 0.5 http://{address}:8080/"])).Output;
        return answers.Split("version 1").Length == 3;
    }
}
