using System.Text.Json.Nodes;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Images pulled from a real registry, with and without the right to.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RegistryTests(Cluster cluster)
{
    private const string Namespace = "registry";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(40);

    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task Images_are_pulled_by_those_who_may()
    {
        await using var registry = await Registry.StartAsync();
        var digest = await registry.PushAsync("orleans-kube/hello:1", "team/hello:1");
        await registry.PushAsync("orleans-kube/hello:2", "team/hello:2");
        await _kubectl.RunAsync($"create namespace {Namespace}");

        await _kubectl.RunAsync("apply -f -", Pod("stranger", $"{registry.Host}/team/hello:1"));
        var refused = await _kubectl.UntilAsync($"pod stranger -n {Namespace}", static p => Waiting(p)["reason"].Text() is "ImagePullBackOff", Soon);
        Waiting(refused)["message"].Text().ShouldStartWith($"Back-off pulling image \"{registry.Host}/team/hello:1\"");
        await _kubectl.UntilAsync($"events -n {Namespace}", static events => events.Items().Any(static e => e["reason"].Text() == "Failed" && e["message"].Text()!.StartsWith("Failed to pull image", StringComparison.Ordinal)), Soon);

        await _kubectl.RunAsync($"create secret docker-registry pull -n {Namespace} --docker-server={registry.Host} --docker-username={Registry.User} --docker-password={Registry.Password}");
        await _kubectl.RunAsync("apply -f -", Pod("friend", $"{registry.Host}/team/hello:1", "imagePullSecrets: [{name: pull}], "));
        await _kubectl.RunAsync($"wait -n {Namespace} --for=condition=Ready pod/friend --timeout=60s");
        (await _kubectl.GetAsync($"pod friend -n {Namespace}"))["status"]!["containerStatuses"]![0]!["imageID"].Text().ShouldEndWith(digest[digest.IndexOf('@')..]);
        await _kubectl.UntilAsync($"events -n {Namespace}", static events => events.Items().Any(static e => e["message"].Text()!.StartsWith("Successfully pulled image", StringComparison.Ordinal)), Soon);

        await _kubectl.RunAsync($"patch serviceaccount default -n {Namespace} -p {{\"imagePullSecrets\":[{{\"name\":\"pull\"}}]}}");
        await _kubectl.RunAsync("apply -f -", Pod("member", $"{registry.Host}/team/hello:2"));
        await _kubectl.RunAsync("apply -f -", Pod("exact", digest));
        await _kubectl.RunAsync($"wait -n {Namespace} --for=condition=Ready pod/member pod/exact --timeout=60s");

        await _kubectl.RunAsync("apply -f -", Pod("missing", $"{registry.Host}/team/hello:3"));
        await _kubectl.UntilAsync($"pod missing -n {Namespace}", static p => Waiting(p)["reason"].Text() is "ErrImagePull" or "ImagePullBackOff", Soon);
        await registry.StopAsync();
        await _kubectl.RunAsync("apply -f -", Pod("present", $"{registry.Host}/team/hello:2", "", "IfNotPresent"));
        await _kubectl.RunAsync("apply -f -", Pod("always", $"{registry.Host}/team/hello:2", "", "Always"));
        await _kubectl.RunAsync($"wait -n {Namespace} --for=condition=Ready pod/present --timeout=60s");
        await _kubectl.UntilAsync($"pod always -n {Namespace}", static p => Waiting(p)["reason"].Text() is "ErrImagePull" or "ImagePullBackOff", Soon);
        await _kubectl.RunAsync($"delete namespace {Namespace} --timeout=60s");
    }

    private static JsonNode Waiting(JsonNode pod) => pod["status"]?["containerStatuses"]?[0]?["state"]?["waiting"] ?? new JsonObject();

    private static string Pod(string name, string image, string more = "", string policy = "IfNotPresent") => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}, namespace: {{Namespace}} }
        spec: { {{more}}terminationGracePeriodSeconds: 1, containers: [{name: c, image: "{{image}}", imagePullPolicy: {{policy}}}] }
        """;
}
