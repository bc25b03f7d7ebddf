using System.Net;
using System.Text;
using k8s;
using k8s.Autorest;
using k8s.LeaderElection;
using k8s.LeaderElection.ResourceLock;
using k8s.Models;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>A .NET program with the KubernetesClient package: it uses the cluster as it would Kubernetes.</summary>
[Collection(ClusterCollection.Name)]
public sealed class DotNetClientTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Kubectl _kubectl;
    private readonly Kubernetes _client;
    private readonly KubernetesClientConfiguration _configuration;
    private readonly CancellationTokenSource _patience = new(Limit);
    private string _namespace = "";

    public DotNetClientTests(Cluster cluster)
    {
        _kubectl = cluster.Kubectl;
        _configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.Kubectl.KubeConfig);
        _client = new Kubernetes(_configuration);
    }

    private CancellationToken Patience => _patience.Token;

    public async ValueTask InitializeAsync() =>
        _namespace = (await _client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new() { GenerateName = "dotnet-" } }, cancellationToken: Patience)).Metadata.Name;

    public async ValueTask DisposeAsync()
    {
        await _client.CoreV1.DeleteNamespaceAsync(_namespace, cancellationToken: CancellationToken.None);
        _client.Dispose();
        _patience.Dispose();
    }

    [Fact]
    public async Task Objects_are_created_patched_paged_and_refused()
    {
        for (var i = 0; i < 7; i++)
        {
            await _client.CoreV1.CreateNamespacedConfigMapAsync(
                new V1ConfigMap { Metadata = new() { Name = $"m{i}", Labels = new Dictionary<string, string> { ["app"] = "x" } }, BinaryData = new Dictionary<string, byte[]> { ["raw"] = [0, 255] } },
                _namespace, cancellationToken: Patience);
        }

        var pages = new List<int>();
        string? next = null;
        do
        {
            var page = await _client.CoreV1.ListNamespacedConfigMapAsync(_namespace, labelSelector: "app=x", limit: 3, continueParameter: next, cancellationToken: Patience);
            pages.Add(page.Items.Count);
            next = page.Metadata.ContinueProperty;
        }
        while (!string.IsNullOrEmpty(next));
        pages.ShouldBe([3, 3, 1]);

        var map = await PatchAsync("""[{"op":"add","path":"/data","value":{"a":"1"}}]""", V1Patch.PatchType.JsonPatch);
        map.BinaryData["raw"].ShouldBe([0, 255]);
        (await PatchAsync("""{"data":{"b":"2"}}""", V1Patch.PatchType.MergePatch)).Data.Count.ShouldBe(2);
        (await PatchAsync("""{"data":{"a":null}}""", V1Patch.PatchType.StrategicMergePatch)).Data.Keys.ShouldBe(["b"]);
        var applied = await PatchAsync("""{"apiVersion":"v1","kind":"ConfigMap","data":{"c":"3"}}""", V1Patch.PatchType.ApplyPatch, "dotnet");
        applied.Metadata.ManagedFields.ShouldContain(static entry => entry.Manager == "dotnet" && entry.Operation == "Apply");

        map.Data["a"] = "stale";
        (await RefusedAsync(() => _client.CoreV1.ReplaceNamespacedConfigMapAsync(map, "m0", _namespace, cancellationToken: Patience))).ShouldBe(HttpStatusCode.Conflict);
        (await RefusedAsync(() => _client.CoreV1.ReadNamespacedConfigMapAsync("none", _namespace, cancellationToken: Patience))).ShouldBe(HttpStatusCode.NotFound);
        (await _client.CoreV1.DeleteCollectionNamespacedConfigMapAsync(_namespace, labelSelector: "app=x", cancellationToken: Patience)).ShouldNotBeNull();
        (await _client.CoreV1.ListNamespacedConfigMapAsync(_namespace, labelSelector: "app=x", cancellationToken: Patience)).Items.ShouldBeEmpty();

        Task<V1ConfigMap> PatchAsync(string body, V1Patch.PatchType type, string? manager = null) =>
            _client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch(body, type), "m0", _namespace, fieldManager: manager, cancellationToken: Patience);
    }

    [Fact]
    public async Task A_deployment_is_watched_read_from_and_talked_to()
    {
        var ready = new TaskCompletionSource<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Patience);
        var watching = WatchAsync();
        await _client.AppsV1.CreateNamespacedDeploymentAsync(Web(), _namespace, cancellationToken: Patience);
        var pod = await ready.Task.WaitAsync(Patience);

        var output = new MemoryStream();
        var exitCode = await _client.NamespacedPodExecAsync(
            pod, _namespace, "web", ["sh", "-c", "echo out; echo err >&2; exit 3"], false, (_, stdout, _) => stdout.CopyToAsync(output, Patience), Patience);
        exitCode.ShouldBe(3);
        Encoding.UTF8.GetString(output.ToArray()).ShouldBe("out\n");

        await using (var log = await _client.CoreV1.ReadNamespacedPodLogAsync(pod, _namespace, follow: true, cancellationToken: Patience))
        {
            using var reader = new StreamReader(log);
            (await reader.ReadLineAsync(Patience)).ShouldBe("hello 1 listens on 8080");
        }

        using (var socket = await _client.WebSocketNamespacedPodPortForwardAsync(pod, _namespace, [8080], "v4.channel.k8s.io", cancellationToken: Patience))
        using (var channels = new StreamDemuxer(socket, StreamType.PortForward))
        {
            channels.Start();
            await using var connection = channels.GetStream((byte?)0, (byte?)0);
            await connection.WriteAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray(), Patience);
            var answer = new byte[1000];
            var length = await connection.ReadAsync(answer, Patience);
            Encoding.UTF8.GetString(answer, 0, length).ShouldStartWith("HTTP/1.1 200");
        }

        await _client.CoreV1.CreateNamespacedPodEvictionAsync(
            new V1Eviction { Metadata = new() { Name = pod, NamespaceProperty = _namespace } }, pod, _namespace, cancellationToken: Patience);
        await watching;

        async Task WatchAsync()
        {
            await foreach (var (type, seen) in _client.CoreV1.WatchListNamespacedPodAsync(_namespace, cancellationToken: stop.Token))
            {
                if (seen.Status.Conditions?.Any(static c => c is { Type: "Ready", Status: "True" }) == true) ready.TrySetResult(seen.Metadata.Name);
                if (type == WatchEventType.Deleted) return;
            }
        }
    }

    [Fact]
    public async Task A_program_leads_and_custom_objects_keep_what_they_hold()
    {
        var group = $"{_namespace}.example.com";
        await _client.ApiextensionsV1.CreateCustomResourceDefinitionAsync(Widgets(group), cancellationToken: Patience);
        await _kubectl.RunAsync($"wait --for=condition=Established crd/widgets.{group} --timeout=30s");
        using var widgets = new GenericClient(_client, group, "v1", "widgets", disposeClient: false);
        var made = await widgets.CreateNamespacedAsync(
            new Widget { ApiVersion = $"{group}/v1", Kind = "Widget", Metadata = new() { Name = "w" }, Spec = new() { ["size"] = "3" } }, _namespace, Patience);
        made.Metadata.Generation.ShouldBe(1);
        (await widgets.ReadNamespacedAsync<Widget>(_namespace, "w", Patience)).Spec["size"].ShouldBe("3");
        await _client.ApiextensionsV1.DeleteCustomResourceDefinitionAsync($"widgets.{group}", cancellationToken: Patience);

        var leads = new TaskCompletionSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Patience);
        using var elector = new LeaderElector(new LeaderElectionConfig(new LeaseLock(_client, _namespace, "leader", "me"))
        {
            LeaseDuration = TimeSpan.FromSeconds(15),
            RenewDeadline = TimeSpan.FromSeconds(10),
            RetryPeriod = TimeSpan.FromMilliseconds(100),
        });
        elector.OnStartedLeading += leads.SetResult;
        var running = elector.RunUntilLeadershipLostAsync(stop.Token);
        await leads.Task.WaitAsync(Patience);
        (await _client.CoordinationV1.ReadNamespacedLeaseAsync("leader", _namespace, cancellationToken: Patience)).Spec.HolderIdentity.ShouldBe("me");
        await stop.CancelAsync();
        await running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    [Fact]
    public async Task A_service_account_is_told_what_it_may_not_do()
    {
        await _kubectl.RunAsync($"wait --for=create serviceaccount/default -n {_namespace} --timeout=30s");
        var token = await _client.CoreV1.CreateNamespacedServiceAccountTokenAsync(
            new Authenticationv1TokenRequest { Spec = new() { Audiences = [], ExpirationSeconds = 600 } }, "default", _namespace, cancellationToken: Patience);
        using var account = new Kubernetes(new KubernetesClientConfiguration
        {
            Host = _configuration.Host,
            SslCaCerts = _configuration.SslCaCerts,
            AccessToken = token.Status.Token,
        });
        (await RefusedAsync(() => account.CoreV1.ListNamespacedPodAsync(_namespace, cancellationToken: Patience))).ShouldBe(HttpStatusCode.Forbidden);
        var review = await account.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(
            new V1SelfSubjectAccessReview { Spec = new() { ResourceAttributes = new() { Verb = "list", Resource = "pods", NamespaceProperty = _namespace } } }, cancellationToken: Patience);
        review.Status.Allowed.ShouldBeFalse();
    }

    private static V1Deployment Web()
    {
        var labels = new Dictionary<string, string> { ["app"] = "web" };
        var container = new V1Container { Name = "web", Image = "orleans-kube/hello:1", ReadinessProbe = new() { TcpSocket = new() { Port = 8080 }, PeriodSeconds = 1 } };
        return new V1Deployment
        {
            Metadata = new() { Name = "web" },
            Spec = new()
            {
                Selector = new() { MatchLabels = labels },
                Template = new() { Metadata = new() { Labels = labels }, Spec = new() { Containers = [container], TerminationGracePeriodSeconds = 1 } },
            },
        };
    }

    private static V1CustomResourceDefinition Widgets(string group) => new()
    {
        Metadata = new() { Name = $"widgets.{group}" },
        Spec = new()
        {
            Group = group,
            Scope = "Namespaced",
            Names = new() { Plural = "widgets", Kind = "Widget" },
            Versions = [new() { Name = "v1", Served = true, Storage = true, Schema = new() { OpenAPIV3Schema = new() { Type = "object", XKubernetesPreserveUnknownFields = true } } }],
        },
    };

    private static async Task<HttpStatusCode> RefusedAsync(Func<Task> request) =>
        (await Should.ThrowAsync<HttpOperationException>(request)).Response.StatusCode;

    private sealed class Widget : IKubernetesObject<V1ObjectMeta>
    {
        public string ApiVersion { get; set; } = "";

        public string Kind { get; set; } = "";

        public V1ObjectMeta Metadata { get; set; } = new();

        public Dictionary<string, string> Spec { get; set; } = [];
    }
}
