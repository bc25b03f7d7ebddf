using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Controllers.Autoscaling;
using Orleans.Kube.Grains.Autoscaling;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiRegistration;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Silo.Aggregation;

/// <summary>
/// Metrics of autoscalers, from the API servers that serve them (https://github.com/kubernetes/design-proposals-archive/blob/main/instrumentation/custom-metrics-api.md).
/// </summary>
public sealed class RemoteMetrics(RemoteApis remotes, ResourceRegistry registry) : IMetricSource
{
    private const string Custom = "custom.metrics.k8s.io";
    private const string External = "external.metrics.k8s.io";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly UserInfo Controller = new()
    {
        Username = "system:serviceaccount:kube-system:horizontal-pod-autoscaler",
        Groups = ["system:serviceaccounts", "system:serviceaccounts:kube-system", "system:masters", "system:authenticated"],
    };

    public async Task<MetricReading> ReadAsync(MetricSpec metric, string @namespace, string pods)
    {
        var api = metric.Type == MetricSourceType.External ? "external" : "custom";
        try
        {
            return metric switch
            {
                { External: { } source } => await ExternalAsync(metric, source, @namespace),
                { Pods: { } source } => await CustomAsync(metric, "pods", $"{Space(@namespace)}/pods", "*", source.Metric, pods),
                { Object: { } source } => await ObjectAsync(metric, source, @namespace),
                _ => MetricReading.Unserved(metric),
            };
        }
        catch (Exception failure) when (failure is JsonException or HttpRequestException or IOException or FormatException or InvalidOperationException)
        {
            return MetricReading.Failed($"unable to fetch metrics from {api} metrics API: {failure.Message}");
        }
        catch (OperationCanceledException)
        {
            return MetricReading.Failed($"unable to fetch metrics from {api} metrics API: context deadline exceeded");
        }
    }

    private async Task<MetricReading> ExternalAsync(MetricSpec metric, ExternalMetricSource source, string @namespace)
    {
        if (remotes.Find(External, "v1beta1") is not { } api) return MetricReading.Unserved(metric);
        var path = $"{Space(@namespace)}/{Uri.EscapeDataString(source.Metric.Name)}";
        var items = await ItemsAsync(api, path, [("labelSelector", Text(source.Metric))], $"get {source.Metric.Name}.{External}");
        return items.Count == 0 ? MetricReading.Failed("no metrics returned from external metrics API") : new MetricReading([.. items.Select(Sample)]);
    }

    private async Task<MetricReading> ObjectAsync(MetricSpec metric, ObjectMetricSource source, string @namespace)
    {
        var described = source.DescribedObject;
        var isCore = described.ApiVersion is "" or "v1";
        if (isCore && described.Kind == "Namespace") return One(await CustomAsync(metric, "metrics", $"{Space(@namespace)}/metrics", "", source.Metric, ""));
        if (!registry.TryFindKind(isCore ? "v1" : described.ApiVersion, described.Kind, out var definition))
        {
            var (group, kind) = (isCore ? "" : described.ApiVersion.Split('/')[0], described.Kind);
            var qualified = group.Length == 0 ? kind : $"{kind}.{group}";
            return CustomFailed($"unable to map kind {qualified} to resource: no matches for kind \"{kind}\" in group \"{group}\"");
        }

        var resource = new GroupResource(definition.Group, definition.Plural).ToString();
        return One(await CustomAsync(metric, resource, $"{Space(@namespace)}/{resource}", described.Name, source.Metric, ""));
    }

    private static MetricReading One(MetricReading reading) => reading.Problem.Length > 0 || reading.Samples.Count == 1 ? reading
        : CustomFailed($"the custom metrics API server returned {reading.Samples.Count} results when we asked for exactly one");

    private static MetricReading CustomFailed(string why) => MetricReading.Failed($"unable to fetch metrics from custom metrics API: {why}");

    /// <param name="metric">The metric.</param>
    /// <param name="resource">What has the metric, as refusals name it.</param>
    /// <param name="path">The path of the resource below the version.</param>
    /// <param name="name">One of them, or <c>*</c>; empty where the metric follows the path.</param>
    /// <param name="identifier">The metric's name and selector.</param>
    /// <param name="selector">Which of them.</param>
    private async Task<MetricReading> CustomAsync(MetricSpec metric, string resource, string path, string name, MetricIdentifier identifier, string selector)
    {
        APIService[] served = [.. remotes.All.Where(static a => a.Spec.Group == Custom)
            .OrderByDescending(static a => a.Spec.VersionPriority).ThenBy(static a => a.Spec.Version, VersionPriority.Order)];
        if (served.Length == 0) return MetricReading.Unserved(metric);
        if (served.FirstOrDefault(static a => a.Spec.Version is "v1beta1" or "v1beta2") is not { } api)
            return CustomFailed("no known available metric versions found");
        var asked = name.Length > 0 ? name : identifier.Name;
        var below = name switch { "" => "", "*" => "*/", _ => Uri.EscapeDataString(name) + "/" } + Uri.EscapeDataString(identifier.Name);
        var items = await ItemsAsync(api, $"{path}/{below}", [("labelSelector", selector), ("metricLabelSelector", Text(identifier))], $"get {resource}.{Custom} {asked}");
        return items.Count == 0 && name == "*" ? MetricReading.Failed("no metrics returned from custom metrics API") : new MetricReading([.. items.Select(Sample)]);
    }

    private async Task<JsonArray> ItemsAsync(APIService api, string path, (string Name, string Value)[] query, string request)
    {
        using var patience = new CancellationTokenSource(Patience);
        var asked = string.Join('&', query.Where(static q => q.Value.Length > 0).Select(static q => $"{q.Name}={Uri.EscapeDataString(q.Value)}"));
        using var message = new HttpRequestMessage(
            HttpMethod.Get, RemoteApis.AddressOf(api.Spec, $"/apis/{api.Spec.Group}/{api.Spec.Version}/{path}{(asked.Length > 0 ? $"?{asked}" : "")}"));
        message.Headers.Accept.ParseAdd("application/json");
        try
        {
            using var response = await remotes.SendAsync(api, message, Controller, patience.Token);
            var body = await response.Content.ReadAsByteArrayAsync(patience.Token);
            if (!response.IsSuccessStatusCode) throw new HttpRequestException(RemoteRefusal.Words((int)response.StatusCode, body, request));
            return JsonNode.Parse(body)?["items"] as JsonArray ?? [];
        }
        catch (StatusException)
        {
            throw new HttpRequestException(RemoteRefusal.Words(503, [], request));
        }
    }

    private static MetricSample Sample(JsonNode? item) =>
        new((string?)item?["describedObject"]?["name"] ?? "", Quantity.Parse(item?["value"]?.ToString() ?? "0").MilliValue);

    private static string Space(string @namespace) => $"namespaces/{@namespace}";

    private static string Text(MetricIdentifier metric) => metric.Selector is null ? "" : LabelQuery.From(metric.Selector).ToString();
}
