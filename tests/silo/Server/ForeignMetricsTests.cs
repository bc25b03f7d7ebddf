using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Orleans.Kube.Tests.Silo;

/// <summary>Autoscalers on metrics that an API server of its own has.</summary>
public sealed class ForeignMetricsTests(QuietServer quiet) : IClassFixture<QuietServer>
{
    private const string ApiServices = "/apis/apiregistration.k8s.io/v1/apiservices";
    private readonly ApiServerFixture _server = quiet.Server;
    private readonly ApiClient _api = quiet.Server.Admin;
    private readonly ConcurrentBag<string> _asked = [];

    [Fact]
    public async Task Autoscalers_follow_what_a_server_of_metrics_says()
    {
        var space = await _server.NamespaceAsync();
        await DeploymentAsync(space, "early");
        await AutoscalerAsync(space, "early", """{"type":"Pods","pods":{"metric":{"name":"rps"},"target":{"type":"AverageValue","averageValue":"1"}}}""");
        await EventuallyAsync(async () => await ConditionAsync(space, "early") ==
            "FailedGetPodsMetric the HPA was unable to compute the replica count: unable to get metric rps: unable to fetch metrics from custom metrics API: "
            + "no custom metrics API (custom.metrics.k8s.io) registered");

        await using var remote = await RemoteServer.StartAsync($"api.{space}.svc", AnswerAsync);
        await _api.PostAsync($"/api/v1/namespaces/{space}/services", """{"metadata":{"name":"api"},"spec":{"ports":[{"port":443}]}}""");
        await remote.JoinAsync(_api, space);
        await RegisterAsync(space, "v1beta1", "custom.metrics.k8s.io", remote);
        await RegisterAsync(space, "v1beta1", "external.metrics.k8s.io", remote);

        foreach (var name in (string[])["pods", "object", "shared", "queue", "lost"]) await DeploymentAsync(space, name);
        await AutoscalerAsync(space, "pods", """{"type":"Pods","pods":{"metric":{"name":"rps","selector":{"matchLabels":{"verb":"GET"} } },"target":{"type":"AverageValue","averageValue":"1"} } }""");
        await AutoscalerAsync(space, "object", """
            {"type":"Object","object":{"describedObject":{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","name":"front"},"metric":{"name":"hits"},"target":{"type":"Value","value":"2k"} } }
            """);
        await AutoscalerAsync(space, "shared", """
            {"type":"Object","object":{"describedObject":{"apiVersion":"v1","kind":"Namespace","name":"any"},"metric":{"name":"jobs"},"target":{"type":"AverageValue","averageValue":"10"} } }
            """);
        await AutoscalerAsync(space, "queue", """
            {"type":"External","external":{"metric":{"name":"depth","selector":{"matchLabels":{"queue":"mail"} } },"target":{"type":"AverageValue","averageValue":"30"} } }
            """);
        await AutoscalerAsync(space, "lost", """{"type":"External","external":{"metric":{"name":"nothing"},"target":{"type":"Value","value":"30"} } }""");

        await EventuallyAsync(async () => await SizeAsync(space, "pods") == 4);
        await EventuallyAsync(async () => await SizeAsync(space, "object") == 3);
        await EventuallyAsync(async () => await SizeAsync(space, "shared") == 4);
        await EventuallyAsync(async () => await SizeAsync(space, "queue") == 3);
        await EventuallyAsync(async () => await ConditionAsync(space, "lost") ==
            $"FailedGetExternalMetric the HPA was unable to compute the replica count: unable to get external metric {space}/nothing/nil: unable to fetch metrics from external metrics API: "
            + "the server could not find the requested resource (get nothing.external.metrics.k8s.io)");
        await EventuallyAsync(async () => (await ConditionAsync(space, "pods")).EndsWith("from pods metric rps", StringComparison.Ordinal));

        var queue = await _api.GetAsync($"/apis/autoscaling/v2/namespaces/{space}/horizontalpodautoscalers/queue");
        queue.Text("status.currentMetrics.0.external.current.averageValue").ShouldBe("45");
        queue.Text("status.currentMetrics.0.external.metric.selector.matchLabels.queue").ShouldBe("mail");
        _asked.ShouldContain($"/apis/custom.metrics.k8s.io/v1beta1/namespaces/{space}/pods/*/rps?labelSelector=app%3Dpods&metricLabelSelector=verb%3DGET");
        _asked.ShouldContain($"/apis/custom.metrics.k8s.io/v1beta1/namespaces/{space}/ingresses.networking.k8s.io/front/hits");
        _asked.ShouldContain($"/apis/custom.metrics.k8s.io/v1beta1/namespaces/{space}/metrics/jobs");
        _asked.ShouldContain($"/apis/external.metrics.k8s.io/v1beta1/namespaces/{space}/depth?labelSelector=queue%3Dmail");
    }

