using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Orleans.Kube.Benchmarks.Api;

/// <summary>Deployments, and the time until the cluster is what they ask for.</summary>
internal static class DeploymentLoad
{
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Makes a Deployment and waits until all its replicas are available.</summary>
    public static async Task<TimeSpan> DeployAsync(ApiLoad api, string name, int replicas, string image = "example/app:1")
    {
        var started = Stopwatch.GetTimestamp();
        await api.SendAsync(HttpMethod.Post, Deployments, $$$$$"""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{{{{name}}}}}"},"spec":{"replicas":{{{{{replicas}}}}},
            "selector":{"matchLabels":{"app":"{{{{{name}}}}}"}},"template":{"metadata":{"labels":{"app":"{{{{{name}}}}}"}},
            "spec":{"terminationGracePeriodSeconds":0,"containers":[{"name":"main","image":"{{{{{image}}}}}","imagePullPolicy":"IfNotPresent"}]}}}}
            """);
        await UntilAsync(api, $"{Deployments}/{name}", d => Settled(d, replicas));
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Patches a Deployment and waits until it has so many replicas, all new and available.</summary>
    public static async Task<TimeSpan> ChangeAsync(ApiLoad api, string name, string patch, int replicas)
    {
        var started = Stopwatch.GetTimestamp();
        await api.SendAsync(HttpMethod.Patch, $"{Deployments}/{name}", patch, "application/strategic-merge-patch+json");
        await UntilAsync(api, $"{Deployments}/{name}", d => Settled(d, replicas));
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Waits until so many nodes are Ready.</summary>
    public static Task NodesAsync(ApiLoad api, int count) => UntilAsync(api, "/api/v1/nodes", list => ReadyNodes(list) == count);

    /// <summary>Asks again, each 10 ms or so often, until an answer is as wished.</summary>
    public static async Task UntilAsync(ApiLoad api, string path, Func<JsonNode, bool> condition, TimeSpan? every = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition(await api.GetAsync(path)))
        {
            if (Stopwatch.GetElapsedTime(started) > Limit) throw new TimeoutException($"{path} did not come to what was asked within {Limit}");
            await Task.Delay(every ?? TimeSpan.FromMilliseconds(10));
        }
    }

    private static bool Settled(JsonNode deployment, int replicas)
    {
        var status = deployment["status"]!;
        return Number(status, "observedGeneration") >= Number(deployment["metadata"]!, "generation")
            && Number(status, "replicas") == replicas && Number(status, "updatedReplicas") == replicas && Number(status, "availableReplicas") == replicas;
    }

    private static long Number(JsonNode node, string name) => node[name]?.GetValue<long>() ?? 0;

    private static int ReadyNodes(JsonNode list) => list["items"]!.AsArray().Count(node =>
        node!["status"]?["conditions"] is JsonArray conditions
        && conditions.Any(c => c!["type"]!.GetValue<string>() == "Ready" && c["status"]!.GetValue<string>() == "True"));
}