    /// <summary>What the server has: the pods' rps, hits of an Ingress, jobs of a namespace, the depth of two queues.</summary>
    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        _asked.Add(path + context.Request.QueryString.Value);
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var items = parts is [_, _, _, "namespaces", var space, ..] ? await ItemsAsync(parts, space) : [];
        if (items is null)
        {
            context.Response.StatusCode = 404;
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"kind":"MetricValueList","apiVersion":"{{parts[1]}}/v1beta1","metadata":{},"items":[{{string.Join(',', items)}}],"resources":[]}""");
    }

    private async Task<IReadOnlyList<string>?> ItemsAsync(string[] parts, string space) => parts[^1] switch
    {
        "rps" => [.. (await _api.GetAsync($"/api/v1/namespaces/{space}/pods?labelSelector=app%3Dpods")).Names.Select(name => Item(name, "2"))],
        "hits" => [Item("front", "3k")],
        "jobs" => [Item(space, "40")],
        "depth" => [Item("", "60"), Item("", "30")],
        _ => null,
    };

    private static string Item(string name, string value) => $$$"""{"describedObject":{"name":"{{{name}}}"},"timestamp":"2026-01-01T00:00:00Z","value":"{{{value}}}"}""";

    private async Task RegisterAsync(string space, string version, string group, RemoteServer remote)
    {
        var created = await _api.PostAsync(ApiServices, $$$"""
            {"metadata":{"name":"{{{version}}}.{{{group}}}"},"spec":{"group":"{{{group}}}","version":"{{{version}}}","service":{"namespace":"{{{space}}}","name":"api"},
             "caBundle":"{{{remote.Authority}}}","groupPriorityMinimum":100,"versionPriority":10} }
            """);
        created.Code.ShouldBe(201, created.Body);
        await EventuallyAsync(async () => (await _api.GetAsync($"{ApiServices}/{version}.{group}")).Text("status.conditions.0.reason") == "Passed");
    }

    /// <summary>Two pods that are ready, although no node runs them.</summary>
    private async Task DeploymentAsync(string space, string name)
    {
        var created = await _api.PostAsync($"/apis/apps/v1/namespaces/{space}/deployments", $$$"""
            {"metadata":{"name":"{{{name}}}"},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"{{{name}}}"} },"template":{"metadata":{"labels":{"app":"{{{name}}}"} },"spec":{"containers":[{"name":"a","image":"a"}]} } } }
            """);
        created.Code.ShouldBe(201, created.Body);
        var pods = $"/api/v1/namespaces/{space}/pods";
        await EventuallyAsync(async () => (await _api.GetAsync($"{pods}?labelSelector=app%3D{name}")).Items.Count == 2);
        foreach (var pod in (await _api.GetAsync($"{pods}?labelSelector=app%3D{name}")).Names)
        {
            (await _api.PatchAsync($"{pods}/{pod}/status", """{"status":{"phase":"Running","startTime":"2026-01-01T00:00:00Z","conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}"""))
                .Code.ShouldBe(200);
        }

        await EventuallyAsync(async () => (await _api.GetAsync($"/apis/apps/v1/namespaces/{space}/deployments/{name}")).Text("status.replicas") == "2");
    }

    private async Task AutoscalerAsync(string space, string name, string metric)
    {
        var created = await _api.PostAsync($"/apis/autoscaling/v2/namespaces/{space}/horizontalpodautoscalers", $$$"""
            {"metadata":{"name":"{{{name}}}"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"{{{name}}}"},"maxReplicas":9,"metrics":[{{{metric}}}]} }
            """);
        created.Code.ShouldBe(201, created.Body);
    }

    private async Task<int> SizeAsync(string space, string name) => int.Parse((await _api.GetAsync($"/apis/apps/v1/namespaces/{space}/deployments/{name}")).Text("spec.replicas"));

    private async Task<string> ConditionAsync(string space, string name) =>
        (await _api.GetAsync($"/apis/autoscaling/v2/namespaces/{space}/horizontalpodautoscalers/{name}")).Json["status"]?["conditions"]?.AsArray()
        .Where(static c => (string?)c!["type"] == "ScalingActive").Select(static c => $"{c!["reason"]} {c["message"]}").SingleOrDefault() ?? "";

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await holds()) (await poll.WaitForNextTickAsync(patience.Token)).ShouldBeTrue();
    }
}
